"""Why somebody has not been asked: an honest list, most often with what would change it.

It says whether something stands in the way, and never how much waits where: a volunteer who
moved their place about could otherwise feel out where people live who need help.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from matcher.domain.categories import CATEGORY_BY_SLUG
from matcher.domain.checks import (
    NEEDED,
    Check,
    CheckLevel,
    allowed_categories,
    attributes_from,
)
from matcher.domain.eligibility import Obstacle, obstacle
from matcher.domain.life_cycles import OfferStatus, VolunteerStatus
from matcher.domain.message_budget import WEEK
from matcher.domain.needs import Need
from matcher.domain.offers import Offer
from matcher.domain.refusals import NotFound
from matcher.service.acting import Act
from matcher.service.post import limits_of
from matcher.storage.reading.checks import checks_of
from matcher.storage.reading.needs_nearby import refused_needs, waiting_needs
from matcher.storage.reading.outbox import sends_planned_since
from matcher.storage.reading.volunteers import (
    OfferSummary,
    VolunteerSummary,
    matches_since,
    standing_offer_of,
    volunteer_summary,
)
from matcher.storage.writing.volunteers import NO_SUCH_VOLUNTEER

# So many open needs are looked at one by one; a page must not take longer where more wait.
MOST_LOOKED_AT = 400


class Why(StrEnum):
    """One thing that stands between a volunteer and a question."""

    SUSPENDED = "suspended"
    CONTACT_NOT_PROVEN = "contact_not_proven"
    NO_OFFER = "no_offer"
    PAUSED = "paused"
    FULL = "full"
    WEEK_IS_FULL = "week_is_full"
    NO_MESSAGES_WANTED = "no_messages_wanted"
    MESSAGES_USED_UP = "messages_used_up"
    CHECK_MISSING = "check_missing"
    NOTHING_NEAR = "nothing_near"
    ASKS_FOR_MORE = "asks_for_more"
    OTHER_LANGUAGES = "other_languages"
    OTHER_TIMES = "other_times"
    SAID_NO = "said_no"
    OTHERS_FIRST = "others_first"


@dataclass(frozen=True, slots=True)
class WhyNot:
    """A reason with what it is about: a day, a number, the kinds of help and their check."""

    why: Why
    until: date | datetime | None = None
    number: int | None = None
    categories: tuple[str, ...] = ()
    level: CheckLevel | None = None


# What keeps open needs from an offer, from the nearest miss to the furthest.
_MISSES: dict[Obstacle, Why] = {
    Obstacle.AVOIDED: Why.SAID_NO,
    Obstacle.TIME: Why.OTHER_TIMES,
    Obstacle.LANGUAGE: Why.OTHER_LANGUAGES,
    Obstacle.ATTRIBUTES: Why.ASKS_FOR_MORE,
}


def why_not_asked(act: Act, volunteer_id: str) -> tuple[WhyNot, ...]:
    """All that stands between a volunteer and the next question, the weightiest first."""
    volunteer = volunteer_summary(act.store, volunteer_id)
    if volunteer is None:
        raise NotFound(NO_SUCH_VOLUNTEER)
    offer = standing_offer_of(act.store, volunteer_id)
    return why_not(act, volunteer, offer, checks_of(act.store, volunteer_id))


def why_not(
    act: Act, volunteer: VolunteerSummary, offer: OfferSummary | None, checks: Sequence[Check]
) -> tuple[WhyNot, ...]:
    """The same, for whoever has looked at the volunteer already."""
    found = [*_standing(volunteer, offer)]
    if offer is None or volunteer.status is VolunteerStatus.SUSPENDED:
        return tuple(found)
    found += _budget(act, volunteer)
    found += _checks_missing(offer, checks, act.today)
    return (*found, *_around(act, offer, checks))


def _standing(volunteer: VolunteerSummary, offer: OfferSummary | None) -> Iterator[WhyNot]:
    if volunteer.status is VolunteerStatus.SUSPENDED:
        yield WhyNot(Why.SUSPENDED)
        return
    if volunteer.contact_proven_at is None:
        yield WhyNot(Why.CONTACT_NOT_PROVEN)
    if offer is None:
        yield WhyNot(Why.NO_OFFER)
    elif offer.status is OfferStatus.PAUSED:
        yield WhyNot(Why.PAUSED, until=offer.paused_until)
    elif offer.full:
        yield WhyNot(Why.FULL, number=offer.capacity)


def _budget(act: Act, volunteer: VolunteerSummary) -> Iterator[WhyNot]:
    most = volunteer.matches_per_week
    if most is not None and matches_since(act.store, volunteer.id, act.now - WEEK) >= most:
        yield WhyNot(Why.WEEK_IS_FULL, number=most)
    limits = limits_of(volunteer)
    if limits.most_per_week == 0:
        yield WhyNot(Why.NO_MESSAGES_WANTED)
    elif limits.most_per_week is not None:
        sent = sends_planned_since(act.store, volunteer.id, act.now - WEEK)
        # The hours of quiet pass by themselves and are no reason worth telling.
        again = replace(limits, quiet_hours=None).next_send_at(act.now, sent)
        if again is not None and again > act.now:
            yield WhyNot(Why.MESSAGES_USED_UP, until=again, number=limits.most_per_week)


def _checks_missing(offer: OfferSummary, checks: Sequence[Check], today: date) -> Iterator[WhyNot]:
    missing = offer.categories - allowed_categories(offer.categories, checks, today)
    for level in CheckLevel:
        slugs = tuple(
            slug
            for slug in CATEGORY_BY_SLUG
            if slug in missing and NEEDED[CATEGORY_BY_SLUG[slug].task_class] is level
        )
        if slugs:
            yield WhyNot(Why.CHECK_MISSING, categories=slugs, level=level)


def _around(act: Act, offer: OfferSummary, checks: Sequence[Check]) -> tuple[WhyNot, ...]:
    """What the open needs around say; nothing where no kind of help may be given yet."""
    may_give = allowed_categories(offer.categories, checks, act.today)
    if not may_give:
        return ()
    as_rule = Offer(
        id=offer.id,
        categories=may_give,
        place=offer.place,
        borough=offer.borough,
        radius_m=offer.radius_m,
        languages=offer.languages,
        provides=offer.provides | attributes_from(checks, act.today),
        availability=offer.availability,
    )
    refused = refused_needs(act.store, offer.id)
    stood: set[Obstacle] = set()
    each = MOST_LOOKED_AT // len(may_give)
    for need in waiting_needs(
        act.store, sorted(may_give), offer.place, offer.radius_m, most_each=each
    ):
        in_the_way = obstacle(_with(need, as_rule, refused), as_rule)
        if in_the_way is None:
            return (WhyNot(Why.OTHERS_FIRST),)
        stood.add(in_the_way)
    missed = tuple(WhyNot(why) for kind, why in _MISSES.items() if kind in stood)
    return missed or (WhyNot(Why.NOTHING_NEAR, number=offer.radius_m),)


def _with(need: Need, offer: Offer, refused: frozenset[str]) -> Need:
    return replace(need, avoid=frozenset({offer.id})) if need.id in refused else need
