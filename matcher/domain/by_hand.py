"""Pairing by hand: what a coordinator may do although the machine would not, and what nobody may.

A coordinator knows more than the rules: that somebody would go a mile further, or has learnt the
language. So most rules can be set aside, knowingly. Those that keep people safe cannot.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from enum import StrEnum

from matcher.domain.checks import DBS, Check, attributes_from, what_is_missing
from matcher.domain.eligibility import Obstacle, obstacle
from matcher.domain.life_cycles import VolunteerStatus
from matcher.domain.needs import Need
from matcher.domain.offers import Offer
from matcher.domain.refusals import Term


class Hand(StrEnum):
    """What stands in the way of pairing by hand, the safety of people first."""

    SUSPENDED = "suspended"
    CONTACT_NOT_PROVEN = "contact_not_proven"
    CHECK = "check"
    DBS_REQUIRED = "dbs_required"
    AVOIDED = "avoided"
    SERVING = "serving"
    FULL = "full"
    PAUSED = "paused"
    CATEGORY = "category"
    RADIUS = "radius"
    ATTRIBUTES = "attributes"
    LANGUAGE = "language"
    TIME = "time"
    DECLINED = "declined"


# Nobody may set these aside: people's safety, and places that are not there.
NEVER: frozenset[Hand] = frozenset(
    {
        Hand.SUSPENDED,
        Hand.CONTACT_NOT_PROVEN,
        Hand.CHECK,
        Hand.DBS_REQUIRED,
        Hand.AVOIDED,
        Hand.SERVING,
        Hand.FULL,
        Hand.PAUSED,
    }
)

IN_WORDS: Mapping[Hand, Term] = {
    Hand.SUSPENDED: Term("This volunteer is suspended."),
    Hand.CONTACT_NOT_PROVEN: Term("This volunteer has not proven their phone or e-mail yet."),
    Hand.CHECK: Term("A check that this kind of help needs has not been seen, or has run out."),
    Hand.DBS_REQUIRED: Term(
        "The resident wants somebody with a DBS check, and none has been seen."
    ),
    Hand.AVOIDED: Term("These two are not to be brought together."),
    Hand.SERVING: Term(
        "This volunteer helps with this already, or was asked and has not answered."
    ),
    Hand.FULL: Term("This volunteer has no place left."),
    Hand.PAUSED: Term("This offer is paused or has ended."),
    Hand.CATEGORY: Term("This volunteer does not offer this kind of help."),
    Hand.RADIUS: Term("It is further than this volunteer said they would go."),
    Hand.ATTRIBUTES: Term("This volunteer has not said that they have what is required."),
    Hand.LANGUAGE: Term("They share no language."),
    Hand.TIME: Term("This volunteer is not free at those times."),
    Hand.DECLINED: Term("This volunteer has said no to this before, or it went wrong."),
}
_SOFT: Mapping[Obstacle, Hand] = {
    Obstacle.PAUSED: Hand.PAUSED,
    Obstacle.CATEGORY: Hand.CATEGORY,
    Obstacle.RADIUS: Hand.RADIUS,
    Obstacle.ATTRIBUTES: Hand.ATTRIBUTES,
    Obstacle.LANGUAGE: Hand.LANGUAGE,
    Obstacle.TIME: Hand.TIME,
    Obstacle.AVOIDED: Hand.AVOIDED,
}


def who_they_are(
    need: Need, status: VolunteerStatus, checks: Iterable[Check], today: date
) -> Hand | None:
    """What keeps this volunteer from this need, whatever they offer: checks, above all."""
    checks = tuple(checks)
    if status is VolunteerStatus.SUSPENDED:
        return Hand.SUSPENDED
    if status is VolunteerStatus.NEW:
        return Hand.CONTACT_NOT_PROVEN
    if what_is_missing(need.category, checks, today):
        return Hand.CHECK
    if DBS in need.requires and DBS not in attributes_from(checks, today):
        return Hand.DBS_REQUIRED
    return None


def set_aside(need: Need, offer: Offer) -> list[Hand]:
    """Every rule that a coordinator would set aside by pairing these two, in their order.

    `offer` is as the volunteer made it, and `need` avoids nobody: those pairs are looked at first.
    """
    found = []
    # Each that is found is taken out of the way, so that the next one shows.
    while (no := obstacle(need, offer)) is not None:
        found.append(_SOFT[no])
        need, offer = _without(no, need, offer)
    return found


def _without(no: Obstacle, need: Need, offer: Offer) -> tuple[Need, Offer]:
    match no:
        case Obstacle.PAUSED:
            return need, replace(offer, paused=False)
        case Obstacle.CATEGORY:
            return need, replace(offer, categories=offer.categories | {need.category})
        case Obstacle.RADIUS:
            return replace(need, place=offer.place), offer
        case Obstacle.ATTRIBUTES:
            return replace(need, requires=frozenset()), offer
        case Obstacle.LANGUAGE:
            return replace(need, languages=frozenset()), offer
        case Obstacle.TIME:
            return replace(need, availability=frozenset()), offer
        case Obstacle.AVOIDED:
            return replace(need, avoid=frozenset()), offer
