// No network: says how many days wait to be sent and opens «Мой день» as soon as the server answers.
import { plural } from "./numbers.js";

const paths = new Set();
try {
  for (const [name, item] of Object.entries(localStorage)) {
    if (name.startsWith("mayak.queue.")) paths.add(JSON.parse(item).path);
  }
} catch { /* no storage: nothing waits */ }
if (paths.size > 0) {
  const waiting = document.querySelector("#waiting");
  waiting.hidden = false;
  waiting.textContent = `Сохраним, когда появится сеть. Ждёт отправки: ${paths.size}\u00a0${plural(paths.size, ["день", "дня", "дней"])}.`;
}

addEventListener("online", look);
setInterval(look, 5_000);

async function look() {
  try {
    const answer = await fetch("/health/live", { cache: "no-store" });
    if (answer.ok) location.reload();
  } catch { /* not yet */ }
}
