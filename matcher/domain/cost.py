"""The objective's terms for one pair, one offer and one unit: integers, metres-equivalent."""

from matcher.domain.categories import CATEGORY_BY_SLUG
from matcher.domain.needs import Need
from matcher.domain.offers import Offer
from matcher.domain.params import Params
from matcher.domain.places import distance_m
from matcher.domain.urgency import Urgency


def pair_distance_m(need: Need, offer: Offer) -> int:
    """Metres between the two places; 0 for remote categories, where nobody travels."""
    if CATEGORY_BY_SLUG[need.category].remote:
        return 0
    return distance_m(need.place, offer.place)


def pair_cost(need: Need, offer: Offer, params: Params) -> int:
    """Distance, and the border between two boroughs where there is one."""
    if CATEGORY_BY_SLUG[need.category].remote:
        return 0
    border = params.borough_penalty_m if need.borough != offer.borough else 0
    return pair_distance_m(need, offer) + border


def load_cost(offer: Offer, matches: int, params: Params) -> int:
    """What `matches` matches in one round add for this offer: convex, so work spreads."""
    return params.load_step_m * sum(offer.recent + k for k in range(matches))


def unserved_penalty(urgency: Urgency, days_waiting: int, params: Params) -> int:
    """What one unit left unserved costs: by urgency, doubled once it waited long enough."""
    waited = params.waiting_days + min(days_waiting, params.waiting_days)
    return params.unserved_base_m(urgency) * waited // params.waiting_days
