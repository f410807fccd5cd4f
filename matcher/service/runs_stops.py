"""One stop of a day: what is brought there, when, by how many, and how to get in."""

from dataclasses import dataclass, field
from typing import Any

from matcher.domain.day_times import ALL_DAY, TimeWindow
from matcher.domain.places import Point
from matcher.domain.refusals import Conflict, Invalid
from matcher.domain.run_days import A_DOOR_S, A_PARCEL_G, LONGEST_LABEL, LONGEST_TEXT
from matcher.domain.runs import MOST_STOPS
from matcher.domain.statuses import StopStatus
from matcher.domain.stops import Stop
from matcher.service.acting import Act
from matcher.service.desk import Desk
from matcher.service.runs_days import changed, day_to_change
from matcher.service.whereabouts import Whereabouts
from matcher.storage.ids import new_id
from matcher.storage.reading.contacts import need_details_of
from matcher.storage.sealed import stop_seal
from matcher.storage.tables import RunDayRow, StopRow
from matcher.storage.writing.contacts import put_need_details
from matcher.storage.writing.runs import NO_SUCH_STOP, next_typed, put_stops

NAME_IT = "Say who or what this stop is, in a few words."
TOO_MANY = "A day has at most %(most)s stops."
ON_ITS_WAY = "This stop is on its way already: note at the door what becomes of it."
TOO_LONG = "Please use at most %(most)s letters."


@dataclass(frozen=True, slots=True)
class ExtraStop:
    """A stop of no need: who or what it is, and where, kept sealed."""

    label: str = field(repr=False)
    place: Whereabouts = field(repr=False)
    phone: str = field(default="", repr=False)
    address: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class AtTheDoor:
    """What is brought to a door and how; `window` None for all day."""

    parcels: int = 1
    weight_g: int = A_PARCEL_G
    service_s: int = A_DOOR_S
    two_people: bool = False
    windows: tuple[TimeWindow, ...] = (ALL_DAY,)


@dataclass(frozen=True, slots=True)
class GettingIn:
    """How to get to a door: shown to the driver while the run is out, and kept sealed.

    `keep_code` leaves the code as it was: it is never shown again to be typed over.
    """

    access: str = field(default="", repr=False)
    door_code: str = field(default="", repr=False)
    keep_code: bool = False


def add_extra(
    act: Act,
    desk: Desk,
    day_id: str,
    extra: ExtraStop,
    door: AtTheDoor,
    way_in: GettingIn | None = None,
) -> str:
    """Put a stop on the list that is no need's: a partner to bring to, a shop to fetch from."""
    day = day_to_change(act, desk, day_id)
    label = " ".join(extra.label.split())
    if not label or len(label) > LONGEST_LABEL:
        raise Invalid(NAME_IT, "label")
    _require_short(extra.phone, "phone")
    _require_short(extra.address, "address")
    require_fitting(door)
    id = new_id()
    told = {"label": label, "phone": extra.phone.strip(), "address": extra.address.strip()}
    place = extra.place
    told["postcode"] = place.postcode or place.street
    row = StopRow(
        id=id,
        day_id=day.id,
        typed=next_typed(act.store, day.id),
        easting=place.point.easting,
        northing=place.point.northing,
        borough=place.borough,
        cell=place.cell,
        sealed=act.sealer.seal(told, stop_seal(id)),
        **columns_of(door),
    )
    require_room(act, day, 1)
    put_stops(act.store, [row])
    if way_in is not None:
        keep_way_in(act, row, way_in)
    changed(day)
    act.note("added_stop", "run_day", day.id, stop=id)
    return id


def change_door(
    act: Act, desk: Desk, day_id: str, stop_id: str, door: AtTheDoor, way_in: GettingIn
) -> None:
    """Say how much is brought, when, by how many, and how to get in."""
    day = day_to_change(act, desk, day_id)
    stop = planned_stop(act, day, stop_id)
    require_fitting(door)
    for name in ("access", "door_code"):
        _require_short(getattr(way_in, name), name)
    for name, value in columns_of(door).items():
        setattr(stop, name, value)
    keep_way_in(act, stop, way_in)
    changed(day)
    act.note("changed_stop", "run_day", day.id, stop=stop_id)


def keep_way_in(act: Act, stop: StopRow, way_in: GettingIn) -> None:
    """Keep how to get in with the need, so that next week's driver finds it too."""
    told = {"access": way_in.access.strip()}
    if not way_in.keep_code:
        told["door_code"] = way_in.door_code.strip()
    if stop.need_id is not None:
        known = need_details_of(act.store, act.sealer, stop.need_id) or {}
        put_need_details(act.store, act.sealer, stop.need_id, {**known, **told}, now=act.now)
    elif stop.sealed is not None:
        known = act.sealer.open(stop.sealed, stop_seal(stop.id))
        stop.sealed = act.sealer.seal({**known, **told}, stop_seal(stop.id))


def way_in_of(act: Act, stop: StopRow) -> GettingIn:
    """How to get to a door, as it is kept."""
    if stop.need_id is not None:
        known = need_details_of(act.store, act.sealer, stop.need_id) or {}
    else:
        known = act.sealer.open(stop.sealed or b"", stop_seal(stop.id))
    return GettingIn(str(known.get("access") or ""), str(known.get("door_code") or ""))


def planned_stop(act: Act, day: RunDayRow, stop_id: str) -> StopRow:
    """A stop of a day that is held, which is not on its way yet."""
    stop = act.store.get(StopRow, stop_id)
    if stop is None or stop.day_id != day.id:
        raise Conflict(NO_SUCH_STOP)
    if stop.status is not StopStatus.PLANNED:
        raise Conflict(ON_ITS_WAY)
    return stop


def require_fitting(door: AtTheDoor) -> None:
    """Raise Invalid where the planner would: the domain's own rules of a stop."""
    Stop("x", Point(0, 0), door.parcels, door.weight_g, door.windows, door.service_s)


def columns_of(door: AtTheDoor) -> dict[str, Any]:
    """A door as a row keeps it."""
    return {
        "parcels": door.parcels,
        "weight_g": door.weight_g,
        "service_s": door.service_s,
        "two_people": door.two_people,
        "windows": [[one.start_s, one.end_s] for one in door.windows],
    }


def require_room(act: Act, day: RunDayRow, more: int) -> None:
    """Raise Conflict where so many more stops would be more than a day has."""
    if act.store.query(StopRow).filter_by(day_id=day.id).count() + more > MOST_STOPS:
        raise Conflict(TOO_MANY, most=MOST_STOPS)


def _require_short(text: str, name: str) -> None:
    if len(text) > LONGEST_TEXT:
        raise Invalid(TOO_LONG, name, most=LONGEST_TEXT)
