"""Match needs with offers: put them in order, solve, and say why, in ids and words."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from matcher.domain.eligibility import Blocker
from matcher.domain.needs import Need
from matcher.domain.offers import Offer
from matcher.domain.params import Params


@dataclass(frozen=True, slots=True)
class MatchFact:
    """One match with its reasons; costs and distances in metres(-equivalent)."""

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


@dataclass(frozen=True, slots=True)
class Matching:
    """The answer to one round, in ids, with its certificate."""

    matches: tuple[MatchFact, ...]
    unserved: tuple[UnservedFact, ...]
    values: tuple[VolunteerValue, ...]
    objective: int
    lower_bound: int
    gap: float
    seconds: dict[str, float]


Progress = Callable[[str, float], None]
"""Called with a stage's name and the part of it that is done, 0 to 1."""


def match_needs_with_offers(
    needs: Sequence[Need],
    offers: Sequence[Offer],
    *,
    today: date,
    params: Params,
    time_limit_s: float | None = None,
    progress: Progress | None = None,
) -> Matching:
    """Pair needs with offers at the least cost, with reasons, blockers, values and proof."""
    raise NotImplementedError
