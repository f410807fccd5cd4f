"""Looking for better pairs where distance plays no part: offers in order of price."""

from matcher.engine.compiled import compiled
from matcher.engine.graph import Graph
from matcher.engine.priced_index import PricedIndex, is_listed
from matcher.engine.problem import NOBODY, Ints, NeedArrays, OfferArrays, Rows
from matcher.engine.rules import suits


@compiled
def _walk_by_price(
    needs: NeedArrays,
    offers: OfferArrays,
    priced: PricedIndex,
    graph: Graph,
    i: int,
    first: int,
    stop: int,
    most: int,
    found: Rows,
) -> int:
    """Fill `found` with up to `most` new remote offers among those in price order
    from `first` up to `stop`; return how many."""
    count = 0
    for s in range(first, stop):
        j = priced.remote_slot[s]
        if offers.capacity[j] and suits(needs, offers, i, j) and not is_listed(graph, i, j):
            found[count] = j
            count += 1
            if count == most:
                break
    return count


@compiled
def look_remote(
    needs: NeedArrays,
    offers: OfferArrays,
    priced: PricedIndex,
    graph: Graph,
    i: int,
    turn: float,
    bar: int,
    better: Rows,
    value: Ints,
) -> int:
    """Fill `value` with the cheapest new choices, and `better` with some of all under the bar.

    The bound needs the cheapest. The next solve needs variety: where every need were shown
    the same few cheapest offers, each round could mend only as many prices.
    """
    begin = priced.town.remote_start[needs.category[i]]
    stop = _first_from(
        priced.remote_slot,
        priced.price,
        begin,
        priced.town.remote_start[needs.category[i] + 1],
        bar,
    )
    units, most = needs.units[i], len(better)
    cheapest = _walk_by_price(needs, offers, priced, graph, i, begin, stop, units, better)
    for k in range(cheapest):
        value[k] = priced.price[better[k]]
    better[:cheapest] = NOBODY
    if cheapest:
        own = begin + int(turn * (stop - begin))
        count = _walk_by_price(needs, offers, priced, graph, i, own, stop, most, better)
        if count < most:
            _walk_by_price(
                needs, offers, priced, graph, i, begin, own, most - count, better[count:]
            )
    return cheapest


@compiled
def _first_from(slot: Rows, price: Ints, low: int, high: int, bar: int) -> int:
    """Where in price order the offers begin that cost `bar` or more."""
    while low < high:
        middle = (low + high) // 2
        if price[slot[middle]] < bar:
            low = middle + 1
        else:
            high = middle
    return low
