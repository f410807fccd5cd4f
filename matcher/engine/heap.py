"""A binary heap of nodes that knows where each node stands, so that a distance can fall."""

from typing import NamedTuple

import numpy as np

from matcher.engine.compiled import compiled
from matcher.engine.problem import FAR, Ints

OUT = -1  # never in this heap
DONE = -2  # was in it and came out


class Heap(NamedTuple):
    """Distances of nodes, the nearest on top, and the list of nodes touched."""

    distance: Ints  # (nodes,) FAR where untouched
    place: Ints  # (nodes,) position in `node`, OUT or DONE
    node: Ints  # (nodes,)
    key: Ints  # (nodes,) distance of each in `node`: beside it, not somewhere in memory
    touched: Ints  # (nodes,)
    size: Ints  # [nodes in the heap, nodes touched]


def new_heap(nodes: int) -> Heap:
    """Return an empty heap for nodes 0 … `nodes` - 1."""
    return Heap(
        distance=np.full(nodes, FAR, dtype=np.int64),
        place=np.full(nodes, OUT, dtype=np.int64),
        node=np.zeros(nodes, dtype=np.int64),
        key=np.zeros(nodes, dtype=np.int64),
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
    place = heap.place[node]
    if place < 0:
        place = heap.size[0]
        heap.size[0] += 1
    heap.distance[node] = distance
    _rise(heap, place, node, distance)
    return True


@compiled
def take_nearest(heap: Heap) -> int:
    """Remove and return the nearest node; among equals the smallest number."""
    top = heap.node[0]
    heap.place[top] = DONE
    heap.size[0] -= 1
    if heap.size[0]:
        last = heap.size[0]
        _sink(heap, heap.node[last], heap.key[last])
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
def _rise(heap: Heap, k: int, node: int, key: int) -> None:
    while k:
        up = (k - 1) // 2
        if heap.key[up] < key or (heap.key[up] == key and heap.node[up] < node):
            break
        _put(heap, k, heap.node[up], heap.key[up])
        k = up
    _put(heap, k, node, key)


@compiled
def _sink(heap: Heap, node: int, key: int) -> None:
    """The top is free: `node` finds its place among what is below."""
    k, size = 0, heap.size[0]
    while 2 * k + 1 < size:
        child = 2 * k + 1
        if child + 1 < size and _before(heap, child + 1, child):
            child += 1
        if key < heap.key[child] or (key == heap.key[child] and node < heap.node[child]):
            break
        _put(heap, k, heap.node[child], heap.key[child])
        k = child
    _put(heap, k, node, key)


@compiled
def _before(heap: Heap, a: int, b: int) -> bool:
    if heap.key[a] != heap.key[b]:
        return bool(heap.key[a] < heap.key[b])
    return bool(heap.node[a] < heap.node[b])


@compiled
def _put(heap: Heap, k: int, node: int, key: int) -> None:
    heap.node[k], heap.key[k], heap.place[node] = node, key, k
