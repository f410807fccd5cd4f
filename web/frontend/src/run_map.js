// The runs of a day beside their list: a line for each run through its stops, in metres of the grid,
// with no tiles. Without scripts the list alone is there.
const place = document.querySelector("[data-run-map]");

async function draw() {
  const { outlines, depots, runs, left } = await (await fetch(place.dataset.runMap)).json();
  place.hidden = false;
  const map = L.map(place, { crs: L.CRS.Simple, minZoom: -8, maxZoom: 0, zoomSnap: 0.5, attributionControl: false, zoomControl: false });
  L.control.zoom({ zoomInTitle: place.dataset.in, zoomOutTitle: place.dataset.out }).addTo(map);
  const there = ([east, north]) => [north, east];
  const seen = L.latLngBounds([]);
  for (const { name, rings } of outlines) {
    const drawn = L.polygon(rings.map((ring) => ring.map(there)), { className: "nh-map__borough" });
    // A name to hover over is not a stop for the Tab key, of which there would be thirty-three.
    drawn.on("add", () => { drawn.getElement().tabIndex = -1; });
    drawn.addTo(map).bindTooltip(name, { direction: "center", className: "nh-map__name" });
  }
  runs.forEach(({ from, way: streets, stops }, row) => {
    const colour = `nh-map__run nh-map__run-${row % 6}`;
    const way = (streets ?? [...(from ? [from] : []), ...stops.map((stop) => stop.at)]).map(there);
    L.polyline(way, { className: colour }).addTo(map);
    for (const { at, number } of stops) {
      L.circleMarker(there(at), { radius: 11, className: colour }).addTo(map)
        .bindTooltip(String(number), { permanent: true, direction: "center", className: "nh-map__number" });
    }
    way.forEach((point) => seen.extend(point));
  });
  for (const { at } of left) {
    L.circleMarker(there(at), { radius: 8, className: "nh-map__left" }).addTo(map);
    seen.extend(there(at));
  }
  for (const { at, name } of depots) {
    L.circleMarker(there(at), { radius: 10, className: "nh-map__depot" }).bindTooltip(name, { className: "nh-map__words" }).addTo(map);
    seen.extend(there(at));
  }
  if (seen.isValid()) map.fitBounds(seen.pad(0.15), { maxZoom: -1 });
  else map.setView([180000, 530000], -6);
}

if (place) draw();
