// The map beside the list: outlines of boroughs and a mark for each square, all in metres of the
// grid. No tiles: nothing is asked of another host. Without scripts the list alone is there.
const place = document.querySelector("[data-map]");

async function draw() {
  const { outlines, squares } = await (await fetch(place.dataset.map)).json();
  place.hidden = false;
  const map = L.map(place, { crs: L.CRS.Simple, minZoom: -8, maxZoom: -3, zoomSnap: 0.5, attributionControl: false, zoomControl: false });
  L.control.zoom({ zoomInTitle: place.dataset.in, zoomOutTitle: place.dataset.out }).addTo(map);
  const bounds = L.latLngBounds([]);
  for (const { name, rings } of outlines) {
    const drawn = L.polygon(rings.map((ring) => ring.map(([east, north]) => [north, east])), { className: "nh-map__borough" });
    drawn.addTo(map).bindTooltip(name, { permanent: true, direction: "center", className: "nh-map__name" });
    bounds.extend(drawn.getBounds());
  }
  const seen = L.latLngBounds([]);
  for (const { at: [east, north], needs, urgent, name } of squares) {
    const corner = [north * 1000, east * 1000];
    const box = [corner, [corner[0] + 1000, corner[1] + 1000]];
    seen.extend(box);
    const words = `${name}: ${needs} ${place.dataset.words}, ${urgent} ${place.dataset.urgent}`;
    L.rectangle(box, { className: urgent ? "nh-map__square nh-map__square--urgent" : "nh-map__square" })
      .bindTooltip(words, { className: "nh-map__words" })
      .addTo(map);
  }
  map.fitBounds(seen.isValid() ? seen.pad(0.5) : bounds, { maxZoom: -4.5 });
}

if (place) draw();
