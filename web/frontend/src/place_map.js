// A place chosen on a map of the boroughs, drawn in metres of the grid. The list above it does the
// same without a script: what is chosen in one empties the other.
const frame = document.querySelector("[data-place-map]");

async function draw() {
  const { outlines } = await (await fetch(frame.dataset.placeMap)).json();
  frame.hidden = false;
  const map = L.map(frame.querySelector(".nh-map"), { crs: L.CRS.Simple, minZoom: -8, maxZoom: -3, zoomSnap: 0.1, zoomDelta: 1, attributionControl: false, zoomControl: false });
  L.control.zoom({ zoomInTitle: frame.dataset.in, zoomOutTitle: frame.dataset.out }).addTo(map);
  const bounds = L.latLngBounds([]);
  for (const { name, rings } of outlines) {
    const drawn = L.polygon(rings.map((ring) => ring.map(([east, north]) => [north, east])), { className: "nh-map__borough" });
    // A name to hover over is not a stop for the Tab key, of which there would be thirty-three.
    drawn.on("add", () => { drawn.getElement().tabIndex = -1; });
    drawn.addTo(map).bindTooltip(name, { direction: "top", offset: [0, -12], className: "nh-map__words", sticky: true });
    bounds.extend(drawn.getBounds());
  }
  map.fitBounds(bounds, { padding: [4, 4] });

  const at = document.querySelector("[name=at]");
  const area = document.querySelector("[name=area]");
  const said = document.querySelector("[data-chosen]");
  const marks = L.layerGroup().addTo(map);
  let here = frame.dataset.now ? frame.dataset.now.split(",").map(Number) : null;

  // The place, and how far it is from there that somebody goes.
  function mark() {
    marks.clearLayers();
    if (!here) return;
    const [east, north] = here;
    const radius = Number(document.querySelector("[name=radius]:checked")?.value ?? 0);
    L.circle([north, east], { radius, className: "nh-map__reach", interactive: false }).addTo(marks);
    L.circleMarker([north, east], { radius: 7, className: "nh-map__here", interactive: false }).addTo(marks);
  }
  async function choose(name, value) {
    const { words, at: found } = await (await fetch(`${frame.dataset.near}?${new URLSearchParams({ [name]: value })}`)).json();
    said.textContent = words;
    if (name === "at") at.value = found ? value : "";
    here = found;
    mark();
  }
  map.on("click", ({ latlng }) => {
    area.value = "";
    choose("at", `${Math.round(latlng.lng)},${Math.round(latlng.lat)}`);
  });
  area.addEventListener("change", () => {
    at.value = "";
    if (area.value) choose("area", area.value);
  });
  for (const radio of document.querySelectorAll("[name=radius]")) radio.addEventListener("change", mark);
  mark();
}

if (frame) draw();
