"""Who drives on a day: offers with a vehicle, their room, their hours, where they come from."""

from dataclasses import dataclass, field

from matcher.domain.day_times import TimeWindow
from matcher.domain.drivers import Driver
from matcher.domain.refusals import Conflict, Invalid, NotFound
from matcher.domain.roles import Right
from matcher.domain.run_days import LONGEST_LABEL
from matcher.domain.runs import MOST_DRIVERS
from matcher.domain.statuses import RunStatus
from matcher.domain.travel import VehicleKind
from matcher.service.acting import Act
from matcher.service.desk import Desk
from matcher.service.runs_days import changed, day_at, day_to_change, depot_of
from matcher.storage.ids import new_id
from matcher.storage.reading.run_choices import OfferToDrive, offers_to_drive
from matcher.storage.reading.runs import RunLine
from matcher.storage.sealed import run_seal
from matcher.storage.tables import RunDayRow, RunRow, StopRow
from matcher.storage.writing.runs import NO_SUCH_RUN

NOBODY_SUCH = "This volunteer cannot be chosen: they drive already, rest, or are not on your board."
TOO_MANY = "A day has at most %(most)s drivers."
ON_THE_ROAD = "This driver has set out already."


@dataclass(frozen=True, slots=True)
class Vehicle:
    """What an offer drives that day; `label` is what the charity calls driver or vehicle."""

    kind: VehicleKind
    parcels: int
    weight_g: int
    hours: TimeWindow
    from_home: bool = False
    to_home: bool = False
    aboard: int = 1
    label: str = field(default="", repr=False)


def who_could_drive(act: Act, desk: Desk, day_id: str) -> list[OfferToDrive]:
    """Volunteers of the board who do not drive that day yet, who drove last first."""
    day = day_at(act, desk, day_id, Right.PLAN_RUNS)
    return offers_to_drive(act.store, desk.within(Right.PLAN_RUNS), day.charity_id, day.id)


def add_driver(
    act: Act, desk: Desk, day_id: str, offer_id: str, depot_id: str, vehicle: Vehicle
) -> str:
    """Let an offer drive that day; return the id of its run."""
    day = day_to_change(act, desk, day_id)
    depot = depot_of(act, desk, depot_id)
    if depot.charity_id != day.charity_id:
        raise Invalid("Choose one of this charity's depots.", "depot")
    if not offers_to_drive(
        act.store, desk.within(Right.PLAN_RUNS), day.charity_id, day.id, offer_id
    ):
        raise Invalid(NOBODY_SUCH, "offer")
    if act.store.query(RunRow).filter_by(day_id=day.id).count() >= MOST_DRIVERS:
        raise Conflict(TOO_MANY, most=MOST_DRIVERS)
    label = _label(depot_id, vehicle)
    id = new_id()
    act.store.add(
        RunRow(
            id=id,
            day_id=day.id,
            offer_id=offer_id,
            depot_id=depot_id,
            kind=vehicle.kind,
            parcels=vehicle.parcels,
            weight_g=vehicle.weight_g,
            starts_s=vehicle.hours.start_s,
            ends_s=vehicle.hours.end_s,
            from_home=vehicle.from_home,
            to_home=vehicle.to_home,
            aboard=vehicle.aboard,
            sealed=act.sealer.seal({"label": label}, run_seal(id)),
            created_at=act.now,
        )
    )
    act.store.flush()
    changed(day)
    act.note("added_driver", "run_day", day.id, run=id, offer=offer_id)
    return id


def take_driver_off(act: Act, desk: Desk, day_id: str, run_id: str) -> None:
    """Somebody does not drive after all: their stops are on nobody's run until the next plan."""
    day = day_to_change(act, desk, day_id)
    run = run_of_day(act, day, run_id)
    if run.status is not RunStatus.PLANNED:
        raise Conflict(ON_THE_ROAD)
    for stop in act.store.query(StopRow).filter_by(run_id=run_id):
        stop.run_id = stop.place_in_run = None
        stop.locked = False
        stop.arrive_s = stop.begin_s = stop.leave_s = stop.slack_s = None
    act.store.flush()
    act.store.delete(run)
    act.store.flush()
    changed(day)
    act.note("took_driver_off", "run_day", day.id, run=run_id)


def run_of_day(act: Act, day: RunDayRow, run_id: str) -> RunRow:
    """A run of this day, or NotFound."""
    run = act.store.get(RunRow, run_id)
    if run is None or run.day_id != day.id:
        raise NotFound(NO_SUCH_RUN)
    return run


def label_of(act: Act, run: RunLine | RunRow) -> str:
    """What the charity calls a driver; six letters of the volunteer where it calls them nothing."""
    told = act.sealer.open(run.sealed, run_seal(run.id)).get("label")
    return str(told or run.offer_id[:6])


def _label(depot_id: str, vehicle: Vehicle) -> str:
    """What a driver is called; `Invalid` where the vehicle makes no sense to the planner."""
    label = " ".join(vehicle.label.split())
    if len(label) > LONGEST_LABEL:
        raise Invalid("Please use at most %(most)s letters.", "label", most=LONGEST_LABEL)
    if vehicle.hours.start_s >= vehicle.hours.end_s:
        raise Invalid("The hours must end after they begin.", "until")
    Driver("x", depot_id, vehicle.kind, vehicle.parcels, vehicle.weight_g, aboard=vehicle.aboard)
    return label
