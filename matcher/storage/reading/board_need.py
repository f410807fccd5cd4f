"""One need as its page on the board tells it: its matches, its log, its messages, its notes."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, func, or_, select

from matcher.domain.contact import ContactWay
from matcher.domain.life_cycles import MatchStatus, VolunteerStatus
from matcher.domain.outbox import OutboxState
from matcher.domain.outcomes import DeclineReason, FailureReason, WithdrawalReason, WithdrawnBy
from matcher.domain.roles import Role, Scope
from matcher.storage.database import Store
from matcher.storage.tables import (
    CoordinatorRow,
    LogRow,
    LookRow,
    MatchRow,
    NeedRow,
    NoteRow,
    OfferRow,
    OutboxRow,
    ScopeRow,
    UnitRow,
    VolunteerRow,
)


@dataclass(frozen=True, slots=True)
class MatchLine:
    """One match of a need: how it stands, and why it ended where it did."""

    id: str
    unit_id: str
    offer_id: str
    volunteer_id: str
    volunteer_status: VolunteerStatus
    volunteer_charity_id: str | None
    borough: str
    status: MatchStatus
    on_date: date | None
    locked: bool
    asked_together: bool
    cost: int
    distance_m: int | None
    reasons: Mapping[str, Any]
    proposed_at: datetime
    deadline: datetime | None
    answered_at: datetime | None
    on_my_way_at: datetime | None
    done_reported_at: datetime | None
    ended_at: datetime | None
    decline_reason: DeclineReason | None
    failure_reason: FailureReason | None
    withdrawn_by: WithdrawnBy | None
    withdrawn_reason: WithdrawalReason | None


@dataclass(frozen=True, slots=True)
class Deed:
    """One line of the log, with the name of the member of staff where one did it."""

    at: datetime
    by: str
    name: str | None
    verb: str
    facts: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Look:
    """Somebody saw a person's contact details."""

    at: datetime
    by: str
    name: str | None
    what: str


@dataclass(frozen=True, slots=True)
class MessageLine:
    """One message about a need: how it goes and what became of it, never what it says."""

    id: str
    kind: str
    person_id: str | None
    way: ContactWay
    state: OutboxState
    tries: int
    not_before: datetime
    created_at: datetime
    sent_at: datetime | None
    delivered_at: datetime | None
    last_error: str | None
    need_id: str | None
    match_id: str | None
    reference: str | None


@dataclass(frozen=True, slots=True)
class SealedNote:
    """A note as it is kept; the service opens it."""

    id: str
    kind: str
    sealed: bytes
    by: str
    name: str | None
    at: datetime
    settled_at: datetime | None


_MATCH = (
    MatchRow.id,
    MatchRow.unit_id,
    MatchRow.offer_id,
    OfferRow.volunteer_id,
    VolunteerRow.status,
    VolunteerRow.charity_id,
    OfferRow.borough,
    *(getattr(MatchRow, name) for name in MatchLine.__slots__[7:]),
)
# A letter that a round owes names no need yet; its match does.
_ITS_NEED = func.coalesce(
    OutboxRow.need_id,
    select(MatchRow.need_id)
    .where(MatchRow.id == OutboxRow.match_id)
    .correlate(OutboxRow)
    .scalar_subquery(),
)
_OF_THE_NEED = {
    "need_id": _ITS_NEED,
    "reference": select(NeedRow.reference)
    .where(NeedRow.id == _ITS_NEED)
    .correlate(OutboxRow)
    .scalar_subquery(),
}
MESSAGE = tuple(
    _OF_THE_NEED[name] if name in _OF_THE_NEED else getattr(OutboxRow, name)
    for name in MessageLine.__slots__
)
# Whoever is `coordinator:<id>` has a name; nobody else's actor ends in a coordinator's id.
_STAFF = "coordinator:"


def matches_of(store: Store, need_id: str) -> list[MatchLine]:
    """Every match that a need ever had, the latest first."""
    found = (
        select(*_MATCH)
        .join(OfferRow, OfferRow.id == MatchRow.offer_id)
        .join(VolunteerRow, VolunteerRow.person_id == OfferRow.volunteer_id)
        .where(MatchRow.need_id == need_id)
        .order_by(MatchRow.proposed_at.desc(), MatchRow.id)
    )
    return [MatchLine(*row) for row in store.execute(found)]


def open_units(store: Store, need_id: str, *, today: date) -> list[tuple[str, date | None]]:
    """The units of a need that want somebody from today on, with their dates."""
    found = select(UnitRow.id, UnitRow.on_date).where(
        UnitRow.need_id == need_id,
        UnitRow.closed_at.is_(None),
        or_(UnitRow.on_date.is_(None), UnitRow.on_date >= today),
    )
    return [(id, on) for id, on in store.execute(found.order_by(UnitRow.on_date, UnitRow.number))]


def deeds_about(store: Store, scope: Scope, need_id: str, most: int = 200) -> list[Deed]:
    """What was done to a need and its matches, the latest first; colleagues by name."""
    its_matches = select(MatchRow.id).where(MatchRow.need_id == need_id)
    found = (
        select(LogRow.at, LogRow.by, CoordinatorRow.name, LogRow.verb, LogRow.facts)
        .outerjoin(CoordinatorRow, _is_colleague(LogRow.by, scope))
        .where(
            or_(
                (LogRow.about == "need") & (LogRow.about_id == need_id),
                (LogRow.about == "match") & LogRow.about_id.in_(its_matches),
            )
        )
        .order_by(LogRow.id.desc())
        .limit(most)
    )
    return [Deed(*row) for row in store.execute(found)]


def looks_at(store: Store, scope: Scope, person_id: str, most: int = 50) -> list[Look]:
    """Who saw a person's contact details, the latest first; colleagues by name."""
    found = (
        select(LookRow.at, LookRow.by, CoordinatorRow.name, LookRow.what)
        .outerjoin(CoordinatorRow, _is_colleague(LookRow.by, scope))
        .where(LookRow.person_id == person_id)
        .order_by(LookRow.id.desc())
        .limit(most)
    )
    return [Look(*row) for row in store.execute(found)]


def messages_about(store: Store, need_id: str) -> list[MessageLine]:
    """Every message about a need or a match of it, the latest first."""
    its_matches = select(MatchRow.id).where(MatchRow.need_id == need_id)
    found = (
        select(*MESSAGE)
        .where(or_(OutboxRow.need_id == need_id, OutboxRow.match_id.in_(its_matches)))
        .order_by(OutboxRow.created_at.desc(), OutboxRow.id)
    )
    return [MessageLine(*row) for row in store.execute(found)]


def notes_about(store: Store, scope: Scope, need_id: str) -> list[SealedNote]:
    """What was written about a need, the latest first; no notes of another charity's staff."""
    found = (
        select(
            NoteRow.id,
            NoteRow.kind,
            NoteRow.sealed,
            NoteRow.by,
            CoordinatorRow.name,
            NoteRow.at,
            NoteRow.settled_at,
        )
        .outerjoin(CoordinatorRow, _is_colleague(NoteRow.by, scope))
        .where(NoteRow.need_id == need_id)
        .order_by(NoteRow.at.desc(), NoteRow.id)
    )
    if not scope.everything:
        ours = NoteRow.charity_id.in_(sorted(scope.charities))
        found = found.where(or_(NoteRow.charity_id.is_(None), ours))
    return [SealedNote(*row) for row in store.execute(found)]


def _is_colleague(by: Any, scope: Scope) -> ColumnElement[bool]:
    """Whose name stands beside what they did: those who work for a charity of the scope."""
    named: ColumnElement[bool] = by == _STAFF + CoordinatorRow.id
    if scope.everything:
        return named
    works = exists().where(
        ScopeRow.coordinator_id == CoordinatorRow.id,
        ScopeRow.charity_id.in_(sorted(scope.charities)),
    )
    return and_(named, or_(works, CoordinatorRow.role == Role.ADMINISTRATOR))
