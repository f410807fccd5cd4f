// An area drawn on a map of the boroughs, in metres of the grid. The field above it is the truth: what
// is pressed or dragged here is written there, a corner a line, and what is typed there is drawn here.
const frame = document.querySelector("[data-area-map]");
// The sheets of 100 km around London, by their south-west corners.
const SHEETS = { "4,1": "SU", "4,2": "SP", "5,1": "TQ", "5,2": "TL" };

function reference([east, north]) {
  const letters = SHEETS[`${Math.floor(east / 1e5)},${Math.floor(north / 1e5)}`];
  const digits = (metres) => String(metres % 1e5).padStart(5, "0");
  return letters ? `${letters} ${digits(east)} ${digits(north)}` : `${east} ${north}`;
}

async function draw() {
  const { outlines } = await (await fetch(frame.dataset.areaMap)).json();
  frame.hidden = false;
  const map = L.map(frame.querySelector(".nh-map"), { crs: L.CRS.Simple, minZoom: -8, maxZoom: -1, zoomSnap: 0.1, zoomDelta: 1, attributionControl: false, zoomControl: false });
  L.control.zoom({ zoomInTitle: frame.dataset.in, zoomOutTitle: frame.dataset.out }).addTo(map);
  const there = ([east, north]) => [north, east];
  const bounds = L.latLngBounds([]);
  for (const { name, rings } of outlines) {
    const drawn = L.polygon(rings.map((ring) => ring.map(there)), { className: "nh-map__borough" });
    // A name to hover over is not a stop for the Tab key, of which there would be thirty-three.
    drawn.on("add", () => { drawn.getElement().tabIndex = -1; });
    drawn.addTo(map).bindTooltip(name, { direction: "top", offset: [0, -12], className: "nh-map__words", sticky: true });
    bounds.extend(drawn.getBounds());
  }
  map.fitBounds(bounds, { padding: [4, 4] });

  const field = document.querySelector("[name=corners]");
  const said = document.querySelector("[data-area-said]");
  const ring = L.polygon([], { className: "nh-area__ring", interactive: false }).addTo(map);
  const marks = L.layerGroup().addTo(map);
  let corners = [];
  let asked = 0;

  const lines = () => field.value.split(/[\n;]/).map((line) => line.trim()).filter(Boolean);
  function show() {
    ring.setLatLngs(corners.map(there));
    marks.clearLayers();
    corners.forEach((corner, number) => {
      const icon = L.divIcon({ className: "nh-area__corner", html: String(number + 1), iconSize: [26, 26] });
      const mark = L.marker(there(corner), { icon, draggable: true, keyboard: false }).addTo(marks);
      mark.on("dragend", () => {
        const { lat, lng } = mark.getLatLng();
        const written = lines();
        written[number] = reference([Math.round(lng), Math.round(lat)]);
        write(written);
      });
    });
  }
  // Names stand between marks that keep their direction: here they become elements that do.
  function say(words) {
    said.replaceChildren(...words.split(/[\u2068\u2069]/).map((part, number) => {
      if (number % 2 === 0) return part;
      const name = document.createElement("bdi");
      name.translate = false;
      name.textContent = part;
      return name;
    }));
  }
  function address() {
    const asks = new URL(frame.dataset.seen, location);
    asks.searchParams.set("corners", field.value);
    return asks;
  }
  const ask = async () => (await fetch(address())).json();
  // The field as it is now, understood by the server: only the latest answer counts.
  async function read() {
    const mine = ++asked;
    const answer = await ask().catch(() => null);
    // Without an answer the field holds what was written all the same, and the next press asks again.
    if (mine !== asked || !answer) return;
    say(answer.words);
    // A line that names no corner yet leaves the map as it is.
    if (answer.corners.length !== lines().length) return;
    corners = answer.corners;
    show();
  }
  function write(written) {
    field.value = written.join("\n");
    return read();
  }
  map.on("click", ({ latlng }) => write([...lines(), reference([Math.round(latlng.lng), Math.round(latlng.lat)])]));
  field.addEventListener("input", read);
  frame.querySelector("[data-undo]").addEventListener("click", () => write(lines().slice(0, -1)));
  frame.querySelector("[data-clear]").addEventListener("click", () => write([]));
  await read();
  if (corners.length) map.fitBounds(ring.getBounds().pad(0.35), { animate: false });
}

if (frame) draw();
