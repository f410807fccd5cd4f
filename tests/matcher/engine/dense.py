"""The optimum the slow way: every eligible pair in one linear programme, and in plain loops."""

from collections.abc import Sequence
from itertools import count

from scipy.optimize import linprog
from scipy.sparse import coo_array

from matcher.domain.cost import pair_cost, unserved_penalty
from matcher.domain.eligibility import eligible
from matcher.domain.needs import Need
from matcher.domain.offers import Offer
from matcher.domain.params import Params
from tests.builders import TODAY


def optimum(needs: Sequence[Need], offers: Sequence[Offer], params: Params) -> int:
    """Return the least cost of any answer, by HiGHS over all eligible pairs.

    A need's units go to its pairs or stay unserved; what comes in over an offer's pairs goes
    out over its places. The programme is a network flow, so a vertex of it is whole.
    """
    costs: list[int] = []
    bounds: list[tuple[int, int]] = []
    entries: list[tuple[int, int, int]] = []  # row, column, sign

    def column(cost: int, most: int, *signs: tuple[int, int]) -> None:
        entries.extend((row, len(costs), sign) for row, sign in signs)
        costs.append(cost)
        bounds.append((0, most))

    row_of_offer = dict(zip((offer.id for offer in offers), count(len(needs)), strict=False))
    for i, need in enumerate(needs):
        column(penalty_of(need, params), need.people_needed, (i, 1))
        for offer in offers:
            if eligible(need, offer):
                column(pair_cost(need, offer, params), 1, (i, 1), (row_of_offer[offer.id], 1))
    for offer in offers:
        for load in loads_of(offer, params):
            column(load, 1, (row_of_offer[offer.id], -1))
    if not costs:
        return 0
    rows, columns, signs = zip(*entries, strict=True)
    shape = (len(needs) + len(offers), len(costs))
    units = [need.people_needed for need in needs] + [0] * len(offers)
    answer = linprog(
        costs,
        A_eq=coo_array((signs, (rows, columns)), shape=shape).tocsr(),
        b_eq=units,
        bounds=bounds,
        method="highs",
    )
    assert answer.status == 0, answer.message
    return round(answer.fun)


def lower_bound(
    needs: Sequence[Need], offers: Sequence[Offer], price: Sequence[int], params: Params
) -> int:
    """Return Lagrange's bound for these prices of the offers, over every eligible pair.

    An offer of no places at all may ask any price, so it is as if it asked too much.
    """
    paid = 0
    for need in needs:
        penalty = penalty_of(need, params)
        values = sorted(
            min(penalty, pair_cost(need, offer, params) + price[j])
            for j, offer in enumerate(offers)
            if offer.capacity and eligible(need, offer)
        )[: need.people_needed]
        paid += sum(values) + penalty * (need.people_needed - len(values))
    worth = sum(
        max(0, price[j] - load)
        for j, offer in enumerate(offers)
        for load in loads_of(offer, params)
    )
    return paid - worth


def penalty_of(need: Need, params: Params) -> int:
    return unserved_penalty(need.urgency, need.days_waiting(TODAY), params)


def loads_of(offer: Offer, params: Params) -> list[int]:
    """What each of the offer's places adds, first to last."""
    return [params.load_step_m * (offer.recent + k) for k in range(offer.capacity)]
