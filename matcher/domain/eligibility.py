"""Which offers may serve which needs: every hard rule, in one order, with the first reason.

This is the slow and plain witness. The engine says the same in arrays, and a test holds the
two equal on random towns; a coordinator who pairs by hand gets this one.
"""

from enum import StrEnum

from matcher.domain.categories import CATEGORY_BY_SLUG
from matcher.domain.cost import pair_distance_m
from matcher.domain.needs import Need
from matcher.domain.offers import Offer


class Obstacle(StrEnum):
    """Why one offer may not serve one need: the first rule that says no."""

    PAUSED = "paused"
    CATEGORY = "category"
    RADIUS = "radius"
    ATTRIBUTES = "attributes"
    LANGUAGE = "language"
    TIME = "time"
    AVOIDED = "avoided"


class Blocker(StrEnum):
    """What stands in the way of a unit: the first gate that no offer passes."""

    NO_OFFER_IN_CATEGORY = "no_offer_in_category"
    NONE_WITHIN_RADIUS = "none_within_radius"
    NONE_WITH_ATTRIBUTES = "none_with_attributes"
    NONE_WITH_LANGUAGE = "none_with_language"
    NONE_AT_THAT_TIME = "none_at_that_time"
    AVOIDED = "avoided"
    ALL_FULL = "all_full"


BLOCKERS: tuple[Blocker, ...] = tuple(Blocker)

# How far a pair got before its obstacle: an offer that fails the language rule has passed
# category, radius and attributes, so those gates are open.
GATES_PASSED: dict[Obstacle | None, int] = {
    Obstacle.PAUSED: 0,
    Obstacle.CATEGORY: 0,
    Obstacle.RADIUS: 1,
    Obstacle.ATTRIBUTES: 2,
    Obstacle.LANGUAGE: 3,
    Obstacle.TIME: 4,
    Obstacle.AVOIDED: 5,
    None: 6,
}


def obstacle(need: Need, offer: Offer) -> Obstacle | None:
    """Return the first rule that keeps `offer` from `need`, or None when it is eligible."""
    remote = CATEGORY_BY_SLUG[need.category].remote
    if offer.paused:
        return Obstacle.PAUSED
    if need.category not in offer.categories:
        return Obstacle.CATEGORY
    if not remote and pair_distance_m(need, offer) > offer.radius_m:
        return Obstacle.RADIUS
    if not need.requires <= offer.provides:
        return Obstacle.ATTRIBUTES
    if need.languages and not need.languages & offer.languages:
        return Obstacle.LANGUAGE
    if need.availability and offer.availability and not need.availability & offer.availability:
        return Obstacle.TIME
    if offer.id in need.avoid:
        return Obstacle.AVOIDED
    return None


def eligible(need: Need, offer: Offer) -> bool:
    """Whether every hard rule allows this pair."""
    return obstacle(need, offer) is None


def blocker(need: Need, offers: list[Offer]) -> Blocker:
    """What keeps an unserved unit of `need` from being served by `offers`.

    `all_full` when somebody passes every gate: then only places were missing.
    """
    furthest = max((GATES_PASSED[obstacle(need, offer)] for offer in offers), default=0)
    return BLOCKERS[furthest]
