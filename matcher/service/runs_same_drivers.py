"""Who drove last time drives again: the same vehicles, hours and names, in one press."""

from collections.abc import Sequence

from matcher.domain.refusals import Conflict
from matcher.domain.roles import Right, Scope
from matcher.service.acting import Act
from matcher.service.desk import Desk
from matcher.service.runs_days import changed, day_at, day_to_change
from matcher.service.runs_drivers import label_of
from matcher.storage.ids import new_id
from matcher.storage.reading.run_choices import offers_to_drive
from matcher.storage.reading.run_days import day_driven_before
from matcher.storage.reading.runs import RunLine, runs_of_day
from matcher.storage.sealed import run_seal
from matcher.storage.tables import RunDayRow, RunRow

NOBODY_DROVE = "Nobody who drove last time can drive that day: add a driver by name."
SOMEBODY_DRIVES = "Somebody drives that day already: add the others by name."


def drivers_of_last_time(act: Act, scope: Scope, day: RunDayRow) -> list[RunLine]:
    """The runs of the last day that had any, of those who still drive and do not yet that day."""
    before = day_driven_before(act.store, day.charity_id, day.kind, day.on_date)
    if before is None:
        return []
    could = {one.offer_id for one in offers_to_drive(act.store, scope, day.charity_id, day.id)}
    return [run for run in runs_of_day(act.store, before.id) if run.offer_id in could]


def could_be_the_same(act: Act, desk: Desk, day_id: str) -> int:
    """How many drivers one press would add to a day that has none."""
    day = day_at(act, desk, day_id)
    if runs_of_day(act.store, day_id) or not desk.may_at(Right.PLAN_RUNS, day.charity_id):
        return 0
    return len(drivers_of_last_time(act, desk.within(Right.PLAN_RUNS), day))


def same_drivers(act: Act, desk: Desk, day_id: str) -> int:
    """Let those who drove last time drive that day; how many. `Conflict` where nobody can."""
    day = day_to_change(act, desk, day_id)
    if runs_of_day(act.store, day_id):
        raise Conflict(SOMEBODY_DRIVES)
    found = drivers_of_last_time(act, desk.within(Right.PLAN_RUNS), day)
    if not found:
        raise Conflict(NOBODY_DROVE)
    take_drivers(act, day, found)
    return len(found)


def take_drivers(act: Act, day: RunDayRow, found: Sequence[RunLine]) -> None:
    """Let these drive on a day that is held, as they did before."""
    for run in found:
        id = new_id()
        act.store.add(
            RunRow(
                id=id,
                day_id=day.id,
                offer_id=run.offer_id,
                depot_id=run.depot_id,
                kind=run.kind,
                parcels=run.parcels,
                weight_g=run.weight_g,
                starts_s=run.starts_s,
                ends_s=run.ends_s,
                from_home=run.from_home,
                to_home=run.to_home,
                aboard=run.aboard,
                sealed=act.sealer.seal({"label": label_of(act, run)}, run_seal(id)),
                created_at=act.now,
            )
        )
        act.note("added_driver", "run_day", day.id, run=id, offer=run.offer_id)
    if found:
        act.store.flush()
        changed(day)
