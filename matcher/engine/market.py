"""What the flow solver needs to know of the two sides: who asks for how much, who gives.

A problem's needs and offers, then the hubs' rows (see `hubs`): the solver makes no
difference between them.
"""

from typing import NamedTuple

import numpy as np

from matcher.engine.compiled import compiled
from matcher.engine.problem import Ints, Problem


class Market(NamedTuple):
    """Both sides of the flow network, one row each."""

    units: Ints  # (n,) units wanted
    penalty: Ints  # (n,) for each unit left unserved
    capacity: Ints  # (m,) places
    recent: Ints  # (m,) matches already carried, in steps
    step_m: Ints  # (m,) what each further match adds

    @property
    def needs(self) -> int:
        """How many rows ask."""
        return len(self.units)

    @property
    def offers(self) -> int:
        """How many rows give."""
        return len(self.capacity)

    def first_load(self) -> Ints:
        """What the first place of each offer adds, metres-equivalent."""
        return self.recent * self.step_m


def market_of(problem: Problem) -> Market:
    """Return the market of the problem's own rows."""
    offers = problem.offers
    return Market(
        units=problem.needs.units.astype(np.int64),
        penalty=problem.needs.penalty,
        capacity=offers.capacity.astype(np.int64),
        recent=offers.recent.astype(np.int64),
        step_m=np.full(len(offers.radius), problem.params.load_step_m, dtype=np.int64),
    )


def places_worth_paying(market: Market, price: Ints) -> Ints:
    """How many places of each offer add less load than its price."""
    step = np.maximum(market.step_m, 1)
    by_step = -(-price // step) - market.recent
    places = np.where(market.step_m > 0, by_step, np.where(price > 0, market.capacity, 0))
    return np.clip(places, 0, market.capacity)


def value_of_places(market: Market, price: Ints) -> int:
    """Sum over offers and their places of what the price leaves above the place's load."""
    places = places_worth_paying(market, price)
    load = market.step_m * (market.recent * places + places * (places - 1) // 2)
    return int((price * places - load).sum())


def last_load(market: Market, used: Ints) -> Ints:
    """What the last place in use adds, or the first one where none is: no price is lower."""
    return market.step_m * (market.recent + np.maximum(used, 1) - 1)


@compiled
def load_m(market: Market, j: int, k: int) -> int:
    """L(k): what the k-th place of offer `j` adds, k from 1."""
    return int(market.step_m[j] * (market.recent[j] + k - 1))
