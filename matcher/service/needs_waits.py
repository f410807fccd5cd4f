"""An honest wait: how long help like this has taken lately, and how many are near who give it."""

from dataclasses import dataclass
from datetime import timedelta

from matcher.domain.categories import CATEGORY_BY_SLUG
from matcher.domain.waits import Wait, honest_wait, suppressed
from matcher.service.acting import Act
from matcher.service.gazetteer import ToCell
from matcher.storage.reading.needs_waits import latest_waits, volunteers_in_cells

CELL_M = 1_000
LOOK_BACK = timedelta(days=60)
LATEST = 20


@dataclass(frozen=True, slots=True)
class Outlook:
    """What can honestly be told to somebody who waits; None is left unsaid.

    `volunteers` is rounded to fives, and None where it is so small that it could point at
    somebody, or where distance plays no part. `in_borough` says whether the wait is that of the
    borough or of everywhere.
    """

    volunteers: int | None
    wait: Wait | None
    in_borough: bool


def outlook(
    act: Act, *, category: str, borough: str, easting: int, northing: int, cell_at: ToCell
) -> Outlook:
    """What to tell somebody there who wants help of a category.

    Distances are taken between 1 km cells, not homes: the cell itself and the four beside it.
    """
    volunteers = None
    if not CATEGORY_BY_SLUG[category].remote:
        cells = {
            cell_at(easting + east, northing + north)
            for east, north in ((0, 0), (CELL_M, 0), (-CELL_M, 0), (0, CELL_M), (0, -CELL_M))
        }
        volunteers = suppressed(volunteers_in_cells(act.store, category, sorted(cells)))
    since = act.now - LOOK_BACK
    for where in (borough, None):
        met, unmet = latest_waits(act.store, category, where, since=since, most=LATEST)
        if wait := honest_wait(met, unmet):
            return Outlook(volunteers, wait, where is not None)
    return Outlook(volunteers, None, True)
