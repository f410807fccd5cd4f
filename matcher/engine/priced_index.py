"""The town index with prices: the cheapest offer of every cell, and remote offers by price."""

from typing import NamedTuple

import numpy as np

from matcher.engine.compiled import compiled
from matcher.engine.graph import Graph
from matcher.engine.problem import FAR, Ints, Rows
from matcher.engine.town_index import TownIndex


class PricedIndex(NamedTuple):
    """Where the offers are, and what they ask at most prices that are looked at."""

    town: TownIndex
    price: Ints  # (m,)
    cheapest: Ints  # (categories, occupied cells)
    remote_slot: Rows


def priced_index(index: TownIndex, price: Ints) -> PricedIndex:
    """Return `index` at the prices given."""
    cheapest = np.full((index.start.shape[0], index.start.shape[1] - 1), FAR, dtype=np.int64)
    _cheapest(index, price, cheapest)
    remote = index.remote_slot.copy()
    for begin, end in zip(index.remote_start[:-1], index.remote_start[1:], strict=True):
        part = index.remote_slot[begin:end]
        remote[begin:end] = part[np.argsort(price[part], kind="stable")]
    return PricedIndex(index, price, cheapest, remote)


@compiled
def _cheapest(index: TownIndex, price: Ints, cheapest: Ints) -> None:
    for c in range(cheapest.shape[0]):
        for cell in range(cheapest.shape[1]):
            for s in range(index.start[c, cell], index.start[c, cell + 1]):
                cheapest[c, cell] = min(cheapest[c, cell], price[index.slot[s]])


@compiled
def is_listed(graph: Graph, i: int, j: int) -> bool:
    """Whether the pair is in the graph already."""
    for a in range(graph.start[i], graph.start[i + 1]):  # noqa: SIM110 (numba knows no any)
        if graph.offer[a] == j:
            return True
    return False
