"""Record many matches: what still holds becomes a proposal, what does not is told and why."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from types import MappingProxyType
from typing import Any, NamedTuple

from sqlalchemy import select

from matcher.domain.life_cycles import MatchStatus
from matcher.domain.refusals import Conflict
from matcher.storage.asking import connection_of
from matcher.storage.database import Database, Store
from matcher.storage.reading.among import among
from matcher.storage.sqlite import write_much
from matcher.storage.tables import MatchRow
from matcher.storage.undisturbed import Undisturbed
from matcher.storage.writing.all_holds import all_hold
from matcher.storage.writing.batches import FIRST_BATCH, next_batch
from matcher.storage.writing.many_rows import (
    Json,
    ManyRows,
    ReadyRows,
    insert_rows,
    ready_rows,
    write_ready,
)
from matcher.storage.writing.places import take_places
from matcher.storage.writing.proposal_state import Skip, look_again

__all__ = ["Beside", "Proposal", "Recorded", "Skip", "record_batch", "record_proposals"]


class Proposal(NamedTuple):
    """A match to be: one unit of a need, one offer, and why."""

    id: str
    unit_id: str
    need_id: str
    offer_id: str
    cost: int
    distance_m: int | None
    deadline: datetime
    on_date: date | None = None
    asked_together: bool = False
    locked: bool = False
    touched_by: str | None = None
    reasons: Mapping[str, Any] | Json = MappingProxyType({})


@dataclass(slots=True)
class Recorded:
    """What became of proposals, each in the order in which it was given."""

    proposals: list[Proposal] = field(default_factory=list)
    skipped: list[tuple[Proposal, Skip]] = field(default_factory=list)
    longest_s: float = 0.0


Beside = Callable[[Store, Sequence[Proposal]], None]
"""Writes in the same transaction what goes with recorded proposals: messages, the log."""

Prepare = Callable[[Store, Sequence[Proposal]], tuple[Sequence[Proposal], Beside]]
"""Called with each part before its turn to write: what can be done while nobody waits for us."""


@dataclass(frozen=True, slots=True)
class _Turn:
    """One part of a round's proposals, ready to be written."""

    proposals: Sequence[Proposal]
    matches: ReadyRows
    beside: Beside | None
    now: datetime
    round_id: str | None
    undisturbed: Undisturbed | None


class _NotAll(Exception):
    """Something has come in the way of at least one of them."""


def record_proposals(
    database: Database,
    proposals: Sequence[Proposal],
    *,
    now: datetime,
    round_id: str | None = None,
    beside: Beside | None = None,
    prepare: Prepare | None = None,
    undisturbed: Undisturbed | None = None,
    tell: Callable[[float], None] = lambda _part: None,
) -> Recorded:
    """Record a round's proposals in many short transactions, so that nobody waits for long.

    `prepare` makes `beside` anew for each part, `tell` hears which part of all is done. As long as
    it is `undisturbed` since before all of this was read, nothing is looked at again. Killed
    half-way it leaves whole batches; recording the same again skips what is there.
    """
    recorded = Recorded()
    batch, at = FIRST_BATCH, 0
    while at < len(proposals):
        these = proposals[at : at + batch]
        with database.read() as store:
            if prepare is not None:
                these, beside = prepare(store, these)
            matches = ready_rows(store, _rows(these, now, round_id), skip_known=True)
        turn = _Turn(these, matches, beside, now, round_id, undisturbed)
        part = _record(database, turn)
        recorded.proposals += part.proposals
        recorded.skipped += part.skipped
        recorded.longest_s = max(recorded.longest_s, part.longest_s)
        at += batch
        batch = next_batch(batch, part.longest_s)
        tell(min(1.0, at / len(proposals)))
    return recorded


def _record(database: Database, turn: _Turn) -> Recorded:
    """Record a part at once, or if any of it holds no longer, what still does.

    Not at once on PostgreSQL, where others write meanwhile: rows are locked before they are judged.
    """
    kept_s = 0.0
    if database.is_sqlite:
        try:
            return _record_all(database, turn)
        except _NotAll:
            kept_s = database.last_turn_s
            if turn.undisturbed is not None:
                # It may have been us, in a round that was stopped half-way.
                turn.undisturbed.is_over()
    part = _record_some(database, turn)
    part.longest_s = max(part.longest_s, kept_s)
    return part


def _record_all(database: Database, turn: _Turn) -> Recorded:
    """Record all of a part, which is quick; `_NotAll`, and nothing written, if that cannot be."""
    proposals = turn.proposals
    with database.begin() as store:
        write_much(connection_of(store))
        undisturbed = turn.undisturbed is not None and turn.undisturbed.ask(store)
        if not (
            (undisturbed or all_hold(store, proposals))
            and take_places(store, Counter(one.offer_id for one in proposals))
            and write_ready(store, turn.matches) == len(proposals)
        ):
            raise _NotAll
        if turn.beside is not None:
            turn.beside(store, proposals)
    return Recorded(list(proposals), longest_s=database.last_turn_s)


def _record_some(database: Database, turn: _Turn) -> Recorded:
    """Record of a part what still holds, one by one."""
    with database.begin() as store:
        part = record_batch(store, turn.proposals, now=turn.now, round_id=turn.round_id)
        if turn.beside is not None and part.proposals:
            turn.beside(store, part.proposals)
    part.longest_s = database.last_turn_s
    return part


def record_batch(
    store: Store, proposals: Sequence[Proposal], *, now: datetime, round_id: str | None = None
) -> Recorded:
    """Record in an open transaction what still holds of a few proposals.

    Each is looked at again: the need is still open, the unit unfilled, the offer active with a
    place to spare, the pair not refused meanwhile. Unique keys, the guarded counter and its
    CHECK have the last word.
    """
    state = look_again(store, proposals)
    recorded = Recorded()
    holding: list[Proposal] = []
    for proposal in proposals:
        no = state.takes(proposal)
        if no is None:
            holding.append(proposal)
        else:
            recorded.skipped.append((proposal, no))
    came = _insert(store, holding, now, round_id) if holding else set()
    for proposal in holding:
        if proposal.id in came:
            recorded.proposals.append(proposal)
        else:
            recorded.skipped.append((proposal, Skip.UNIT_FILLED))
    if not take_places(store, Counter(proposal.offer_id for proposal in recorded.proposals)):
        raise Conflict("An offer filled up meanwhile; please try again.")
    return recorded


def _insert(
    store: Store, proposals: Sequence[Proposal], now: datetime, round_id: str | None
) -> set[str]:
    """Insert proposals where no unique key forbids; the ids of those that went in."""
    ids = {proposal.id for proposal in proposals}
    if insert_rows(store, _rows(proposals, now, round_id), skip_known=True) == len(ids):
        return ids
    return set(store.scalars(select(MatchRow.id).where(among(store, MatchRow.id, ids))))


_COLUMNS = (*Proposal._fields, "round_id", "proposed_at", "status")


def _rows(proposals: Sequence[Proposal], now: datetime, round_id: str | None) -> ManyRows:
    alike = round_id, now, MatchStatus.PROPOSED
    return ManyRows(MatchRow, _COLUMNS, [(*proposal, *alike) for proposal in proposals])
