// A driver's page without a network: what is pressed at a door waits on the phone and is sent, in
// order, as soon as it can be, and is kept only until then. Each form has its key, so whatever is sent
// twice counts once. Pictures are too large for that list and lie in a store beside it, by the same key.
// The page itself is kept by its worker (driving_worker.js), while the run is out.
const page = document.querySelector("[data-driving]");
const place = `nearhand-run:${location.pathname.slice(-22).slice(0, 6)}`;

const waiting = () => JSON.parse(localStorage.getItem(place) ?? "[]");
function keep(all) {
  if (all.length) localStorage.setItem(place, JSON.stringify(all));
  else localStorage.removeItem(place);
}

// The same name in driving_worker.js, which throws it away with the page.
const PICTURES = "nearhand-pictures";

/** Ask the store of pictures one thing; `ask` makes the request. */
function pictures(mode, ask) {
  return new Promise((done, failed) => {
    const opening = indexedDB.open(PICTURES, 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore("waiting");
    opening.onerror = () => failed(opening.error);
    opening.onsuccess = () => {
      const store = opening.result;
      const turn = store.transaction("waiting", mode);
      const asked = ask(turn.objectStore("waiting"));
      turn.oncomplete = () => { store.close(); done(asked.result); };
      turn.onerror = turn.onabort = () => { store.close(); failed(turn.error); };
    };
  });
}

/** Take some of what waits off the list, with its pictures. */
async function drop(which) {
  const gone = waiting().filter(which);
  keep(waiting().filter((one) => !which(one)));
  for (const { key } of gone.filter(({ picture }) => picture)) {
    await pictures("readwrite", (store) => store.delete(key)).catch(() => {});
  }
}

/** A picture as its form would send it; nothing where the phone has lost it. */
async function withPicture({ body, key }) {
  const kept = await pictures("readonly", (store) => store.get(key));
  if (!kept) return null;
  const sent = new FormData();
  for (const [name, value] of new URLSearchParams(body)) sent.append(name, value);
  sent.append("picture", new Blob([kept.bytes], { type: kept.type }), "picture");
  return sent;
}

async function send(one) {
  const body = one.picture ? await withPicture(one) : new URLSearchParams(one.body);
  if (!body) return new Response("{}", { status: 410 });
  return fetch(one.address, { method: "POST", headers: { "X-Nearhand": "queue" }, body });
}

/** A button of the page's own script. */
function pressable(words, press) {
  const one = document.createElement("button");
  one.type = "button";
  one.className = "govuk-button govuk-button--secondary";
  one.textContent = words;
  one.addEventListener("click", press);
  return one;
}

/** Show beside each stop what waits for it, with a button that takes it back. */
function show() {
  for (const one of document.querySelectorAll("[data-stop]")) {
    const { stop } = one.dataset;
    const its = waiting().filter((some) => some.stop === stop);
    const last = its.filter(({ picture }) => !picture).pop();
    const picture = its.find((some) => some.picture);
    let note = one.querySelector("[data-waiting]");
    one.classList.toggle("nh-stop--waits", Boolean(last));
    if (!its.length) { note?.remove(); continue; }
    if (!note) {
      note = document.createElement("div");
      note.dataset.waiting = "";
      one.querySelector("h2").after(note);
    }
    // What somebody has just chosen there stays, unless something else waits now.
    const now = its.map(({ key }) => key).join(" ");
    if (note.dataset.waiting === now) continue;
    note.dataset.waiting = now;
    const words = document.createElement("p");
    words.className = "govuk-body-l";
    words.textContent = `${last ? `${last.words}. ` : ""}${picture ? `${page.dataset.picture} ` : ""}${page.dataset.waits}`;
    note.replaceChildren(words);
    if (last?.ring) {
      const ring = document.createElement("p");
      ring.className = "govuk-body";
      ring.textContent = page.dataset.ring;
      note.append(ring);
    }
    if (last && !picture && /[/](delivered|left-safe)$/.test(last.address)) note.append(pictureForm(stop));
    note.append(pressable(page.dataset.back, async () => {
      // With what was noted at a door its picture goes too; a picture alone goes alone.
      await drop(last ? (some) => some.key === last.key || (some.stop === stop && some.picture) : (some) => some.key === picture.key);
      show();
    }));
  }
}

/** The form for a picture of what waits itself to be sent. */
function pictureForm(stop) {
  const form = document.querySelector("[data-picture-form]").content.cloneNode(true).querySelector("form");
  form.action = `${location.pathname}/stops/${stop}/picture`;
  const key = form.querySelector("[name=key]");
  key.value = Array.from(crypto.getRandomValues(new Uint8Array(18)), (byte) => byte.toString(16).padStart(2, "0")).join("");
  const input = form.querySelector("[type=file]");
  input.id = `picture-waits-${stop}`;
  form.querySelector("label").htmlFor = input.id;
  return form;
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
      await drop(({ key }) => key === first.key);
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
  const form = event.target;
  if (form.matches("[data-home]") && waiting().length) {
    // What waits goes first: once the run is over nothing more is noted at its doors.
    event.preventDefault();
    tell(page.dataset.waits);
    flush();
    return;
  }
  const file = form.querySelector("[type=file]")?.files[0];
  if (!form.matches("form[data-door]") && !file) return;
  event.preventDefault();
  if (file && file.size > Number(page.dataset.most)) { tell(page.dataset.large); return; }
  const said = new FormData(form);
  said.delete("picture");
  const [button, why, where] = ["button", "[name=failure]", "[name=where]"].map((one) => form.querySelector(one));
  const stop = form.closest("[data-stop]").dataset.stop;
  const one = {
    address: form.getAttribute("action"),
    body: new URLSearchParams(said).toString(),
    key: said.get("key"),
    stop,
    words: (why?.value ? why.selectedOptions[0].textContent : button.textContent).trim(),
    // Nobody hears of it before there is a network: then the driver has to ring.
    ring: why?.value === "unwell",
    lacks: why?.value === "" || where?.value.trim() === "",
    picture: Boolean(file),
  };
  // What waits goes first; without a network this waits behind it.
  if (waiting().length || !navigator.onLine) { queue(one, file); return; }
  fetch(one.address, { method: "POST", body: file ? new FormData(form) : new URLSearchParams(one.body) })
    .then(async (answer) => {
      if (answer.redirected) { location.assign(answer.url); return; }
      const shown = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("main");
      if (!shown) { location.reload(); return; }
      document.querySelector("main").replaceWith(shown);
      shown.querySelector(".govuk-error-message")?.scrollIntoView({ block: "center" });
    })
    .catch(() => queue(one, file));
}

function tell(words) {
  const place = document.querySelector("[data-queue]");
  place.textContent = words;
  place.scrollIntoView({ block: "center" });
}

async function queue({ lacks, ...one }, file) {
  // The service would refuse it once the driver is far from that door.
  if (lacks) { tell(page.dataset.lacks); return; }
  if (file) {
    try {
      const bytes = await file.arrayBuffer();
      // One picture of each stop, as with a network; and the file first, so that none is promised in vain.
      await drop((some) => some.picture && some.stop === one.stop);
      await pictures("readwrite", (store) => store.put({ bytes, type: file.type }, one.key));
    } catch {
      tell(page.dataset.lost);
      return;
    }
  }
  if (!waiting().some(({ key }) => key === one.key)) keep([...waiting(), one]);
  show();
  flush();
}

/** The run is over, or is another's: nothing of it stays on the phone. */
function forget() {
  keep([]);
  indexedDB.deleteDatabase(PICTURES);
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

if (page && "over" in page.dataset) forget();
if (page) {
  document.addEventListener("submit", caught);
  window.addEventListener("online", flush);
  setInterval(flush, 15000);
  show();
  flush();
  keepPage().catch(() => {});
}
