"""Grid references of the Ordnance Survey around London: `TQ 34512 84102` is a whole metre.

Each sheet of 100 km has two letters. Those of London and of what lies around it are enough here.
"""

import re
from collections.abc import Mapping

from matcher.domain.places import Point

SHEET_M, SQUARE_M = 100_000, 1_000
# The south-west corner of each sheet, in metres.
SHEETS: Mapping[str, Point] = {
    "SP": Point(400_000, 200_000),
    "SU": Point(400_000, 100_000),
    "TL": Point(500_000, 200_000),
    "TQ": Point(500_000, 100_000),
}
_LETTERS = {(one.easting, one.northing): letters for letters, one in SHEETS.items()}
_REFERENCE = re.compile(rf"({'|'.join(SHEETS)})((?:\d\d){{2,5}})")
_METRES = re.compile(r"(\d{6})[ ,]+(\d{6})")


def read_grid_reference(text: str) -> Point | None:
    """The point of `TQ 345 841`, in any spacing and case, or of `534500 184100`; else None.

    Fewer digits name a larger square, and its south-west corner is meant.
    """
    plain = _METRES.fullmatch(text.strip())
    if plain is not None:
        return Point(int(plain[1]), int(plain[2]))
    found = _REFERENCE.fullmatch("".join(text.replace(",", " ").upper().split()))
    if found is None:
        return None
    half = len(found[2]) // 2
    sheet, metres = SHEETS[found[1]], 10 ** (5 - half)
    east, north = int(found[2][:half]) * metres, int(found[2][half:]) * metres
    return Point(sheet.easting + east, sheet.northing + north)


def grid_reference_of(point: Point) -> str:
    """A point as `TQ 34512 84102`; off these sheets as plain metres. It reads back the same."""
    letters = _sheet(point)
    if letters is None:
        return f"{point.easting:06} {point.northing:06}"
    return f"{letters} {point.easting % SHEET_M:05} {point.northing % SHEET_M:05}"


def square_of(point: Point) -> str | None:
    """The label of the 1 km square of a point, `TQ3484`; None off these sheets."""
    letters = _sheet(point)
    if letters is None:
        return None
    east, north = (one % SHEET_M // SQUARE_M for one in (point.easting, point.northing))
    return f"{letters}{east:02}{north:02}"


def _sheet(point: Point) -> str | None:
    east, north = (one // SHEET_M * SHEET_M for one in (point.easting, point.northing))
    return _LETTERS.get((east, north))
