"""Place what can be placed at no cost at all, many units in one pass over the tight pairs.

Where many offers are equally good (remote help above all), thousands of pairs are tight and
every single shortest-path search would walk through all of them again. A sweep shares its
marks between units: what led nowhere for one leads nowhere for the next, so a whole plateau
is walked once (the step that J. E. Hopcroft and R. M. Karp, SIAM J. Comput. 2, 1973, repeat).
"""

from typing import NamedTuple

import numpy as np

from matcher.engine.compiled import compiled
from matcher.engine.flow import NO_PAIR, Flow
from matcher.engine.graph import Graph
from matcher.engine.market import Market, load_m
from matcher.engine.paths import STREET, move_forwards
from matcher.engine.problem import Ints


class Marks(NamedTuple):
    """Working space of the sweeps."""

    seen: Ints  # (m + n,) number of the sweep that saw the node
    cursor: Ints  # (n,) next pair to try
    stack: Ints  # (n + 1,) needs on the way
    sweep: Ints  # [number of this sweep, steps that it took]


def new_marks(needs: int, offers: int) -> Marks:
    """Return marks of which nothing is seen."""
    return Marks(
        seen=np.zeros(needs + offers, dtype=np.int64),
        cursor=np.zeros(needs, dtype=np.int64),
        stack=np.zeros(needs + 1, dtype=np.int64),
        sweep=np.zeros(2, dtype=np.int64),
    )


@compiled
def sweep_waiting(
    graph: Graph,
    flow: Flow,
    market: Market,
    marks: Marks,
    parent: Ints,
    low: int,
) -> int:
    """Place waiting units of needs from `low` on at no cost; return how many were placed."""
    marks.sweep[0] += 1
    marks.sweep[1] = 0
    placed = 0
    for i in range(low, len(market.penalty)):
        while flow.waiting[i] and _place_free(graph, flow, market, marks, parent, i):
            flow.waiting[i] -= 1
            placed += 1
    return placed


@compiled
def _place_free(
    graph: Graph,
    flow: Flow,
    market: Market,
    marks: Marks,
    parent: Ints,
    root: int,
) -> bool:
    """Look depth first for a way of no cost from `root` to a place or to the street."""
    m = len(flow.used)
    parent[m + root] = NO_PAIR
    marks.seen[m + root] = marks.sweep[0]
    marks.stack[0], marks.cursor[root] = root, graph.start[root]
    size = 1
    while size:
        i = marks.stack[size - 1]
        if flow.need_price[i] == market.penalty[i]:
            move_forwards(graph, flow, parent, STREET, i)
            return True
        j = _next_tight(graph, flow, marks, parent, i)
        if j < 0:
            size -= 1
            continue
        if _has_free_place(flow, market, j):
            move_forwards(graph, flow, parent, j, STREET)
            return True
        for place in range(flow.room[j], flow.room[j] + flow.used[j]):
            a = flow.holder[place]
            other = graph.need[a]
            slack = flow.need_price[other] - graph.cost[a] - flow.offer_price[j]
            if slack == 0 and marks.seen[m + other] != marks.sweep[0]:
                marks.seen[m + other] = marks.sweep[0]
                parent[m + other] = a
                marks.stack[size], marks.cursor[other] = other, graph.start[other]
                size += 1
    return False


@compiled
def _next_tight(graph: Graph, flow: Flow, marks: Marks, parent: Ints, i: int) -> int:
    """The next offer that need `i` could turn to at no cost and nobody has seen, or -1."""
    while marks.cursor[i] < graph.start[i + 1]:
        a = marks.cursor[i]
        marks.cursor[i] += 1
        marks.sweep[1] += 1
        j = graph.offer[a]
        if (
            not flow.held[a]
            and marks.seen[j] != marks.sweep[0]
            and graph.cost[a] + flow.offer_price[j] == flow.need_price[i]
        ):
            marks.seen[j] = marks.sweep[0]
            parent[j] = a
            return int(j)
    return -1


@compiled
def _has_free_place(flow: Flow, market: Market, j: int) -> bool:
    if flow.used[j] < flow.paid[j]:
        return True
    return bool(
        flow.paid[j] < market.capacity[j]
        and load_m(market, j, flow.paid[j] + 1) == flow.offer_price[j]
    )
