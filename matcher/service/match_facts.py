"""The engine's answer in ids: rows of arrays become facts that a page or a file can show."""

from collections.abc import Sequence
from dataclasses import dataclass

from matcher.domain.categories import CATEGORIES
from matcher.domain.eligibility import BLOCKERS, Blocker
from matcher.domain.needs import Need
from matcher.domain.offers import Offer
from matcher.engine.explain import Explanation
from matcher.engine.problem import Problem
from matcher.engine.result import Result
from matcher.engine.values import Values

NO_LANGUAGES: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MatchFact:
    """One match with its reasons; costs and distances in metres(-equivalent).

    `cost` and `next_best_cost` are of the pair alone: distance and border. What the match
    adds to the offer's load belongs to all its matches together, and is in neither.
    """

    need_id: str
    offer_id: str
    distance_m: int
    cost: int
    need_borough: str
    offer_borough: str
    shared_languages: tuple[str, ...]
    remote: bool
    next_best_offer_id: str | None
    next_best_cost: int | None


@dataclass(frozen=True, slots=True)
class UnservedFact:
    """Units of one need that nobody serves, with what stands in the way.

    `wider_radius_m` is how many metres wider some offer's radius would have to be for it to
    serve the need with a place still free; None where no radius would help.
    """

    need_id: str
    units: int
    blocker: Blocker
    wider_radius_m: int | None


@dataclass(frozen=True, slots=True)
class VolunteerValue:
    """What one more volunteer would be worth there, in metres-equivalent."""

    borough: str | None  # None for remote categories: any place will do
    category: str
    value_m: int


def match_facts(
    needs: Sequence[Need], offers: Sequence[Offer], result: Result, why: Explanation
) -> tuple[MatchFact, ...]:
    """Return a fact for each match, in the order of the result."""
    rows = zip(
        result.need_row.tolist(),
        result.offer_row.tolist(),
        why.distance_m.tolist(),
        why.cost.tolist(),
        why.next_best.tolist(),
        why.next_best_cost.tolist(),
        strict=True,
    )
    remote = {category.slug for category in CATEGORIES if category.remote}
    return tuple(
        MatchFact(
            need_id=(need := needs[i]).id,
            offer_id=(offer := offers[j]).id,
            distance_m=metres,
            cost=cost,
            need_borough=need.borough,
            offer_borough=offer.borough,
            shared_languages=_shared(need, offer) if need.languages else NO_LANGUAGES,
            remote=need.category in remote,
            next_best_offer_id=offers[other].id if other >= 0 else None,
            next_best_cost=other_cost if other >= 0 else None,
        )
        for i, j, metres, cost, other, other_cost in rows
    )


def _shared(need: Need, offer: Offer) -> tuple[str, ...]:
    return tuple(sorted(need.languages & offer.languages))


def unserved_facts(
    needs: Sequence[Need], result: Result, why: Explanation
) -> tuple[UnservedFact, ...]:
    """Return a fact for each need with a unit that nobody serves."""
    rows = zip(
        why.unserved_need.tolist(),
        result.unserved[why.unserved_need].tolist(),
        why.blocker.tolist(),
        why.wider_radius_m.tolist(),
        strict=True,
    )
    return tuple(
        UnservedFact(needs[i].id, units, BLOCKERS[gate], more_m if more_m >= 0 else None)
        for i, units, gate, more_m in rows
    )


def volunteer_facts(problem: Problem, values: Values) -> tuple[VolunteerValue, ...]:
    """Return the values by borough code and category; where remote help lives plays no part."""
    rows = zip(
        values.borough.tolist(), values.category.tolist(), values.value_m.tolist(), strict=True
    )
    return tuple(
        VolunteerValue(
            problem.boroughs[borough] if borough >= 0 else None, CATEGORIES[category].slug, value_m
        )
        for borough, category, value_m in rows
    )
