"""A charity's delivery runs as a sheet: each driver's run of the last year, and those to come."""

from datetime import timedelta

from matcher.domain.day_times import clock
from matcher.domain.roles import Right
from matcher.service.acting import Act
from matcher.service.desk import Desk
from matcher.service.imports.arriving import reach_of
from matcher.service.imports.door_cells import text_of_thousandths
from matcher.service.imports.listed import Listed
from matcher.service.runs_drivers import label_of
from matcher.storage.reading.run_lists import RunListed, runs_of_charity

A_YEAR = timedelta(days=365)
HEADER = (
    "day",
    "what_for",
    "depot",
    "driver",
    "vehicle",
    "state",
    "stops",
    "parcels",
    "kg",
    "km",
    "minutes",
    "sets_out",
    "is_back",
    "parcels_out",
    "delivered",
    "returned",
    "wasted",
    "missing",
)


def the_runs(act: Act, desk: Desk, charity_id: str) -> Listed:
    """What the pages of its days say of each run; a driver is called as the charity calls them."""
    desk.require(Right.SEE_RUNS)
    boroughs = reach_of(act, desk, charity_id)
    found = runs_of_charity(act.store, charity_id, boroughs, since=act.today - A_YEAR)
    return Listed(HEADER, [_row(act, one) for one in found])


def _row(act: Act, one: RunListed) -> list[str]:
    run = one.run
    counted = (
        run.parcels_out,
        run.delivered_parcels,
        run.returned_parcels,
        run.wasted_parcels,
        run.missing_parcels,
    )
    planned = run.set_out_s is not None and run.end_s is not None
    return [
        one.on_date.isoformat(),
        one.kind.value,
        one.depot,
        label_of(act, run),
        run.kind.value,
        run.status.value,
        str(one.stops),
        str(one.parcels),
        text_of_thousandths(one.weight_g),
        "" if run.metres is None else text_of_thousandths(run.metres),
        str(-(-((run.end_s or 0) - (run.set_out_s or 0)) // 60)) if planned else "",
        "" if run.set_out_s is None else clock(run.set_out_s),
        "" if run.end_s is None else clock(run.end_s),
        *("" if number is None else str(number) for number in counted),
    ]
