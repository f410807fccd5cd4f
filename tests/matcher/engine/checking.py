"""A checker that knows nothing of the engine: it holds an answer to the rules, pair by pair."""

from collections import Counter
from collections.abc import Sequence

from matcher.domain.cost import load_cost, pair_cost, unserved_penalty
from matcher.domain.eligibility import obstacle
from matcher.domain.needs import Need
from matcher.domain.offers import Offer
from matcher.domain.params import Params
from matcher.engine.result import Result
from tests.builders import TODAY


def faults_of(
    needs: Sequence[Need], offers: Sequence[Offer], result: Result, params: Params
) -> list[str]:
    """Return every promise that the answer breaks, in words; an empty list when it keeps all."""
    pairs = list(zip(result.need_row.tolist(), result.offer_row.tolist(), strict=True))
    return [
        *_pairs_not_allowed(needs, offers, pairs),
        *_wrong_counts(needs, offers, pairs, result.unserved.tolist()),
        *_wrong_sums(needs, offers, pairs, result, params),
    ]


def objective_of(
    needs: Sequence[Need],
    offers: Sequence[Offer],
    pairs: Sequence[tuple[int, int]],
    params: Params,
) -> int:
    """Return what an answer costs, from the domain's own words alone."""
    helpers, load = Counter(i for i, _ in pairs), Counter(j for _, j in pairs)
    return (
        sum(pair_cost(needs[i], offers[j], params) for i, j in pairs)
        + sum(load_cost(offers[j], matches, params) for j, matches in load.items())
        + sum(
            (need.people_needed - helpers[i])
            * unserved_penalty(need.urgency, need.days_waiting(TODAY), params)
            for i, need in enumerate(needs)
        )
    )


def _pairs_not_allowed(
    needs: Sequence[Need], offers: Sequence[Offer], pairs: Sequence[tuple[int, int]]
) -> list[str]:
    return [
        f"{offers[j].id} may not serve {needs[i].id}: {why}"
        for i, j in pairs
        if (why := obstacle(needs[i], offers[j])) is not None
    ]


def _wrong_counts(
    needs: Sequence[Need],
    offers: Sequence[Offer],
    pairs: Sequence[tuple[int, int]],
    unserved: Sequence[int],
) -> list[str]:
    faults = [
        f"{offers[j].id} serves {needs[i].id} {times} times"
        for (i, j), times in Counter(pairs).items()
        if times > 1
    ]
    load = Counter(j for _, j in pairs)
    faults += [
        f"{offers[j].id} holds {matches} of {offers[j].capacity}"
        for j, matches in load.items()
        if matches > offers[j].capacity
    ]
    helpers = Counter(i for i, _ in pairs)
    faults += [
        f"{need.id} asked for {need.people_needed}, has {helpers[i]} and misses {unserved[i]}"
        for i, need in enumerate(needs)
        if helpers[i] + unserved[i] != need.people_needed or unserved[i] < 0
    ]
    return faults


def _wrong_sums(
    needs: Sequence[Need],
    offers: Sequence[Offer],
    pairs: Sequence[tuple[int, int]],
    result: Result,
    params: Params,
) -> list[str]:
    faults = [] if pairs == sorted(pairs) else ["the matches are not in order"]
    objective = objective_of(needs, offers, pairs, params)
    if result.objective != objective:
        faults.append(f"it says it costs {result.objective}, and costs {objective}")
    if result.lower_bound > objective:
        faults.append(f"a bound of {result.lower_bound} lies above an answer of {objective}")
    return faults
