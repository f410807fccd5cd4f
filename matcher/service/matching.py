"""Match needs with offers: put them in order, solve, and say why, in ids and words."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import partial
from operator import attrgetter
from time import perf_counter

from matcher.domain.needs import Need
from matcher.domain.offers import Offer
from matcher.domain.params import Params
from matcher.engine.explain import explain
from matcher.engine.problem import problem_from
from matcher.engine.solve import solve
from matcher.engine.values import volunteer_values
from matcher.service.match_facts import (
    MatchFact,
    UnservedFact,
    VolunteerValue,
    match_facts,
    unserved_facts,
    volunteer_facts,
)

__all__ = [
    "MatchFact",
    "Matching",
    "Progress",
    "UnservedFact",
    "VolunteerValue",
    "match_needs_with_offers",
]


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
    """Pair needs with offers at the least cost, with reasons, blockers, values and proof.

    The order of needs and offers plays no part: both are put in the order of their ids.
    """
    stages = Stages(progress)
    by_id = attrgetter("id")
    with stages.stage("problem", "Laying out the town"):
        needs, offers = sorted(needs, key=by_id), sorted(offers, key=by_id)
        problem = problem_from(needs, offers, today=today, params=params)
    with stages.stage("solve", "Pairing") as tell:
        result = solve(problem, time_limit_s=time_limit_s, progress=lambda _stage, part: tell(part))
    stages.seconds |= result.seconds
    with stages.stage("explain", "Saying why"):
        why = explain(problem, result)
    with stages.stage("values", "Pricing one more volunteer"):
        values = volunteer_values(problem, result.need_price)
    with stages.stage("facts", "Writing it down"):
        matches = match_facts(needs, offers, result, why)
        unserved = unserved_facts(needs, result, why)
    return Matching(
        matches=matches,
        unserved=unserved,
        values=volunteer_facts(problem, values),
        objective=result.objective,
        lower_bound=result.lower_bound,
        gap=result.gap,
        seconds=stages.seconds,
    )


class Stages:
    """Seconds by stage as they pass, and word to whoever waits."""

    def __init__(self, progress: Progress | None) -> None:
        self.seconds: dict[str, float] = {}
        self._progress = progress

    @contextmanager
    def stage(self, name: str, words: str) -> Iterator[Callable[[float], None]]:
        """Time what is done inside, and tell of its begin, its end and what is said between."""
        since = perf_counter()
        self._tell(words, 0.0)
        yield partial(self._tell, words)
        self._tell(words, 1.0)
        self.seconds[name] = perf_counter() - since

    def _tell(self, words: str, part: float) -> None:
        if self._progress:
            self._progress(words, part)
