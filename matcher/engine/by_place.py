"""Rows in the order of their places, so that neighbours on the ground are neighbours in memory.

Every search goes from a need to the offers round it and on to the needs round those. In the
order of ids each step lands anywhere in memory; along a Z-shaped curve over the ground
(G. M. Morton, IBM Ottawa, 1966) it mostly lands near by. Rows of one place stay in the order
given, so the order depends on places and ids alone.
"""

from dataclasses import replace
from typing import NamedTuple

import numpy as np

from matcher.engine.problem import Ints, Masks, NeedArrays, OfferArrays, Problem, Rows
from matcher.engine.result import Result

# Shifts and masks that put a gap of one bit after each of 32 bits.
SPREAD = (
    (16, 0x0000_FFFF_0000_FFFF),
    (8, 0x00FF_00FF_00FF_00FF),
    (4, 0x0F0F_0F0F_0F0F_0F0F),
    (2, 0x3333_3333_3333_3333),
    (1, 0x5555_5555_5555_5555),
)
AVOIDED_FROM = NeedArrays._fields.index("avoid_start")


class PlaceOrder(NamedTuple):
    """The given rows in the order of their places."""

    needs: Ints  # (n,)
    offers: Ints  # (m,)


def place_order(problem: Problem) -> PlaceOrder:
    """Return the order of the problem's rows along the curve."""
    needs, offers = problem.needs, problem.offers
    return PlaceOrder(
        np.argsort(_along_curve(needs.easting, needs.northing), kind="stable"),
        np.argsort(_along_curve(offers.easting, offers.northing), kind="stable"),
    )


def in_order(problem: Problem, order: PlaceOrder) -> Problem:
    """Return the same problem with its rows in `order`."""
    plain = [column[order.needs] for column in problem.needs[:AVOIDED_FROM]]
    return replace(
        problem,
        needs=NeedArrays._make([*plain, *_avoided(problem.needs, order)]),
        offers=OfferArrays._make(column[order.offers] for column in problem.offers),
    )


def as_given(result: Result, order: PlaceOrder) -> Result:
    """Return the result of a problem in `order` in the rows that it was made from."""
    need, offer = order.needs[result.need_row], order.offers[result.offer_row]
    sort = np.lexsort((offer, need))
    return replace(
        result,
        need_row=need[sort].astype(np.int32),
        offer_row=offer[sort].astype(np.int32),
        unserved=result.unserved[_places_in(order.needs)],
        need_price=result.need_price[_places_in(order.needs)],
        offer_price=result.offer_price[_places_in(order.offers)],
    )


def _places_in(order: Ints) -> Ints:
    """Where each given row stands in `order`."""
    place = np.empty(len(order), dtype=np.int64)
    place[order] = np.arange(len(order))
    return place


def _avoided(needs: NeedArrays, order: PlaceOrder) -> tuple[Ints, Rows]:
    count = np.diff(needs.avoid_start)[order.needs]
    start = np.zeros(len(count) + 1, dtype=np.int64)
    np.cumsum(count, out=start[1:])
    given = np.repeat(needs.avoid_start[order.needs] - start[:-1], count) + np.arange(start[-1])
    need = np.repeat(np.arange(len(count)), count)
    offer = _places_in(order.offers)[needs.avoid_offer[given]].astype(np.int32)
    return start, offer[np.lexsort((offer, need))]


def _along_curve(easting: Rows, northing: Rows) -> Masks:
    """Place of each point on the curve: the bits of both numbers in turn."""
    return _spread(easting) | (_spread(northing) << np.uint64(1))


def _spread(metres: Rows) -> Masks:
    # From the least number that fits: west and south of the grid's zero come first.
    bits = (metres.astype(np.int64) + 2**31).astype(np.uint64)
    for shift, mask in SPREAD:
        bits = (bits | (bits << np.uint64(shift))) & np.uint64(mask)
    return bits
