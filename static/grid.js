// Typing in a table[data-grid] as in a spreadsheet. Without this file the table is a plain form.
//
// Keys: arrows move; typing replaces, F2 or a second click edits inside, where arrows move the cursor; Enter down, Shift+Enter up,
// Tab right; Esc brings back what stood in the cell; Shift+arrows or Shift+click pick a block,
// Ctrl+C copies it, Delete clears it. A block copied from Excel or Google Sheets is pasted from the
// present cell on.
//
// Marks in the page: input[data-col][data-part][data-scale] is a cell; input[data-apart] is left out of sums;
// [data-fixed="MINOR"][data-col][data-part] is a number of a column that nobody types;
// [data-total][data-col][data-scale] shows a column's sum, of one part when it has data-part;
// [data-difference="MINOR"][data-col][data-scale] says in words how far that sum is from a number;
// table[data-grid="dirty"] holds unsaved typing from the start; [data-grid-says] is told what happened.

import { minor, show } from "./numbers.js";

for (const table of document.querySelectorAll("table[data-grid]")) grid(table);

function grid(table) {
  const rows = [...table.tBodies].flatMap((body) => [...body.rows])
    .map((row) => [...row.querySelectorAll("input:not([type=hidden])")])
    .filter((cells) => cells.length > 0);
  if (rows.length === 0) return;
  const places = new Map(rows.flatMap((cells, y) => cells.map((cell, x) => [cell, { x, y }])));
  // mode: "stand" on a cell, typing "over" it, or editing "inside" it.
  const state = { table, rows, places, mode: "stand", before: "", anchor: null, leaving: false };

  table.addEventListener("focusin", (event) => stand(state, event.target));
  table.addEventListener("mousedown", (event) => pickByMouse(state, event));
  table.addEventListener("dblclick", (event) => edit(state, event.target));
  table.addEventListener("keydown", (event) => key(state, event));
  table.addEventListener("input", (event) => typed(state, event.target));
  table.addEventListener("copy", (event) => copy(state, event));
  table.addEventListener("paste", (event) => paste(state, event));
  table.closest("form")?.addEventListener("submit", () => { state.leaving = true; });
  window.addEventListener("beforeunload", (event) => { if (isDirty(state)) event.preventDefault(); });
  total(state);
}

function stand(state, cell) {
  if (!state.places.has(cell)) return;
  state.mode = "stand";
  state.before = cell.value;
  cell.select();
}

function edit(state, cell) {
  if (!state.places.has(cell)) return;
  state.mode = "inside";
  cell.setSelectionRange(cell.value.length, cell.value.length);
}

function typed(state, cell) {
  if (!state.places.has(cell)) return;
  if (state.mode === "stand") state.mode = "over";
  unpick(state);
  mark(cell);
  total(state);
}

function mark(cell) {
  cell.classList.toggle("changed", cell.value.trim() !== cell.defaultValue.trim());
  if (cell.value !== cell.defaultValue) cell.removeAttribute("aria-invalid");
}

const MOVES = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] };

function key(state, event) {
  const cell = event.target;
  if (!state.places.has(cell) || event.isComposing || event.altKey) return;
  const done = act(state, cell, event);
  if (done) event.preventDefault();
}

function act(state, cell, event) {
  const move = MOVES[event.key];
  if (move && !event.ctrlKey && !event.metaKey) return arrow(state, cell, move, event.shiftKey);
  switch (event.key) {
    case "Enter": return go(state, cell, 0, event.shiftKey ? -1 : 1) || true;
    case "F2": edit(state, cell); return true;
    case "Escape": return restore(state, cell);
    case "Delete": return state.mode === "stand" && clear(state, cell);
    default: return false;
  }
}

function arrow(state, cell, [dx, dy], picking) {
  if (state.mode === "inside" && dx !== 0) return false;
  if (picking && state.mode === "stand") {
    state.anchor ??= cell;
    go(state, cell, dx, dy);
    pick(state);
    return true;
  }
  unpick(state);
  return go(state, cell, dx, dy) || dy !== 0;
}

function go(state, cell, dx, dy) {
  const { x, y } = state.places.get(cell);
  const next = state.rows[y + dy]?.[x + dx];
  next?.focus();
  return Boolean(next);
}

function restore(state, cell) {
  unpick(state);
  cell.value = state.before;
  mark(cell);
  total(state);
  stand(state, cell);
  return true;
}

function clear(state, cell) {
  for (const each of block(state).flat().concat(cell)) {
    each.value = "";
    mark(each);
  }
  total(state);
  return true;
}

// — a picked block —

function pickByMouse(state, event) {
  const cell = event.target;
  if (!state.places.has(cell)) return;
  if (event.shiftKey && state.places.has(document.activeElement)) {
    event.preventDefault();
    state.anchor ??= document.activeElement;
    cell.focus();
    pick(state);
  } else {
    unpick(state);
    if (cell === document.activeElement) state.mode = "inside";
  }
}

function block(state) {
  if (!state.anchor) return [];
  const from = state.places.get(state.anchor);
  const to = state.places.get(document.activeElement) ?? from;
  const [left, right] = [Math.min(from.x, to.x), Math.max(from.x, to.x)];
  const [top, bottom] = [Math.min(from.y, to.y), Math.max(from.y, to.y)];
  return state.rows.slice(top, bottom + 1).map((cells) => cells.slice(left, right + 1));
}

function pick(state) {
  wipe(state);
  for (const cell of block(state).flat()) cell.closest("td").classList.add("picked");
}

function unpick(state) {
  wipe(state);
  state.anchor = null;
}

function wipe(state) {
  for (const cell of state.table.querySelectorAll("td.picked")) cell.classList.remove("picked");
}

function copy(state, event) {
  const cells = block(state);
  if (cells.length === 0) return;
  const text = cells.map((row) => row.map((cell) => cell.value).join("\t")).join("\n");
  event.clipboardData.setData("text/plain", text);
  event.preventDefault();
}

// — a block from a spreadsheet —

function paste(state, event) {
  const start = state.places.get(event.target);
  const text = event.clipboardData.getData("text/plain");
  const lines = parse(text);
  if (!start || (lines.length < 2 && (lines[0]?.length ?? 0) < 2 && !text.includes("\n"))) return;
  event.preventDefault();
  let [put, lost] = [0, 0];
  lines.forEach((line, dy) => line.forEach((value, dx) => {
    const cell = state.rows[start.y + dy]?.[start.x + dx];
    if (!cell) { if (value.trim()) lost += 1; return; }
    cell.value = value.trim();
    mark(cell);
    put += 1;
  }));
  total(state);
  stand(state, event.target);
  say(state, `Вставлено ячеек: ${put}.` + (lost ? ` Не поместилось: ${lost}.` : "") + " Проверьте и сохраните.");
}

// Tab-separated text as spreadsheets copy it: a cell with a break or a quote stands in quotes.
export function parse(text) {
  const lines = [[]];
  const cell = /("(?:[^"]|"")*"|[^\t\r\n]*)(\t|\r\n|\n|\r|$)/y;
  while (cell.lastIndex < text.length) {
    const [, raw, end] = cell.exec(text) ?? [];
    if (end === undefined) break;
    const quoted = raw.length > 1 && raw.startsWith('"') && raw.endsWith('"');
    lines.at(-1).push(quoted ? raw.slice(1, -1).replaceAll('""', '"') : raw);
    if (end === "") break;
    if (end === "\t") { if (cell.lastIndex >= text.length) lines.at(-1).push(""); }
    else if (cell.lastIndex < text.length) lines.push([]);
  }
  return lines;
}

// — sums; the server counts again and is right —

function total(state) {
  for (const place of state.table.querySelectorAll("[data-total]")) {
    const sum = column(state, place.dataset);
    place.textContent = sum === null ? "—" : show(sum, Number(place.dataset.scale));
  }
  for (const place of state.table.querySelectorAll("[data-difference]")) {
    const by = (column(state, place.dataset) ?? 0n) - BigInt(place.dataset.difference);
    place.textContent = differs(by, Number(place.dataset.scale));
  }
}

// The sum of a column, of one part when there is one; null when nothing stands in it.
function column(state, { col, part, scale }) {
  const mine = state.rows.flat().filter((cell) => cell.dataset.col === col && (!part || cell.dataset.part === part));
  const values = mine.filter((cell) => !("apart" in cell.dataset))
    .map((cell) => minor(cell.value, Number(scale))).filter((value) => value !== null);
  for (const fixed of state.table.querySelectorAll(`[data-fixed][data-col="${col}"]`)) {
    if (!part || fixed.dataset.part === part) values.push(BigInt(fixed.dataset.fixed));
  }
  return values.length ? values.reduce((a, b) => a + b, 0n) : null;
}

function differs(by, scale) {
  if (by === 0n) return "ровно";
  return by > 0n ? `на ${show(by, scale)} больше` : `на ${show(-by, scale)} меньше`;
}

function isDirty(state) {
  if (state.leaving) return false;
  return state.table.dataset.grid === "dirty" || state.rows.flat().some((cell) => cell.value !== cell.defaultValue);
}

function say(state, text) {
  const place = state.table.closest("form")?.querySelector("[data-grid-says]");
  if (place) place.textContent = text;
}
