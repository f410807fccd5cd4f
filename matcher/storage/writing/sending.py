"""The outbox on its way out: rows are taken for a while, and what became of them is noted.

Whoever takes a row has it until `taken_until`. A process that dies in between gives nothing back,
so the row is taken again when that moment has passed, as a try of which nobody heard.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, or_, select, update
from sqlalchemy.sql.elements import ColumnElement

from matcher.domain.contact import ContactWay
from matcher.domain.outbox import OutboxState
from matcher.storage.database import Store
from matcher.storage.tables import OutboxRow

# What the machine carries; the other ways are a person's.
WRITTEN = (ContactWay.TEXT, ContactWay.EMAIL)
DONE_WITH = (OutboxState.SENT, OutboxState.FAILED, OutboxState.DROPPED)
# Kept in the payload beside the letter, since `not_before` moves with each try.
FIRST_DUE = "first_due"


@dataclass(frozen=True, slots=True)
class Noted:
    """What became of a message that was taken; `next_try_at` only for one that still waits."""

    state: OutboxState
    tries: int
    last_error: str | None = None
    provider_reference: str | None = None
    next_try_at: datetime | None = None


def take_due(
    store: Store, *, by: str, until: datetime, now: datetime, most: int
) -> Sequence[OutboxRow]:
    """Take the messages that are due to go out, urgent ones and old ones first.

    Two who take at once get different ones: on PostgreSQL each skips what the other has locked,
    on SQLite the second sees what the first has written.
    """
    due = (
        select(OutboxRow)
        .where(
            OutboxRow.state.in_((OutboxState.WAITING, OutboxState.SENDING)),
            OutboxRow.way.in_(WRITTEN),
            OutboxRow.not_before <= now,
            or_(OutboxRow.taken_until.is_(None), OutboxRow.taken_until <= now),
        )
        .order_by(OutboxRow.urgent.desc(), OutboxRow.not_before, OutboxRow.id)
        .limit(most)
        .with_for_update(skip_locked=True)
    )
    rows = store.scalars(due).all()
    for row in rows:
        if row.state is OutboxState.SENDING:
            row.tries += 1
        row.payload = {FIRST_DUE: row.not_before.isoformat(), **row.payload}
        row.state = OutboxState.SENDING
        row.taken_by, row.taken_until = by, until
    store.flush()
    return rows


def note_outcome(store: Store, outbox_id: str, noted: Noted, *, by: str, now: datetime) -> bool:
    """Note what became of a message that was taken; False where somebody else has it by now.

    That it went out is noted all the same: then nobody must send it again.
    """
    mine: ColumnElement[bool] = OutboxRow.taken_by == by
    if noted.state is OutboxState.SENT:
        mine = OutboxRow.state.in_((OutboxState.WAITING, OutboxState.SENDING))
    values: dict[str, object] = {
        "state": noted.state,
        "tries": noted.tries,
        "last_error": noted.last_error,
        "taken_by": None,
        "taken_until": None,
    }
    if noted.state is OutboxState.SENT:
        values |= {"sent_at": now, "provider_reference": noted.provider_reference}
    if noted.state in (OutboxState.SENT, OutboxState.DROPPED):
        # The links in it are secrets, and nobody needs them here any more.
        values["payload"] = {}
    if noted.next_try_at is not None:
        values["not_before"] = noted.next_try_at
    return _changed(store, [OutboxRow.id == outbox_id, mine], values)


def leave_to_a_person(store: Store, outbox_id: str, *, way: ContactWay, by: str) -> bool:
    """Nothing that can be written to is left of this person: somebody rings them, or knows them."""
    values = {"way": way, "state": OutboxState.WAITING, "taken_by": None, "taken_until": None}
    return _changed(store, [OutboxRow.id == outbox_id, OutboxRow.taken_by == by], values)


def put_off(store: Store, outbox_id: str, *, until: datetime, by: str) -> bool:
    """Let a message wait for a better moment; nobody has tried to send it."""
    row = store.get_one(OutboxRow, outbox_id)
    values: dict[str, object] = {
        "state": OutboxState.WAITING,
        "not_before": until,
        "taken_by": None,
        "taken_until": None,
    }
    if not row.tries:
        # From then on it is tried for a day. One that was tried already stays as it was, to its
        # date: whoever has it may know the second by that.
        values["payload"] = {name: said for name, said in row.payload.items() if name != FIRST_DUE}
    return _changed(store, [OutboxRow.id == outbox_id, OutboxRow.taken_by == by], values)


def drop(store: Store, outbox_ids: Sequence[str]) -> None:
    """Let go of messages that still wait and have been overtaken."""
    waiting = OutboxRow.state == OutboxState.WAITING
    values = {"state": OutboxState.DROPPED, "payload": {}}
    _changed(store, [OutboxRow.id.in_(outbox_ids), waiting], values)


def erase_done_with(store: Store, *, before: datetime, most: int) -> int:
    """Remove messages that were sent or given up before a moment; return how many."""
    old = (
        select(OutboxRow.id)
        .where(OutboxRow.state.in_(DONE_WITH), OutboxRow.not_before < before)
        .where(or_(OutboxRow.sent_at.is_(None), OutboxRow.sent_at < before))
        .limit(most)
    )
    ids = store.scalars(old).all()
    store.execute(delete(OutboxRow).where(OutboxRow.id.in_(ids)))
    return len(ids)


def _changed(
    store: Store, which: Sequence[ColumnElement[bool]], values: Mapping[str, object]
) -> bool:
    found = store.execute(
        update(OutboxRow)
        .where(*which)
        .values(**values)
        .returning(OutboxRow.id)
        .execution_options(synchronize_session=False)
    )
    return bool(found.all())


def drop_kind(store: Store, kind: str) -> None:
    """Let go of every message of a kind that still waits."""
    which = [OutboxRow.kind == kind, OutboxRow.state == OutboxState.WAITING]
    _changed(store, which, {"state": OutboxState.DROPPED, "payload": {}})
