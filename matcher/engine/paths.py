"""Moving people along the path that a search found, in either direction."""

from matcher.engine.compiled import compiled
from matcher.engine.flow import NO_PAIR, Flow, seat, unseat
from matcher.engine.graph import Graph
from matcher.engine.problem import Ints

STREET = -1


@compiled
def move_forwards(graph: Graph, flow: Flow, parent: Ints, end_offer: int, end_need: int) -> None:
    """Walk back from the end to the root: each takes the place of the one after it."""
    m = len(flow.used)
    leaving = NO_PAIR
    if end_offer != STREET:
        if flow.used[end_offer] == flow.paid[end_offer]:
            flow.paid[end_offer] += 1
        arriving = parent[end_offer]
        leaving = parent[m + graph.need[arriving]]
        if leaving != NO_PAIR:
            unseat(graph, flow, leaving)
        seat(graph, flow, arriving)
    else:
        flow.unserved[end_need] += 1
        leaving = parent[m + end_need]
        if leaving != NO_PAIR:
            unseat(graph, flow, leaving)
    while leaving != NO_PAIR:
        arriving = parent[graph.offer[leaving]]
        leaving = parent[m + graph.need[arriving]]
        if leaving != NO_PAIR:
            unseat(graph, flow, leaving)
        seat(graph, flow, arriving)


@compiled
def move_backwards(graph: Graph, flow: Flow, parent: Ints, end_offer: int, end_need: int) -> None:
    """Walk from the end to the root: each who leaves a place takes the next one."""
    m = len(flow.used)
    if end_offer != STREET:
        flow.paid[end_offer] -= 1
        leaving = parent[end_offer]
        if leaving == NO_PAIR:
            return
        unseat(graph, flow, leaving)
        arriving = parent[m + graph.need[leaving]]
    else:
        flow.unserved[end_need] -= 1
        arriving = parent[m + end_need]
    while arriving != NO_PAIR:
        leaving = parent[graph.offer[arriving]]
        if leaving != NO_PAIR:
            unseat(graph, flow, leaving)
        seat(graph, flow, arriving)
        arriving = NO_PAIR
        if leaving != NO_PAIR:
            arriving = parent[m + graph.need[leaving]]
