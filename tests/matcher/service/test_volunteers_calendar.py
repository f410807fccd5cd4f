"""The calendar feed: what is next, at an address that can be taken back, with nobody in it."""

from datetime import UTC, date, datetime

import pytest
from icalendar import Calendar

from matcher.domain.refusals import NotFound
from matcher.service.matches import report_done
from matcher.service.volunteers_calendar import calendar_of, close_calendar, open_calendar
from matcher.storage.database import Database
from matcher.storage.tables import MatchRow
from tests.builders import LAMBETH
from tests.matcher.service.acts import acting, looking
from tests.matcher.service.matched import accepted

WHERE = {"base_url": "https://nearhand.example.org", "boroughs": {LAMBETH: "Lambeth"}}


def feed(database: Database, secret: str) -> tuple[str, list]:
    with looking(database) as act:
        text = calendar_of(act, secret, **WHERE)
    return text.decode(), list(Calendar.from_ical(text).walk("VEVENT"))


def opened(database: Database, volunteer_id: str) -> str:
    with acting(database) as act:
        return open_calendar(act, volunteer_id)


def test_the_feed_holds_what_was_promised_until_it_is_done(database: Database):
    one = accepted(database, wanted_on=date(2026, 3, 6))
    secret = opened(database, one.volunteer_id)
    _, [event] = feed(database, secret)
    assert str(event["SUMMARY"]) == "Help with groceries, Lambeth"
    assert (event["DTSTART"].dt, event["DTEND"].dt) == (date(2026, 3, 6), date(2026, 3, 7))
    with acting(database) as act:
        report_done(act, one.match_id)
    assert feed(database, secret)[1] == []


def test_what_has_no_day_yet_asks_for_one(database: Database):
    one = accepted(database)
    _, [event] = feed(database, opened(database, one.volunteer_id))
    assert str(event["SUMMARY"]) == "Agree a day: help with groceries, Lambeth"


def test_what_was_promised_past_midnight_stands_on_the_day_that_it_was_in_london(
    database: Database,
):
    one = accepted(database)
    with database.begin() as store:
        match = store.get_one(MatchRow, one.match_id)
        match.answered_at = datetime(2026, 6, 9, 23, 30, tzinfo=UTC)
    _, [event] = feed(database, opened(database, one.volunteer_id))
    assert event["DTSTART"].dt == date(2026, 6, 10)


def test_no_resident_and_no_private_link_is_in_it(database: Database):
    one = accepted(database)
    secret = opened(database, one.volunteer_id)
    text, _ = feed(database, secret)
    seen = ("Rosa", "Example Road", "+44", one.resident_id, secret, "/p/", "/v/")
    assert not [word for word in seen if word in text]


def test_a_fresh_address_takes_the_place_of_the_one_before(database: Database):
    one = accepted(database)
    first, second = (opened(database, one.volunteer_id) for _ in range(2))
    with pytest.raises(NotFound):
        feed(database, first)
    assert feed(database, second)[1]
    with acting(database) as act:
        assert close_calendar(act, one.volunteer_id)
        assert not close_calendar(act, one.volunteer_id)
    with pytest.raises(NotFound):
        feed(database, second)
