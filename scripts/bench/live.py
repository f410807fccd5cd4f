"""The live index on 90,000 offers: seconds of a question and of a change, ours and a tree's.

The tree is what a user would pick: an rtree of the service squares, whose hits are filtered
by the rules with numpy. It is asked about half as often, since it takes longer.
"""

import json
import os
import sys
from collections.abc import Callable, Iterable
from time import perf_counter, thread_time
from typing import Any

import numpy as np
from rtree import index as rtree

from matcher.bootstrap import Tools
from matcher.domain.needs import Need
from matcher.domain.offers import Offer
from matcher.domain.params import Params
from matcher.engine.live_index import LiveIndex
from matcher.engine.problem import REMOTE, Problem
from matcher.service.example.town import example_town
from scripts.bench.evaluate import eligible_pairs, pair_costs
from scripts.bench.instance import problem_of

K = 10
NEEDS = 4_000


def main(arguments: list[str]) -> None:
    """Take a number of offers and a seed; print JSON."""
    offers, seed = int(arguments[0]), int(arguments[1])
    postcodes = Tools.from_env(os.environ).postcodes
    town = example_town(postcodes, needs=NEEDS, offers=offers, seed=seed)
    figures = {"offers": offers, "k": K, "ours": ours(town.need_values(), town.offer_values())}
    json.dump(figures | {"rtree": squares(problem_of(town, Params()))}, sys.stdout)


def ours(needs: list[Need], offers: list[Offer]) -> dict[str, float]:
    """Ask for every need, inner London among them as often as people live there."""
    LiveIndex(Params(), offers[:100]).cheapest(needs[0], K)
    begin = perf_counter()
    index = LiveIndex(Params(), offers)
    built = perf_counter() - begin
    index.change(offers[0])
    found = {}
    for need in needs:
        found[need.id] = index.cheapest(need, K)
    queries = timed(lambda need: index.cheapest(need, K), needs)
    # On a machine with other work the slowest hundredth are those that had to wait for it.
    at_work = timed(lambda need: index.cheapest(need, K), needs, thread_time)
    some = offers[:: max(1, len(offers) // NEEDS)]

    def come_and_go(offer: Offer) -> None:
        index.remove(offer.id)
        index.add(offer)

    return (
        {"build_s": built, "found": sum(map(len, found.values())) / max(1, len(found))}
        | percentiles("query", queries)
        | percentiles("query_at_work", at_work)
        | percentiles("change", timed(index.change, some))
        | percentiles("remove_and_add", timed(come_and_go, some))
        | percentiles("hold", timed(lambda offer: index.hold(offer.id, offer.capacity), some))
    )


def squares(problem: Problem) -> dict[str, float]:
    """One rtree of service squares, filtered by numpy."""
    offers, needs = problem.offers, problem.needs
    place = np.column_stack([offers.easting, offers.northing]).astype(float)
    radius = offers.radius[:, None].astype(float)
    low, high = place - radius, place + radius
    begin = perf_counter()
    tree = rtree.Index((np.arange(len(place)), low, high))
    built = perf_counter() - begin
    inside: Callable[..., Any] = tree.intersection_v

    def ask(i: int) -> list[int]:
        point = np.array([[needs.easting[i], needs.northing[i]]], dtype=float)
        # It answers in the platform's own integers, unsigned on some.
        hits = inside(point, point)[0].astype(np.int32)
        rows = np.full(len(hits), i, dtype=np.int32)
        allowed = eligible_pairs(problem, rows, hits) & (offers.capacity[hits] > 0)
        rows, hits = rows[allowed], hits[allowed]
        load = problem.params.load_step_m * offers.recent[hits].astype(np.int64)
        cost = pair_costs(problem, rows, hits) + load
        return hits[np.lexsort((hits, cost))[:K]].tolist()  # type: ignore[no-any-return]

    def change(j: int) -> None:
        box = (*low[j], *high[j])
        tree.delete(j, box)
        tree.insert(j, box)

    near = np.flatnonzero(~REMOTE[needs.category])[::2].tolist()
    some = range(0, len(place), max(1, len(place) // 1_000))
    return (
        {"build_s": built}
        | percentiles("query", timed(ask, near))
        | percentiles("change", timed(change, some))
    )


def timed(
    call: Callable[..., object],
    arguments: Iterable[object],
    clock: Callable[[], float] = perf_counter,
) -> list[float]:
    """Milliseconds of each call."""
    took = []
    for argument in arguments:
        begin = clock()
        call(argument)
        took.append(1_000 * (clock() - begin))
    return took


def percentiles(name: str, took: list[float]) -> dict[str, float]:
    """The median and the 99th percentile, in milliseconds."""
    p50, p99 = np.percentile(took, [50, 99]).tolist() if took else (0.0, 0.0)
    return {f"{name}_p50_ms": p50, f"{name}_p99_ms": p99}


if __name__ == "__main__":
    main(sys.argv[1:])
