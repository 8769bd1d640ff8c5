// Days on their way. A saved day is kept here first, so that neither a lost network nor a closed tab loses it, and is sent
// when the server can be reached: in order for each day, by one tab at a time, and only as the person who typed it. The
// server counts the same submission once (its token and typing are its key), so a doubt whether one arrived is no harm.
//
// day.js hands a day over by «mayak:keep» and hears «mayak:sent», «mayak:refused», «mayak:waiting».
import { plural } from "./numbers.js";

const PREFIX = "mayak.queue.";
const FIRST_DELAY = 2_000;
const LONGEST_DELAY = 60_000;
const who = document.querySelector("script[data-who]").dataset.who;
const channel = "BroadcastChannel" in window ? new BroadcastChannel("mayak-day") : null;

let delay = FIRST_DELAY;
let timer = 0;
let turn = Promise.resolve();
let shown = ""; // what the box says: one that says the same is left alone under the person's finger
let trouble = ""; // why what waits is not sent: "", "network", "signed-out", or another page that the server leads to

document.addEventListener("mayak:keep", ({ detail }) => keep(detail));
document.addEventListener("mayak:swapped", render);
document.addEventListener("submit", leave, true);
channel?.addEventListener("message", ({ data }) => hear(data));
addEventListener("online", now);
addEventListener("storage", render);
document.addEventListener("visibilitychange", () => { if (document.visibilityState === "visible") now(); });
now();
render();

// — the store: one item a submission, so that tabs do not overwrite each other —

function all() {
  try {
    const names = Object.keys(localStorage).filter((name) => name.startsWith(PREFIX)).sort();
    return names.map((name) => read(name)).filter((entry) => entry?.who === who);
  } catch { return []; }
}

function read(name) {
  try { return JSON.parse(localStorage.getItem(name)); } catch { return null; }
}

function write(entry) {
  localStorage.setItem(entry.name, JSON.stringify(entry));
}

function remove(entry) {
  localStorage.removeItem(entry.name);
}

function waiting() {
  return all().filter((entry) => entry.state === "waiting");
}

function keep(detail) {
  const { page, path, title, version, body } = detail;
  if (detail.who !== who) return;
  const time = Date.now().toString().padStart(15, "0");
  const chance = crypto.getRandomValues(new Uint32Array(1))[0].toString(36);
  try {
    write({ name: `${PREFIX}${time}-${chance}`, who, page, path, title, version, body, state: "waiting" });
    detail.kept = true;
  } catch { return; } // no storage or no room: the browser sends the form itself
  now();
}

// — sending —

function now() {
  clearTimeout(timer);
  delay = FIRST_DELAY;
  if (waiting().length > 0) drain();
}

function later() {
  clearTimeout(timer);
  timer = setTimeout(drain, delay);
  delay = Math.min(delay * 2, LONGEST_DELAY);
}

// One tab at a time; in this tab one after another.
function drain() {
  const send = () => (navigator.locks ? navigator.locks.request("mayak-day-queue", sendAll) : sendAll());
  turn = turn.then(send).catch(() => {});
}

async function sendAll() {
  for (;;) {
    const entry = waiting()[0];
    if (!entry) break;
    const answer = await send(entry);
    if (answer.outcome !== "sent" && answer.outcome !== "refused") {
      trouble = answer.outcome;
      announce("mayak:waiting", { page: entry.page, trouble });
      if (trouble === "network") later();
      break;
    }
    trouble = "";
    if (answer.outcome === "sent") sent(entry, answer);
    else refused(entry, answer);
  }
  render();
}

async function send(entry) {
  try {
    const headers = { "content-type": "application/x-www-form-urlencoded" };
    const answer = await fetch(entry.path, { method: "POST", headers, body: entry.body });
    const html = await answer.text();
    return { outcome: outcome(answer), html, url: answer.redirected ? answer.url : "" };
  } catch {
    return { outcome: "network" };
  }
}

function outcome(answer) {
  const { pathname } = new URL(answer.url);
  if (answer.status === 429 || answer.status >= 500) return "network";
  if (!answer.redirected) return "refused";
  if (pathname.startsWith("/day")) return answer.ok ? "sent" : "refused";
  return pathname === "/sign-in" ? "signed-out" : pathname;
}

function sent(entry, { html, url }) {
  const fresh = new DOMParser().parseFromString(html, "text/html");
  const found = fresh.querySelector("#day [name=row_version]")?.value ?? "";
  // Another version than the next one is another device's: what follows here does not know that, and must be told.
  const version = Number(found) === Number(entry.version) + 1 ? found : "";
  remove(entry);
  for (const other of all().filter((other) => other.path === entry.path)) {
    if (other.state === "refused" && other.name < entry.name) remove(other);
    else if (version && other.page === entry.page && other.version === entry.version) write(follows(other, version));
  }
  announce("mayak:sent", { page: entry.page, path: entry.path, html, url, version });
  if (document.querySelector(".day")?.dataset.path !== entry.path) tell(`День отправлен: ${entry.title}`);
}

// On a page that does not show the day itself.
function tell(text) {
  const said = element("p", { className: "flash" });
  said.setAttribute("role", "status");
  said.append(sign("check") ?? "", element("span", { textContent: text }));
  document.querySelector("#main")?.prepend(said);
}

// What the same page sent next goes on from what has just been saved.
function follows(entry, version) {
  const body = new URLSearchParams(entry.body);
  body.set("row_version", version);
  return { ...entry, version, body: body.toString() };
}

function refused(entry, { html }) {
  const fresh = new DOMParser().parseFromString(html, "text/html");
  const said = [".form-error", ".error", "h1"].map((css) => fresh.querySelector(css)).find(Boolean);
  const why = said?.textContent.trim() ?? "";
  write({ ...entry, state: "refused", why });
  const detail = { page: entry.page, path: entry.path, html, shown: false };
  announce("mayak:refused", detail);
  if (detail.shown || all().some((other) => other.path === entry.path && other.name > entry.name)) remove(entry);
}

// Here and in other tabs.
function announce(type, detail) {
  document.dispatchEvent(new CustomEvent(type, { detail }));
  channel?.postMessage({ type, who, detail });
}

function hear({ type, who: whose, detail }) {
  if (whose !== who) return;
  trouble = detail.trouble ?? "";
  if (trouble === "network") later(); // the tab that tried may close
  document.dispatchEvent(new CustomEvent(type, { detail: { ...detail } }));
  render();
}

// — said to the person —

function render() {
  const days = new Set(waiting().map((entry) => entry.path)).size;
  const back = all().filter((entry) => entry.state === "refused");
  const now = JSON.stringify([days > 0 && trouble ? [days, trouble] : [], back]);
  const old = document.querySelector("#queue");
  if (old && now === shown) return;
  shown = now;
  old?.remove();
  const lines = [...(days > 0 && trouble ? [waits(days)] : []), ...back.map(isBack)];
  if (lines.length === 0) return;
  const box = element("div", { id: "queue", className: "queue" });
  box.setAttribute("role", "status");
  box.append(...lines);
  document.querySelector("#main")?.prepend(box);
}

function waits(days) {
  const count = `Ждёт отправки: ${days}\u00a0${plural(days, ["день", "дня", "дней"])}.`;
  if (trouble === "network") return notice([`Сохраним, когда появится сеть. ${count}`]);
  if (trouble !== "signed-out") {
    const there = element("a", { href: trouble, textContent: "Откройте эту страницу" });
    return notice([`Маяк просит сначала о другом. ${count} `, there, " — потом он отправится сам."]);
  }
  const way = element("a", { href: `/sign-in?next=${encodeURIComponent(location.pathname)}`, textContent: "Войдите" });
  return notice([`Вход закончился, поэтому день не отправлен. ${count} `, way, " — и он отправится сам."]);
}

function isBack(entry) {
  const show = element("button", { type: "button", className: "button small plain", textContent: "Показать набранное" });
  const drop = element("button", { type: "button", className: "button small plain", textContent: "Убрать" });
  show.addEventListener("click", () => showAgain(entry));
  drop.addEventListener("click", () => { remove(entry); render(); });
  const ways = element("span", { className: "row" });
  ways.append(show, drop);
  return notice([`Не записано: ${entry.title}. ${entry.why} `, ways]);
}

// The server is asked again: its page with the typing in it is shown, or the day is saved after all.
function showAgain(entry) {
  write({ ...entry, state: "waiting" });
  const isHere = document.querySelector(".day")?.dataset.path === entry.path;
  if (isHere) now();
  else location.assign(entry.path);
}

function notice(content) {
  const box = element("div", { className: "notice watch" });
  const text = element("div", {});
  text.append(...content);
  box.append(sign("warning") ?? "", text);
  return box;
}

// An icon beside one that the page has already: there may be no network to fetch another file.
function sign(name) {
  const icon = document.querySelector("svg.icon:has(use)")?.cloneNode(true);
  const use = icon?.querySelector("use");
  use?.setAttribute("href", `${use.getAttribute("href").split("#")[0]}#${name}`);
  return icon;
}

function element(name, properties) {
  return Object.assign(document.createElement(name), properties);
}

// — leaving: what was typed and not saved goes, what waits to be sent stays for the same person —

function leave(event) {
  if (event.target.getAttribute("action") !== "/sign-out") return;
  const days = waiting().length;
  if (days > 0 && !confirm("Есть дни, которые ещё не отправлены. Они отправятся, когда вы снова войдёте с этого устройства. Выйти?")) {
    event.preventDefault();
    return;
  }
  try {
    const drafts = Object.keys(localStorage).filter((name) => name.startsWith(`mayak.draft.${who}.`));
    drafts.forEach((name) => localStorage.removeItem(name));
  } catch { /* no storage: nothing to forget */ }
}
