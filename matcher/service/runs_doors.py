"""What happens at the doors of a run that is out, noted by its driver or typed in from paper.

Nothing of it reaches matches or stock before the run is back, so that each stop can be undone.
Only a concern about somebody is told at once.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from matcher.domain.doorsteps import NextStep, StopFailure, next_step, require_noted, undone
from matcher.domain.refusals import Conflict, Invalid
from matcher.domain.run_days import LONGEST_TEXT
from matcher.domain.statuses import RunStatus, StopStatus
from matcher.service.acting import Act
from matcher.service.runs_concerns import raise_concern, settle_concern_of
from matcher.service.runs_days import next_day
from matcher.service.runs_feedback import settle_matches
from matcher.service.runs_lists import gather_missed
from matcher.service.runs_sending import load_of
from matcher.service.runs_stock import STOCK, ParcelStock
from matcher.storage.reading.run_history import last_stops
from matcher.storage.reading.runs import stops_of_run
from matcher.storage.sealed import noted_seal
from matcher.storage.tables import RunDayRow, RunRow, StopRow
from matcher.storage.writing.runs import held_run, held_stop, move_run, note_door, unnote_door

NOT_OUT = "This run is not out, so nothing is noted at its doors: ask your coordinator."
TOO_LONG = "Please use at most %(most)s letters."


@dataclass(frozen=True, slots=True)
class AtDoor:
    """What a driver notes: what became of it, why not, where it was left, and a note."""

    status: StopStatus
    failure: StopFailure | None = None
    left_where: str = field(default="", repr=False)
    note: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class WhatNext:
    """What follows a failure; `next_run` is the date on which we try again, where it is known."""

    step: NextStep
    next_run: date | None = None


def note_at_door(act: Act, run_id: str, stop_id: str, at_door: AtDoor) -> WhatNext | None:
    """Note what happened at a door. Of two who note it at once, the second is told what was noted.

    Returns what happens next where it failed. Somebody unwell is told to coordinators at once.
    """
    require_noted(at_door.status, at_door.failure, at_door.left_where)
    for name in ("left_where", "note"):
        if len(getattr(at_door, name)) > LONGEST_TEXT:
            raise Invalid(TOO_LONG, name, most=LONGEST_TEXT)
    run = _out(act, run_id)
    stop = held_stop(act.store, run_id, stop_id)
    said = {"where": at_door.left_where.strip(), "note": at_door.note.strip()}
    told = {name: text for name, text in said.items() if text}
    note_door(
        act.store,
        stop,
        at_door.status,
        failure=at_door.failure,
        noted=act.sealer.seal(told, noted_seal(stop_id)) if told else None,
        noted_at=act.now,
        noted_by=act.by,
    )
    act.note(str(at_door.status), "stop", stop_id, run=run_id, why=at_door.failure)
    if at_door.failure is None:
        return None
    day = act.store.get_one(RunDayRow, run.day_id)
    step = next_step(at_door.failure, in_vain_before=_in_vain_before(act, day, stop))
    if step is not NextStep.TRY_AGAIN:
        raise_concern(act, day, stop, at_door.failure, step, said["note"])
    return WhatNext(step, next_day(act, day) if step is NextStep.TRY_AGAIN else None)


def undo_at_door(act: Act, run_id: str, stop_id: str) -> None:
    """Take back what was noted at a door, and the concern that came of it."""
    run = held_run(act.store, run_id)
    stop = held_stop(act.store, run_id, stop_id)
    undone(stop.status, run_is_out=run.status is RunStatus.OUT)
    noted_at = stop.noted_at
    unnote_door(act.store, stop)
    settle_concern_of(act, stop.need_id, noted_at)
    act.note("undone", "stop", stop_id, run=run_id)


def come_back(act: Act, run_id: str, stock: ParcelStock = STOCK) -> None:
    """The run is over: where nobody went is brought back, and matches and stock hear of all."""
    run = held_run(act.store, run_id)
    day = act.store.get_one(RunDayRow, run.day_id)
    move_run(act.store, run, RunStatus.BACK, back_at=act.now)
    for stop in act.store.query(StopRow).filter_by(run_id=run_id, status=StopStatus.OUT):
        note_door(
            act.store, stop, StopStatus.RETURNED, noted_at=act.now, noted_by=act.by, failure=None
        )
    stops = stops_of_run(act.store, run_id)
    run.delivered_parcels = settle_matches(act, run, stops)
    units = [
        stop.unit_id
        for stop in stops
        if stop.unit_id and stop.status in (StopStatus.DELIVERED, StopStatus.LEFT_SAFE)
    ]
    stock.handed_over(act, load_of(day, run, stops), units)
    act.store.flush()
    act.note("came_back", "run", run_id, delivered=run.delivered_parcels)
    gather_missed(act, day)


def noted_of(act: Act, stop_id: str, noted: bytes | None) -> Mapping[str, Any]:
    """What was written at a door, opened: `where` and `note`."""
    return {} if noted is None else act.sealer.open(noted, noted_seal(stop_id))


def _out(act: Act, run_id: str) -> RunRow:
    run = held_run(act.store, run_id)
    if run.status is not RunStatus.OUT:
        raise Conflict(NOT_OUT)
    return run


def _in_vain_before(act: Act, day: RunDayRow, stop: StopRow) -> int:
    if stop.need_id is None:
        return 0
    before = last_stops(act.store, [stop.need_id], before=day.on_date).get(stop.need_id)
    return int(before is not None and before.failure is StopFailure.NOT_IN)
