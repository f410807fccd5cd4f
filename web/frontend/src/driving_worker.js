// Keeps a driver's page for when there is no network: the page as it was last seen, and what it is
// drawn with. It is thrown away as soon as the run is over, the link opens nothing any more, or a
// day has passed. What is pressed meanwhile is not kept here but by the page (driving.js); pictures that
// wait to be sent go with the page all the same.
const SHELF = "nearhand-run";
const A_DAY_MS = 24 * 60 * 60 * 1000;
const PICTURES = "nearhand-pictures";
const SEEN_AT = "X-Nearhand-Seen";

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

/** The page of a run, without what its address says besides; nothing for any other address. */
function runOf(address) {
  const { origin, pathname } = new URL(address);
  return origin === self.location.origin && /^(.*)\/t\/[^/]{20,}$/.test(pathname) ? origin + pathname : null;
}

/** Throw away the page, and pictures that were never sent. */
async function forget() {
  await caches.delete(SHELF);
  indexedDB.deleteDatabase(PICTURES);
}

/** Keep a page while its run is out; forget all of it else. */
async function keep(run, answer) {
  if (answer.headers.get("X-Nearhand-Run") !== "out") {
    // A fault of the server's says nothing of the run.
    if (answer.status < 500) await forget();
    return;
  }
  const headers = new Headers(answer.headers);
  headers.set(SEEN_AT, String(Date.now()));
  const shelf = await caches.open(SHELF);
  await shelf.put(run, new Response(await answer.clone().blob(), { status: 200, headers }));
}

/** The page as it was last seen; it is shown for a day and no longer. */
async function lastSeen(run) {
  const kept = await caches.match(run);
  if (!kept) return Response.error();
  if (Date.now() - Number(kept.headers.get(SEEN_AT)) > A_DAY_MS) {
    await forget();
    return Response.error();
  }
  return kept;
}

async function page(run, request) {
  let answer;
  try {
    answer = await fetch(request);
  } catch {
    return lastSeen(run);
  }
  await keep(run, answer);
  return answer;
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET") return;
  const run = runOf(request.url);
  if (run && request.mode === "navigate") event.respondWith(page(run, request));
  else if (new URL(request.url).pathname.includes("/static/")) {
    event.respondWith(caches.match(request.url).then((kept) => kept ?? fetch(request)));
  }
});

// A page that was there before its worker says what it was drawn with. One after the other: the last
// page says that the run is over, and nothing of an earlier one is put back behind it.
let turn = Promise.resolve();
self.addEventListener("message", (event) => {
  const { page: address, parts } = event.data;
  const run = runOf(address);
  if (!run) return;
  turn = turn.then(async () => {
    const answer = await fetch(run);
    await keep(run, answer);
    if (answer.headers.get("X-Nearhand-Run") !== "out") return;
    const shelf = await caches.open(SHELF);
    await Promise.all(parts.map(async (part) => (await caches.match(part)) ?? shelf.add(part)));
    event.source.postMessage("kept");
  }).catch(() => {});
  event.waitUntil(turn);
});
