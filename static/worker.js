// Without a network «Мой день» opens a page that says so and waits. Only files of the product and that page are kept: no
// page with anybody's figures ever is.
const KEPT = "mayak-offline-1";
const PAGE = "/day/offline";

self.addEventListener("install", (event) => event.waitUntil(keep().then(() => self.skipWaiting())));
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.mode === "navigate" && request.method === "GET") {
    event.respondWith(fetch(request).catch(() => kept(PAGE)));
  } else if (new URL(request.url).pathname.startsWith("/static/")) {
    event.respondWith(fetch(request).catch(() => kept(request)));
  }
});

// The page, the files it names and what these import.
async function keep() {
  const cache = await caches.open(KEPT);
  const answer = await fetch(PAGE, { cache: "no-store" });
  if (!answer.ok) throw new Error("no page to keep");
  const html = await answer.clone().text();
  const files = [...html.matchAll(/(?:href|src)="(\/static\/[^"#]+)/g)].map(([, file]) => file);
  await cache.addAll([...new Set(files), "/static/numbers.js"]);
  await cache.put(PAGE, answer);
}

async function kept(request) {
  return (await caches.match(request)) ?? Response.error();
}
