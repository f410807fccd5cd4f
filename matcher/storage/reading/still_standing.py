"""Needs, offers and checks that time is wearing away: who is to be asked, and what has ended.

As in `follow_ups`, whether the exact moment has come is for the domain to say.
"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import Exists, Select, exists, func, or_, select

from matcher.domain.checks import CheckLevel
from matcher.domain.life_cycles import MatchStatus, NeedStatus, OfferStatus, VolunteerStatus
from matcher.domain.outbox import OutboxState
from matcher.storage.database import Store
from matcher.storage.tables import (
    CheckRow,
    MatchRow,
    NeedRow,
    OfferRow,
    OutboxRow,
    VolunteerRow,
)

# When somebody last said that an offer stands.
HEARD = func.coalesce(OfferRow.confirmed_at, OfferRow.created_at)
AT_WORK = (MatchStatus.ACCEPTED, MatchStatus.DONE_REPORTED)


class NeedToAskAbout(NamedTuple):
    """A need, and when it was last known to be wanted."""

    need_id: str
    resident_id: str
    category: str
    borough: str
    heard_at: datetime


class OfferToAskAbout(NamedTuple):
    """An offer, and when it was last known to stand."""

    offer_id: str
    volunteer_id: str
    heard_at: datetime


class PauseOver(NamedTuple):
    """An offer that rested until a day, which has come."""

    offer_id: str
    volunteer_id: str
    paused_until: date | None


class CheckToRenew(NamedTuple):
    """A check that is due for review soon."""

    check_id: str
    volunteer_id: str
    level: CheckLevel
    review_on: date | None


def needs_to_ask_about(
    store: Store, *, heard_before: datetime, kind: str, most: int
) -> Sequence[NeedToAskAbout]:
    """Open needs that nobody helps with, of which nothing was heard, and who were not asked."""
    asked_since = exists().where(
        OutboxRow.need_id == NeedRow.id,
        OutboxRow.kind == kind,
        OutboxRow.created_at > NeedRow.changed_at,
    )
    found = _unserved_needs(NeedRow.changed_at).where(
        NeedRow.changed_at <= heard_before, ~asked_since
    )
    return [
        NeedToAskAbout(*row)
        for row in store.execute(found.order_by(NeedRow.changed_at).limit(most))
    ]


def needs_that_are_silent(
    store: Store, *, asked_before: datetime, kind: str, most: int
) -> Sequence[NeedToAskAbout]:
    """Open needs that nobody helps with, whose residents were asked and did not answer.

    `heard_at` is here when they were asked.
    """
    found = (
        _unserved_needs(OutboxRow.sent_at)
        .join(OutboxRow, OutboxRow.need_id == NeedRow.id)
        .where(
            OutboxRow.kind == kind,
            OutboxRow.state == OutboxState.SENT,
            OutboxRow.created_at > NeedRow.changed_at,
            OutboxRow.sent_at <= asked_before,
        )
    )
    return [NeedToAskAbout(*row) for row in store.execute(found.order_by(NeedRow.id).limit(most))]


def unconfirmed_needs(
    store: Store, *, registered_before: datetime, most: int
) -> Sequence[NeedToAskAbout]:
    """Needs that nobody has confirmed; `heard_at` is when they were registered."""
    found = _needs(NeedRow.created_at).where(
        NeedRow.confirmed_at.is_(None),
        NeedRow.status != NeedStatus.CLOSED,
        NeedRow.created_at <= registered_before,
    )
    ordered = found.order_by(NeedRow.created_at).limit(most)
    return [NeedToAskAbout(*row) for row in store.execute(ordered)]


def needs_whose_day_is_over(store: Store, *, today: date, most: int) -> Sequence[NeedToAskAbout]:
    """Needs whose last day has passed, and with which nobody is at it."""
    found = _needs(NeedRow.changed_at).where(
        NeedRow.status != NeedStatus.CLOSED,
        NeedRow.confirmed_at.is_not(None),
        NeedRow.expires_on < today,
        ~_at_work(),
    )
    return [NeedToAskAbout(*row) for row in store.execute(found.order_by(NeedRow.id).limit(most))]


def was_ever_helped(store: Store, need_id: str) -> bool:
    """Whether anything of a need was done, and confirmed."""
    done = exists().where(MatchRow.need_id == need_id, MatchRow.status == MatchStatus.CONFIRMED)
    return bool(store.scalar(select(done)))


def offers_to_ask_about(
    store: Store, *, heard_before: datetime, kind: str, most: int
) -> Sequence[OfferToAskAbout]:
    """Active offers of which nothing was heard for long, and whose volunteers were not asked."""
    asked_since = exists().where(
        OutboxRow.kind == kind,
        OutboxRow.person_id == OfferRow.volunteer_id,
        OutboxRow.created_at > HEARD,
    )
    found = _offers(HEARD, heard_before).where(~asked_since)
    return [OfferToAskAbout(*row) for row in store.execute(found.order_by(OfferRow.id).limit(most))]


def offers_that_are_silent(
    store: Store, *, asked_before: datetime, kind: str, most: int
) -> Sequence[OfferToAskAbout]:
    """Active offers whose volunteers were asked and did not answer; `heard_at` is when."""
    found = (
        _offers(OutboxRow.sent_at, OutboxRow.created_at)
        .join(OutboxRow, OutboxRow.person_id == OfferRow.volunteer_id)
        .where(
            OutboxRow.kind == kind,
            OutboxRow.state == OutboxState.SENT,
            OutboxRow.sent_at <= asked_before,
        )
    )
    return [OfferToAskAbout(*row) for row in store.execute(found.order_by(OfferRow.id).limit(most))]


def offers_whose_pause_is_over(store: Store, *, today: date, most: int) -> Sequence[PauseOver]:
    """Offers that rest no longer than until today."""
    found = (
        select(OfferRow.id, OfferRow.volunteer_id, OfferRow.paused_until)
        .where(OfferRow.status == OfferStatus.PAUSED, OfferRow.paused_until <= today)
        .order_by(OfferRow.id)
        .limit(most)
    )
    return [PauseOver(*row) for row in store.execute(found)]


def checks_to_renew(
    store: Store, *, today: date, until: date, key: str, most: int
) -> Sequence[CheckToRenew]:
    """Checks that are due for review by a day, of volunteers who still help and were not told.

    `key` begins the key of the message that tells them; the check's id follows it. One beside
    which another of the same level holds for longer is left out.
    """
    other = CheckRow.__table__.alias("other")
    renewed = exists().where(
        other.c.volunteer_id == CheckRow.volunteer_id,
        other.c.level == CheckRow.level,
        other.c.revoked_at.is_(None),
        (other.c.review_on.is_(None)) | (other.c.review_on > CheckRow.review_on),
    )
    helping = exists().where(
        OfferRow.volunteer_id == CheckRow.volunteer_id, OfferRow.status != OfferStatus.ENDED
    )
    found = (
        select(CheckRow.id, CheckRow.volunteer_id, CheckRow.level, CheckRow.review_on)
        .join(VolunteerRow, VolunteerRow.person_id == CheckRow.volunteer_id)
        .where(
            CheckRow.revoked_at.is_(None),
            CheckRow.review_on.between(today, until),
            VolunteerRow.status != VolunteerStatus.SUSPENDED,
            ~renewed,
            ~exists().where(OutboxRow.idempotency_key == key + CheckRow.id),
            helping,
        )
        .order_by(CheckRow.review_on, CheckRow.id)
        .limit(most)
    )
    return [CheckToRenew(*row) for row in store.execute(found)]


def _needs(heard_at: Any) -> Select[*tuple[Any, ...]]:
    return select(NeedRow.id, NeedRow.person_id, NeedRow.category, NeedRow.borough, heard_at)


def _unserved_needs(heard_at: Any) -> Select[*tuple[Any, ...]]:
    return _needs(heard_at).where(
        NeedRow.status == NeedStatus.OPEN, NeedRow.confirmed_at.is_not(None), ~_at_work()
    )


def _at_work() -> Exists:
    return exists().where(MatchRow.need_id == NeedRow.id, MatchRow.status.in_(AT_WORK))


def _offers(heard_at: Any, heard_before: Any) -> Select[*tuple[Any, ...]]:
    """Active offers of which nothing was heard since, and whose volunteers are at nothing."""
    heard = or_(MatchRow.answered_at > heard_before, MatchRow.status.in_(AT_WORK))
    answered = exists().where(MatchRow.offer_id == OfferRow.id, heard)
    return select(OfferRow.id, OfferRow.volunteer_id, heard_at).where(
        OfferRow.status == OfferStatus.ACTIVE, heard_before >= HEARD, ~answered
    )
