"""An area that a charity drew: a ring of corners, and what lies within it.

A place lies within when a line from it to the east crosses the ring an odd number of times. All of
it is whole numbers, so that Python and both databases say the same of every metre: of two areas
that share a border, a place on it lies in one of them, never in both or in none.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import combinations, pairwise, product

from matcher.domain.grid_references import SQUARE_M, square_of
from matcher.domain.places import Point, Spot, Unsure
from matcher.domain.refusals import Invalid

FEWEST_CORNERS, MOST_CORNERS = 3, 60
# A street or two; and Greater London with some of what lies around it.
SMALLEST_M2, LARGEST_M2 = 10_000, 3_000_000_000

TOO_FEW = "Give at least three corners, in order around the area: two make only a line."
TOO_MANY = "Give at most %(most)s corners: leave out those that hardly change the shape."
CROSSES = (
    "The line from corner %(one)s to the next meets the one from corner %(other)s to the next:"
    " give the corners in order around the area, each of them once."
)
TOO_SMALL = "This area is smaller than a street or two: move its corners further apart."
TOO_LARGE = "This area is larger than London: move its corners closer together."


@dataclass(frozen=True, slots=True)
class Edge:
    """One side of a ring from its southern end: `easting` and `south` are that end.

    `run` and `rise` are how far the other end lies east (or west, below 0) and north of it.
    """

    south: int
    north: int
    easting: int
    run: int
    rise: int

    def is_east_of(self, at: Point) -> bool:
        """Whether a line from a point to the east crosses this side."""
        if not self.south <= at.northing < self.north:
            return False
        return (at.easting - self.easting) * self.rise < (at.northing - self.south) * self.run


@dataclass(frozen=True, slots=True)
class DrawnArea:
    """A ring of corners in order; the last is joined to the first. `drawn` makes a new one.

    `lies_in` are the boroughs of which it holds a postcode, once that was looked up and kept.
    """

    corners: tuple[Point, ...]
    lies_in: frozenset[str] = field(default=frozenset(), compare=False)

    def holds(self, at: Point) -> bool:
        """Whether a place lies within."""
        return sum(edge.is_east_of(at) for edge in self.edges()) % 2 == 1

    def may_hold(self, borough: str, at: Spot) -> bool:
        """The same of a place that may be unsure: then wherever it reaches into the borough."""
        return borough in self.lies_in if isinstance(at, Unsure) else self.holds(at)

    def may_touch(self, borough: str, cell: str | Unsure) -> bool:
        """The same of what is seen afar, of which at most the 1 km square is known."""
        return borough in self.lies_in if isinstance(cell, Unsure) else cell in self.squares()

    def edges(self) -> tuple[Edge, ...]:
        """Its sides but those that run due east and west, which nothing to the east crosses."""
        return _edges(self.corners)

    def squares(self) -> frozenset[str]:
        """The labels of the 1 km squares that it touches: what is seen afar is chosen by them."""
        return _squares(self.corners)

    @property
    def box(self) -> tuple[int, int, int, int]:
        """West, south, east and north of it."""
        eastings = [one.easting for one in self.corners]
        northings = [one.northing for one in self.corners]
        return min(eastings), min(northings), max(eastings), max(northings)

    @property
    def square_metres(self) -> int:
        """How large it is, rounded down."""
        return abs(_twice_signed(self.corners)) // 2

    def as_text(self) -> str:
        """As it is kept: `531000,175000 532000,175000 …`."""
        return " ".join(f"{one.easting},{one.northing}" for one in self.corners)

    @classmethod
    def from_text(cls, kept: str, lies_in: frozenset[str]) -> "DrawnArea":
        """What `as_text` wrote; it was looked at when it was drawn."""
        pairs = (one.split(",") for one in kept.split())
        return cls(tuple(Point(int(east), int(north)) for east, north in pairs), lies_in)


def drawn(corners: Iterable[Point]) -> DrawnArea:
    """A new area; `Invalid` with what is to be mended. A corner said twice running is one."""
    ring: list[Point] = []
    for one in corners:
        if not ring or one != ring[-1]:
            ring.append(one)
    if len(ring) > 1 and ring[0] == ring[-1]:
        ring.pop()
    if len(ring) < FEWEST_CORNERS:
        raise Invalid(TOO_FEW, "corners")
    if len(ring) > MOST_CORNERS:
        raise Invalid(TOO_MANY, "corners", most=MOST_CORNERS)
    met = _meeting(ring)
    if met is not None:
        raise Invalid(CROSSES, "corners", one=met[0] + 1, other=met[1] + 1)
    area = DrawnArea(tuple(ring))
    if area.square_metres < SMALLEST_M2:
        raise Invalid(TOO_SMALL, "corners")
    if area.square_metres > LARGEST_M2:
        raise Invalid(TOO_LARGE, "corners")
    return area


def _sides(ring: Sequence[Point]) -> Iterator[tuple[Point, Point]]:
    return pairwise((*ring, ring[0]))


@lru_cache(maxsize=1024)
def _edges(corners: tuple[Point, ...]) -> tuple[Edge, ...]:
    found = []
    for one, other in _sides(corners):
        low, high = sorted((one, other), key=lambda end: end.northing)
        if low.northing < high.northing:
            run, rise = high.easting - low.easting, high.northing - low.northing
            found.append(Edge(low.northing, high.northing, low.easting, run, rise))
    return tuple(found)


@lru_cache(maxsize=1024)
def _squares(corners: tuple[Point, ...]) -> frozenset[str]:
    """Those that a side passes through, and those whose corner lies within."""
    area = DrawnArea(corners)
    found = {
        square
        for side in _sides(corners)
        for square in _squares_about(DrawnArea(side).box)
        if _passes(*side, square)
    }
    found |= {one for one in _squares_about(area.box) if area.holds(one)}
    return frozenset(label for label in map(square_of, found) if label is not None)


def _squares_about(box: tuple[int, int, int, int]) -> Iterator[Point]:
    """The south-west corners of the squares that a box touches."""
    west, south, east, north = (one // SQUARE_M for one in box)
    for column, row in product(range(west, east + 1), range(south, north + 1)):
        yield Point(column * SQUARE_M, row * SQUARE_M)


def _passes(one: Point, other: Point, square: Point) -> bool:
    """Whether the line between two points, in whose box a square lies, touches that square."""
    west, south = square.easting, square.northing
    ends = product((west, west + SQUARE_M), (south, south + SQUARE_M))
    turns = [_turn(one, other, Point(*end)) for end in ends]
    return min(turns) <= 0 <= max(turns)


def _twice_signed(ring: Sequence[Point]) -> int:
    """Twice its area; below 0 where the corners go round with the clock."""
    return sum(
        one.easting * other.northing - other.easting * one.northing for one, other in _sides(ring)
    )


def _meeting(ring: Sequence[Point]) -> tuple[int, int] | None:
    """The first two sides that meet where they should not, by the numbers of their first corners.

    Sides that follow each other share one corner; they must not turn back on each other.
    """
    sides = list(enumerate(_sides(ring)))
    for (i, (a, b)), (j, (c, d)) in combinations(sides, 2):
        if j == i + 1:
            meets = _turn(a, b, d) == 0 and _is_back(a, b, d)
        elif i == 0 and j == len(ring) - 1:
            meets = _turn(c, d, b) == 0 and _is_back(c, d, b)
        else:
            meets = _meet(a, b, c, d)
        if meets:
            return i, j
    return None


def _is_back(one: Point, corner: Point, on: Point) -> bool:
    """Whether the way from a corner goes back to where it came from."""
    east = (corner.easting - one.easting) * (on.easting - corner.easting)
    return east + (corner.northing - one.northing) * (on.northing - corner.northing) < 0


def _turn(one: Point, other: Point, at: Point) -> int:
    """Above 0 where a point lies left of a line, 0 on it, below 0 right of it."""
    return (other.easting - one.easting) * (at.northing - one.northing) - (
        other.northing - one.northing
    ) * (at.easting - one.easting)


def _meet(a: Point, b: Point, c: Point, d: Point) -> bool:
    """Whether two lines share a point."""
    turns = _turn(a, b, c), _turn(a, b, d), _turn(c, d, a), _turn(c, d, b)
    if _apart(turns[0], turns[1]) or _apart(turns[2], turns[3]):
        return False
    if any(turns):
        return True
    # All on one line: they meet where they do so along both axes.
    one, other = DrawnArea((a, b)).box, DrawnArea((c, d)).box
    return max(one[0], other[0]) <= min(one[2], other[2]) and max(one[1], other[1]) <= min(
        one[3], other[3]
    )


def _apart(one: int, other: int) -> bool:
    """Whether both lie on the same side."""
    return (one > 0 and other > 0) or (one < 0 and other < 0)
