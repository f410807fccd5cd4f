"""Matches on their way: every move is one guarded update, so that of two who try one succeeds.

Each move says which statuses it may start from. Whoever comes second gets a `Conflict` that says
what happened first. Places are given back in the same transaction, and never twice.
"""

from collections import Counter
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from matcher.domain.life_cycles import MatchStatus, how_it_stands
from matcher.domain.outcomes import (
    HOLDS_CAPACITY,
    DeclineReason,
    FailureReason,
    Reason,
    WithdrawalReason,
    WithdrawnBy,
    bars_the_pair,
    require_reason,
)
from matcher.domain.refusals import Conflict, NotFound
from matcher.storage.database import Store
from matcher.storage.tables import DeclinedPairRow, MatchRow, UnitRow
from matcher.storage.writing.places import give_back_places

PROPOSED, ACCEPTED, DONE_REPORTED = (
    MatchStatus.PROPOSED,
    MatchStatus.ACCEPTED,
    MatchStatus.DONE_REPORTED,
)
TAKEN = "Somebody else has said yes to this already; thank you for being ready."
LATE = "This was open until its deadline, which has passed; thank you all the same."

Start = AbstractSet[MatchStatus]


class Moved(NamedTuple):
    """A match that has moved, with what the next step needs to know of it."""

    id: str
    unit_id: str
    need_id: str
    offer_id: str


def accept(store: Store, match_id: str, *, now: datetime) -> Moved:
    """The volunteer says yes, in time and first: from then on nobody else can."""
    unit_id = store.scalar(select(MatchRow.unit_id).where(MatchRow.id == match_id))
    if unit_id is None:
        raise NotFound("There is no such proposal.")
    # Those who were asked together meet here, one after the other (PostgreSQL only: on SQLite
    # there is one writer anyhow).
    store.execute(select(UnitRow.id).where(UnitRow.id == unit_id).with_for_update())
    try:
        with store.begin_nested():
            return _moved(
                store,
                match_id,
                {PROPOSED},
                MatchRow.deadline > now,
                status=ACCEPTED,
                answered_at=now,
            )
    except IntegrityError as error:
        raise Conflict(TAKEN) from error


def decline(store: Store, match_id: str, *, reason: DeclineReason, now: datetime) -> Moved:
    """The volunteer says no; the pair is not proposed again."""
    require_reason(MatchStatus.DECLINED, reason)
    moved = _moved(
        store,
        match_id,
        {PROPOSED},
        status=MatchStatus.DECLINED,
        decline_reason=reason,
        answered_at=now,
        ended_at=now,
    )
    give_back_places(store, {moved.offer_id: 1})
    _bar(store, moved, reason, now)
    return moved


def report_done(store: Store, match_id: str, *, now: datetime, minutes: int | None = None) -> Moved:
    """The volunteer says that it was done, and is free for the next."""
    moved = _moved(
        store,
        match_id,
        {ACCEPTED},
        status=DONE_REPORTED,
        done_reported_at=now,
        minutes_given=minutes,
    )
    give_back_places(store, {moved.offer_id: 1})
    return moved


def confirm(store: Store, match_id: str, *, now: datetime) -> Moved:
    """The resident says that it was done."""
    return _moved(
        store,
        match_id,
        {DONE_REPORTED},
        status=MatchStatus.CONFIRMED,
        confirmed_at=now,
        ended_at=now,
    )


def fail(store: Store, match_id: str, *, reason: FailureReason, now: datetime) -> Moved:
    """It was accepted, or even reported as done, and did not happen; the unit is open again."""
    require_reason(MatchStatus.FAILED, reason)
    end: dict[str, Any] = {
        "status": MatchStatus.FAILED,
        "failure_reason": reason,
        "ended_at": now,
    }
    moved = _moved_from(store, match_id, {ACCEPTED}, **end)
    if moved is not None:
        give_back_places(store, {moved.offer_id: 1})
    else:
        # Whoever reported it done gave their place back then.
        moved = _moved(store, match_id, {DONE_REPORTED}, **end)
    if bars_the_pair(MatchStatus.FAILED, reason):
        _bar(store, moved, reason, now)
    return moved


def withdraw(
    store: Store, match_id: str, *, by: WithdrawnBy, reason: WithdrawalReason, now: datetime
) -> Moved:
    """It is taken back by somebody, who says why; the unit is open again."""
    require_reason(MatchStatus.WITHDRAWN, reason, by)
    moved = _moved(
        store,
        match_id,
        HOLDS_CAPACITY,
        status=MatchStatus.WITHDRAWN,
        withdrawn_by=by,
        withdrawn_reason=reason,
        ended_at=now,
    )
    give_back_places(store, {moved.offer_id: 1})
    if bars_the_pair(MatchStatus.WITHDRAWN, reason, by):
        _bar(store, moved, reason, now)
    return moved


def withdraw_others(store: Store, accepted: Moved, *, now: datetime) -> Sequence[Moved]:
    """Take the question back from those who were asked together with the one who said yes."""
    return _all_moved(
        store,
        MatchRow.need_id == accepted.need_id,
        MatchRow.unit_id == accepted.unit_id,
        MatchRow.id != accepted.id,
        MatchRow.status == PROPOSED,
        status=MatchStatus.WITHDRAWN,
        withdrawn_by=WithdrawnBy.SYSTEM,
        withdrawn_reason=WithdrawalReason.TAKEN_BY_ANOTHER,
        ended_at=now,
    )


def lapse_due(store: Store, *, now: datetime, most: int = 200) -> Sequence[Moved]:
    """Let proposals lapse whose deadline has passed, the oldest first, so many at a time."""
    due = (
        select(MatchRow.id)
        .where(MatchRow.status == PROPOSED, MatchRow.deadline <= now)
        .order_by(MatchRow.deadline)
        .limit(most)
        .with_for_update(skip_locked=True)
    )
    return _all_moved(
        store,
        MatchRow.id.in_(store.scalars(due).all()),
        MatchRow.status == PROPOSED,
        status=MatchStatus.LAPSED,
        ended_at=now,
    )


_TELLS = (MatchRow.id, MatchRow.unit_id, MatchRow.need_id, MatchRow.offer_id)


def _moved(store: Store, match_id: str, start: Start, *guards: Any, **changed: Any) -> Moved:
    moved = _moved_from(store, match_id, start, *guards, **changed)
    if moved is None:
        raise _why_not(store, match_id, start)
    return moved


def _moved_from(
    store: Store, match_id: str, start: Start, *guards: Any, **changed: Any
) -> Moved | None:
    row = store.execute(
        update(MatchRow)
        .where(MatchRow.id == match_id, MatchRow.status.in_(start), *guards)
        .values(**changed)
        .returning(*_TELLS)
        .execution_options(synchronize_session=False)
    ).one_or_none()
    return None if row is None else Moved(*row)


def _all_moved(store: Store, *which: Any, **changed: Any) -> Sequence[Moved]:
    rows = store.execute(
        update(MatchRow)
        .where(*which)
        .values(**changed)
        .returning(*_TELLS)
        .execution_options(synchronize_session=False)
    )
    moved = sorted(Moved(*row) for row in rows)
    give_back_places(store, Counter(match.offer_id for match in moved))
    return moved


def _why_not(store: Store, match_id: str, start: Start) -> Conflict | NotFound:
    status = store.scalar(select(MatchRow.status).where(MatchRow.id == match_id))
    if status is None:
        return NotFound("There is no such match.")
    if status in start:
        return Conflict(LATE)
    return Conflict(how_it_stands(status))


def _bar(store: Store, moved: Moved, reason: Reason, now: datetime) -> None:
    """Let no round propose the two to each other again."""
    store.merge(
        DeclinedPairRow(need_id=moved.need_id, offer_id=moved.offer_id, reason=reason, at=now)
    )
