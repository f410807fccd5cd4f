"""A first answer by auction: quick, nearly optimal, and with prices that are nearly right.

Bertsekas' auction with falling steps (D. P. Bertsekas, Annals of Operations Research 14,
1988): waiting units bid for the offer that is cheapest at today's prices, by as much as
keeps it cheapest plus a step; the lowest bidder of a full offer waits again. Each pass uses
a smaller step. The exact searches mend what the last step left wrong, so nothing here
decides the optimum: it decides how little is left to do.
"""

from collections.abc import Callable

import numpy as np

from matcher.engine.bidding import bid_until_placed, bidding_of, choices_of, read_back
from matcher.engine.compiled import compiled
from matcher.engine.flow import Flow, unseat
from matcher.engine.graph import Graph, reverse_of
from matcher.engine.market import Market, last_load, places_worth_paying
from matcher.engine.network import Network
from matcher.engine.problem import FAR
from matcher.engine.reverse_auction import ask_until_fair

PARTS = 64
# Every pass starts that many of the last pass's steps lower than that one ended. Prices that
# start too high leave places empty that somebody on the street would take, all over the town,
# and only searches through half of it find them; each step lower costs a bid for each place.
LOWER_BY = 4
# An auction that goes on from proven prices takes it that they were found by a step so many
# times its own first one.
COARSER = 8
# Finer than this, turning round takes longer than the exact searches that it would spare.
LEAST_ASKING_STEP = 128
# Where more places than this share of the offers stand empty at too high a price, the auction
# goes again from prices lower by twice as much, for as long as that leaves half of them.
EMPTY_SHARE = 1 / 50


def auction(
    network: Network, steps: tuple[int, ...], is_over: Callable[[], bool] = lambda: False
) -> None:
    """Bring the network's flow near the optimum, from the prices that it has.

    `steps` are in parts of a metre, `PARTS` to each. The prices come back in whole metres:
    after a last step of one part nearly all of them are exactly right, which they would not
    be had the auction stopped at a metre. It may stop after any step, when time `is_over`:
    every unit is placed then or on the street.
    """
    lower_by, before = LOWER_BY, FAR
    while True:
        _go_through(network, steps, lower_by, is_over)
        empty = _empty(network)
        fair = empty <= EMPTY_SHARE * network.market.offers
        if fair or empty > before // 2 or is_over():
            return
        lower_by, before = 2 * lower_by, empty


def _go_through(
    network: Network, steps: tuple[int, ...], lower_by: int, is_over: Callable[[], bool]
) -> None:
    market, graph, flow = network.market, network.graph, network.flow
    reverse, choice = reverse_of(graph, market.offers), choices_of(graph)
    fine = graph._replace(cost=graph.cost.astype(np.int64) * PARTS)
    parts = market._replace(penalty=market.penalty * PARTS, step_m=market.step_m * PARTS)
    flow.offer_price[:] *= PARTS
    before = COARSER * steps[0]
    for step in steps:
        lowered = flow.offer_price - lower_by * before
        np.maximum(lowered, last_load(parts, flow.used), out=flow.offer_price)
        release_outpriced(fine, flow, parts, step)
        bidding = bidding_of(graph, choice, flow, parts, PARTS)
        bid_until_placed(bidding, np.repeat(np.arange(market.needs), flow.waiting), step)
        read_back(bidding, flow)
        if step >= LEAST_ASKING_STEP:
            ask_until_fair(fine, reverse, flow, parts, step, network.needs)
        before = step
        if is_over():
            break
    whole = (flow.offer_price + PARTS // 2) // PARTS
    flow.offer_price[:] = np.maximum(whole, last_load(market, flow.used))


def _empty(network: Network) -> int:
    """How many places are worth paying for at today's prices and stand empty."""
    flow = network.flow
    worth = places_worth_paying(network.market, flow.offer_price)
    return int(np.maximum(worth - flow.used, 0).sum())


@compiled
def release_outpriced(graph: Graph, flow: Flow, market: Market, step: int) -> None:
    """Let go who could do better by more than a step."""
    for i in range(len(market.penalty)):
        free = market.penalty[i]
        for a in range(graph.start[i], graph.start[i + 1]):
            if not flow.held[a]:
                free = min(free, graph.cost[a] + flow.offer_price[graph.offer[a]])
        for a in range(graph.start[i], graph.start[i + 1]):
            if flow.held[a] and graph.cost[a] + flow.offer_price[graph.offer[a]] > free + step:
                unseat(graph, flow, a)
                flow.waiting[i] += 1
        if flow.unserved[i] and market.penalty[i] > free + step:
            flow.waiting[i] += flow.unserved[i]
            flow.unserved[i] = 0
