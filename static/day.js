// «Мой день»: counters count at once, the headline follows, what is typed and not saved survives a closed tab, and the
// day is handed to the queue (queue.js), which sends it when there is a network. Nothing here is needed to save a day.
//
// Marks in the page: .counter[data-scale][data-plan][data-goal][data-noun][data-before] holds a number; .takings holds lines
// and a <template> of one, where KEY stands for the line's own key. The headline is said as in src/day/headline.rs.
import { minor, plural, show } from "./numbers.js";

const SMALL = ["три", "четыре", "пять", "шесть", "семь", "восемь", "девять", "десять"];
const NAMED = 3;
const main = document.querySelector("#main");
const page = key(); // this very page: what it sends in a row is based on one another
let pristine = "";

main.addEventListener("click", press);
main.addEventListener("input", typed);
main.addEventListener("focusin", ({ target }) => { if (target.closest(".stepper")) target.select?.(); });
main.addEventListener("change", (event) => tidy(event.target));
main.addEventListener("keydown", next);
main.addEventListener("submit", hand);
document.addEventListener("mayak:sent", ({ detail }) => settle(detail));
document.addEventListener("mayak:refused", ({ detail }) => settle(detail));
document.addEventListener("mayak:waiting", release);
start();
// Where there are no workers (http, a private window), an open page works all the same.
navigator.serviceWorker?.register("/static/worker.js", { scope: "/day", updateViaCache: "none" }).catch(() => {});

function form() {
  return document.querySelector("#day");
}

// The day's form has come: with the page, or with an answer. A refused one is typing that nobody keeps yet.
function start() {
  if (!form()) return;
  const isRefused = Boolean(form().querySelector("[aria-invalid=true], .form-error"));
  pristine = isRefused ? "" : body();
  if (isRefused) keepDraft();
  else restoreDraft();
}

function body() {
  return new URLSearchParams(new FormData(form())).toString();
}

// — counters —

function press(event) {
  const button = event.target.closest("#day button[name=do]");
  const summary = event.target.closest(".line.new > summary");
  if (button) {
    event.preventDefault();
    if (button.value === "before") takeBefore();
    else step(button.closest(".counter"), BigInt(button.dataset.step));
  } else if (summary && !summary.parentElement.open) {
    event.preventDefault();
    openLine(summary.parentElement);
  }
}

function step(counter, by) {
  const scale = Number(counter.dataset.scale);
  const value = number(counter);
  if (value === null) return counter.querySelector("input").focus();
  const next = value + by * 10n ** BigInt(scale);
  put(counter, next < 0n ? 0n : next);
  keepDraft();
}

// Counters that are empty or zero take the numbers of the last day.
function takeBefore() {
  for (const counter of counters()) {
    const before = minor(counter.dataset.before, Number(counter.dataset.scale));
    if (number(counter) === 0n && before !== null) put(counter, before);
  }
  keepDraft();
}

function counters() {
  return [...main.querySelectorAll("#day .counter")];
}

// Nothing typed is zero; null is unreadable.
function number(counter) {
  const { value } = counter.querySelector("input");
  return value.trim() === "" ? 0n : minor(value, Number(counter.dataset.scale));
}

function put(counter, value) {
  const input = counter.querySelector("input");
  input.value = show(value, Number(counter.dataset.scale));
  input.removeAttribute("aria-invalid");
  refresh(counter);
}

function typed(event) {
  const counter = event.target.closest(".counter");
  if (counter) refresh(counter);
  if (event.target.closest("#day")) keepDraft();
}

// A number that is understood is written as numbers are.
function tidy(input) {
  const counter = input.closest(".counter");
  const scale = counter ? Number(counter.dataset.scale) : 2;
  if (!counter && !input.name?.endsWith(".amount")) return;
  const value = minor(input.value, scale);
  if (value !== null) input.value = show(value, scale);
}

function refresh(counter) {
  const input = counter.querySelector("input");
  const value = number(counter);
  input.classList.toggle("long", input.value.length > 5);
  if (counter.dataset.plan && value !== null) {
    const [plan, scale] = [BigInt(counter.dataset.plan), Number(counter.dataset.scale)];
    const said = `${show(value, scale)} из ${show(plan, scale)}`;
    counter.querySelector(".counter-of").textContent = said;
    const full = Number((value * 100n) / plan);
    const done = counter.querySelector(".done");
    done?.setAttribute("width", `${Math.min(100, Math.max(2, full))}%`);
    done?.classList.toggle("good", "goal" in counter.dataset ? value >= plan : value <= plan);
  }
  say();
}

// — the headline —

function say() {
  const planned = counters().filter((counter) => "goal" in counter.dataset);
  const headline = main.querySelector("#headline");
  if (!headline || planned.length === 0) return;
  const left = planned.map(remaining).filter((one) => one.left > 0n);
  const said = left.length === 0 ? "план дня выполнен" : `до дневного плана${words(left)}`;
  const { name } = headline.dataset;
  headline.textContent = name ? `${name}, ${said}` : said[0].toUpperCase() + said.slice(1);
}

function remaining(counter) {
  const scale = Number(counter.dataset.scale);
  const one = 10n ** BigInt(scale);
  const left = BigInt(counter.dataset.plan) - (number(counter) ?? 0n);
  const noun = left % one === 0n && counter.dataset.noun ? counter.dataset.noun.split("|") : null;
  const name = counter.querySelector("label").textContent;
  return { left, pieces: Number((left + one - 1n) / one), written: show(left, scale), noun, name };
}

function words(left) {
  const named = left.length > NAMED + 1 ? left.slice(0, NAMED) : left;
  const rest = left.length - named.length;
  const more = rest > 0 ? [`ещё ${rest}\u00a0${plural(rest, ["показатель", "показателя", "показателей"])}`] : [];
  if (named.every((one) => one.noun)) return ` — ${listed([...named.map(inWords), ...more])}`;
  const pairs = named.map((one) => `${one.name[0].toLowerCase()}${one.name.slice(1)} — ${one.written}`);
  return `: ${[...pairs, ...more].join(", ")}`;
}

function inWords({ pieces, noun: [one, few, many, gender] }) {
  const form = plural(pieces, [one, few, many]);
  if (pieces === 1) return `${{ he: "один", she: "одна", it: "одно" }[gender]} ${form}`;
  if (pieces === 2) return `${gender === "she" ? "две" : "два"} ${form}`;
  const word = SMALL[pieces - 3];
  return word ? `${word} ${form}` : `${show(BigInt(pieces), 0)}\u00a0${form}`;
}

function listed(items) {
  return items.length < 2 ? items.join("") : `${items.slice(0, -1).join(", ")} и ${items.at(-1)}`;
}

// — lines of payments —

function openLine(line) {
  line.open = true;
  const takings = line.closest(".takings");
  if (line === takings.querySelector(".line:last-of-type")) addLine(takings, key());
  line.querySelector("input").focus();
}

function addLine(takings, own) {
  const pattern = takings.querySelector("template");
  const copy = pattern.content.firstElementChild.cloneNode(true);
  for (const element of [copy, ...copy.querySelectorAll("*")]) {
    for (const attribute of [...element.attributes]) {
      if (attribute.value.includes("KEY")) attribute.value = attribute.value.replaceAll("KEY", own);
    }
  }
  pattern.before(copy);
  return copy;
}

// Letters of the time and of chance: lines made later stand later.
function key() {
  const chance = crypto.getRandomValues(new Uint32Array(3));
  return `${Date.now().toString(36)}-${[...chance].map((part) => part.toString(36)).join("")}`;
}

// Enter goes on to the next field: the day is saved by its button.
function next(event) {
  if (event.key !== "Enter" || !event.target.matches("#day input") || event.isComposing) return;
  event.preventDefault();
  const fields = [...form().querySelectorAll("input:not([type=hidden], [type=checkbox]), #save")].filter((field) => field.offsetParent);
  fields[fields.indexOf(event.target) + 1]?.focus();
}

// — what is typed and not saved —

function draftName() {
  return `mayak.draft.${form().dataset.who}.${form().getAttribute("action")}`;
}

function keepDraft() {
  if (body() === pristine) return dropDraft(draftName());
  try {
    const fields = [...new FormData(form())].filter(([name]) => name !== "token");
    localStorage.setItem(draftName(), JSON.stringify({ fields }));
  } catch { /* no storage: what is typed lives as long as the page */ }
}

function dropDraft(name) {
  try { localStorage.removeItem(name); } catch { /* no storage: no draft */ }
}

function readDraft() {
  try { return JSON.parse(localStorage.getItem(draftName()) ?? "null"); } catch { return null; }
}

function restoreDraft() {
  const draft = readDraft();
  if (!draft) return;
  for (const box of form().querySelectorAll("input[type=checkbox]")) box.checked = false;
  for (const [name, value] of draft.fields) fill(name, value);
  counters().forEach(refresh);
  if (body() === pristine) return dropDraft(draftName());
  const note = document.createElement("p");
  note.className = "note";
  note.id = "draft";
  note.append("Показано набранное раньше и не сохранённое. ");
  const back = Object.assign(document.createElement("button"), { type: "button", className: "link-button", textContent: "Вернуть как было" });
  back.addEventListener("click", () => { dropDraft(draftName()); location.reload(); });
  note.append(back);
  form().prepend(note);
}

function fill(name, value) {
  const field = form().elements.namedItem(name) ?? lineField(name, value);
  if (!field) return;
  if (field.type === "checkbox") field.checked = field.value === value;
  else field.value = value;
}

// A field of a line that is not on the page yet.
function lineField(name, value) {
  const [, metric, own] = /^line\.([^.]+)\.([^.]+)\.\w+$/.exec(name) ?? [];
  const takings = own && value && main.querySelector(`.takings[data-takings="${metric}"]`);
  if (!takings) return null;
  const last = takings.querySelector(".line:last-of-type");
  const line = addLine(takings, own);
  last.before(line);
  line.open = true;
  return form().elements.namedItem(name);
}

// — saving —

function hand(event) {
  if (event.target !== form()) return;
  const detail = {
    page, who: form().dataset.who, path: form().getAttribute("action"), title: form().dataset.title,
    version: form().elements.row_version.value, body: body(), kept: false,
  };
  document.dispatchEvent(new CustomEvent("mayak:keep", { detail }));
  if (!detail.kept) return; // no storage: the browser sends the form itself
  event.preventDefault();
  pristine = detail.body;
  dropDraft(draftName());
  form().querySelector("#save").setAttribute("aria-busy", "true");
}

function release() {
  document.querySelector("#save")?.removeAttribute("aria-busy");
}

// An answer has come to a day sent from here or from elsewhere.
function settle(detail) {
  if (detail.page === page) release();
  if (main.querySelector(".day")?.dataset.path !== detail.path) return;
  if (!form() || body() === pristine) {
    showPage(detail);
  } else if (detail.page === page && detail.version) {
    form().elements.row_version.value = detail.version; // what is typed now goes on from there
    keepDraft();
  }
}

function showPage(detail) {
  const fresh = new DOMParser().parseFromString(detail.html, "text/html");
  const content = fresh.querySelector("#main .day") && fresh.querySelector("#main");
  if (!content) return;
  main.replaceChildren(...content.childNodes);
  if (detail.url) history.replaceState(null, "", detail.url);
  detail.shown = Boolean(form());
  start();
  scrollTo(0, 0);
  (main.querySelector("[aria-invalid=true]") ?? main).focus({ preventScroll: false });
  document.dispatchEvent(new CustomEvent("mayak:swapped"));
}

