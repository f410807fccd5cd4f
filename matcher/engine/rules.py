"""The rules of one pair in arrays: the fast twin of `matcher.domain.eligibility`."""

import numpy as np

from matcher.engine.compiled import compiled
from matcher.engine.problem import NeedArrays, OfferArrays

# How far a pair gets, as matcher.domain.eligibility.GATES_PASSED numbers it.
GATE_CATEGORY, GATE_RADIUS, GATE_ATTRIBUTES, GATE_LANGUAGE, GATE_TIME, GATE_AVOIDED = range(6)
GATES = 6


@compiled
def distance(needs: NeedArrays, offers: OfferArrays, i: int, j: int) -> int:
    """Metres between two places, rounded half up.

    A square root of a whole number is never a half, and below 2**52 the float nearest to it
    lies on the right side of every half, so this equals the integer arithmetic of the domain.
    """
    dx = np.float64(needs.easting[i] - offers.easting[j])
    dy = np.float64(needs.northing[i] - offers.northing[j])
    return int(np.sqrt(dx * dx + dy * dy) + 0.5)


@compiled
def border(needs: NeedArrays, offers: OfferArrays, i: int, j: int, border_m: int) -> int:
    """What a border between the two boroughs adds, where there is one."""
    return border_m if needs.borough[i] != offers.borough[j] else 0


@compiled
def has_category(needs: NeedArrays, offers: OfferArrays, i: int, j: int) -> bool:
    """Whether offer `j` is active and gives the kind of help of need `i`."""
    return bool((offers.categories[j] >> np.uint64(needs.category[i])) & np.uint64(1) != 0)


@compiled
def has_attributes(needs: NeedArrays, offers: OfferArrays, i: int, j: int) -> bool:
    """Whether offer `j` provides every attribute that need `i` requires."""
    for word in range(needs.requires.shape[1]):
        if needs.requires[i, word] & ~offers.provides[j, word]:
            return False
    return True


@compiled
def has_language(needs: NeedArrays, offers: OfferArrays, i: int, j: int) -> bool:
    """Whether they share a language, where need `i` names any."""
    named = False
    for word in range(needs.languages.shape[1]):
        if needs.languages[i, word]:
            named = True
            if needs.languages[i, word] & offers.languages[j, word]:
                return True
    return not named


@compiled
def has_time(needs: NeedArrays, offers: OfferArrays, i: int, j: int) -> bool:
    """Whether they share a half-day, where both name any."""
    wanted, given = needs.slots[i], offers.slots[j]
    return bool(wanted == 0 or given == 0 or wanted & given != 0)


@compiled
def is_avoided(needs: NeedArrays, i: int, j: int) -> bool:
    """Whether offer `j` stands on the avoid list of need `i`."""
    low, high = needs.avoid_start[i], needs.avoid_start[i + 1]
    while low < high:
        middle = (low + high) // 2
        if needs.avoid_offer[middle] < j:
            low = middle + 1
        else:
            high = middle
    return bool(low < needs.avoid_start[i + 1] and needs.avoid_offer[low] == j)


@compiled
def suits(needs: NeedArrays, offers: OfferArrays, i: int, j: int) -> bool:
    """Whether every rule but category and radius allows the pair."""
    return (
        has_attributes(needs, offers, i, j)
        and has_language(needs, offers, i, j)
        and has_time(needs, offers, i, j)
        and not is_avoided(needs, i, j)
    )


@compiled
def gates_passed(needs: NeedArrays, offers: OfferArrays, i: int, j: int, remote: bool) -> int:
    """How many gates the pair passes, in the domain's order; GATES means eligible."""
    if not has_category(needs, offers, i, j):
        return GATE_CATEGORY
    if not remote and distance(needs, offers, i, j) > offers.radius[j]:
        return GATE_RADIUS
    if not has_attributes(needs, offers, i, j):
        return GATE_ATTRIBUTES
    if not has_language(needs, offers, i, j):
        return GATE_LANGUAGE
    if not has_time(needs, offers, i, j):
        return GATE_TIME
    if is_avoided(needs, i, j):
        return GATE_AVOIDED
    return GATES
