"""Record many matches: what still holds becomes a proposal, what does not is told and why."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from time import perf_counter
from typing import Any

from sqlalchemy import select

from matcher.domain.life_cycles import MatchStatus
from matcher.domain.refusals import Conflict
from matcher.storage.database import Database, Store
from matcher.storage.reading.among import among
from matcher.storage.tables import MatchRow
from matcher.storage.writing.batches import FIRST_BATCH, next_batch
from matcher.storage.writing.many_rows import insert_rows
from matcher.storage.writing.places import take_places
from matcher.storage.writing.proposal_state import Skip, look_again

__all__ = ["Beside", "Proposal", "Recorded", "Skip", "record_batch", "record_proposals"]


@dataclass(frozen=True, slots=True)
class Proposal:
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
    reasons: Mapping[str, Any] = field(default_factory=dict)


@dataclass(slots=True)
class Recorded:
    """What became of proposals, each in the order in which it was given."""

    proposals: list[Proposal] = field(default_factory=list)
    skipped: list[tuple[Proposal, Skip]] = field(default_factory=list)
    longest_s: float = 0.0


Beside = Callable[[Store, Sequence[Proposal]], None]
"""Writes in the same transaction what goes with recorded proposals: messages, the log."""

Prepare = Callable[[Sequence[Proposal]], tuple[Sequence[Proposal], Beside]]
"""Called with each part before its turn to write: what can be done while nobody waits for us."""


def record_proposals(
    database: Database,
    proposals: Sequence[Proposal],
    *,
    now: datetime,
    round_id: str | None = None,
    beside: Beside | None = None,
    prepare: Prepare | None = None,
) -> Recorded:
    """Record a round's proposals in many short transactions, so that nobody waits for long.

    `prepare` makes `beside` anew for each part. Killed half-way it leaves whole batches;
    recording the same again skips what is there.
    """
    recorded = Recorded()
    batch, at = FIRST_BATCH, 0
    while at < len(proposals):
        these = proposals[at : at + batch]
        if prepare is not None:
            these, beside = prepare(these)
        with database.begin() as store:
            came = perf_counter()
            part = record_batch(store, these, now=now, round_id=round_id)
            if beside is not None and part.proposals:
                beside(store, part.proposals)
        kept_s = perf_counter() - came
        recorded.proposals += part.proposals
        recorded.skipped += part.skipped
        recorded.longest_s = max(recorded.longest_s, kept_s)
        at += batch
        batch = next_batch(batch, kept_s)
    return recorded


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
    values = [_values(proposal, now, round_id) for proposal in proposals]
    ids = {proposal.id for proposal in proposals}
    if insert_rows(store, MatchRow, values, skip_known=True) == len(ids):
        return ids
    return set(store.scalars(select(MatchRow.id).where(among(store, MatchRow.id, ids))))


def _values(proposal: Proposal, now: datetime, round_id: str | None) -> dict[str, Any]:
    return {
        "id": proposal.id,
        "unit_id": proposal.unit_id,
        "need_id": proposal.need_id,
        "on_date": proposal.on_date,
        "offer_id": proposal.offer_id,
        "round_id": round_id,
        "status": MatchStatus.PROPOSED,
        "asked_together": proposal.asked_together,
        "locked": proposal.locked,
        "touched_by": proposal.touched_by,
        "cost": proposal.cost,
        "distance_m": proposal.distance_m,
        "reasons": dict(proposal.reasons),
        "proposed_at": now,
        "deadline": proposal.deadline,
    }
