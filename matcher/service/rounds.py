"""One round: read what is open and spare, solve holding nothing, record what still holds.

However often a slot is run, by however many at once, and wherever it is stopped, it comes to the
same end: the slot is taken once, the question leaves out what the round itself has proposed
already, so that it has the same answer, and what is there already is skipped.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

from matcher.domain.deadlines import lapses_at
from matcher.domain.london_time import in_london, utc
from matcher.domain.message_budget import WEEK
from matcher.engine.explain import Explanation, explain
from matcher.engine.problem import Problem
from matcher.engine.result import Result
from matcher.engine.solve import solve
from matcher.engine.values import Values, volunteer_values
from matcher.service.acting import MACHINE, Act, Rules
from matcher.service.matching import Progress, Stages
from matcher.service.post_many import Reader, readers_of
from matcher.service.proposals import prepare_telling, write_telling
from matcher.service.rounds_answer import asked_of, blocked_needs_of, proposals_of
from matcher.service.rounds_problem import problem_of
from matcher.service.rounds_report import certificate_of, report_of
from matcher.service.rounds_what_if import what_would_change
from matcher.storage.database import Database, Store
from matcher.storage.reading.asked import AskedMatch
from matcher.storage.reading.round_snapshot import RoundSnapshot, read_round_snapshot
from matcher.storage.reading.rounds import ReportedRound, round_by_id
from matcher.storage.sealed import Sealer
from matcher.storage.undisturbed import Undisturbed
from matcher.storage.writing.blocked_needs import keep_blocked_needs
from matcher.storage.writing.proposals import Beside, Prepare, Proposal, Recorded, record_proposals
from matcher.storage.writing.rounds import finish_round, take_slot

__all__ = ["ROUND_EVERY", "ReportedRound", "RoundDone", "run_round", "slot_at"]

ROUND_EVERY = timedelta(hours=1)
RECENT = timedelta(days=28)
# Dated units are asked about when their day is near: a promise made long before is forgotten.
LOOKS_AHEAD = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class RoundDone:
    """A round as it stands in the end; `ran` is False where the slot had been run before."""

    summary: ReportedRound
    ran: bool


@dataclass(frozen=True, slots=True)
class _Answer:
    """What the engine says of one snapshot."""

    problem: Problem
    result: Result
    why: Explanation
    values: Values


def slot_at(moment: datetime, every: timedelta = ROUND_EVERY) -> datetime:
    """The slot that a moment lies in: in UTC, so that no clock change runs one twice.

    >>> slot_at(datetime(2026, 3, 2, 9, 41, tzinfo=UTC)).isoformat()
    '2026-03-02T09:00:00+00:00'
    """
    since = utc(moment) - datetime(1970, 1, 1, tzinfo=UTC)
    return utc(moment) - since % every


def run_round(
    database: Database,
    sealer: Sealer,
    *,
    slot: datetime,
    now: Callable[[], datetime],
    rules: Rules | None = None,
    time_limit_s: float | None = None,
    progress: Progress | None = None,
    looks_ahead: bool = False,
) -> RoundDone:
    """Run the round of a slot, or go on with it where somebody was stopped.

    No transaction is open while it solves, and each of those in which it records is short. What
    has come in its way meanwhile is counted as skipped, and has its turn in the next round. Whoever
    `looks_ahead` works out for the board what would change, when the proposals are out.
    """
    rules, stages = rules or Rules(), Stages(progress)
    with database.begin() as store:
        taken, undisturbed = take_slot(store, slot, now=now()), Undisturbed(store)
    if not taken.finished:
        with stages.stage("read", "Reading what is open"), database.read() as store:
            snapshot = _snapshot(store, slot, taken.id)
        answer = _answer(snapshot, slot, rules, time_limit_s, stages)
        with stages.stage("record", "Recording proposals") as tell:
            recorded = _record(
                database, sealer, snapshot, answer, taken.id, now, rules, tell, undisturbed
            )
        with stages.stage("blocked", "Noting what stands in the way"):
            blocked = blocked_needs_of(snapshot, answer.result, answer.why)
            longest = keep_blocked_needs(database, blocked, now=now())
        recorded.longest_s = max(recorded.longest_s, longest)
        report = _report(snapshot, answer, recorded, stages, looks_ahead=looks_ahead)
        with database.begin() as store:
            finish_round(
                store,
                taken.id,
                certificate_of(answer.problem, answer.result),
                skipped=len(recorded.skipped),
                report=report | {"seconds": _rounded(stages.seconds)},
                now=now(),
            )
    with database.read() as store:
        summary = round_by_id(store, taken.id)
    assert summary is not None, "a slot that was taken has a round"
    return RoundDone(summary, ran=not taken.finished)


def _snapshot(store: Store, slot: datetime, round_id: str) -> RoundSnapshot:
    # By the slot and not by the clock: who takes it up later asks the same question.
    today = in_london(slot).date()
    return read_round_snapshot(
        store,
        today=today,
        until=today + LOOKS_AHEAD,
        since=slot - RECENT,
        week_since=slot - WEEK,
        apart_from=round_id,
    )


def _answer(
    snapshot: RoundSnapshot,
    slot: datetime,
    rules: Rules,
    time_limit_s: float | None,
    stages: Stages,
) -> _Answer:
    with stages.stage("problem", "Laying out the town"):
        problem = problem_of(snapshot, today=in_london(slot).date(), params=rules.params)
    with stages.stage("solve", "Pairing") as tell:
        result = solve(problem, time_limit_s=time_limit_s, progress=lambda _stage, part: tell(part))
    with stages.stage("explain", "Saying why"):
        why = explain(problem, result)
    with stages.stage("values", "Pricing one more volunteer"):
        values = volunteer_values(problem, result.need_price)
    return _Answer(problem, result, why, values)


def _record(
    database: Database,
    sealer: Sealer,
    snapshot: RoundSnapshot,
    answer: _Answer,
    round_id: str,
    now: Callable[[], datetime],
    rules: Rules,
    tell: Callable[[float], None],
    undisturbed: Undisturbed | None = None,
) -> Recorded:
    begun = now()
    known = _readers(database, sealer, snapshot, answer, begun, rules)
    proposals = proposals_of(
        snapshot,
        answer.result,
        answer.why,
        lambda urgency: lapses_at(begun, urgency, rules.deadlines),
    )
    asked = asked_of(snapshot, proposals, round_id)

    return record_proposals(
        database,
        proposals,
        now=begun,
        round_id=round_id,
        prepare=_telling(partial(_act, begun, sealer, rules), known, asked, undisturbed),
        undisturbed=undisturbed,
        tell=tell,
    )


def _telling(
    acting: Callable[[Store], Act],
    known: Mapping[str, Reader],
    asked: Mapping[str, AskedMatch],
    undisturbed: Undisturbed | None,
) -> Prepare:
    """What makes ready all that goes with a part of the proposals, and until when each may wait."""

    def prepare(store: Store, proposals: Sequence[Proposal]) -> tuple[Sequence[Proposal], Beside]:
        these = [asked[one.id] for one in proposals]
        news = undisturbed is None or not undisturbed.still
        telling = prepare_telling(acting(store), these, known, news=news)

        def write(store: Store, recorded: Sequence[Proposal]) -> None:
            write_telling(acting(store), telling, {one.id for one in recorded})

        told = zip(proposals, telling.told, strict=True)
        return [
            one if one.deadline == when.deadline else one._replace(deadline=when.deadline)
            for one, when in told
        ], write

    return prepare


def _act(now: datetime, sealer: Sealer, rules: Rules, store: Store) -> Act:
    return Act(store, now, sealer, MACHINE, rules)


def _readers(
    database: Database,
    sealer: Sealer,
    snapshot: RoundSnapshot,
    answer: _Answer,
    now: datetime,
    rules: Rules,
) -> dict[str, Reader]:
    """Everybody who is asked, read in one go: row by row takes three times as long."""
    rows = sorted(set(answer.result.offer_row.tolist()))
    with database.read() as store:
        act = Act(store, now, sealer, MACHINE, rules)
        return readers_of(act, (snapshot.offers.volunteer_id[row] for row in rows))


def _report(
    snapshot: RoundSnapshot,
    answer: _Answer,
    recorded: Recorded,
    stages: Stages,
    *,
    looks_ahead: bool,
) -> dict[str, Any]:
    asked = answer.problem, answer.result
    report = report_of(snapshot, *asked, answer.why, answer.values, recorded)
    if looks_ahead:
        with stages.stage("what_if", "Working out what would change"):
            report["what_if"] = what_would_change(snapshot, *asked, answer.values)
    return report


def _rounded(seconds: dict[str, float]) -> dict[str, float]:
    return {stage: round(value, 3) for stage, value in seconds.items()}
