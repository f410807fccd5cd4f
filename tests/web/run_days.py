"""A day of runs on a site, in each of its states, for tests and for those who look at pages."""

from dataclasses import dataclass
from datetime import timedelta

from matcher.bootstrap import Tools
from matcher.domain.day_times import hours
from matcher.domain.roles import Role
from matcher.service.desk import Desk
from matcher.service.runs_days import NewDepot, add_depot, open_day
from matcher.service.runs_drivers import add_driver
from matcher.service.runs_lists import add_units
from matcher.service.runs_planning import ask_for_plan, plan_a_day
from matcher.service.runs_sending import send_out
from matcher.storage.ids import new_id
from matcher.storage.reading.coordinators import scope_of
from matcher.storage.tables import CharityRow, CoordinatorRow, StopRow
from matcher.storage.writing.contacts import put_contact, put_need_details
from tests.builders import at
from tests.matcher.service.acts import a_check
from tests.matcher.service.day_of_runs import A_LITTLE, A_PLACE, a_vehicle
from tests.matcher.storage.rows import a_person, a_stored_need, a_stored_offer, a_volunteer
from tests.matcher.storage.rows import units_of as units_of_need
from tests.web.staffed import a_member

# With a space: no key or token of a page can hold it by chance.
ROSA = "Rosa Ashgrove"


@dataclass(frozen=True, slots=True)
class RunsTown:
    """Ids of one of each that a page of runs is about."""

    charity_id: str
    account: CoordinatorRow
    day_id: str
    run_id: str
    stop_id: str
    offer_id: str
    unit_id: str
    depot_id: str
    secret: str


def a_day_of_runs(
    tools: Tools, *, state: str = "planned", needs: int = 3, role: Role = Role.COORDINATOR
) -> RunsTown:
    """A charity's day: on its `list`, `planned`, or `out` with its driver's link."""
    with tools.database.begin() as store:
        charity = CharityRow(id=new_id(), slug=new_id(), name="Larder", created_at=tools.now())
        store.add(charity)
    account = a_member(tools, role, charity_id=charity.id)
    boss = desk_of(tools, a_member(tools, Role.COORDINATOR, charity_id=charity.id))
    with tools.acting(boss.actor) as act:
        place = NewDepot("Church hall", A_PLACE, hours("08:00", "20:00"))
        depot_id = add_depot(act, boss, charity.id, place)
        day_id = open_day(act, boss, depot_id, act.today)
        units = [a_parcel(act, charity.id, 400 * (one + 1)) for one in range(needs)]
        add_units(act, boss, day_id, units)
        spare = a_parcel(act, charity.id, 2_500)
        volunteer = a_volunteer(act.store, charity_id=charity.id)
        told = {"name": "Dora", "phone": "+447700900125", "never": []}
        put_contact(act.store, act.sealer, volunteer.person_id, told, now=act.now)
        review = act.today + timedelta(days=300)
        a_check(act.store, volunteer.person_id, "references", review_on=review)
        said = {"volunteer_id": volunteer.person_id, "provides": frozenset({"car"})}
        offer = a_stored_offer(act.store, **said)
        spare_offer = a_stored_offer(act.store)
        vehicle = a_vehicle(hours=hours("08:00", "20:00"))
        run_id = add_driver(act, boss, day_id, offer.id, depot_id, vehicle)
    secret = ""
    if state != "list":
        plan_now(tools, boss, day_id)
    if state == "out":
        with tools.acting(boss.actor) as act:
            secret = send_out(act, boss, day_id, run_id)
    with tools.looking() as act:
        stops = act.store.query(StopRow).filter_by(day_id=day_id)
        stop_id = stops.order_by(StopRow.place_in_run).first().id
    return RunsTown(
        charity.id,
        account,
        day_id,
        run_id,
        stop_id,
        spare_offer.id,
        spare,
        depot_id,
        secret,
    )


def plan_now(tools: Tools, desk: Desk, day_id: str) -> None:
    with tools.acting(desk.actor) as act:
        ask_for_plan(act, desk, day_id)
    plan_waiting(tools)


def plan_waiting(tools: Tools) -> None:
    """What the worker does."""
    while plan_a_day(tools.database, tools.sealer, tools.now, effort=A_LITTLE):
        pass


def a_parcel(act, charity_id: str, east_m: int) -> str:
    """Somebody who wants a food parcel; the id of the unit."""
    person = a_person(act.store)
    told = {"name": ROSA, "phone": "+447700900123", "never": []}
    put_contact(act.store, act.sealer, person.id, told, now=act.now)
    place = at(east_m, 300)
    need = a_stored_need(
        act.store,
        person_id=person.id,
        charity_id=charity_id,
        category="food_parcel",
        easting=place.easting,
        northing=place.northing,
        postcode="SW2 1RW",
    )
    told = {"address": "1 Example Road", "notes": "Ring twice.", "door_code": "C47-11"}
    put_need_details(act.store, act.sealer, need.id, told, now=act.now)
    return str(units_of_need(act.store, need)[0].id)


def desk_of(tools: Tools, account: CoordinatorRow) -> Desk:
    with tools.looking() as act:
        scope = scope_of(act.store, account)
    return Desk(account.id, account.name, account.role, scope)
