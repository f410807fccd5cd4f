"""How the map page looks: one family of teal from light to dark, told apart in grey as well."""

# Least share, CSS class and words. Each step is clearly darker than the one before it, so the
# scale holds on a grey printer and for every kind of colour vision.
STEPS: tuple[tuple[float, str, str], ...] = (
    (0.0, "s0", "under 50%"),
    (0.5, "s1", "50 to 69%"),
    (0.7, "s2", "70 to 84%"),
    (0.85, "s3", "85 to 94%"),
    (0.95, "s4", "95% or more"),
)

MARK = (
    '<svg class="mark" viewBox="0 0 44 28" aria-hidden="true"><circle cx="15" cy="14" r="12" '
    'fill="#0a5c5c"/><circle cx="29" cy="14" r="12" fill="#ffbf47" fill-opacity=".9"/></svg>'
)

STYLE = """
:root{--ink:#1d2433;--paper:#fdfbf7;--teal:#0a5c5c;--deep:#063f3f;--sun:#ffbf47;--line:#d9d3c6;
--quiet:#51586a}
*{box-sizing:border-box}
html{background:var(--paper);color:var(--ink);scroll-padding-top:4rem}
body{margin:0 auto;max-width:1360px;padding:0 20px 32px;
font:19px/1.5 "Atkinson Hyperlegible",system-ui,-apple-system,"Segoe UI","Noto Sans",sans-serif}
header{display:flex;align-items:center;gap:10px;padding:18px 0;font-weight:700;color:var(--deep)}
.mark{width:44px;height:28px}
h1{font-size:clamp(27px,4vw,40px);line-height:1.15;margin:10px 0 8px;max-width:22em}
.lead{max-width:38em;margin:0 0 20px}
.figures{display:flex;flex-wrap:wrap;gap:14px 34px;margin:0 0 26px;padding:14px 0;
border:solid var(--line);border-width:1px 0}
.figures dt{font-size:16px;color:var(--quiet)}
.figures dd{margin:0;font-size:26px;font-weight:700;line-height:1.2;
font-variant-numeric:tabular-nums}
.pair{display:grid;gap:28px;grid-template-columns:minmax(0,1fr)}
@media(min-width:1060px){.pair{grid-template-columns:minmax(0,3fr) minmax(0,5fr)}
.side{align-self:start}}
@media(min-width:1060px) and (min-height:960px){.side{position:sticky;top:16px}}
figure{margin:0;min-width:0}
figure svg{display:block;width:100%;height:auto;overflow:visible}
figure path{stroke:var(--paper);stroke-width:5;stroke-linejoin:round}
figure .s0 path,figure .none path{stroke:#8f998f}
svg text{font-size:39px;font-weight:700;text-anchor:middle;dominant-baseline:central;
fill:var(--ink);pointer-events:none}
.s3 text,.s4 text{fill:#fff}
.s0{fill:#e4f2ee;background:#e4f2ee}.s1{fill:#aed6ce;background:#aed6ce}
.s2{fill:#6fada5;background:#6fada5}.s3{fill:#2b7673;background:#2b7673}
.s4{fill:#063f3f;background:#063f3f}
.none{fill:url(#stripes);background:repeating-linear-gradient(45deg,#fdfbf7 0 5px,#c9c4b8 5px 7px)}
figure a{cursor:pointer}
figure a:focus{outline:0}
figure a:focus path,figure a:hover path{stroke:var(--ink);stroke-width:14;paint-order:stroke}
figure a:focus path{stroke:var(--sun);filter:drop-shadow(0 0 3px #1d2433)}
figcaption{margin-top:14px;font-weight:700}
.legend{display:flex;flex-wrap:wrap;gap:6px 18px;margin:8px 0 0;padding:0;list-style:none;
font-weight:400;font-size:16px}
i{display:inline-block;width:20px;height:20px;margin-right:8px;border:1px solid #6b7280;
border-radius:3px;vertical-align:-4px;print-color-adjust:exact;-webkit-print-color-adjust:exact}
.table{overflow-x:auto;min-width:0}
table{border-collapse:collapse;width:100%;font-size:16px;line-height:1.35}
caption{text-align:left;font-weight:700;font-size:19px;padding-bottom:8px}
th,td{padding:7px 6px;text-align:right;border-bottom:1px solid var(--line);
font-variant-numeric:tabular-nums;vertical-align:top}
thead th{vertical-align:bottom;border-bottom:2px solid var(--ink);color:var(--ink)}
tbody th{font-weight:400;text-align:left}
.table tbody th{min-width:10em;padding-left:34px;text-indent:-28px}
th:first-child,.table td:last-child,.table th:last-child{text-align:left}
.table td:last-child{min-width:11.5em}
tbody tr:target{background:#fff0cf;box-shadow:inset 5px 0 var(--sun)}
th button{font:inherit;font-weight:700;color:var(--teal);background:none;border:0;padding:0;
cursor:pointer;text-align:inherit;text-decoration:underline;text-underline-offset:3px}
th button:hover{color:var(--deep)}
th[aria-sort=ascending] button::after{content:" ▲"}
th[aria-sort=descending] button::after{content:" ▼"}
.blockers{max-width:620px;margin:30px 0 0}
.care{max-width:38em;margin:34px 0 0;padding:14px 18px;border-left:6px solid var(--sun);
background:#fff6e0}
footer{margin-top:34px;border-top:1px solid var(--line);padding-top:12px;font-size:16px;
color:var(--quiet)}
footer p{margin:0}
:focus-visible{outline:3px solid var(--sun);outline-offset:2px;box-shadow:0 0 0 6px var(--ink)}
.skip{position:absolute;left:-999em}
.skip:focus{left:20px;top:8px;background:var(--paper);padding:6px 10px}
a{color:var(--teal)}
@media(max-width:700px){svg text{display:none}.table th:first-child{position:sticky;left:0;
background:var(--paper)}.table tbody th{min-width:8.6em}
.table td:last-child{min-width:19em}tbody tr:target th:first-child{background:#fff0cf}
figure path{stroke-width:9}body{padding:0 14px 24px}}
@media(prefers-reduced-motion:no-preference){html{scroll-behavior:smooth}}
@media print{body{max-width:none;font-size:12pt;padding:0}.pair{display:block}
figure{position:static;max-width:16cm;page-break-inside:avoid}table{font-size:9.5pt}
.table{overflow:visible;margin-top:1cm}.skip{display:none}tr{page-break-inside:avoid}
th button{color:inherit;text-decoration:none}
figure a{print-color-adjust:exact;-webkit-print-color-adjust:exact}}
"""

# Sorting is all that the script adds; the buttons are made here, so that without it there is
# no button that does nothing.
SORTING = """
for (const [column, head] of document.querySelectorAll('.table thead th').entries()) {
  const button = document.createElement('button');
  button.type = 'button';
  button.append(...head.childNodes);
  head.append(button);
  button.addEventListener('click', () => {
    const down = head.getAttribute('aria-sort') === 'ascending' ||
      (!head.hasAttribute('aria-sort') && column > 0 && column < 7);
    head.parentNode.querySelectorAll('th').forEach(th => th.removeAttribute('aria-sort'));
    head.setAttribute('aria-sort', down ? 'descending' : 'ascending');
    const value = row => {
      const cell = row.cells[column];
      return cell.dataset.v === undefined ? cell.textContent : Number(cell.dataset.v);
    };
    const body = head.closest('table').tBodies[0];
    const rows = [...body.rows].sort((a, b) => {
      const [x, y] = [value(a), value(b)];
      const order = typeof x === 'number' ? x - y : x.localeCompare(y, 'en');
      return down ? -order : order;
    });
    body.append(...rows);
  });
}
"""
