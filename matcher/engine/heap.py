"""A binary heap of nodes that knows where each node stands, so that a distance can fall."""

from typing import NamedTuple

import numpy as np

from matcher.engine.compiled import compiled
from matcher.engine.problem import Ints

FAR = 2**61
OUT = -1  # never in this heap
DONE = -2  # was in it and came out


class Heap(NamedTuple):
    """Distances of nodes, the nearest on top, and the list of nodes touched."""

    distance: Ints  # (nodes,) FAR where untouched
    place: Ints  # (nodes,) position in `node`, OUT or DONE
    node: Ints  # (nodes,)
    touched: Ints  # (nodes,)
    size: Ints  # [nodes in the heap, nodes touched]


def new_heap(nodes: int) -> Heap:
    """Return an empty heap for nodes 0 … `nodes` - 1."""
    return Heap(
        distance=np.full(nodes, FAR, dtype=np.int64),
        place=np.full(nodes, OUT, dtype=np.int64),
        node=np.zeros(nodes, dtype=np.int64),
        touched=np.zeros(nodes, dtype=np.int64),
        size=np.zeros(2, dtype=np.int64),
    )


@compiled
def reach(heap: Heap, node: int, distance: int) -> bool:
    """Bring `node` to `distance` if that is nearer than before; say whether it was."""
    if distance >= heap.distance[node]:
        return False
    if heap.place[node] == OUT:
        heap.touched[heap.size[1]] = node
        heap.size[1] += 1
    if heap.place[node] < 0:
        heap.place[node] = heap.size[0]
        heap.node[heap.size[0]] = node
        heap.size[0] += 1
    heap.distance[node] = distance
    _rise(heap, heap.place[node])
    return True


@compiled
def take_nearest(heap: Heap) -> int:
    """Remove and return the nearest node; among equals the smallest number."""
    top = heap.node[0]
    heap.place[top] = DONE
    heap.size[0] -= 1
    if heap.size[0]:
        last = heap.node[heap.size[0]]
        heap.node[0] = last
        heap.place[last] = 0
        _sink(heap, 0)
    return int(top)


@compiled
def clear(heap: Heap) -> None:
    """Forget everything, at the price of the touched nodes only."""
    for t in range(heap.size[1]):
        heap.distance[heap.touched[t]] = FAR
        heap.place[heap.touched[t]] = OUT
    heap.size[0] = 0
    heap.size[1] = 0


@compiled
def _before(heap: Heap, a: int, b: int) -> bool:
    x, y = heap.node[a], heap.node[b]
    if heap.distance[x] != heap.distance[y]:
        return bool(heap.distance[x] < heap.distance[y])
    return bool(x < y)


@compiled
def _swap(heap: Heap, a: int, b: int) -> None:
    heap.node[a], heap.node[b] = heap.node[b], heap.node[a]
    heap.place[heap.node[a]] = a
    heap.place[heap.node[b]] = b


@compiled
def _rise(heap: Heap, k: int) -> None:
    while k and _before(heap, k, (k - 1) // 2):
        _swap(heap, k, (k - 1) // 2)
        k = (k - 1) // 2


@compiled
def _sink(heap: Heap, k: int) -> None:
    while 2 * k + 1 < heap.size[0]:
        child = 2 * k + 1
        if child + 1 < heap.size[0] and _before(heap, child + 1, child):
            child += 1
        if not _before(heap, child, k):
            return
        _swap(heap, k, child)
        k = child
