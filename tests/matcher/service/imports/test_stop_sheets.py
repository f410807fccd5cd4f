"""A delivery list in a sheet: put on its days' lists, with the needs that are new; and back."""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

import pytest

from matcher.domain.day_times import hours
from matcher.domain.imports import SheetKind
from matcher.domain.refusals import Invalid
from matcher.service.gazetteer import Gazetteer
from matcher.service.imports import door_cells
from matcher.service.imports.exporting import Format
from matcher.service.imports.ground import Bringing, Ground, Reach, Said
from matcher.service.imports.pages import columns_of, lines_seen, what_is_in_the_way
from matcher.service.imports.stop_days import begin
from matcher.service.imports.stop_pages import days_it_is_for
from matcher.service.runs_days import NewDepot, add_depot, open_day
from matcher.service.runs_drivers import add_driver
from matcher.service.runs_planning import ask_for_plan, plan_a_day
from matcher.service.runs_sending import send_out
from matcher.service.runs_stops import AtTheDoor, ExtraStop, GettingIn, add_extra
from matcher.storage.database import Database
from matcher.storage.reading.contacts import need_details_of
from matcher.storage.tables import NeedRow, RunDayRow, RunRow, StopRow
from tests.builders import LAMBETH, TODAY
from tests.matcher.service.acts import SEALER, acting, looking
from tests.matcher.service.day_of_runs import A_LITTLE, A_PLACE, a_drivers_offer, a_vehicle
from tests.matcher.service.imports.importing import Office, an_office, as_csv
from tests.matcher.service.imports.test_as_before import handed_out, seen
from tests.matcher.storage.rows import NOW, a_stored_match, a_stored_offer, units_of

THU = TODAY + timedelta(days=(3 - TODAY.weekday()) % 7 + 7)
FRI = THU + timedelta(days=1)
HOUR = timedelta(hours=1)
LIST = f"""Stop,Driver,Who,Mobile,Address,Postcode,Parcel,Boxes,Window,Mins,Two people,Notes,Date
2,The red van,Rosa Parks,07700 900101,Flat 3,SW2 1RW,Halal parcel,2,10-12,5,no,Ring twice,{THU}
1,the red van,Ada Bell,020 7946 0101,7 High Street,SW9 8QH,food parcel,1,9am-11am,,yes,,{THU}
,,Nobody Phone,,Flat 1,SE5 8TS,Parcel,,,,,,{THU:%d/%m/%Y}
,,Rosa Parks,07700 900101,Flat 3,SW2 1RW,hot meal,,,,,,{FRI}
"""


@dataclass
class Round:
    """A charity's office with a depot, a list for each day, and a driver on the first."""

    office: Office
    days: dict[date, str]
    run_id: str = ""

    @property
    def database(self) -> Database:
        return self.office.database

    def came_in(self, text: str | bytes, name: str = "list.csv") -> str:
        return self.office.agreed(self.office.brought(SheetKind.STOPS, text, name=name))

    def sayings(self, id: str) -> list[str]:
        """Each row's verdict, and what is to be mended in it."""
        return [
            f"{line.verdict} {told.column} {told.no.get('sentence', '')}".strip()
            for line, told in self.office.lines(id)
        ]

    def stops(self, on: date = THU) -> list[StopRow]:
        with looking(self.database) as act:
            return act.store.query(StopRow).filter_by(day_id=self.days[on]).order_by("typed").all()

    def driven(self, on: date = THU) -> list[str]:
        """The postcodes of the driver's doors, in their order."""
        with looking(self.database) as act:
            found = act.store.query(StopRow).filter_by(run_id=self.run_id)
            stops = sorted(found, key=lambda stop: stop.place_in_run or 0)
            return [str(act.store.get_one(NeedRow, one.need_id).postcode) for one in stops]

    def plan(self) -> None:
        with acting(self.database, by=self.office.desk.actor) as act:
            ask_for_plan(act, self.office.desk, self.days[THU])
        assert plan_a_day(self.database, SEALER, lambda: NOW, effort=A_LITTLE)

    def send_out(self) -> None:
        self.plan()
        with acting(self.database, by=self.office.desk.actor, now=_on(THU)) as act:
            send_out(act, self.office.desk, self.days[THU], self.run_id)


def _on(day: date) -> Any:
    return NOW + (day - TODAY)


def all_of(database: Database) -> dict[str, Any]:
    """All that is seen of people and of their stops."""
    with looking(database) as act:
        stops = [
            tuple(str(getattr(row, c.key)) for c in StopRow.__table__.columns)
            for row in act.store.query(StopRow).order_by(StopRow.id)
        ]
    found = seen(database)
    details = {
        id: {name: said for name, said in told.items() if said}
        for id, told in found["details"].items()
    }
    return found | {"details": details, "stops": stops}


@pytest.fixture
def round_of(database: Database, london: Gazetteer) -> Round:
    office = an_office(database, london)
    with acting(database, by=office.desk.actor) as act:
        new = NewDepot("Church hall", A_PLACE, hours("08:00", "20:00"))
        depot = add_depot(act, office.desk, office.charity_id, new)
        days = {day: open_day(act, office.desk, depot, day) for day in (THU, FRI)}
        offer = a_drivers_offer(act.store, office.charity_id)
        vehicle = a_vehicle(hours=hours("09:00", "18:00"), parcels=50, aboard=2)
        run = add_driver(act, office.desk, days[THU], offer, depot, vehicle)
    return Round(office, days, run)


def test_a_list_is_put_on_its_days_and_twice_is_once_and_undone_is_as_before(round_of):
    before = all_of(round_of.database)
    first = round_of.came_in(LIST)
    assert round_of.office.fates(first) == ["made"] * 4, round_of.sayings(first)
    with looking(round_of.database) as act:
        needs = act.store.query(NeedRow).all()
        assert len({need.person_id for need in needs}) == 3
        assert {(need.category, need.wanted_on) for need in needs} == {
            ("food_parcel", THU),
            ("hot_meal", FRI),
        }
        [halal] = [
            told
            for need in needs
            if (told := need_details_of(act.store, SEALER, need.id)) and told.get("access")
        ]
        assert (halal["dietary"], halal["access"]) == (["halal"], "Ring twice")
    rosa, ada, nobody = round_of.stops()
    assert (rosa.parcels, rosa.windows, rosa.service_s) == (2, [[36_000, 43_200]], 300)
    assert (ada.windows, ada.two_people) == ([[32_400, 39_600]], True)
    assert (nobody.run_id, nobody.parcels) == (None, 1)
    assert round_of.driven() == ["SW9 8QH", "SW2 1RW"]
    assert rosa.locked
    after = all_of(round_of.database)
    again = round_of.came_in(LIST)
    assert round_of.office.verdicts(again) == ["same"] * 4
    assert all_of(round_of.database) == after
    # A plan moves stops by itself: nobody has built on them by that.
    round_of.plan()
    round_of.office.undone(first)
    assert round_of.office.status(first) == "undone", round_of.office.fates(first)
    assert all_of(round_of.database) == before


def test_whoever_waits_gets_a_stop_and_no_second_need(round_of):
    office = round_of.office
    weekly = (
        "Name,Phone,Postcode,Address,Category,Every,Day\n"
        f"Rosa,07700 900101,SW2 1RW,Flat 3,food parcel,thu,{THU}\n"
        "Ada,07700 900102,SW9 8QH,,groceries,,\n"
    )
    office.agreed(office.brought(SheetKind.NEEDS, weekly))
    with looking(round_of.database) as act:
        ada = act.store.query(NeedRow).filter_by(category="groceries").one()
        reference = ada.reference
    before = all_of(round_of.database)
    text = (
        "Reference,Name,Phone,Address,Postcode,Parcels,Driver,Notes\n"
        ",Rosa,07700 900101,flat 3,SW2 1RW,3,The red van,Side door\n"
        f"{reference},,,,,2,,\n"
        f"{reference},,,,,2,,\n"
    )
    said = {"defaults": {"run_day": THU.isoformat(), "category": "food_parcel"}}
    first = office.brought(SheetKind.STOPS, text, **said)
    assert office.verdicts(first) == ["new", "new", "wrong"], round_of.sayings(first)
    office.agreed(first)
    with looking(round_of.database) as act:
        assert act.store.query(NeedRow).count() == 2
    assert sorted(stop.parcels for stop in round_of.stops()) == [2, 3]
    # What differs of a stop is changed, and put back; what differs of the need is to be mended.
    put = all_of(round_of.database)
    text = (
        text.replace(",3,The red van,Side door", ",4,,Back door") + ",Rosa,07700 900101,Flat 9,,1,,"
    )
    second = office.brought(SheetKind.STOPS, text, **said)
    assert office.verdicts(second) == ["changed", "same", "duplicate", "duplicate"]
    office.agreed(second)
    assert max(stop.parcels for stop in round_of.stops()) == 4
    office.undone(second)
    assert all_of(round_of.database) == put
    office.undone(first)
    assert all_of(round_of.database) == before


def test_what_cannot_be_brought_says_how_to_mend_it(round_of):
    office = round_of.office
    asked = "Name,Phone,Postcode,Category\nRosa,07700 900101,SW2 1RW,food parcel\n"
    office.agreed(office.brought(SheetKind.NEEDS, asked))
    with acting(round_of.database) as act:
        need = act.store.query(NeedRow).one()
        a_stored_match(act.store, units_of(act.store, need)[0], a_stored_offer(act.store))
    row = {"name": "Ada", "phone": "", "postcode": "SW2 1RW", "category": "food parcel"}
    row |= {"from": "", "until": "", "driver": "", "date": THU.isoformat()}
    rows = [
        row | {"name": "Rosa", "phone": "07700 900101"},
        row | {"date": "2026-01-05"},
        row | {"date": (THU + timedelta(days=100)).isoformat()},
        row | {"date": ""},
        row | {"category": "visit"},
        row | {"from": "12:00", "until": "10:00"},
        row | {"from": "half past"},
        row | {"driver": "The blue van"},
        row | {"postcode": "ZZ1 1ZZ"},
    ]
    said = round_of.sayings(office.brought(SheetKind.STOPS, as_csv(rows)))
    told = (
        "cannot be put on that day", "This day is over", "the next two months",
        "on which day", "Runs bring parcels", "as many times", "Write a time",
        "Nobody who drives", "cannot find the postcode",
    )  # fmt: skip
    assert all(part in line for part, line in zip(told, said, strict=True)), "\n".join(said)


NEXT = THU + timedelta(days=7)


def all_days(database: Database) -> list[tuple[str, int]]:
    """Every day and how many drive on it."""
    with looking(database) as act:
        return [
            (str(day.on_date), act.store.query(RunRow).filter_by(day_id=day.id).count())
            for day in act.store.query(RunDayRow).order_by(RunDayRow.on_date)
        ]


def test_a_list_for_a_day_that_has_none_begins_it_and_undoing_ends_it(round_of):
    office, text = round_of.office, LIST.replace(str(THU), str(NEXT))
    text = text.replace(f"{THU:%d/%m/%Y}", f"{NEXT:%d/%m/%Y}")
    before = all_of(round_of.database), all_days(round_of.database)
    first = office.brought(SheetKind.STOPS, text, name="list.csv")
    with looking(round_of.database) as act:
        said = days_it_is_for(act, office.desk, first)
    assert [(one.on_date, one.depot, one.drivers, one.rows) for one in said] == [
        (FRI, "", 0, 1),
        (NEXT, "Church hall", 1, 3),
    ]
    # Nothing is written before the yes.
    assert (all_of(round_of.database), all_days(round_of.database)) == before
    office.agreed(first)
    assert office.fates(first) == ["made"] * 4, round_of.sayings(first)
    # Who drove last time drives again, as the rows call them, and has the stops in their order.
    assert all_days(round_of.database) == [*before[1], (str(NEXT), 1)]
    with looking(round_of.database) as act:
        day = act.store.query(RunDayRow).filter_by(on_date=NEXT).one()
        run = act.store.query(RunRow).filter_by(day_id=day.id).one()
        round_of.days[NEXT], round_of.run_id = day.id, run.id
    assert round_of.driven() == ["SW9 8QH", "SW2 1RW"]
    after = all_of(round_of.database), all_days(round_of.database)
    assert office.verdicts(round_of.came_in(text)) == ["same"] * 4
    assert (all_of(round_of.database), all_days(round_of.database)) == after
    office.undone(first)
    assert (all_of(round_of.database), all_days(round_of.database)) == before


def test_a_day_that_a_list_began_stays_where_somebody_added_a_driver(round_of):
    text = f"Name,Phone,Postcode,Parcel,Date\nAda,,SW9 8QH,parcel,{NEXT}\n"
    first = round_of.came_in(text)
    with acting(round_of.database, by=round_of.office.desk.actor, now=NOW + HOUR) as act:
        day = act.store.query(RunDayRow).filter_by(on_date=NEXT).one()
        offer = a_drivers_offer(act.store, round_of.office.charity_id)
        add_driver(act, round_of.office.desk, day.id, offer, day.depot_id, a_vehicle())
    round_of.office.undone(first)
    assert all_days(round_of.database)[-1] == (str(NEXT), 2)


def test_of_two_sheets_that_begin_a_day_at_once_the_second_finds_it(round_of):
    office = round_of.office
    bringing = Bringing("a-sheet", Reach(office.charity_id, frozenset({LAMBETH})), Said())
    with acting(round_of.database) as act:
        first = begin(act, bringing, NEXT)
        assert first is not None
        assert begin(act, bringing, NEXT) == first


def test_of_two_depots_the_one_of_last_time_is_taken_and_else_it_is_asked(round_of):
    office, new = round_of.office, f"Name,Postcode,Parcel,Date\nAda,SW9 8QH,parcel,{NEXT}\n"
    with acting(round_of.database, by=office.desk.actor) as act:
        shed = NewDepot("Shed", A_PLACE, hours("08:00", "20:00"))
        add_depot(act, office.desk, office.charity_id, shed)
    assert office.verdicts(office.brought(SheetKind.STOPS, new)) == ["new"]
    with acting(round_of.database) as act:
        act.store.query(RunRow).delete()
        act.store.query(RunDayRow).delete()
    [said] = round_of.sayings(office.brought(SheetKind.STOPS, new, name="more.csv"))
    assert "you have several depots" in said


@pytest.mark.parametrize("form", Format)
def test_a_door_code_comes_in_and_does_not_go_out(round_of, form):
    office = round_of.office
    text = f"Name,Postcode,Parcel,Key safe,Notes,Date\nAda,SW9 8QH,parcel,C47-11,Gate,{THU}\n"
    before = all_of(round_of.database)
    first = round_of.came_in(text)
    [stop] = round_of.stops()
    with looking(round_of.database) as act:
        told = need_details_of(act.store, SEALER, stop.need_id) or {}
        assert (told["door_code"], told["access"]) == ("C47-11", "Gate")
        given, _ = columns_of(act, office.desk, first)
        assert "C47-11" not in str(given)
    content = handed_out(office, SheetKind.STOPS, form)
    assert b"C47-11" not in content
    assert office.verdicts(round_of.came_in(content, f"list.{form}")) == ["same"]
    put = all_of(round_of.database)
    second = round_of.came_in(text.replace("C47-11", "C47-12"))
    assert office.verdicts(second) == ["changed"]
    with looking(round_of.database) as act:
        [line], _ = lines_seen(act, office.desk, second)
        assert (line.changes, line.replaced) == ((), ("door_code",))
        told = need_details_of(act.store, SEALER, stop.need_id) or {}
        assert (told["door_code"], told["access"]) == ("C47-12", "Gate")
    office.undone(second)
    assert all_of(round_of.database) == put
    office.undone(first)
    assert all_of(round_of.database) == before


def test_nothing_comes_in_for_doors_unless_somebody_spoke_to_those_behind_them(round_of):
    with pytest.raises(Invalid, match="Say how you know"):
        round_of.office.brought(SheetKind.STOPS, LIST, how=None)


def test_a_run_that_is_out_is_not_changed_and_the_row_says_so(round_of):
    office = round_of.office
    first = round_of.came_in(LIST)
    round_of.send_out()
    stopped = all_of(round_of.database)
    more = LIST.replace(",2,10-12", ",5,10-12") + (
        f"3,The red van,Fay Gill,,Flat 8,SE5 8TS,parcel,,,,,,{THU}\n"
    )
    second = office.brought(SheetKind.STOPS, more)
    said = round_of.sayings(second)
    assert [line.split()[0] for line in said] == ["wrong", "same", "same", "same", "wrong"]
    assert "on its way already" in said[0]
    assert "set out already" in said[4]
    office.agreed(second)
    assert all_of(round_of.database) == stopped
    with looking(round_of.database) as act:
        ground = Ground(office.shop.gazetteer, TODAY)
        number, named = what_is_in_the_way(act, office.desk, first, ground)
        assert number >= 2
        assert {one.why for one in named} <= {"on_its_way", "written_to"}


@pytest.mark.parametrize("form", Format)
def test_a_list_that_is_handed_out_comes_back_the_same(round_of, form):
    round_of.came_in(LIST)
    with acting(round_of.database, by=round_of.office.desk.actor) as act:
        hall = ExtraStop("=St Mark’s", A_PLACE, phone="020 7946 0300", address="The  hall")
        door = AtTheDoor(7, 7_250, windows=(hours("09:00", "10:00"), hours("15:00", "16:30")))
        add_extra(act, round_of.office.desk, round_of.days[THU], hall, door, GettingIn("Gate", "9"))
    round_of.plan()
    content = handed_out(round_of.office, SheetKind.STOPS, form)
    assert b"4711" not in content
    before = all_of(round_of.database)
    back = round_of.came_in(content, f"list.{form}")
    assert round_of.office.verdicts(back) == ["same"] * 5, round_of.office.lines(back)
    assert all_of(round_of.database) == before


def test_random_lists_come_in_once_and_go_as_they_came(round_of):
    for seed in range(3):
        chance = Random(seed)
        round_of.came_in(a_list_of(chance))
        before = all_of(round_of.database)
        text = a_list_of(chance)
        second = round_of.came_in(text)
        after = all_of(round_of.database)
        again = round_of.office.brought(SheetKind.STOPS, text)
        assert not {*round_of.office.verdicts(again)} & {"new", "changed"}
        round_of.office.agreed(again)
        assert all_of(round_of.database) == after
        round_of.office.undone(second)
        assert round_of.office.status(second) == "undone", round_of.office.fates(second)
        assert settled(all_of(round_of.database)) == settled(before)


def settled(found: dict[str, Any]) -> dict[str, Any]:
    """All but where a stop stands among those of its driver, which others leaving moves."""
    place = [c.key for c in StopRow.__table__.columns].index("place_in_run")
    return found | {"stops": [row[:place] + row[place + 1 :] for row in found["stops"]]}


def a_list_of(chance: Random) -> str:
    people = [(f"Person {chr(65 + n)}{chr(97 + n)}xx", f"07700 9001{n:02}") for n in range(8)]
    rows = []
    for _ in range(12):
        name, phone = chance.choice(people)
        rows.append(
            {
                "name": name,
                "phone": chance.choice((phone, phone, "")),
                "postcode": chance.choice(("SW2 1RW", "SW2 1RW", "SE5 8TS")),
                "parcel": chance.choice(("parcel", "vegan box", "groceries", "nonsense")),
                "boxes": chance.choice(("", "1", "3")),
                "window": chance.choice(("", "9-11", "2pm-4pm", "25:00")),
                "notes": chance.choice(("", "Ring", "-3 steps")),
                "driver": chance.choice(("", "", "The red van", "Nobody")),
                "stop": chance.choice(("", "1", "9")),
                "date": chance.choice((str(THU), str(FRI), "1999-01-01")),
            }
        )
    return as_csv(rows)


@pytest.mark.parametrize(
    ("cell", "read"),
    [
        ("9", "09:00"),
        ("9.30am", "09:30"),
        ("12pm", "12:00"),
        ("12am", "00:00"),
        ("14:00:00", "14:00"),
        ("10-12", "10:00-12:00"),
        ("2–4 pm", "14:00-16:00"),
        ("11am to 1pm", "11:00-13:00"),
        ("9:00; noon", "09:00;12:00"),
        ("24:00", "24:00"),
    ],
)
def test_times_are_read_as_people_write_them(cell, read):
    assert door_cells.day_times(cell) == read


@pytest.mark.parametrize("cell", ["25:00", "13pm", "9-10-11", "soon", "10:70"])
def test_what_is_no_time_is_told_so(cell):
    with pytest.raises(Invalid, match="Write a time"):
        door_cells.day_times(cell)


def test_a_day_of_a_charity_that_is_not_ours_has_no_list_for_us(round_of, london):
    stranger = an_office(round_of.database, london)
    said = stranger.brought(SheetKind.STOPS, LIST)
    assert stranger.verdicts(said) == ["wrong"] * 4
    assert "you have no depot" in stranger.lines(said)[0][1].no["sentence"]
    with looking(round_of.database) as act:
        assert act.store.query(RunDayRow).count() == 2
