"""The rota page by page: a coordinator makes it, volunteers sign up by link, and who sees whom."""

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from icalendar import Calendar

from matcher.bootstrap import Tools
from matcher.domain.roles import Role
from matcher.service.rota.leaving import offer_place
from matcher.service.rota.missing import ask_standbys
from matcher.service.rota.own import own_rota
from matcher.service.rota.signing import require_shift, stand_by
from matcher.storage.tables import (
    CoordinatorRow,
    LookRow,
    RotaPlaceRow,
    RotaShiftRow,
    RotaSignUpRow,
    RotaSlotRow,
)
from tests.web.asking import Visitor
from tests.web.sites import living_tools
from tests.web.staffed import Staffed, a_member, a_member_of, a_town, signed_in
from tests.web.test_board import press
from tests.web.volunteering import Volunteer, a_volunteer
from web.app import Site, create_app


@pytest.fixture(scope="module")
def tools(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tools]:
    tools = living_tools(tmp_path_factory.mktemp("rota"))
    yield tools
    tools.database.close()


@pytest.fixture(scope="module")
def site(tools: Tools) -> Site:
    return create_app(tools)


@pytest.fixture
def town(tools: Tools) -> Staffed:
    return a_town(tools)


@pytest.fixture
def staff(site: Site, tools: Tools, town: Staffed) -> FlaskClient:
    return signed_in(site, tools, a_member_of(tools, town, Role.COORDINATOR))


def shown(visitor: Visitor, one: Volunteer) -> str:
    return visitor.get(f"/v/{one.own}/shifts").text


def deed(visitor: Visitor, one: Volunteer, deed: str, about: str):
    page = f"/v/{one.own}/shifts"
    return visitor.send(page, to=f"{page}/{deed}/{about}")


def test_a_coordinator_keeps_a_place_and_a_slot_and_sees_the_week(site: Site, tools: Tools):
    town = a_town(tools)
    staff = signed_in(site, tools, a_member_of(tools, town, Role.COORDINATOR))
    shed = {"name": "Stockwell shed", "postcode": "sw98he", "charity": town.charity_id}
    outside = press(staff, "/board/rota/places", **shed | {"postcode": "SE5 8TR"})
    assert outside.status_code == 422
    assert "outside the boroughs" in outside.text
    assert press(staff, "/board/rota/places", **shed).status_code == 303
    with tools.looking() as act:
        place_id = act.store.query(RotaPlaceRow).filter_by(name="Stockwell shed").one().id
    today = tools.now().date()
    typed = {
        "place": place_id,
        "title": "Cooking",
        "first_on-day": str(today.day),
        "first_on-month": str(today.month),
        "first_on-year": str(today.year),
        "repeats": "weekly",
        "days": ["mon", "thu"],
        "starts": "18",
        "ends": "20.30",
        "wanted": "3",
        "trained_wanted": "1",
        "skill": "food_hygiene",
        "check_level": "none",
        "late_hours": "24",
    }
    assert press(staff, "/board/rota/slots/new", **typed).status_code == 303
    with tools.looking() as act:
        slot = act.store.query(RotaSlotRow).filter_by(title="Cooking").one()
        assert (slot.rule, slot.starts.hour, slot.ends.minute) == (
            "FREQ=WEEKLY;BYDAY=MO,TH",
            18,
            30,
        )
    next_week = today + timedelta(days=7)
    week = staff.get(f"/board/rota?week={next_week}").text
    assert week.count("Cooking") == 2
    assert "3 missing" in week
    page = staff.get(f"/board/rota/slots/{slot.id}").text
    assert "every week on Monday, Thursday" in page
    change = f"/board/rota/slots/{slot.id}/change"
    assert 'value="20:30"' in staff.get(change).text
    wrong = press(staff, change, **typed | {"starts": "18:10", "title": "Kept words"})
    assert wrong.status_code == 422
    assert "full quarter of an hour" in wrong.text
    assert "Kept words" in wrong.text


def test_an_empty_rota_says_how_to_begin(site: Site, tools: Tools, town: Staffed):
    account = a_member(tools, charity_id=town.charity_id, boroughs=("E09000033",))
    assert "Your rota is empty" in signed_in(site, tools, account).get("/board/rota").text


def test_names_are_for_the_printer_after_a_press_that_is_noted(
    staff: FlaskClient, tools: Tools, town: Staffed
):
    with tools.looking() as act:
        day = require_shift(act, town.shift_id).on_date
    week = f"?week={day}"
    assert "Val" not in staff.get(f"/board/rota{week}").text
    assert "Val" in press(staff, f"/board/rota/names{week}").text
    with tools.looking() as act:
        looks = act.store.query(LookRow).filter_by(person_id=town.volunteer_id).all()
        assert [one.what for one in looks] == ["rota"]
    assert "Val" not in staff.get(f"/board/rota/shifts/{town.shift_id}").text


def test_signing_up_by_link_happens_once_and_the_last_place_is_said_kindly(
    site: Site, tools: Tools, town: Staffed
):
    visitor, people = Visitor(site), [a_volunteer(tools) for _ in range(3)]
    page = visitor.get(f"/v/{people[0].own}/shifts")
    for _ in range(2):
        path = f"/v/{people[0].own}/shifts/sign-up/{town.shift_id}"
        assert visitor.press(page, path).status_code == 303
    assert deed(visitor, people[1], "sign-up", town.shift_id).status_code == 303
    # Three of four are there; the fourth is kept for somebody trained.
    late = deed(visitor, people[2], "sign-up", town.shift_id)
    assert late.status_code == 409
    assert "kept for people with the training" in late.text
    assert "Skip this one" not in shown(visitor, people[0])
    assert "I cannot come" in shown(visitor, people[0])
    assert "Sorting" in visitor.get(f"/v/{people[0].own}?later=1").text


def test_leaving_late_asks_why_and_tells_the_coordinator_who_finds_the_shift(
    site: Site, tools: Tools, town: Staffed, staff: FlaskClient
):
    visitor, one = Visitor(site), a_volunteer(tools)
    deed(visitor, one, "sign-up", town.shift_id)
    with tools.looking() as act:
        mine = next(own.id for own in own_rota(act, one.id).coming if own.shift.id == town.shift_id)
    path = f"/v/{one.own}/shifts/leave/{mine}"
    assert visitor.send(path).status_code == 422
    assert visitor.send(path, reason="unwell").location.endswith("said=left")
    assert visitor.get(path).status_code == 303
    page = staff.get(staff.get(f"/shift/{town.shift_id}").location).text
    assert "unwell" in page
    assert "late" in page
    assert "/board/rota/slots/" in staff.get(f"/shift/{town.shift_id}/stop").location


def test_a_letter_leads_to_ones_shifts_where_the_place_is_taken_over(
    site: Site, tools: Tools, town: Staffed
):
    visitor, giver, taker = Visitor(site), a_volunteer(tools), a_volunteer(tools)
    deed(visitor, giver, "sign-up", town.shift_id)
    with tools.acting() as act:
        stand_by(act, taker.id, town.slot_id, wanted=True)
        mine = own_rota(act, giver.id).coming[0].id
        offer_place(act, giver.id, mine)
        # Once is enough.
        assert ask_standbys(act, require_shift(act, town.shift_id)) == 0
    secret = taker.secret_of("shift_needs_somebody")
    page = visitor.get(visitor.get(f"/r/{secret}").location)
    assert "Somebody would like their place to be taken over." in page.text
    assert visitor.get(f"/r/{secret}/stop").location == f"/v/{secret}/stop"
    assert visitor.get("/r/AAAAAAAAAAAAAAAAAAAAAA").status_code == 404
    assert deed(visitor, taker, "take-over", mine).status_code == 303
    assert giver.letters()[-1].KIND == "shift_taken_over"
    assert deed(visitor, giver, "nonsense", mine).status_code == 404


def test_regulars_standbys_and_names_are_chosen_on_the_page(
    site: Site, tools: Tools, town: Staffed
):
    visitor, one = Visitor(site), a_volunteer(tools)
    for verb, about in (
        ("regular", town.slot_id),
        ("ask-me", town.slot_id),
        ("show-name", "me"),
    ):
        assert deed(visitor, one, verb, about).status_code == 303
    page = shown(visitor, one)
    for words in ("Skip this one", "Come every time no more", "Do not ask me any more", "Hide my"):
        assert words in page
    for verb, about in (
        ("regular-no-more", town.slot_id),
        ("ask-me-not", town.slot_id),
        ("hide-name", "me"),
    ):
        deed(visitor, one, verb, about)
    assert "Do not ask me any more" not in shown(visitor, one)


def test_a_calendar_address_of_a_place_is_made_shown_once_and_taken_back(
    site: Site, staff: FlaskClient, town: Staffed
):
    path = f"/board/rota/feeds/place/{town.place_id}"
    address = re.search(r"/rota-calendar/[\w-]+\.ics", press(staff, path).text)
    assert address
    visitor = site.test_client()
    answer = visitor.get(address[0])
    assert answer.mimetype == "text/calendar"
    assert answer.headers["Cache-Control"] == "no-store"
    assert len(list(Calendar.from_ical(answer.data).walk("VEVENT"))) >= 5
    assert address[0] not in staff.get("/board/rota/set-up").text
    press(staff, path, close="yes")
    assert visitor.get(address[0]).status_code == 404


def test_a_date_is_left_out_and_put_back_and_the_slot_stops(
    staff: FlaskClient, tools: Tools, town: Staffed
):
    with tools.looking() as act:
        day = require_shift(act, town.shift_id).on_date
    typed = {"day-day": str(day.day), "day-month": str(day.month), "day-year": str(day.year)}
    path = f"/board/rota/slots/{town.slot_id}"
    assert press(staff, f"{path}/dates", what="out", **typed).status_code == 303
    assert "does not come" in staff.get(path).text
    again = {"key": "j" * 20}
    assert press(staff, f"{path}/dates", what="usual", **typed, **again).status_code == 303
    assert press(staff, f"{path}/dates", what="times", starts="x", **typed).status_code == 422
    assert press(staff, f"{path}/lead").status_code == 303
    assert "You are told when somebody leaves late" in staff.get(path).text
    assert press(staff, f"{path}/stop").status_code == 303
    with tools.looking() as act:
        slot = act.store.get_one(RotaSlotRow, town.slot_id)
        assert slot.stopped_on == tools.now().date() + timedelta(days=1)
        assert act.store.get(CoordinatorRow, slot.led_by).name == "Cora"


def test_who_came_is_noted_in_one_go_once_it_has_begun(
    staff: FlaskClient, tools: Tools, town: Staffed
):
    path = f"/board/rota/shifts/{town.shift_id}"
    typed = {f"how-{town.sign_up_id}": "came", f"minutes-{town.sign_up_id}": "100"}
    assert press(staff, f"{path}/attendance", **typed).status_code == 409
    with tools.acting() as act:
        row = act.store.get_one(RotaShiftRow, town.shift_id)
        row.starts_at, row.ends_at = (act.now - timedelta(hours=h) for h in (3, 1))
    assert "Note who came" in staff.get(path).text
    for _ in range(2):
        assert press(staff, f"{path}/attendance", **typed | {"key": "a" * 20}).status_code == 303
    with tools.looking() as act:
        noted = act.store.get_one(RotaSignUpRow, town.sign_up_id)
        assert (noted.state, noted.minutes) == ("came", 100)
    page = staff.get(f"/board/rota/volunteers/{town.volunteer_id}").text
    assert "<dt>Minutes given</dt><dd>100</dd>" in page


def test_a_coordinator_takes_somebody_off_who_rang(staff: FlaskClient, tools, town: Staffed):
    path = f"/board/rota/sign-ups/{town.sign_up_id}/take-off"
    assert press(staff, path).status_code == 303
    assert press(staff, path, key="b" * 20).status_code == 409
    assert "taken off by the staff" in staff.get(f"/board/rota/shifts/{town.shift_id}").text


def test_a_training_is_noted_and_taken_back(staff: FlaskClient, town: Staffed):
    path = f"/board/rota/volunteers/{town.volunteer_id}"
    typed = {"seen_on-day": "1", "seen_on-month": "2", "seen_on-year": "2026"}
    noted = press(
        staff, f"{path}/trainings", skill="food_hygiene", charity=town.charity_id, **typed
    )
    assert noted.status_code == 303, noted.text
    page = staff.get(path).text
    taken = re.search(rf"{path}/trainings/\w+/take-back", page)
    assert taken
    assert press(staff, taken[0]).status_code == 303
    assert "take-back" not in staff.get(path).text
    assert press(staff, f"{path}/trainings", key="n" * 20).status_code == 422
