"""Stored days of runs for tests: a charity with a depot, drivers, and doors to knock at."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from matcher.domain.day_times import hours
from matcher.domain.roles import Role
from matcher.domain.travel import VehicleKind
from matcher.service.desk import Desk
from matcher.service.run_plans import Effort
from matcher.service.runs_days import NewDepot, add_depot, open_day
from matcher.service.runs_drivers import Vehicle, add_driver
from matcher.service.runs_lists import add_units
from matcher.service.runs_planning import ask_for_plan, plan_a_day
from matcher.service.runs_sending import send_out
from matcher.service.whereabouts import Whereabouts
from matcher.storage.database import Database, Store
from matcher.storage.tables import RunRow, StopRow
from matcher.storage.writing.contacts import put_need_details
from tests.builders import HERE, LAMBETH, TODAY, at
from tests.matcher.service.acts import SEALER, a_check, a_reachable_person, acting, reachable
from tests.matcher.service.desks import a_charity, a_desk
from tests.matcher.storage.rows import NOW, a_stored_need, a_stored_offer, a_volunteer, units_of

A_LITTLE = Effort(rounds=120, time_limit_s=None)
A_PLACE = Whereabouts(HERE, LAMBETH, "TQ3175", "SW2 1RW")


@dataclass
class Day:
    """A day with what was made for it; ids by the names that a test gave."""

    database: Database
    desk: Desk
    charity_id: str
    depot_id: str
    id: str
    runs: list[str] = field(default_factory=list)
    needs: list[str] = field(default_factory=list)
    units: list[str] = field(default_factory=list)

    def plan(self) -> None:
        with acting(self.database, by=self.desk.actor) as act:
            ask_for_plan(act, self.desk, self.id)
        assert plan_a_day(self.database, SEALER, lambda: NOW, effort=A_LITTLE) == self.id

    def send_out(self, run: int = 0) -> str:
        with acting(self.database, by=self.desk.actor) as act:
            return send_out(act, self.desk, self.id, self.runs[run])

    def stops(self, run: int | None = None) -> list[StopRow]:
        """The stops of a run in its order; all of them as typed where none is named."""
        with self.database.read() as store:
            if run is None:
                return store.query(StopRow).filter_by(day_id=self.id).order_by(StopRow.typed).all()
            found = store.query(StopRow).filter_by(run_id=self.runs[run])
            return found.order_by(StopRow.place_in_run).all()

    def run(self, run: int = 0) -> RunRow:
        with self.database.read() as store:
            return store.get_one(RunRow, self.runs[run])


def a_day(
    database: Database, *, needs: int = 3, drivers: int = 1, on: date = TODAY, **vehicle: object
) -> Day:
    """Today's list: so many doors 500 m apart, and so many drivers with a car each."""
    with acting(database) as act:
        charity_id = a_charity(act.store)
        desk = a_desk(act.store, Role.COORDINATOR, charity_id=charity_id)
        depot_id = add_depot(
            act, desk, charity_id, NewDepot("Church hall", A_PLACE, hours("08:00", "20:00"))
        )
        day_id = open_day(act, desk, depot_id, on)
        day = Day(database, desk, charity_id, depot_id, day_id)
        for number in range(needs):
            a_door(act.store, day, east_m=500 * (number + 1))
        if day.units:
            add_units(act, desk, day_id, day.units)
        for _ in range(drivers):
            offer = a_drivers_offer(act.store, charity_id)
            day.runs.append(add_driver(act, desk, day_id, offer, depot_id, a_vehicle(**vehicle)))
    return day


def a_door(store: Store, day: Day, *, east_m: int = 500, **said: object) -> str:
    """A need for a food parcel, with somebody who can be reached; the id of its unit."""
    place = at(east_m)
    usual = {
        "person_id": a_reachable_person(store, name="Rosa Resident"),
        "charity_id": day.charity_id,
        "category": "food_parcel",
        "easting": place.easting,
        "northing": place.northing,
        "postcode": "SW2 1RW",
    }
    need = a_stored_need(store, **usual | said)
    told = {"address": "1 Example Road", "notes": "Ring twice.", "door_code": "4711"}
    put_need_details(store, SEALER, need.id, told, now=NOW)
    day.needs.append(need.id)
    unit = units_of(store, need)[0]
    day.units.append(unit.id)
    return str(unit.id)


def a_drivers_offer(store: Store, charity_id: str | None = None, **said: object) -> str:
    """Somebody with references and a car."""
    volunteer = a_volunteer(store, charity_id=charity_id)
    reachable(store, volunteer.person_id, name="Dora Driver")
    a_check(store, volunteer.person_id, "references", review_on=TODAY + timedelta(days=300))
    usual = {"volunteer_id": volunteer.person_id, "provides": frozenset({"car"})}
    return str(a_stored_offer(store, **usual | said).id)


def a_vehicle(**said: object) -> Vehicle:
    usual = {
        "kind": VehicleKind.CAR_BOOT,
        "parcels": 20,
        "weight_g": 200_000,
        "hours": hours("09:00", "13:00"),
        "label": "The red van",
    }
    return Vehicle(**usual | said)  # type: ignore[arg-type]
