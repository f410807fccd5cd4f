"""The join: which postcodes are alive, where they are, and whose they are.

A postcode is alive when Code-Point Open has it and the directory does not say that it ended.
Its place is Code-Point Open's; where that has none (quality 90) the directory's is taken.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from geodata.authorities import LONDON_PREFIX
from geodata.keys import NO_KEY, keys_of
from geodata.pack import Columns
from geodata.points import on_the_grid
from scripts.geodata_sources import CodePoint, DirectoryEntry

#: Pseudo codes: E99999999 and the like for "none", L and M for the islands of the Crown, N for
#: Northern Ireland, whose grid is another one and whose postcodes Code-Point Open leaves out.
_COUNTRIES = ("E", "S", "W")
_PSEUDO_ENDING = "99999999"

RING_M = 10_000


@dataclass(frozen=True, slots=True)
class Facts:
    """Live postcodes in key order; ``codes[columns.authority[row]]`` is a row's authority."""

    columns: Columns
    codes: tuple[str, ...]

    @property
    def in_london(self) -> NDArray[np.bool_]:
        """Whether each row belongs to a London borough; shape (n,)."""
        london = np.array([code.startswith(LONDON_PREFIX) for code in self.codes], bool)
        return london[self.columns.authority]

    def only(self, rows: NDArray[np.bool_]) -> "Facts":
        """The facts of some rows, authorities numbered anew among those that are left."""
        columns = self.columns
        left, authority = np.unique(columns.authority[rows], return_inverse=True)
        return Facts(
            Columns(
                columns.keys[rows],
                columns.easting[rows],
                columns.northing[rows],
                authority.astype(np.int16),
            ),
            tuple(self.codes[number] for number in left.tolist()),
        )


@dataclass(slots=True)
class Census:
    """What became of the rows of Code-Point Open; told at the end of a build."""

    kept: int = 0
    placed_by_directory: int = 0
    not_in_directory: int = 0
    ended: int = 0
    without_authority: int = 0
    without_place: int = 0


def join(points: Iterable[CodePoint], entries: Iterable[DirectoryEntry]) -> tuple[Facts, Census]:
    """Live postcodes of Great Britain, and what was left out."""
    waiting = {_bare(point.postcode): point for point in points}
    census = Census()
    rows: dict[str, tuple[int, int, str]] = {}
    for entry in entries:
        postcode = _bare(entry.postcode)
        point = waiting.pop(postcode, None)
        if point is not None and (place := _place(point, entry, census)) is not None:
            rows[postcode] = (*place, entry.authority)
    census.kept, census.not_in_directory = len(rows), len(waiting)
    return _facts(rows), census


def near_london(facts: Facts, ring_m: float = RING_M) -> NDArray[np.bool_]:
    """Rows in London or within ``ring_m`` metres of a postcode that is; shape (n,)."""
    columns, london = facts.columns, facts.in_london
    near = london.copy()
    if not london.any():
        return near
    east, north = columns.easting, columns.northing
    boxed = np.flatnonzero(
        ~london
        & (east >= east[london].min() - ring_m)
        & (east <= east[london].max() + ring_m)
        & (north >= north[london].min() - ring_m)
        & (north <= north[london].max() + ring_m)
    )
    tree = shapely.STRtree(shapely.points(east[london], north[london]))
    others = shapely.points(east[boxed], north[boxed])
    found, _ = tree.query_nearest(others, max_distance=ring_m, all_matches=False)
    near[boxed[found]] = True
    return near


def _bare(postcode: str) -> str:
    return postcode.replace(" ", "")


def _place(point: CodePoint, entry: DirectoryEntry, census: Census) -> tuple[int, int] | None:
    """Where a live postcode is; None, and counted, when it must be left out."""
    if entry.terminated:
        census.ended += 1
    elif entry.authority[:1] not in _COUNTRIES or entry.authority[1:] == _PSEUDO_ENDING:
        census.without_authority += 1
    elif point.easting and on_the_grid(point.easting, point.northing):
        return point.easting, point.northing
    elif entry.easting and on_the_grid(entry.easting, entry.northing):
        census.placed_by_directory += 1
        return entry.easting, entry.northing
    else:
        census.without_place += 1
    return None


def _facts(rows: dict[str, tuple[int, int, str]]) -> Facts:
    keys = keys_of(list(rows))
    if (keys == NO_KEY).any():
        raise ValueError("a source lists a postcode that has not the shape of one")
    order = np.argsort(keys)
    codes = sorted({authority for _, _, authority in rows.values()})
    number = {code: place for place, code in enumerate(codes)}
    count = len(rows)
    return Facts(
        Columns(
            keys[order],
            np.fromiter((east for east, _, _ in rows.values()), np.int32, count)[order],
            np.fromiter((north for _, north, _ in rows.values()), np.int32, count)[order],
            np.fromiter((number[code] for _, _, code in rows.values()), np.int16, count)[order],
        ),
        tuple(codes),
    )
