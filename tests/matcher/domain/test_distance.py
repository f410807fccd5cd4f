"""Distances are whole metres, rounded half up, and no float has a say."""

from decimal import Decimal, localcontext
from fractions import Fraction

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from matcher.domain.places import Point, distance_m
from tests.builders import HERE, at

METRES = st.integers(-2_000_000, 2_000_000)


@given(METRES, METRES)
@example(94_906_266, 0)
def test_a_distance_is_the_whole_number_nearest_to_the_root(east, north):
    metres = distance_m(Point(0, 0), Point(east, north))
    squared = Fraction(east) ** 2 + Fraction(north) ** 2
    assert max(Fraction(0), metres - Fraction(1, 2)) ** 2 <= squared
    assert squared < (metres + Fraction(1, 2)) ** 2


@given(METRES, METRES)
def test_a_distance_is_what_sixty_digits_round_half_up_to(east, north):
    with localcontext() as context:
        context.prec = 60
        root = (Decimal(east) ** 2 + Decimal(north) ** 2).sqrt()
        assert distance_m(HERE, at(east, north)) == int(root + Decimal("0.5"))


@given(METRES, METRES)
def test_the_way_back_is_as_long(east, north):
    assert distance_m(HERE, at(east, north)) == distance_m(at(east, north), HERE)


@pytest.mark.parametrize(
    ("east", "north", "metres"), [(0, 0, 0), (3, 4, 5), (1, 1, 1), (1, 2, 2), (2, 5, 5), (7, 7, 10)]
)
def test_distances_that_a_person_can_check(east, north, metres):
    assert distance_m(HERE, at(east, north)) == metres
