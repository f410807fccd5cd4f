"""Who could help with one need, cheapest first, with reasons: straight from the database.

For pages, which hold no index: the rules of the domain are asked of all whose radius reaches the
need, some thousand offers in inner London. The worker has `matcher.service.nearby`.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date

from matcher.domain.availability import half_days_on
from matcher.domain.categories import CATEGORY_BY_SLUG
from matcher.domain.cost import pair_cost, pair_distance_m
from matcher.domain.eligibility import eligible
from matcher.domain.needs import Need
from matcher.domain.offers import Offer
from matcher.domain.params import Params
from matcher.domain.places import Point
from matcher.domain.refusals import NotFound
from matcher.service.acting import Act
from matcher.service.offer_values import offers_by_id
from matcher.service.reasons import Reasons, cell_distance_m
from matcher.storage.reading.near_offers import offers_that_reach
from matcher.storage.reading.wanted import (
    AskedFor,
    Barred,
    WantedNeed,
    barred_offers,
    units_asked_for,
    wanted_need,
)

RECENT_DAYS = 28
NO_SUCH_NEED = "There is no such need."


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who could help: what it would cost, and why.

    `cost` (metres-equivalent) ranks: distance, border and the work of the last four weeks. It
    is made of exact places, and nobody is shown it: see `shown_cost`, and `reasons` for distance.
    `spare` is how many more matches they may be given now, `asked_before` whether they ever were
    about this need, and `beyond` whether it is further than they said they would go.
    """

    offer_id: str
    volunteer_id: str
    cost: int
    distance_m: int | None
    reasons: Reasons
    spare: int
    recent: int
    asked_before: bool
    beyond: bool = False

    @property
    def shown_cost(self) -> int:
        """The same with the distance between their squares in the place of that between homes.

        A coordinator sees whoever lives near, their own charity's or not. From exact costs for a
        few needs of addresses that they know they could work out where somebody lives.
        """
        return self.cost - (self.distance_m or 0) + (self.reasons.cell_distance_m or 0)


@dataclass(frozen=True, slots=True)
class Asking:
    """A need that somebody is looked for: its value for the rules, and how things stand."""

    row: WantedNeed
    need: Need
    units: tuple[AskedFor, ...]
    barred: Barred

    @property
    def open_units(self) -> list[AskedFor]:
        """Units for which nobody said yes, or was asked alone."""
        return [unit for unit in self.units if not unit.taken]


def asking_for(act: Act, need_id: str) -> Asking:
    """A need and all that pairing has to know of it; `NotFound` where there is none."""
    row = wanted_need(act.store, need_id)
    if row is None:
        raise NotFound(NO_SUCH_NEED)
    units = tuple(units_asked_for(act.store, [need_id])[need_id])
    barred = barred_offers(act.store, row)
    free = next((unit for unit in units if not unit.taken), None)
    day = (free.on_date if free else None) or row.wanted_on
    serving = {id for id, on_date in barred.serving if free is None or on_date == free.on_date}
    return Asking(row, need_of(row, day, barred.avoided | barred.declined | serving), units, barred)


def need_of(row: WantedNeed, day: date | None, avoid: Collection[str]) -> Need:
    """The value of a need for one unit on a day, or on no certain one."""
    return Need(
        id=row.id,
        category=row.category,
        place=Point(row.easting, row.northing),
        borough=row.borough,
        urgency=row.urgency,
        registered_on=row.registered_on,
        languages=row.languages,
        requires=row.requires,
        availability=half_days_on(day, row.availability) if day else row.availability,
        avoid=frozenset(avoid),
    )


def ranked_candidates(
    act: Act, need_id: str, most: int = 10, *, wider_m: int = 0, full_too: bool = False
) -> list[Candidate]:
    """The cheapest eligible offers for the next open unit of a need.

    Parameters
    ----------
    act
        Only its reading side is used.
    need_id
        Of any need, confirmed or not; `NotFound` where there is none.
    most
        How many at most.
    wider_m
        How much further this need looks than people said they would go: whoever lives beyond the
        radius that they named is then shown too, for a coordinator to ask. Their own radius stays
        as it is, and rounds keep to it.
    full_too
        Whether those who have no place left are shown as well.
    """
    asking = asking_for(act, need_id)
    need = asking.need
    ids = offers_that_reach(
        act.store,
        category=need.category,
        easting=need.place.easting,
        northing=need.place.northing,
        anywhere=CATEGORY_BY_SLUG[need.category].remote,
        wider_m=wider_m,
    )
    offers = offers_by_id(act, ids, RECENT_DAYS)
    found = (
        candidate_of(asking, offer, volunteer, act.rules.params)
        for offer, volunteer in offers.values()
        if (full_too or offer.capacity > 0) and eligible(need, _reaching(offer, wider_m))
    )
    return cheapest(found, most)


def candidate_of(asking: Asking, offer: Offer, volunteer_id: str, params: Params) -> Candidate:
    """One eligible offer with its cost and reasons."""
    need = asking.need
    remote = CATEGORY_BY_SLUG[need.category].remote
    return Candidate(
        offer_id=offer.id,
        volunteer_id=volunteer_id,
        cost=pair_cost(need, offer, params) + params.load_step_m * offer.recent,
        distance_m=None if remote else pair_distance_m(need, offer),
        reasons=Reasons(
            cell_distance_m=None if remote else cell_distance_m(need.place, offer.place),
            same_borough=need.borough == offer.borough,
            languages=tuple(sorted(need.languages & offer.languages)),
        ),
        spare=offer.capacity,
        recent=offer.recent,
        asked_before=offer.id in asking.barred.asked,
        beyond=not remote and pair_distance_m(need, offer) > offer.radius_m,
    )


def cheapest(candidates: Iterable[Candidate], most: int) -> list[Candidate]:
    """The cheapest, by cost and then offer id; each knows what the next one would cost.

    Somebody with several offers is there once, with the cheapest.
    """
    ranked: list[Candidate] = []
    people = set()
    for one in sorted(candidates, key=lambda one: (one.cost, one.offer_id)):
        if one.volunteer_id not in people:
            people.add(one.volunteer_id)
            ranked.append(one)
    others = [*ranked[1 : most + 1], None][: len(ranked[:most])]
    return [
        replace(one, reasons=_beside(one, other))
        for one, other in zip(ranked[:most], others, strict=True)
    ]


def _beside(one: Candidate, other: Candidate | None) -> Reasons:
    if other is None:
        return one.reasons
    more_m = other.cost - one.cost
    return replace(one.reasons, next_best_offer=other.offer_id, next_best_more_m=more_m)


def _reaching(offer: Offer, wider_m: int) -> Offer:
    return offer if not wider_m else replace(offer, radius_m=offer.radius_m + wider_m)
