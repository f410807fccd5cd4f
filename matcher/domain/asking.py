"""Whom the machine may ask: what lies between an offer as it was made and what it is given today.

An offer says what a volunteer would do. What may be proposed to them is less: the categories that
their checks allow today, while there is room in the week that they described.
"""

from collections.abc import Iterable, Set
from datetime import date

from matcher.domain.checks import DBS, Check, allowed_categories, attributes_from
from matcher.domain.life_cycles import VolunteerStatus
from matcher.domain.refusals import Invalid

# Nobody can reach the first, and nobody is to reach the second.
NOT_ASKED: frozenset[VolunteerStatus] = frozenset({VolunteerStatus.NEW, VolunteerStatus.SUSPENDED})


def given_today(
    categories: Iterable[str], status: VolunteerStatus, checks: Iterable[Check], today: date
) -> frozenset[str]:
    """Of the categories that somebody offers, those that may be proposed to them today."""
    if status in NOT_ASKED:
        return frozenset()
    return allowed_categories(categories, checks, today)


def provided_today(provides: Set[str], checks: Iterable[Check], today: date) -> frozenset[str]:
    """What an offer provides: the volunteer's word for all but the checks, which we have seen."""
    return frozenset(provides - {DBS}) | attributes_from(checks, today)


def places_left(
    spare: int,
    *,
    matches_per_week: int | None = None,
    matches_this_week: int = 0,
    messages_per_week: int | None = None,
    messages_this_week: int = 0,
) -> int:
    """How many more matches a volunteer may be given now through an offer.

    The plain witness of `matcher.service.rounds_capacity.capacities`, which says it of all offers.

    A volunteer whose messages of the week are used up would hear of it days later, with the need
    waiting: they are asked again when there is room. Who wants no message at all looks at their
    own page, and is asked there.
    """
    if min(spare, matches_this_week, messages_this_week) < 0:
        raise Invalid("Places, matches and messages are counted from 0.")
    left = spare
    if matches_per_week is not None:
        left = min(left, matches_per_week - matches_this_week)
    if messages_per_week:
        left = min(left, messages_per_week - messages_this_week)
    return max(0, left)
