"""What is in the outbox, and how things stand that its messages tell of."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, bindparam, func, select

from matcher.domain.contact import ContactWay
from matcher.domain.life_cycles import MatchStatus, NeedStatus
from matcher.domain.outbox import OutboxState
from matcher.storage.asking import ask
from matcher.storage.database import Store
from matcher.storage.reading.owed_letters import owed_to
from matcher.storage.tables import (
    CoordinatorRow,
    MatchRow,
    NeedRow,
    OfferRow,
    OutboxRow,
    PersonRow,
    VolunteerRow,
    table_of,
)


class Waiting(NamedTuple):
    """A message with what it tells of, as that stands now."""

    row: OutboxRow
    person: PersonRow | None
    coordinator: CoordinatorRow | None
    match_status: MatchStatus | None
    need_status: NeedStatus | None
    need_confirmed: bool
    volunteer: VolunteerRow | None


_OUTBOX = table_of(OutboxRow).c
_LATELY = _OUTBOX.not_before > bindparam("since")
_PLANNED = (
    select(_OUTBOX.not_before)
    .where(_OUTBOX.person_id == bindparam("person"), _LATELY)
    .union_all(
        owed_to(
            _OUTBOX.not_before, whose=table_of(OfferRow).c.volunteer_id == bindparam("person")
        ).where(_LATELY)
    )
)


def sends_planned_since(store: Store, person_id: str, since: datetime) -> Sequence[datetime]:
    """When a person's messages went out or are to go, those from `since` on."""
    return [planned for (planned,) in ask(store, _PLANNED, person=person_id, since=since)]


def how_things_stand(store: Store, outbox_ids: Sequence[str]) -> Sequence[Waiting]:
    """Messages by their ids, each with how things stand that it tells of."""
    return _waiting(store, _with_what_they_tell_of().where(OutboxRow.id.in_(outbox_ids)))


def waiting_for_a_person(store: Store, *, now: datetime, most: int) -> Sequence[Waiting]:
    """Messages to people who want to be rung, or whom only a coordinator reaches."""
    spoken = OutboxRow.way.in_((ContactWay.RING, ContactWay.COORDINATOR))
    waiting = _with_what_they_tell_of().where(
        spoken, OutboxRow.state == OutboxState.WAITING, OutboxRow.not_before <= now
    )
    ordered = waiting.order_by(OutboxRow.urgent.desc(), OutboxRow.not_before, OutboxRow.id)
    return _waiting(store, ordered.limit(most))


def latest_to_coordinator(
    store: Store, coordinator_id: str, kinds: Collection[str], *, since: datetime
) -> OutboxRow | None:
    """The last of these messages that went to a member of staff after a moment, or is to go."""
    found = select(OutboxRow).where(
        OutboxRow.coordinator_id == coordinator_id,
        OutboxRow.kind.in_(sorted(kinds)),
        OutboxRow.state != OutboxState.DROPPED,
        OutboxRow.not_before > since,
    )
    return store.scalar(found.order_by(OutboxRow.not_before.desc()).limit(1))


class Queue(NamedTuple):
    """How many messages there are by state and way, and since when the oldest has been due."""

    counts: dict[tuple[str, str], int]
    due_since: datetime | None


def queue(store: Store, *, now: datetime) -> Queue:
    """How the outbox stands, for whoever watches the service."""
    counted = select(OutboxRow.state, OutboxRow.way, func.count()).group_by(
        OutboxRow.state, OutboxRow.way
    )
    written: ColumnElement[bool] = OutboxRow.way.in_((ContactWay.TEXT, ContactWay.EMAIL))
    due = select(func.min(OutboxRow.not_before)).where(
        OutboxRow.state.in_((OutboxState.WAITING, OutboxState.SENDING)),
        written,
        OutboxRow.not_before <= now,
    )
    counts = {(str(state), str(way)): number for state, way, number in store.execute(counted)}
    return Queue(counts, store.scalar(due))


def _with_what_they_tell_of() -> Select[*tuple[Any, ...]]:
    return (
        select(
            OutboxRow,
            PersonRow,
            CoordinatorRow,
            MatchRow.status,
            NeedRow.status,
            NeedRow.confirmed_at.is_not(None),
            VolunteerRow,
        )
        .outerjoin(PersonRow, PersonRow.id == OutboxRow.person_id)
        .outerjoin(VolunteerRow, VolunteerRow.person_id == OutboxRow.person_id)
        .outerjoin(CoordinatorRow, CoordinatorRow.id == OutboxRow.coordinator_id)
        .outerjoin(MatchRow, MatchRow.id == OutboxRow.match_id)
        .outerjoin(NeedRow, NeedRow.id == OutboxRow.need_id)
    )


def _waiting(store: Store, found: Select[*tuple[Any, ...]]) -> Sequence[Waiting]:
    return [Waiting(*row) for row in store.execute(found)]
