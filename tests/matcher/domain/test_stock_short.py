"""What is short, against a maximum flow and by hand."""

from random import Random

import pytest
from ortools.graph.python import max_flow

from matcher.domain.stock import Item
from matcher.domain.stock_short import Asked, OnShelf, suits_kind, what_is_short

HALAL, NO_MILK, ANY = frozenset({"halal"}), frozenset({"no_milk"}), frozenset()


def parcels(free: int, *diets: str, allergens: frozenset[str] | None = frozenset()) -> OnShelf:
    item = Item("x", "food_parcel", edible=True, diets=frozenset(diets), allergens=allergens)
    return OnShelf(item, free)


def missing(asked: dict[frozenset[str], int], *shelf: OnShelf) -> dict[frozenset[str], int]:
    kinds = [Asked("food_parcel", dietary, units) for dietary, units in asked.items()]
    return {one.dietary: one.missing for one in what_is_short(kinds, shelf)}


def test_whoever_can_eat_least_is_served_first():
    assert missing({ANY: 5, HALAL: 4}, parcels(6, "halal")) == {HALAL: 0, ANY: 3}


def test_a_plain_parcel_serves_nobody_who_eats_halal():
    assert missing({ANY: 1, HALAL: 4}, parcels(9)) == {HALAL: 4, ANY: 0}


def test_whoever_could_have_another_makes_room():
    both, halal = parcels(2, "halal"), parcels(2, "halal", allergens=frozenset({"milk"}))
    assert missing({HALAL: 2, NO_MILK: 2}, both, halal) == {HALAL: 0, NO_MILK: 0}


def test_another_kind_of_help_is_no_help():
    coat = OnShelf(Item("Coat", "clothing"), 9)
    assert what_is_short([Asked("food_parcel", ANY, 2)], [coat])[0].missing == 2


@pytest.mark.parametrize("seed", range(60))
def test_nobody_goes_without_who_could_have_had_something(seed):
    draw = Random(seed)
    shelf = [
        parcels(
            draw.randint(0, 6),
            *draw.sample(["halal", "vegan", "kosher"], draw.randint(0, 3)),
            allergens=draw.choice([None, frozenset(draw.sample(["milk", "eggs"], 1))]),
        )
        for _ in range(draw.randint(0, 5))
    ]
    wishes = ["halal", "vegan", "no_milk", "no_eggs"]
    drawn = {frozenset(draw.sample(wishes, draw.randint(0, 3))) for _ in range(5)}
    asked = [
        Asked("food_parcel", dietary, draw.randint(1, 6)) for dietary in sorted(drawn, key=sorted)
    ]
    found = what_is_short(asked, shelf)
    assert sum(one.asked - one.missing for one in found) == most_served(asked, shelf)


def most_served(asked: list[Asked], shelf: list[OnShelf]) -> int:
    """The witness: OR-Tools' maximum flow from kinds to items."""
    flow, source, sink = max_flow.SimpleMaxFlow(), 100, 101
    for kind, one in enumerate(asked):
        flow.add_arc_with_capacity(source, kind, one.units)
        for item, there in enumerate(shelf):
            if suits_kind(there.item, one):
                flow.add_arc_with_capacity(kind, 50 + item, one.units)
    for item, there in enumerate(shelf):
        flow.add_arc_with_capacity(50 + item, sink, there.free)
    assert flow.solve(source, sink) == flow.OPTIMAL
    return int(flow.optimal_flow())
