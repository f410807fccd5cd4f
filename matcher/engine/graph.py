"""The candidate graph: for each need the pairs that the solver looks at, and it can grow."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from matcher.engine.compiled import compiled
from matcher.engine.problem import Ints, Rows


class Graph(NamedTuple):
    """Pairs by need: those of need `i` are `start[i]` up to `start[i + 1]`."""

    start: Ints  # (n + 1,)
    need: Rows  # (pairs,)
    offer: Rows  # (pairs,)
    cost: Rows | Ints  # (pairs,) metres-equivalent


class Reverse(NamedTuple):
    """The same pairs by offer: those of `j` are `pair[start[j] : start[j + 1]]`."""

    start: Ints  # (m + 1,)
    pair: Ints  # (pairs,)


def graph_of(needs: int, need: Rows, offer: Rows, cost: Rows) -> Graph:
    """Return the graph of pairs that are already sorted by need."""
    start = np.zeros(needs + 1, dtype=np.int64)
    np.cumsum(np.bincount(need, minlength=needs), out=start[1:])
    return Graph(start, need, offer, cost)


def including(
    graph: Graph, held: NDArray[np.bool_], need: Rows, offer: Rows, cost: Rows
) -> tuple[Graph, NDArray[np.bool_]]:
    """Return the graph with further pairs (sorted by need), and `held` carried over."""
    total = len(graph.need) + len(need)
    start = graph.start + np.concatenate(
        [[0], np.cumsum(np.bincount(need, minlength=len(graph.start) - 1))]
    ).astype(np.int64)
    grown = Graph(start, *(np.empty(total, dtype=np.int32) for _ in range(3)))
    kept = np.zeros(total, dtype=np.bool_)
    _merge(graph, held, need, offer, cost, grown, kept)
    return grown, kept


@compiled
def _merge(
    graph: Graph,
    held: NDArray[np.bool_],
    need: Rows,
    offer: Rows,
    cost: Rows,
    grown: Graph,
    kept: NDArray[np.bool_],
) -> None:
    fresh = 0
    for i in range(len(graph.start) - 1):
        at = grown.start[i]
        for a in range(graph.start[i], graph.start[i + 1]):
            grown.need[at], grown.offer[at], grown.cost[at] = i, graph.offer[a], graph.cost[a]
            kept[at] = held[a]
            at += 1
        while fresh < len(need) and need[fresh] == i:
            grown.need[at], grown.offer[at], grown.cost[at] = i, offer[fresh], cost[fresh]
            fresh += 1
            at += 1


def reverse_of(graph: Graph, offers: int) -> Reverse:
    """Return the pairs by offer, in the order of needs."""
    start = np.zeros(offers + 1, dtype=np.int64)
    np.cumsum(np.bincount(graph.offer, minlength=offers), out=start[1:])
    pair = np.empty(len(graph.offer), dtype=np.int64)
    _scatter(graph.offer, start[:-1].copy(), pair)
    return Reverse(start, pair)


@compiled
def _scatter(offer: Rows, free: Ints, pair: Ints) -> None:
    for a in range(len(offer)):
        pair[free[offer[a]]] = a
        free[offer[a]] += 1
