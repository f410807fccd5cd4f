// Keys for those who sit at the board all day: j and k walk the needs, / goes to the search.
// Whoever types by voice or leans on a key switches them off (WCAG 2.1.4); it is kept here only.
const KEPT = "nearhand-keys-off";
const rows = [...document.querySelectorAll("[data-rows] tr th a")];
const find = document.querySelector("[data-find]");
const place = document.querySelector("[data-keys]");

if (place) {
  const box = place.querySelector("input");
  place.hidden = false;
  box.checked = localStorage.getItem(KEPT) === null;
  box.addEventListener("change", () => {
    if (box.checked) localStorage.removeItem(KEPT);
    else localStorage.setItem(KEPT, "yes");
  });
}

document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input, select, textarea");
  if (typing || event.ctrlKey || event.metaKey || event.altKey || localStorage.getItem(KEPT)) return;
  if (event.key === "/" && find) {
    event.preventDefault();
    find.focus();
  }
  const step = { j: 1, k: -1 }[event.key];
  if (step && rows.length) {
    const here = rows.indexOf(document.activeElement);
    rows[here < 0 ? 0 : Math.min(rows.length - 1, Math.max(0, here + step))].focus();
  }
});
