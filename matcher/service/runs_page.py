"""A run as its driver sees it, by private link: the stops in order, who is behind the next door.

Who somebody is, and how to get in, is shown only while the run is out and the stop is not done.
The first look at each stop is noted, once a run.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from matcher.domain.doorsteps import NextStep, StopFailure, next_step
from matcher.domain.run_days import ARRIVED, RunKind
from matcher.domain.statuses import RunStatus, StopStatus
from matcher.service.acting import Act
from matcher.service.contacts import details_of
from matcher.service.runs_days import next_day
from matcher.service.runs_doors import noted_of
from matcher.storage.reading.contacts import need_details_of
from matcher.storage.reading.run_history import last_stops
from matcher.storage.reading.run_stock import things_of_units
from matcher.storage.reading.runs import StopLine, stops_of_run
from matcher.storage.sealed import stop_seal
from matcher.storage.tables import DepotRow, NeedRow, PersonRow, RunDayRow, RunRow, StopRow


@dataclass(frozen=True, slots=True)
class Door:
    """Who and what is behind a door; never printed. `address` is in lines, the postcode last."""

    name: str = field(repr=False)
    phone: str = field(repr=False)
    address: tuple[str, ...] = field(repr=False)
    notes: str = field(default="", repr=False)
    access: str = field(default="", repr=False)
    door_code: str = field(default="", repr=False)
    step_free: bool = False


Things = tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class DriversStop:
    """One stop of a run; `door` is None once it is done, or where it is not to be seen now.

    `reference` and `things`, items by name with how many, tell its parcels from the others.
    """

    id: str
    number: int
    parcels: int
    category: str | None
    same_door: bool  # as the stop before: two units of one need
    reference: str | None
    things: Things
    two_people: bool
    arrive_s: int | None
    windows: tuple[tuple[int, int], ...]
    status: StopStatus
    failure: StopFailure | None
    noted: Mapping[str, Any] = field(repr=False)
    next_step: NextStep | None
    next_run: date | None
    has_photo: bool
    still_wanted: bool
    door: Door | None = field(repr=False)


@dataclass(frozen=True, slots=True)
class DriversPage:
    """All that the page of a run shows."""

    run_id: str
    status: RunStatus
    kind: RunKind
    on_date: date
    depot: str
    depot_postcode: str
    leave_depot_s: int | None
    parcels: int
    delivered: int
    stops: tuple[DriversStop, ...]

    @property
    def next(self) -> DriversStop | None:
        """The first stop where nothing has been noted."""
        return next((stop for stop in self.stops if stop.status is StopStatus.OUT), None)

    @property
    def in_order_of_use(self) -> list[DriversStop]:
        """Those to come first, in order; then those that are done."""
        return sorted(self.stops, key=lambda stop: stop.status is not StopStatus.OUT)

    @property
    def to_load(self) -> Things:
        """All that was set aside for the stops to come, item by item."""
        return all_of(stop.things for stop in self.stops if stop.status is StopStatus.OUT)

    @property
    def left(self) -> int:
        """How many stops are still to come."""
        return sum(stop.status is StopStatus.OUT for stop in self.stops)


def all_of(things: Iterable[Things]) -> Things:
    """What several stops are brought, item by item."""
    found = Counter[str]()
    for its in things:
        found.update(dict(its))
    return tuple(sorted(found.items()))


def is_same_door(stops: Sequence[StopLine], place: int) -> bool:
    """Whether a stop is at the very door of the one before: another unit of the same need."""
    need_id = stops[place].need_id
    return place > 0 and need_id is not None and stops[place - 1].need_id == need_id


def drivers_page(act: Act, run: RunRow) -> DriversPage:
    """The page of a run; it notes who is seen for the first time, so it is an act that writes."""
    day = act.store.get_one(RunDayRow, run.day_id)
    depot = act.store.get_one(DepotRow, run.depot_id)
    stops = stops_of_run(act.store, run.id)
    needs = [stop.need_id for stop in stops if stop.need_id]
    before = last_stops(act.store, needs, before=day.on_date)
    in_vain = {id for id, one in before.items() if one.failure is StopFailure.NOT_IN}
    again = next_day(act, day)
    units = [stop.unit_id for stop in stops if stop.unit_id]
    things = things_of_units(act.store, day.charity_id, units)
    return DriversPage(
        run_id=run.id,
        status=run.status,
        kind=day.kind,
        on_date=day.on_date,
        depot=depot.name,
        depot_postcode=depot.postcode,
        leave_depot_s=run.leave_depot_s,
        parcels=sum(stop.parcels for stop in stops),
        delivered=sum(stop.parcels for stop in stops if stop.status in ARRIVED),
        stops=tuple(
            _stop(
                act,
                run,
                stop,
                number,
                again,
                things=things.get(stop.unit_id or "", ()),
                same_door=is_same_door(stops, number - 1),
                in_vain_before=stop.need_id in in_vain,
            )
            for number, stop in enumerate(stops, 1)
        ),
    )


def door_of(act: Act, stop: StopLine) -> Door | None:
    """Open who is behind a door, None where that is erased; whoever shows it notes the look."""
    if stop.sealed is not None:
        told = act.sealer.open(stop.sealed, stop_seal(stop.id))
        where = (told.get("address"), told.get("postcode"))
        return Door(
            str(told.get("label", "")),
            str(told.get("phone", "")),
            tuple(str(line) for line in where if line),
            access=str(told.get("access", "")),
            door_code=str(told.get("door_code", "")),
        )
    person = act.store.get(PersonRow, stop.person_id) if stop.person_id else None
    details = details_of(act, person) if person else None
    if details is None or stop.need_id is None:
        return None
    told = need_details_of(act.store, act.sealer, stop.need_id) or {}
    need = act.store.get_one(NeedRow, stop.need_id)
    lines = (told.get("address"), told.get("street"), need.postcode)
    contact = details.contact
    return Door(
        name=details.name,
        phone=contact.phone.number if contact.phone else "",
        address=tuple(str(line) for line in lines if line),
        notes=str(told.get("notes") or ""),
        access=str(told.get("access") or ""),
        door_code=str(told.get("door_code") or ""),
        step_free=bool(told.get("step_free")),
    )


def _stop(
    act: Act,
    run: RunRow,
    stop: StopLine,
    number: int,
    again: date | None,
    *,
    things: Things,
    same_door: bool,
    in_vain_before: bool,
) -> DriversStop:
    shown = run.status is RunStatus.OUT and stop.status is StopStatus.OUT and stop.still_wanted
    door = door_of(act, stop) if shown else None
    if door is not None and stop.person_id and stop.seen_at is None:
        act.note_look(stop.person_id, "contact", need_id=stop.need_id, match_id=stop.match_id)
        act.store.get_one(StopRow, stop.id).seen_at = act.now
        act.store.flush()
    step = None
    if stop.failure is not None:
        step = next_step(stop.failure, in_vain_before=int(in_vain_before))
    return DriversStop(
        id=stop.id,
        number=number,
        parcels=stop.parcels,
        category=stop.category,
        same_door=same_door,
        reference=stop.reference,
        things=things,
        two_people=stop.two_people,
        arrive_s=stop.begin_s if stop.begin_s is not None else stop.arrive_s,
        windows=tuple((int(start), int(end)) for start, end in stop.windows),
        status=stop.status,
        failure=stop.failure,
        noted=noted_of(act, stop.id, stop.noted) if run.status is RunStatus.OUT else {},
        next_step=step,
        next_run=again if step is NextStep.TRY_AGAIN else None,
        has_photo=stop.has_photo,
        still_wanted=stop.still_wanted,
        door=door,
    )
