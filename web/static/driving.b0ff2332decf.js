// A driver's page without a network: what is pressed at a door waits on the phone and is sent, in
// order, as soon as it can be, and is kept only until then. Each form has its key, so whatever is sent
// twice counts once. The page itself is kept by its worker (driving_worker.js), while the run is out.
const page = document.querySelector("[data-driving]");
const place = `nearhand-run:${location.pathname.slice(-22).slice(0, 6)}`;

const waiting = () => JSON.parse(localStorage.getItem(place) ?? "[]");
function keep(all) {
  if (all.length) localStorage.setItem(place, JSON.stringify(all));
  else localStorage.removeItem(place);
}

const send = ({ address, body }) => fetch(address, {
  method: "POST",
  headers: { "Content-Type": "application/x-www-form-urlencoded", "X-Nearhand": "queue" },
  body,
});

/** Show beside each stop what waits for it, with a button that takes it back. */
function show() {
  for (const one of document.querySelectorAll("[data-stop]")) {
    const last = waiting().filter(({ stop }) => stop === one.dataset.stop).pop();
    let note = one.querySelector("[data-waiting]");
    one.classList.toggle("nh-stop--waits", Boolean(last));
    if (!last) { note?.remove(); continue; }
    if (!note) {
      note = document.createElement("div");
      note.dataset.waiting = "";
      one.querySelector("h2").after(note);
    }
    const words = document.createElement("p");
    words.className = "govuk-body-l";
    words.textContent = `${last.words}. ${page.dataset.waits}`;
    const back = document.createElement("button");
    back.type = "button";
    back.className = "govuk-button govuk-button--secondary";
    back.textContent = page.dataset.back;
    back.addEventListener("click", () => { keep(waiting().filter(({ key }) => key !== last.key)); show(); });
    note.replaceChildren(words, back);
  }
}

let sending = false;
/** Send what waits, the oldest first; stop at the first that does not get through. */
async function flush() {
  if (sending || !waiting().length) return;
  sending = true;
  const late = [];
  try {
    while (waiting().length) {
      const [first] = waiting();
      const answer = await send(first);
      if (answer.status >= 500) break;
      const said = answer.headers.get("Content-Type")?.includes("json") ? await answer.json() : {};
      if (said.late || !answer.ok) late.push(said.late ?? first.words);
      keep(waiting().filter(({ key }) => key !== first.key));
    }
  } catch {
    // Still no network: it waits.
  }
  sending = false;
  show();
  if (waiting().length) return;
  if (late.length) document.querySelector("[data-queue]").textContent = `${page.dataset.late} ${late.join(" ")}`;
  else location.assign(location.pathname);
}

function caught(event) {
  const form = event.target.closest("form[data-door]");
  if (!form) return;
  event.preventDefault();
  const said = new URLSearchParams(new FormData(form));
  const button = form.querySelector("button");
  const stop = form.closest("[data-stop]").dataset.stop;
  const one = { address: form.getAttribute("action"), body: said.toString(), key: said.get("key"), stop, words: button.textContent.trim() };
  // What waits goes first; without a network this waits behind it.
  if (waiting().length || !navigator.onLine) { queue(one); return; }
  fetch(one.address, { method: "POST", headers: { "Content-Type": "application/x-www-form-urlencoded" }, body: one.body })
    .then(async (answer) => {
      if (answer.redirected) { location.assign(answer.url); return; }
      const shown = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("main");
      if (!shown) { location.reload(); return; }
      document.querySelector("main").replaceWith(shown);
      shown.querySelector(".govuk-error-message")?.scrollIntoView({ block: "center" });
    })
    .catch(() => queue(one));
}

function queue(one) {
  if (!waiting().some(({ key }) => key === one.key)) keep([...waiting(), one]);
  show();
  flush();
}

/** Let the worker keep this page and what it is drawn with. */
async function keepPage() {
  if (!("serviceWorker" in navigator)) return;
  navigator.serviceWorker.addEventListener("message", ({ data }) => { if (data === "kept") page.dataset.kept = ""; });
  await navigator.serviceWorker.register(page.dataset.worker, { scope: page.dataset.scope });
  const { active } = await navigator.serviceWorker.ready;
  const parts = performance.getEntriesByType("resource").map(({ name }) => name).filter((name) => name.startsWith(`${location.origin}/`) && name.includes("/static/"));
  active.postMessage({ page: location.origin + location.pathname, parts });
}

if (page) {
  document.addEventListener("submit", caught);
  window.addEventListener("online", flush);
  setInterval(flush, 15000);
  show();
  flush();
  keepPage().catch(() => {});
}
