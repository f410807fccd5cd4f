"""Matches of which the clock has something to ask: proposals nearly lapsed, help that was due.

Each is left out once a message of that kind about it is in the outbox, so that asking twice finds
nothing to ask. Whether the exact moment has come is for the domain to say: here is only who may
be due.
"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Exists, Select, exists, func, select

from matcher.domain.life_cycles import MatchStatus
from matcher.domain.outbox import OutboxState
from matcher.domain.urgency import Urgency
from matcher.storage.database import Store
from matcher.storage.tables import MatchRow, NeedRow, OfferRow, OutboxRow


class MatchToAskAbout(NamedTuple):
    """A match, with whom to ask; `since` is when they were told of it, or said yes."""

    match_id: str
    need_id: str
    resident_id: str
    volunteer_id: str
    category: str
    borough: str
    urgency: Urgency
    status: MatchStatus
    deadline: datetime | None
    agreed_on: date | None
    since: datetime


def proposals_to_remind_of(
    store: Store, *, now: datetime, until: datetime, kind: str, told_by: str, most: int
) -> Sequence[MatchToAskAbout]:
    """Proposals that lapse before `until`, of which the volunteer was told and not reminded.

    `told_by` is the kind of message that told them, `kind` that of the reminder.
    """
    found = (
        _matches(OutboxRow.sent_at)
        .join(OutboxRow, OutboxRow.match_id == MatchRow.id)
        .where(
            OutboxRow.kind == told_by,
            OutboxRow.state == OutboxState.SENT,
            MatchRow.status == MatchStatus.PROPOSED,
            MatchRow.deadline > now,
            MatchRow.deadline <= until,
            ~_posted(kind),
        )
        .order_by(MatchRow.deadline)
        .limit(most)
    )
    return [MatchToAskAbout(*row) for row in store.execute(found)]


def matches_to_ask_about(
    store: Store,
    *,
    statuses: frozenset[MatchStatus],
    answered_before: datetime,
    kind: str,
    after: str,
    most: int,
) -> Sequence[MatchToAskAbout]:
    """Matches of these statuses that were not asked about yet, in the order of ids, `after` one."""
    found = (
        _matches(MatchRow.answered_at)
        .where(
            MatchRow.status.in_(statuses),
            MatchRow.answered_at <= answered_before,
            MatchRow.id > after,
            ~_posted(kind),
        )
        .order_by(MatchRow.id)
        .limit(most)
    )
    return [MatchToAskAbout(*row) for row in store.execute(found)]


def _matches(since: ColumnElement[Any] | Any) -> Select[*tuple[Any, ...]]:
    return (
        select(
            MatchRow.id,
            NeedRow.id,
            NeedRow.person_id,
            OfferRow.volunteer_id,
            NeedRow.category,
            NeedRow.borough,
            NeedRow.urgency,
            MatchRow.status,
            MatchRow.deadline,
            func.coalesce(MatchRow.on_date, NeedRow.wanted_on),
            since,
        )
        .join(NeedRow, NeedRow.id == MatchRow.need_id)
        .join(OfferRow, OfferRow.id == MatchRow.offer_id)
    )


def _posted(kind: str) -> Exists:
    posted = OutboxRow.__table__.alias("posted")
    return exists().where(posted.c.match_id == MatchRow.id, posted.c.kind == kind)
