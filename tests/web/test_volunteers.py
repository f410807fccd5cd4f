"""Signing up as a volunteer, page by page, and one's own page afterwards."""

import json
import re
from datetime import time, timedelta
from pathlib import Path

import pytest
from icalendar import Calendar

from matcher.bootstrap import Tools
from matcher.service.volunteers_calendar import open_calendar
from matcher.service.volunteers_limits import Limits, change_limits
from matcher.service.volunteers_unasked import Why, WhyNot
from matcher.storage.tables import LookRow, OfferRow, PersonRow, VolunteerRow
from tests.web.asking import Visitor
from tests.web.volunteering import (
    a_volunteer,
    asked,
    joining,
    newest_letter,
    newest_volunteer,
)
from web.app import Site, create_app
from web.volunteers_unasked_words import why_in_words


@pytest.fixture(scope="module")
def site(tools: Tools) -> Site:
    """The pages for visitors without a browser; each test makes people of its own."""
    return create_app(tools)


@pytest.fixture
def visitor(site: Site) -> Visitor:
    return Visitor(site)


def volunteers(tools: Tools) -> int:
    with tools.looking() as act:
        return act.store.query(VolunteerRow).count()


def follow(visitor: Visitor, answer):
    assert answer.status_code == 303, answer.text
    return visitor.get(answer.headers["Location"])


def test_from_the_front_door_to_ones_own_page(visitor: Visitor, tools: Tools):
    assert "/volunteer" in visitor.get("/").text
    page = follow(visitor, visitor.send("/volunteer/join", **joining()))
    assert page.request.path == "/volunteer/code"
    digits = newest_letter(tools, "prove_contact").code.digits
    page = follow(visitor, visitor.send("/volunteer/code", code=digits))
    page = follow(visitor, visitor.get(page.request.path)) if page.status_code == 303 else page
    secret = page.request.path.split("/")[2]
    assert page.request.path == f"/v/{secret}/kinds"
    steps = [
        {"categories": ["groceries", "phone_call"], "provides": ["car"]},
        {"postcode": "se15 4qn", "radius": "3000"},
        {"mon": ["mon-am"], "wed": ["wed-eve"]},
        {"languages": ["en", "so"]},
        {
            "capacity": "2",
            "matches_per_week": "3",
            "messages_per_week": "5",
            "quiet_from": "21:00",
            "quiet_until": "08:00",
            "urgent": "yes",
        },
    ]
    for fields in steps:
        path = page.request.full_path if page.request.query_string else page.request.path
        page = follow(visitor, visitor.press(page, path, **fields))
    assert page.request.path == f"/v/{secret}"
    assert "That is all." in page.text
    with tools.looking() as act:
        kept = newest_volunteer(tools)
        offer = act.store.query(OfferRow).filter_by(volunteer_id=kept.person_id).one()
        assert (offer.categories, offer.provides) == ({"groceries", "phone_call"}, {"car"})
        assert (offer.postcode, offer.radius_m, offer.capacity) == ("SE15 4QN", 3_000, 2)
        assert (offer.availability, offer.languages) == ({"mon-am", "wed-eve"}, {"en", "so"})
        assert (kept.matches_per_week, kept.messages_per_week, kept.urgent_at_any_hour) == (
            3,
            5,
            True,
        )
    assert "Southwark" in page.text
    assert "two people who know you" in page.text


def test_mistakes_keep_what_was_typed_and_say_how_to_mend(visitor: Visitor, tools: Tools):
    before = volunteers(tools)
    page = visitor.send("/volunteer/join", name="Val", phone="12", **{"born_on-day": "1"})
    assert page.status_code == 422
    assert 'value="Val"' in page.text
    assert "Say the day, the month and the year." in page.text
    assert "Tick the box" in page.text
    assert volunteers(tools) == before


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("born_on-year", "2020", "18 or over"),
        ("email", "val@", "e-mail address"),
        ("email", "", "Give a mobile number or an e-mail address."),
    ],
)
def test_whoever_cannot_join_yet_is_told_why(visitor: Visitor, tools: Tools, field, typed, said):
    before = volunteers(tools)
    page = visitor.send("/volunteer/join", **joining(**{field: typed}))
    assert (page.status_code, volunteers(tools)) == (422, before)
    assert said in page.text


def test_a_landline_alone_gets_no_code(visitor: Visitor):
    page = visitor.send("/volunteer/join", **joining(email="", phone="020 7946 0958"))
    assert page.status_code == 422
    assert "Texts do not reach that number." in page.text


def test_pressing_twice_signs_up_once(visitor: Visitor, tools: Tools):
    page, before, typed = visitor.get("/volunteer/join"), volunteers(tools), joining()
    for _ in range(2):
        assert visitor.press(page, "/volunteer/join", **typed).status_code == 303
    assert volunteers(tools) == before + 1


def test_a_wrong_code_is_told_and_another_can_be_sent(visitor: Visitor, tools: Tools):
    visitor.send("/volunteer/join", **joining())
    digits = newest_letter(tools, "prove_contact").code.digits
    wrong = "123456" if digits != "123456" else "654321"
    page = visitor.send("/volunteer/code", code=wrong)
    assert page.status_code == 422
    assert "That is not the code." in page.text
    page = follow(visitor, visitor.send("/volunteer/code", to="/volunteer/code/again"))
    assert "Another code is on its way." in page.text


def test_the_link_of_the_message_proves_nothing_until_the_button_is_pressed(
    visitor: Visitor, tools: Tools, site: Site
):
    visitor.send("/volunteer/join", **joining())
    path = newest_letter(tools, "prove_contact").link.path
    stranger = Visitor(site)
    page = stranger.get(path)
    assert "Is this you?" in page.text
    with tools.looking() as act:
        who = newest_volunteer(tools).person_id
        assert act.store.get_one(PersonRow, who).contact_proven_at is None
    assert stranger.send(path).status_code == 303
    with tools.looking() as act:
        assert act.store.get_one(PersonRow, who).contact_proven_at is not None


def test_the_way_back_answers_the_same_whether_known_or_not(visitor: Visitor, tools: Tools):
    typed = joining()
    visitor.send("/volunteer/join", **typed)
    known = visitor.send("/volunteer/back", reach=typed["email"].upper()).text
    unknown = visitor.send("/volunteer/back", reach="07700 900999").text
    assert known == unknown
    assert "is on its way" in known
    own = visitor.get(newest_letter(tools, "way_back").link.path + "?later=1")
    assert "Hello, " in own.text
    assert visitor.send("/volunteer/back", reach="hm").status_code == 422


def test_private_pages_are_kept_by_nobody(visitor: Visitor, tools: Tools):
    one, secret = asked(tools)
    for path in (f"/v/{one.own}", f"/p/{secret}", f"/v/{one.own}/stop"):
        headers = visitor.get(path).headers
        assert headers["Referrer-Policy"] == "no-referrer"
        assert headers["Cache-Control"] == "no-store"
        assert "noindex" in headers["X-Robots-Tag"]
    assert visitor.get("/v/AAAAAAAAAAAAAAAAAAAAAA").status_code == 404


def test_changing_one_thing_leads_back_and_leaves_the_rest(visitor: Visitor, tools: Tools):
    one = a_volunteer(tools)
    page = follow(visitor, visitor.send(f"/v/{one.own}/home", postcode="SE5 8TR", radius="1000"))
    assert "We have changed it." in page.text
    with tools.looking() as act:
        offer = act.store.get_one(OfferRow, one.offer_id)
        assert (offer.radius_m, offer.categories) == (1_000, {"groceries"})
    page = visitor.send(f"/v/{one.own}/home", postcode="ZZ1 1ZZ", radius="1000")
    assert page.status_code == 422
    assert "We cannot find that postcode" in page.text


def test_limits_that_no_list_names_stay_as_they_are_when_another_is_changed(
    visitor: Visitor, tools: Tools
):
    one = a_volunteer(tools, capacity=7)
    agreed = Limits(time(21, 30), time(8, 15), messages_per_week=9, matches_per_week=6)
    with tools.acting(one.by) as act:
        change_limits(act, one.id, agreed)
    page = visitor.get(f"/v/{one.own}/limits")
    lists = re.findall(r'<select[^>]* name="(\w+)".*?</select>', page.text, re.DOTALL)
    shown = re.findall(r'<option value="([^"]*)" selected', page.text)
    typed = dict(zip(lists, shown, strict=True))
    assert typed["quiet_from"] == "21:30"
    there = visitor.press(page, f"/v/{one.own}/limits", **typed | {"messages_per_week": "3"})
    assert there.status_code == 303
    with tools.looking() as act:
        row = act.store.get_one(VolunteerRow, one.id)
        assert (row.quiet_from, row.quiet_until) == (time(21, 30), time(8, 15))
        assert (row.messages_per_week, row.matches_per_week) == (3, 6)
        assert act.store.get_one(OfferRow, one.offer_id).capacity == 7


def test_a_break_and_back(visitor: Visitor, tools: Tools):
    one = a_volunteer(tools)
    page = follow(visitor, visitor.send(f"/v/{one.own}/break"))
    assert "You are taking a break." in page.text
    page = visitor.send(
        f"/v/{one.own}/break",
        **{
            "until-day": "1",
            "until-month": "1",
            "until-year": "2020",
        },
    )
    assert page.status_code == 422
    slip = {"until-day": "1", "until-month": "1", "until-year": "2999"}
    assert "a year ahead" in visitor.send(f"/v/{one.own}/break", **slip).text
    page = follow(visitor, visitor.send(f"/v/{one.own}", to=f"/v/{one.own}/take-up"))
    assert "Welcome back." in page.text
    with tools.looking() as act:
        assert act.store.get_one(OfferRow, one.offer_id).status == "active"


@pytest.mark.parametrize("how", ["fewer", "none", "pause", "end", "erase"])
def test_there_is_a_way_out_below_every_link(visitor: Visitor, tools: Tools, how: str):
    one, secret = asked(tools)
    page = visitor.send(f"/p/{secret}/stop", how=how)
    assert page.status_code == 200
    with tools.looking() as act:
        offer = act.store.get_one(OfferRow, one.offer_id)
        person = act.store.get_one(PersonRow, one.id)
        most = act.store.get_one(VolunteerRow, one.id).messages_per_week
    assert offer.status == {"pause": "paused", "end": "ended", "erase": "ended"}.get(how, "active")
    assert most == {"fewer": 1, "none": 0}.get(how)
    assert (person.erased_at is not None) is (how == "erase")
    if how == "erase":
        assert visitor.get(f"/p/{secret}").status_code == 404
        assert visitor.get(f"/v/{one.own}").status_code == 404


def test_the_calendar_speaks_the_volunteers_language_whatever_fetches_it(
    tools: Tools, pseudo_catalogue: Path
):
    site = create_app(tools, [pseudo_catalogue])
    one, _secret = asked(tools)
    one.accept(one.matches[0])
    with tools.acting(one.by) as act:
        act.store.get_one(PersonRow, one.id).language = "ar"
        feed = open_calendar(act, one.id)
    for reads in ("en-GB", "ar"):
        answer = Visitor(site).client.get(
            f"/calendar/{feed}.ics", headers={"Accept-Language": reads}
        )
        [event] = Calendar.from_ical(answer.data).walk("VEVENT")
        assert "Agree a day" not in str(event["SUMMARY"])
        assert "Southwark" in str(event["SUMMARY"])


def test_whoever_stops_is_not_asked_how_they_would_like_to_help(visitor: Visitor, tools: Tools):
    one = a_volunteer(tools)
    done = visitor.send(f"/v/{one.own}/stop", how="end")
    [back] = re.findall(r'href="(/v/[^"]+)"[^>]*>Back<', done.text)
    assert "Hello, " in visitor.get(back).text


@pytest.mark.parametrize(
    ("categories", "said"),
    [
        (("phone_call", "translation"), "by phone or online just now"),
        (("groceries", "phone_call"), "Nobody within your distance"),
    ],
)
def test_only_whoever_has_to_go_somewhere_is_told_of_a_distance(site: Site, categories, said: str):
    with site.test_request_context():
        assert said in why_in_words(WhyNot(Why.NOTHING_NEAR, categories=categories))


def test_a_calendar_address_is_made_read_and_taken_back(visitor: Visitor, tools: Tools):
    one, _ = asked(tools)
    one.accept(one.matches[0])
    page = visitor.send(f"/v/{one.own}/calendar")
    path = "/calendar/" + page.text.split("/calendar/")[1].split("<")[0]
    feed = visitor.get(path)
    assert feed.mimetype == "text/calendar"
    [event] = Calendar.from_ical(feed.data).walk("VEVENT")
    assert "Southwark" in str(event["SUMMARY"])
    assert "Rosa" not in feed.text
    visitor.send(f"/v/{one.own}/calendar", close="yes")
    assert visitor.get(path).status_code == 404


def test_a_copy_is_a_file_of_all_that_is_kept(visitor: Visitor, tools: Tools):
    one = a_volunteer(tools)
    answer = visitor.send(f"/v/{one.own}", to=f"/v/{one.own}/copy")
    assert "attachment" in answer.headers["Content-Disposition"]
    assert json.loads(answer.data)["contact"]["name"] == "Val"
    with tools.looking() as act:
        assert act.store.query(LookRow).filter_by(person_id=one.id).count() == 0


def test_whoever_was_not_heard_of_for_long_can_say_that_the_offer_stands(
    visitor: Visitor, tools: Tools
):
    one = a_volunteer(tools)
    assert "/still" not in visitor.get(f"/v/{one.own}").text
    long_ago = tools.now() - timedelta(days=170)
    with tools.acting() as act:
        act.store.get_one(OfferRow, one.offer_id).confirmed_at = long_ago
    assert f"/v/{one.own}/still" in visitor.get(f"/v/{one.own}").text
    pressed = visitor.send(f"/v/{one.own}", to=f"/v/{one.own}/still")
    page = visitor.get(pressed.headers["Location"]).text
    assert "We go on asking you" in page
    assert f"/v/{one.own}/still" not in page
