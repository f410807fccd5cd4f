"""Solving from domain values, as the service does it, and holding the answer to everything."""

from collections.abc import Sequence

from matcher.domain.needs import Need
from matcher.domain.offers import Offer
from matcher.domain.params import Params
from matcher.engine.problem import Problem, problem_from
from matcher.engine.result import Result
from matcher.engine.solve import solve
from tests.builders import TODAY
from tests.matcher.engine.checking import faults_of


def posed(needs: Sequence[Need], offers: Sequence[Offer], params: Params | None = None) -> Problem:
    """The arrays of a town whose needs and offers are in the order of their ids."""
    return problem_from(needs, offers, today=TODAY, params=params or Params())


def solved(needs: Sequence[Need], offers: Sequence[Offer], params: Params | None = None) -> Result:
    """The answer for a town, after the checker found no fault in it."""
    params = params or Params()
    result = solve(posed(needs, offers, params))
    assert faults_of(needs, offers, result, params) == []
    return result


def pairs_of(
    needs: Sequence[Need], offers: Sequence[Offer], result: Result
) -> list[tuple[str, str]]:
    """The matches in ids."""
    rows = zip(result.need_row.tolist(), result.offer_row.tolist(), strict=True)
    return [(needs[i].id, offers[j].id) for i, j in rows]
