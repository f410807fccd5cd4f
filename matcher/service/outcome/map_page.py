"""The map as one page that asks nobody for anything: boroughs by served share, and the table.

The page works from a memory stick: no script, font or picture comes from elsewhere, and a
content policy inside it says so to the browser. Without JavaScript only sorting is missing.
"""

from datetime import date
from html import escape

from matcher.domain.eligibility import Blocker
from matcher.service.gazetteer import Gazetteer
from matcher.service.outcome.map_style import MARK, SORTING, STEPS, STYLE
from matcher.service.outcome.matched_files import MatchedFiles
from matcher.service.outcome.outlines import Drawing, Outline, drawing_of
from matcher.service.outcome.tally import Group
from matcher.service.outcome.words import BLOCKER_NAMES, metres, percent

POLICY = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'"
SMALL = 8


def map_page(done: MatchedFiles, gazetteer: Gazetteer) -> str:
    """Return the whole page as HTML text."""
    groups = _groups(done, gazetteer)
    drawing = drawing_of(gazetteer.boroughs, list(groups))
    day = day_in_words(done.today)
    return f"""<!doctype html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="{POLICY}">
<meta name="referrer" content="no-referrer">
<title>Help found and missing by borough, {day} – Nearhand</title>
<style>{STYLE}</style>
</head>
<body>
<a class="skip" href="#table">Skip the map, go to the table</a>
<header>{MARK}<span>Nearhand</span></header>
<main>
<h1>Where help was found, and where it is missing</h1>
{_lead(done, day)}
{_figures(done)}
<div class="pair">
<div class="side">
{_map(drawing, groups, done.borough_name)}
{_blockers(done.tally.town)}
</div>
{_table(groups, done.borough_name)}
</div>
<p class="care"><strong>For your own desk.</strong> Counts under {SMALL} can point at a person:
a neighbour may know who asked. Think before you share this page, and do not publish it.</p>
</main>
<footer>{"".join(f"<p>{escape(line)}.</p>" for line in gazetteer.attribution)}</footer>
<script>{SORTING}</script>
</body>
</html>
"""


def share_in_words(group: Group) -> str:
    """Return the served share in whole per cent, or that there was none to serve."""
    share = group.served_share
    return "no needs" if share is None else percent(share)


def day_in_words(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def _groups(done: MatchedFiles, gazetteer: Gazetteer) -> dict[str, Group]:
    """Return the boroughs to show, by name: all of London, and others that have a part in it."""
    london = {borough.code for borough in gazetteer.boroughs.boroughs if borough.in_london}
    codes = sorted(london | done.tally.by_borough.keys(), key=done.borough_name.__getitem__)
    return {code: done.tally.by_borough.get(code, Group()) for code in codes}


def _lead(done: MatchedFiles, day: str) -> str:
    town = done.tally.town
    if not town.units:
        return f'<p class="lead">{day}. No needs were in the sheet, so nobody is waiting.</p>'
    found = (
        f"{town.served:,} of the {town.units:,} helpers asked for were found "
        f"({share_in_words(town)}), among {town.offers:,} volunteers."
    )
    missing = f" {town.unserved:,} are still missing." if town.unserved else " Nobody is waiting."
    return f'<p class="lead">{day}. {found}{missing}</p>'


def _figures(done: MatchedFiles) -> str:
    town, mean = done.tally.town, done.tally.mean_distance_m
    figures = {
        "Needs": f"{town.needs:,}",
        "Helpers asked for": f"{town.units:,}",
        "Found": f"{town.served:,}",
        "Still missing": f"{town.unserved:,}",
        "Volunteers": f"{town.offers:,}",
        "Volunteers with a match": f"{town.offers_used:,}",
        "Mean distance": "–" if mean is None else metres(round(mean)),
    }
    items = "".join(
        f"<div><dt>{name}</dt><dd>{value}</dd></div>" for name, value in figures.items()
    )
    return f'<dl class="figures">{items}</dl>'


def _map(drawing: Drawing, groups: dict[str, Group], names: dict[str, str]) -> str:
    boroughs = "\n".join(
        _borough(one, groups[one.code], names[one.code]) for one in drawing.outlines
    )
    legend = "".join(f'<li><i class="{css}"></i>{escape(words)}</li>' for _, css, words in STEPS)
    return f"""<figure>
<svg viewBox="-6 -6 {drawing.width + 12} {drawing.height + 12}" role="group"
 aria-labelledby="map-title map-desc">
<title id="map-title">Map of boroughs by the share of helpers found</title>
<desc id="map-desc">Darker means that more of the helpers asked for were found; striped means that
nobody asked. Each borough leads to its row in the table, which holds the same facts.</desc>
<defs><pattern id="stripes" width="26" height="26" patternUnits="userSpaceOnUse"
 patternTransform="rotate(45)"><path d="M0 0h26v26H0z" fill="#fdfbf7"/>
<path d="M0 0h7v26H0z" fill="#c9c4b8"/></pattern></defs>
{boroughs}
</svg>
<figcaption>Share of the helpers asked for who were found
<ul class="legend">{legend}<li><i class="none"></i>nobody asked</li></ul></figcaption>
</figure>"""


def _borough(outline: Outline, group: Group, name: str) -> str:
    css = _step(group)
    label = ""
    if outline.label_at is not None and group.units:
        x, y = outline.label_at
        label = f'<text x="{x}" y="{y}">{share_in_words(group)}</text>'
    facts = f"{name}: {share_in_words(group)}"
    if group.units:
        facts += f", {group.served:,} of {group.units:,} found"
    return (
        f'<a href="#{outline.code}" class="{css}"><title>{escape(facts)}</title>'
        f'<path d="{outline.path}"/>{label}</a>'
    )


def _step(group: Group) -> str:
    share = group.served_share
    if share is None:
        return "none"
    return next(css for least, css, _ in reversed(STEPS) if share >= least)


def _table(groups: dict[str, Group], names: dict[str, str]) -> str:
    rows = "\n".join(_row(code, group, names[code]) for code, group in groups.items())
    return f"""<div class="table" id="table" tabindex="0" role="region" aria-labelledby="caption">
<table>
<caption id="caption">The same by borough</caption>
<thead><tr><th scope="col">Borough</th><th scope="col">Needs</th><th scope="col">Asked for</th>
<th scope="col">Found</th><th scope="col">Share</th><th scope="col">Missing</th>
<th scope="col">Volun&shy;teers</th><th scope="col">What most often stands in the way</th></tr>
</thead>
<tbody>
{rows}
</tbody>
</table>
</div>"""


def _row(code: str, group: Group, name: str) -> str:
    share = -1.0 if group.served_share is None else group.served_share
    numbers = (
        (group.needs, f"{group.needs:,}"),
        (group.units, f"{group.units:,}"),
        (group.served, f"{group.served:,}"),
        (round(share, 4), share_in_words(group)),
        (group.unserved, f"{group.unserved:,}"),
        (group.offers, f"{group.offers:,}"),
    )
    cells = "".join(f'<td data-v="{value}">{text}</td>' for value, text in numbers)
    top = group.top_blocker
    why = "–" if top is None else f"{BLOCKER_NAMES[top]} ({group.blockers[top]:,})"
    return (
        f'<tr id="{code}"><th scope="row"><i class="{_step(group)}"></i>{escape(name)}</th>'
        f"{cells}<td>{escape(why)}</td></tr>"
    )


def _blockers(town: Group) -> str:
    if not town.unserved:
        return ""
    rows = "".join(
        f'<tr><th scope="row">{escape(BLOCKER_NAMES[blocker].capitalize())}</th>'
        f"<td>{town.blockers[blocker]:,}</td></tr>"
        for blocker in sorted(Blocker, key=lambda blocker: -town.blockers[blocker])
        if town.blockers[blocker]
    )
    return f"""<section class="blockers"><table>
<caption>What stands in the way of those still missing</caption>
<thead><tr><th scope="col">Reason</th><th scope="col">Helpers missing</th></tr></thead>
<tbody>{rows}</tbody></table></section>"""
