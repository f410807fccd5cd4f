"""Changing a plan by hand: each change locks something, and the rest is planned again around it."""

from collections.abc import Callable, Mapping, Sequence

from matcher.domain import run_edits
from matcher.domain.refusals import Conflict, Invalid, NotFound
from matcher.domain.runs import Locked
from matcher.service.acting import Act
from matcher.service.desk import Desk
from matcher.service.runs_days import changed, day_to_change
from matcher.service.runs_planning import want_plan
from matcher.service.runs_snapshot import Runs, locks_of, orders_of, to_plan
from matcher.storage.tables import StopRow

NOT_WAITING = "This run is not one that can be changed: it has set out, or is of another day."
NO_SUCH_STOP = "There is no such stop that can be moved."

Locks = Mapping[str, Locked]


def move_stop(act: Act, desk: Desk, day_id: str, stop_id: str, run_id: str, position: int) -> None:
    """Give a stop to a run as its stop number `position` (from 0), and lock it there."""

    def edit(locks: Locks, runs: Runs) -> tuple[Locks, Runs]:
        _require_run(runs, run_id)
        after = {id: [one for one in order if one != stop_id] for id, order in runs.items()}
        at = min(max(position, 0), len(after[run_id]))
        after[run_id].insert(at, stop_id)
        return run_edits.moved(locks, runs, stop_id, run_id, at), after

    _edit(act, desk, day_id, "moved_stop", edit, stop_id)


def lock_stop(act: Act, desk: Desk, day_id: str, stop_id: str) -> None:
    """Keep a stop with its driver, and in its order among what else is locked there."""
    _edit(
        act,
        desk,
        day_id,
        "locked_stop",
        lambda locks, runs: (run_edits.locked_stop(locks, runs, stop_id), runs),
        stop_id,
    )


def unlock_stop(act: Act, desk: Desk, day_id: str, stop_id: str) -> None:
    """Let the planner do with a stop what it likes."""
    _edit(
        act,
        desk,
        day_id,
        "unlocked_stop",
        lambda locks, runs: (run_edits.unlocked(locks, stop_id), runs),
        stop_id,
    )


def lock_run(act: Act, desk: Desk, day_id: str, run_id: str) -> None:
    """Keep a whole run as it stands."""

    def edit(locks: Locks, runs: Runs) -> tuple[Locks, Runs]:
        _require_run(runs, run_id)
        return run_edits.locked_run(locks, runs, run_id), runs

    _edit(act, desk, day_id, "locked_run", edit)


def reorder_run(act: Act, desk: Desk, day_id: str, run_id: str, order: Sequence[str]) -> None:
    """Settle the order of a run's stops; all of them are named, each once."""

    def edit(locks: Locks, runs: Runs) -> tuple[Locks, Runs]:
        _require_run(runs, run_id)
        if sorted(order) != sorted(runs[run_id]):
            raise Invalid("Each stop of the run needs a place of its own.", "order")
        return run_edits.reordered(locks, run_id, order), {**runs, run_id: list(order)}

    _edit(act, desk, day_id, "reordered_run", edit)


def _edit(
    act: Act,
    desk: Desk,
    day_id: str,
    verb: str,
    edit: Callable[[Locks, Runs], tuple[Locks, Runs]],
    stop_id: str | None = None,
) -> None:
    """Change what is locked and the order that is shown meanwhile, and ask for a plan."""
    day = day_to_change(act, desk, day_id)
    runs, stops = to_plan(act, day)
    if stop_id is not None and stop_id not in {stop.id for stop in stops}:
        raise NotFound(NO_SUCH_STOP)
    orders = orders_of(runs, stops)
    locks, after = edit(locks_of(orders, stops), orders)
    put_as_settled(act, locks, after)
    changed(day)
    want_plan(act, day)
    act.note(verb, "run_day", day.id, stop=stop_id)


def put_as_settled(act: Act, locks: Locks, orders: Runs) -> None:
    """Keep which stops are on which run, in which order, and which of them are locked."""
    locked = {id for one in locks.values() for id in one.stops}
    for run_id, order in orders.items():
        for place, stop_id in enumerate(order):
            row = act.store.get_one(StopRow, stop_id)
            if (row.run_id, row.place_in_run) != (run_id, place):
                row.run_id, row.place_in_run, row.why_unserved = run_id, place, None
                # When it is there is for the plan to say.
                row.arrive_s = row.begin_s = row.leave_s = row.slack_s = None
            row.locked = stop_id in locked
    act.store.flush()


def _require_run(runs: Runs, run_id: str) -> None:
    if run_id not in runs:
        raise Conflict(NOT_WAITING)
