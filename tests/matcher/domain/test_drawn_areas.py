"""An area that is drawn: what it holds and touches, and what is refused; shapely is witness."""

import math
from collections.abc import Iterator
from random import Random

import pytest
import shapely

from matcher.domain.drawn_areas import (
    CROSSES,
    MOST_CORNERS,
    TOO_FEW,
    TOO_LARGE,
    TOO_MANY,
    TOO_SMALL,
    DrawnArea,
    drawn,
)
from matcher.domain.places import Point
from matcher.domain.refusals import Invalid
from tests.builders import HERE, at

SQUARE = (at(0), at(1_000), at(1_000, 1_000), at(0, 1_000))


def shape_of(corners: tuple[Point, ...]) -> shapely.Polygon:
    return shapely.Polygon([(one.easting, one.northing) for one in corners])


def square(east_km: int, north_km: int) -> shapely.Polygon:
    """The whole metres of a square: its northern and eastern sides belong to the next ones."""
    west, south = east_km * 1_000, north_km * 1_000
    return shapely.box(west, south, west + 999, south + 999)


def a_random_ring(draw: Random, corners: int, reach_m: int) -> tuple[Point, ...]:
    """Corners once around a middle, near and far, so that it has bays; some cross themselves."""
    turns = sorted(draw.random() * 2 * math.pi for _ in range(corners))
    ring = []
    for turn in turns:
        far = draw.randint(reach_m // 10, reach_m)
        ring.append(at(round(far * math.cos(turn)), round(far * math.sin(turn))))
    return tuple(ring)


def random_areas(many: int = 30) -> Iterator[tuple[Random, DrawnArea]]:
    draw = Random(11)
    while many:
        try:
            area = drawn(a_random_ring(draw, draw.randint(3, 40), draw.choice([300, 2_500])))
        except Invalid:
            continue
        many -= 1
        yield draw, area


def test_it_holds_what_shapely_says_lies_within_but_for_the_line_itself():
    for draw, area in random_areas():
        shape = shape_of(area.corners)
        for _ in range(60):
            point = at(draw.randint(-2_600, 2_600), draw.randint(-2_600, 2_600))
            there = shapely.Point(point.easting, point.northing)
            if not shape.boundary.intersects(there):
                assert area.holds(point) == shape.contains(there)


def test_it_touches_every_square_that_shapely_says_it_meets():
    for _, area in random_areas():
        shape, [west, south, east, north] = shape_of(area.corners), area.box
        met = {
            f"TQ{x % 100:02}{y % 100:02}"
            for x in range(west // 1_000 - 1, east // 1_000 + 2)
            for y in range(south // 1_000 - 1, north // 1_000 + 2)
            if shape.intersects(square(x, y))
        }
        # Of a line along the border of two squares it touches both: a metre more, never less.
        assert met <= area.squares()
        near = shape.buffer(2)
        for label in area.squares() - met:
            x, y = 500 + int(label[2:4]), 100 + int(label[4:])
            assert near.intersects(square(x, y))


def test_of_two_areas_that_share_a_border_each_metre_of_it_lies_in_one():
    other = (at(1_000), at(2_000), at(2_000, 1_000), at(1_000, 1_000))
    west, east = drawn(SQUARE), drawn(other)
    for north in range(0, 1_000, 50):
        on_it = at(1_000, north)
        assert west.holds(on_it) is not east.holds(on_it)
    assert west.square_metres == east.square_metres == 1_000_000


def test_which_way_round_and_where_it_begins_makes_no_difference():
    turned = drawn(tuple(reversed(SQUARE)))
    begun_elsewhere = drawn((*SQUARE[2:], *SQUARE[:2]))
    for draw, _ in zip(range(200), range(200), strict=True):
        point = at(draw * 7 - 200, draw * 5 - 100)
        assert drawn(SQUARE).holds(point) == turned.holds(point) == begun_elsewhere.holds(point)


def test_a_ring_is_refused_where_shapely_says_that_it_crosses_itself():
    draw, crossed = Random(3), 0
    for _ in range(400):
        many = draw.randint(3, 8)
        metres = [draw.randint(-9, 9) * 200 for _ in range(2 * many)]
        corners = tuple(at(*metres[2 * n : 2 * n + 2]) for n in range(many))
        shape = shape_of(corners)
        try:
            drawn(corners)
        except Invalid as no:
            if no.sentence == CROSSES:
                crossed += 1
                assert not shape.is_valid or len({*corners}) < len(corners)
        else:
            assert shape.is_valid
    assert crossed > 100


@pytest.mark.parametrize(
    ("corners", "sentence"),
    [
        ((), TOO_FEW),
        ((HERE, at(500)), TOO_FEW),
        ((HERE, HERE, at(500), HERE), TOO_FEW),
        (tuple(at(one * 10, one % 2 * 10) for one in range(MOST_CORNERS + 1)), TOO_MANY),
        ((at(0), at(1_000, 1_000), at(1_000), at(0, 1_000)), CROSSES),
        ((at(0), at(1_000), at(500)), CROSSES),
        ((at(0), at(50), at(50, 50)), TOO_SMALL),
        ((at(0), at(80_000), at(80_000, 80_000), at(0, 80_000)), TOO_LARGE),
    ],
)
def test_what_makes_no_area_is_refused_in_a_sentence(corners, sentence):
    with pytest.raises(Invalid) as no:
        drawn(corners)
    assert no.value.sentence == sentence


def test_the_corners_that_meet_are_named_as_they_were_typed():
    with pytest.raises(Invalid) as no:
        drawn((at(0), at(1_000, 1_000), at(1_000), at(0, 1_000)))
    assert no.value.values == {"one": 1, "other": 3}


def test_it_is_kept_as_text_and_read_again():
    area = drawn((*SQUARE, SQUARE[0]))
    assert area.corners == SQUARE
    assert DrawnArea.from_text(area.as_text(), frozenset()) == area
