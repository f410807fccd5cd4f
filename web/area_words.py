"""An area in words and as a small picture: what it holds, and where it lies among the boroughs."""

from collections.abc import Callable, Collection
from dataclasses import dataclass

from flask_babel import gettext, ngettext

from matcher.domain.drawn_areas import DrawnArea
from matcher.service.board_outlines import outlines_of
from matcher.service.drawn_areas import AreaSeen, Parted
from web.board_words import borough_name
from web.current import tools
from web.formats import number
from web.volunteers_words import a_name

# What lies around an area in its picture, as a part of its longer side.
_AROUND = 0.35
_FEWEST_AROUND_M = 400


@dataclass(frozen=True, slots=True)
class Picture:
    """An SVG's view box, and shapes as their `points`; north is up, so northings are below 0."""

    box: str
    boroughs: tuple[str, ...]
    area: str


def area_in_words(
    seen: AreaSeen, may_work_in: Collection[str] = (), name: Callable[[str], str] = a_name
) -> str:
    """“It covers a part of Hackney, a part of Tower Hamlets: 3.2 km², with 4,210 postcodes.”

    Where it is known in which boroughs the charity may work, what lies elsewhere is said apart.
    """
    counts = [one for one in seen.parts if not may_work_in or one.code in may_work_in]
    many = sum(one.postcodes for one in counts)
    said = ngettext(
        "It covers %(where)s: %(size)s km², with %(num)s postcode.",
        "It covers %(where)s: %(size)s km², with %(postcodes)s postcodes.",
        many,
        where="\0",
        size=number(round(sum(one.square_metres for one in counts) / 1_000_000, 2)),
        postcodes=number(many),
    )
    words = _filled(said, _parts(counts, name))
    for one in seen.parts:
        if one not in counts:
            said = gettext("What lies in %(borough)s does not count.", borough="\0")
            words = words + " " + _filled(said, name(borough_name(one.code)))
    return words


def picture(area: DrawnArea) -> Picture:
    """What to draw of an area: its ring, and the boroughs around it."""
    west, south, east, north = area.box
    margin = max(_FEWEST_AROUND_M, int(_AROUND * max(east - west, north - south)))
    view = west - margin, south - margin, east + margin, north + margin
    rings = [
        ring
        for borough in outlines_of(tools().gazetteer)
        for ring in borough["rings"]
        if _meets(ring, view)
    ]
    box = f"{view[0]} {-view[3]} {view[2] - view[0]} {view[3] - view[1]}"
    corners = [[one.easting, one.northing] for one in area.corners]
    return Picture(box, tuple(_points(ring) for ring in rings), _points(corners))


def _parts(parts: list[Parted], name: Callable[[str], str]) -> str:
    found = []
    for one in parts:
        said = (
            gettext("the whole of %(borough)s", borough="\0")
            if one.whole
            else gettext("a part of %(borough)s", borough="\0")
        )
        found.append(_filled(said, name(borough_name(one.code))))
    return type(found[0])(gettext(", ")).join(found)


def _filled(words: str, part: str) -> str:
    """A sentence with a name in its place: markup where the name is."""
    return part.join(words.split("\0"))


def _meets(ring: list[list[int]], view: tuple[int, int, int, int]) -> bool:
    eastings, northings = [one[0] for one in ring], [one[1] for one in ring]
    return (
        min(eastings) <= view[2]
        and max(eastings) >= view[0]
        and min(northings) <= view[3]
        and max(northings) >= view[1]
    )


def _points(ring: list[list[int]]) -> str:
    return " ".join(f"{east},{-north}" for east, north in ring)
