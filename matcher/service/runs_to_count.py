"""What of a run that is back is to be counted, and what was: stop by stop, and thing by thing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from matcher.domain.roles import Right
from matcher.domain.run_counts import Counted, Tally, Thing, alike, by_stop, things_of
from matcher.domain.run_days import ARRIVED, RunKind
from matcher.domain.statuses import RunStatus
from matcher.service.acting import Act
from matcher.service.desk import Desk
from matcher.service.runs_days import day_at
from matcher.service.runs_drivers import run_of_day
from matcher.service.runs_sending import load_of
from matcher.service.runs_stock import STOCK, Load, ParcelStock
from matcher.storage.reading.run_stock import names_of_items
from matcher.storage.reading.runs import StopLine, stops_of_run
from matcher.storage.reading.stock_needs import HoldingLine
from matcher.storage.tables import RunDayRow, RunRow

TAKEN_BACK_FOR = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class ThingToCount:
    """One thing that a stop should have brought back; no item for parcels of none.

    `counted` is what became of it, once that was said.
    """

    thing: Thing
    item: str | None
    best_before: date | None
    item_id: str | None = None
    counted: Counted | None = None


@dataclass(frozen=True, slots=True)
class StopToCount:
    """A stop whose parcels were not given; `counted` once that is known of this one stop."""

    stop: StopLine
    things: tuple[ThingToCount, ...]
    counted: Counted | None


@dataclass(frozen=True, slots=True)
class ToCount:
    """A run whose parcels are to be counted, or were: what went out and what its doors took.

    `shared_out` where two totals were typed in for several stops: the ledger took them from the
    top of the list, and nobody said whose they were.
    """

    run_id: str
    out: int
    delivered: int
    stops: tuple[StopToCount, ...]
    counted: Counted | None
    may_take_back: bool
    shared_out: bool = False

    @property
    def things(self) -> list[Thing]:
        """All that should be here."""
        return [one.thing for stop in self.stops for one in stop.things]

    @property
    def should_return(self) -> int:
        """How many that is."""
        return sum(one.quantity for one in self.things)

    @property
    def two_numbers_do(self) -> bool:
        """Whether it does not matter which of them came back."""
        return alike(self.things)

    @property
    def is_of_several_things(self) -> bool:
        """Whether some stop's parcels held different things."""
        return any(len(one.things) > 1 for one in self.stops)

    def missing_at(self, told: Mapping[str, Tally]) -> list[tuple[StopToCount, int]]:
        """The stops of which something is missing as it was told, and how many parcels."""
        parcels = {one.stop.id: one.stop.parcels for one in self.stops}
        found = by_stop(self.things, told, parcels)
        return [
            (one, found[one.stop.id].missing)
            for one in self.stops
            if one.stop.id in found and found[one.stop.id].missing
        ]


def to_count(act: Act, desk: Desk, day_id: str, run_id: str, stock: ParcelStock = STOCK) -> ToCount:
    """How the parcels of a run stand."""
    day = day_at(act, desk, day_id)
    return books_of(act, desk, day, run_of_day(act, day, run_id), stock)


def books_of(act: Act, desk: Desk, day: RunDayRow, run: RunRow, stock: ParcelStock) -> ToCount:
    """The same of a run that was found."""
    stops = [one for one in stops_of_run(act.store, run.id) if one.status not in ARRIVED]
    held: list[HoldingLine] = []
    if run.status is RunStatus.BACK and day.kind is RunKind.DELIVER:
        units = [one.unit_id for one in stops if one.unit_id]
        held = stock.packed(act, its_load(act, day, run), units)
    told = run.counted or {}
    counted = _counted(run) if run.status is RunStatus.RECONCILED else None
    may = counted is not None and desk.may_at(Right.PLAN_RUNS, day.charity_id)
    return ToCount(
        run.id,
        run.parcels_out or 0,
        run.delivered_parcels or 0,
        _kept(act, stops, told) if counted else tuple(_to_count(stop, held) for stop in stops),
        counted,
        may and may_take_back(act, run),
        bool(told.get("shared_out")),
    )


def kept_of(books: ToCount, told: Mapping[str, Tally], found: Mapping[str, Counted]) -> Any:
    """What a run keeps of its count, to be shown and put right: by stop, and by thing."""
    things = [
        {
            "id": one.thing.id,
            "stop": one.thing.stop_id,
            "item": one.item_id,
            "best_before": one.best_before and one.best_before.isoformat(),
            "out": one.thing.quantity,
            "back": told[one.thing.id].returned,
            "spoilt": told[one.thing.id].wasted,
        }
        for stop in books.stops
        for one in stop.things
    ]
    return {
        "stops": {id: [one.returned, one.wasted] for id, one in found.items()},
        "things": things,
    }


def may_take_back(act: Act, run: RunRow) -> bool:
    """Whether a count is young enough to be taken back."""
    at = run.reconciled_at
    return run.counted is not None and at is not None and act.now <= at + TAKEN_BACK_FOR


def its_load(act: Act, day: RunDayRow, run: RunRow) -> Load:
    """What a run carries, or carried."""
    return load_of(day, run, stops_of_run(act.store, run.id))


def _counted(run: RunRow) -> Counted:
    return Counted(
        run.parcels_out or 0,
        run.delivered_parcels or 0,
        run.returned_parcels or 0,
        run.wasted_parcels or 0,
    )


def _to_count(stop: StopLine, held: Sequence[HoldingLine]) -> StopToCount:
    its = {one.id: one for one in held if one.unit_id == stop.unit_id}
    packed = [(one.id, one.lot_id, one.picked) for one in its.values()]
    things = []
    for thing in things_of(stop.id, stop.parcels, packed):
        line = its.get(thing.id)
        said = (line.item, line.best_before, line.item_id) if line else (None, None, None)
        things.append(ThingToCount(thing, *said))
    return StopToCount(stop, tuple(things), None)


def _kept(act: Act, stops: Sequence[StopLine], told: Mapping[str, Any]) -> tuple[StopToCount, ...]:
    """What was said of each stop; counts of before there were things say stops alone."""
    lines = told.get("things", [])
    names = names_of_items(act.store, {one["item"] for one in lines if one["item"]})
    things = [_thing(one, names) for one in lines]
    found = []
    for stop in stops:
        known = told.get("stops", {}).get(stop.id)
        counted = None if known is None else Counted(stop.parcels, 0, *known)
        its = tuple(one for one in things if one.thing.stop_id == stop.id)
        found.append(StopToCount(stop, its, counted))
    return tuple(found)


def _thing(said: Mapping[str, Any], names: Mapping[str, str]) -> ThingToCount:
    best_before = said["best_before"]
    return ThingToCount(
        Thing(said["id"], said["stop"], said["out"]),
        names.get(said["item"]),
        date.fromisoformat(best_before) if best_before else None,
        said["item"],
        Counted(said["out"], 0, said["back"], said["spoilt"]),
    )
