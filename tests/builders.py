"""Needs, offers and whole towns for tests: a test says what matters to it, and no more."""

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import product
from random import Random
from typing import Any

from matcher.domain.availability import HALF_DAYS
from matcher.domain.needs import Need
from matcher.domain.offers import Offer
from matcher.domain.places import Point
from matcher.domain.urgency import Urgency

TODAY = date(2026, 3, 2)
# In front of Lambeth Town Hall: any place would do, as long as tests agree on one.
HERE = Point(531_000, 175_000)
LAMBETH, SOUTHWARK, WANDSWORTH, LEWISHAM = "E09000022", "E09000028", "E09000032", "E09000023"
BOROUGHS = (LAMBETH, SOUTHWARK, WANDSWORTH, LEWISHAM)

# Few enough of each that chance meetings are common, and two categories that know no distance.
TOWN_CATEGORIES = ("groceries", "prescriptions", "visit", "transport", "phone_call", "translation")
TOWN_LANGUAGES = ("en", "bn", "pl", "so")
TOWN_ATTRIBUTES = ("car", "dbs", "lifting", "woman")
# Nobody in town has this id: lists of people to avoid outlive the people on them.
GONE = "o-gone"


def at(east_m: int, north_m: int = 0) -> Point:
    """The point so many metres east and north of `HERE`."""
    return Point(HERE.easting + east_m, HERE.northing + north_m)


def a_need(id: str = "n1", **said: Any) -> Need:
    """A routine need for one person with groceries, in Lambeth, unless it is said otherwise."""
    usual = {"category": "groceries", "place": HERE, "borough": LAMBETH}
    return Need(id=id, **_frozen(usual | said))


def an_offer(id: str = "o1", **said: Any) -> Offer:
    """An offer of one place for groceries, in Lambeth, unless it is said otherwise."""
    usual = {"categories": {"groceries"}, "place": HERE, "borough": LAMBETH}
    return Offer(id=id, **_frozen(usual | said))


def _frozen(said: dict[str, Any]) -> dict[str, Any]:
    """So that a test may write `requires={"car"}`, and the value can still be hashed."""
    return {
        name: frozenset(value) if isinstance(value, set) else value for name, value in said.items()
    }


def a_town(
    seed: int = 3, *, needs: int = 40, offers: int = 40, box_m: int = 6_000
) -> tuple[list[Need], list[Offer]]:
    """A random town of everything that rules speak of, the same for the same arguments.

    People live in clusters in a square of `box_m`, some of them in the very same house, and
    the boroughs are its quarters. Every rule refuses some pairs and few refuse most, so
    that a town of any size has matches, ties, and units that nobody can serve.
    """
    chance = Random(f"{seed}/{needs}/{offers}/{box_m}")
    houses = _houses(chance, needs + offers, box_m)
    offer_ids = [f"o{number:05}" for number in range(offers)]
    return (
        [
            _town_need(chance, f"n{number:05}", chance.choice(houses), box_m, offer_ids)
            for number in range(needs)
        ],
        [_town_offer(chance, id, chance.choice(houses), box_m) for id in offer_ids],
    )


def _town_need(chance: Random, id: str, place: Point, box_m: int, offer_ids: Sequence[str]) -> Need:
    return Need(
        id=id,
        category=chance.choice(TOWN_CATEGORIES),
        place=place,
        borough=_borough(place, box_m),
        people_needed=chance.choice((1, 1, 1, 1, 2, 3)),
        urgency=chance.choice(tuple(Urgency)),
        registered_on=chance.choice((None, TODAY - timedelta(days=chance.randrange(60)))),
        languages=_some(chance, TOWN_LANGUAGES, (0, 0, 0, 1, 2)),
        requires=_some(chance, TOWN_ATTRIBUTES, (0, 0, 0, 1, 2)),
        availability=_some(chance, HALF_DAYS, (0, 0, 3, 6)),
        avoid=_some(chance, [*offer_ids, GONE], (0, 0, 0, 1, 3)),
    )


def _town_offer(chance: Random, id: str, place: Point, box_m: int) -> Offer:
    return Offer(
        id=id,
        categories=_some(chance, TOWN_CATEGORIES, (1, 2, 3)),
        place=place,
        borough=_borough(place, box_m),
        radius_m=chance.choice((0, box_m // 8, box_m // 4, box_m // 2, 2 * box_m)),
        capacity=chance.choice((0, 1, 1, 2, 3, 4)),
        recent=chance.choice((0, 0, 0, 1, 2, 5)),
        languages=_some(chance, TOWN_LANGUAGES, (1, 2)),
        provides=_some(chance, TOWN_ATTRIBUTES, (0, 1, 2, 3)),
        availability=_some(chance, HALF_DAYS, (0, 0, 5, 10)),
        paused=chance.random() < 0.08,
    )


def _houses(chance: Random, people: int, box_m: int) -> list[Point]:
    """Fewer houses than people, around a handful of centres, all inside the box."""
    centres = [(chance.randrange(box_m), chance.randrange(box_m)) for _ in range(5)]

    def inside(metres: float) -> int:
        return min(max(round(metres), 0), box_m - 1)

    return [
        at(inside(chance.gauss(east, box_m / 10)), inside(chance.gauss(north, box_m / 10)))
        for east, north in chance.choices(centres, k=max(1, people * 2 // 3))
    ]


def _borough(place: Point, box_m: int) -> str:
    quarters = dict(zip(product((False, True), repeat=2), BOROUGHS, strict=True))
    east = place.easting >= HERE.easting + box_m // 2
    north = place.northing >= HERE.northing + box_m // 2
    return quarters[east, north]


def _some(chance: Random, words: Sequence[str], sizes: Sequence[int]) -> frozenset[str]:
    return frozenset(chance.sample(words, min(chance.choice(sizes), len(words))))
