"""The post as the board shows it: what failed, and whom somebody has to ring."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, false, or_, select, true

from matcher.domain.contact import ContactWay
from matcher.domain.outbox import OutboxState
from matcher.domain.roles import Scope
from matcher.storage.database import Store
from matcher.storage.reading.board_need import MESSAGE, MessageLine
from matcher.storage.reading.scope import needs_within, volunteers_within
from matcher.storage.tables import MatchRow, NeedRow, NoteRow, OutboxRow, VolunteerRow

# These two wait for a person: no machine rings anybody.
BY_A_PERSON = (ContactWay.RING, ContactWay.COORDINATOR)
MOST_MESSAGES = 100


def people_to_ring(store: Store, scope: Scope, most: int = 100) -> list[MessageLine]:
    """Messages that a person has to say on the telephone, the oldest first."""
    found = _messages(scope).where(
        OutboxRow.way.in_(BY_A_PERSON), OutboxRow.state == OutboxState.WAITING
    )
    return _lines(store, found.order_by(OutboxRow.not_before, OutboxRow.id).limit(most))


def latest_messages(
    store: Store, scope: Scope, state: OutboxState | None = None, most: int = MOST_MESSAGES
) -> list[MessageLine]:
    """The latest messages, in one state or in any."""
    found = _messages(scope)
    if state is not None:
        found = found.where(OutboxRow.state == state)
    return _lines(store, found.order_by(OutboxRow.created_at.desc(), OutboxRow.id).limit(most))


def is_message_within(store: Store, scope: Scope, message_id: str) -> bool:
    """Whether a message lies in a scope."""
    found = select(OutboxRow.id).where(OutboxRow.id == message_id, _within(scope))
    return store.scalar(found) is not None


def concerns(store: Store, scope: Scope, kind: str) -> Sequence[tuple[NoteRow, str]]:
    """Open notes of a kind about needs of a scope, the oldest first, with the need's reference."""
    found = (
        select(NoteRow, NeedRow.reference)
        .join(NeedRow, NeedRow.id == NoteRow.need_id)
        .where(NoteRow.kind == kind, NoteRow.settled_at.is_(None), needs_within(scope))
        .order_by(NoteRow.at, NoteRow.id)
    )
    return [(note, reference) for note, reference in store.execute(found)]


def _messages(scope: Scope) -> Select[*tuple[Any, ...]]:
    return select(*MESSAGE).where(_within(scope))


def _lines(store: Store, found: Select[*tuple[Any, ...]]) -> list[MessageLine]:
    return [MessageLine(*row) for row in store.execute(found)]


def _within(scope: Scope) -> ColumnElement[bool]:
    """A message lies where the need lies that it is about, else where the volunteer does."""
    if scope.everything:
        return true()
    if not scope.pairs:
        return false()
    needs = select(NeedRow.id).where(needs_within(scope))
    of_match = select(MatchRow.id).where(MatchRow.need_id.in_(needs))
    volunteers = select(VolunteerRow.person_id).where(volunteers_within(scope))
    return or_(
        OutboxRow.need_id.in_(needs),
        OutboxRow.match_id.in_(of_match),
        and_(
            OutboxRow.need_id.is_(None),
            OutboxRow.match_id.is_(None),
            OutboxRow.person_id.in_(volunteers),
        ),
    )
