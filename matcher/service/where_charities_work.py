"""The boroughs of a charity, and the area that it drew in them, kept together.

What it drew counts in the boroughs where it may work and in which it lies; those are its `areas`.
"""

from matcher.domain.refusals import Invalid
from matcher.service.acting import Act
from matcher.service.drawn_areas import AreaSeen
from matcher.storage.tables import DrawnAreaRow
from matcher.storage.writing.areas import add_areas, keep_areas
from matcher.storage.writing.drawn_areas import keep_drawn_area

OUTSIDE = (
    "This area lies outside the boroughs of your charity: draw it within them, or ask an"
    " administrator to add the borough."
)


def keep_area(act: Act, charity_id: str, seen: AreaSeen, boroughs: frozenset[str]) -> None:
    """Keep an area of a charity that may work in some boroughs; `Invalid` outside all of them."""
    there = boroughs & seen.boroughs
    if not there:
        raise Invalid(OUTSIDE, "corners")
    said = {"boroughs": boroughs, "lies_in": seen.boroughs, "drawn_at": act.now, "drawn_by": act.by}
    keep_drawn_area(act.store, charity_id, seen.area, said)
    keep_areas(act.store, charity_id, there)


def work_in_more(act: Act, charity_id: str, more: frozenset[str]) -> None:
    """Let a charity work in more boroughs; what it drew counts in them as far as it lies there."""
    row = act.store.get(DrawnAreaRow, charity_id, populate_existing=True)
    if row is None:
        add_areas(act.store, charity_id, more)
        return
    row.boroughs |= more
    keep_areas(act.store, charity_id, row.boroughs & row.lies_in)
