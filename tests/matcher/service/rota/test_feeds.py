"""Calendar feeds of a place, a charity and a volunteer, read back with a calendar's own eyes."""

from datetime import UTC, datetime

import pytest
from icalendar import Calendar

from matcher.domain.refusals import NotFound
from matcher.service.rota.feeds import (
    close_place_feed,
    feed_of,
    open_charity_feed,
    open_place_feed,
)
from matcher.service.rota.slots import add_place, leave_out
from matcher.service.volunteers_calendar import calendar_of, open_calendar
from matcher.storage.database import Database
from tests.builders import LAMBETH
from tests.matcher.service.acts import looking
from tests.matcher.service.desks import a_desk
from tests.matcher.service.rota.rotas import A_HALL, NEXT_SATURDAY, SATURDAY, a_rota

WHERE = {"base_url": "https://nearhand.example.org", "boroughs": {LAMBETH: "Lambeth"}}


def events(text: bytes) -> list:
    return list(Calendar.from_ical(text).walk("VEVENT"))


def read(database: Database, secret: str, verb=feed_of) -> bytes:
    with looking(database) as act:
        return verb(act, secret, **WHERE)


def test_the_feed_of_a_place_says_what_where_when_and_how_many_but_not_who(database: Database):
    rota = a_rota(database)
    person = rota.person(name="Zelda Zebra")
    rota.on(person)
    with rota.staff() as act:
        leave_out(act, rota.desk, rota.slot_id, NEXT_SATURDAY)
        secret = open_place_feed(act, rota.desk, rota.place_id)
    text = read(database, secret)
    first, second, third, _, fifth, _ = events(text)
    assert (str(first["SUMMARY"]), str(first["LOCATION"])) == (
        "Saturday sorting",
        "Brixton Hall, SW2 1RW",
    )
    assert first["DTSTART"].dt == datetime(2026, 3, 7, 10, tzinfo=UTC)
    assert first["DTEND"].dt == datetime(2026, 3, 7, 12, tzinfo=UTC)
    assert str(first["DESCRIPTION"]) == "Places that are free: 3 of 4."
    assert (str(second["STATUS"]), str(third["STATUS"])) == ("CANCELLED", "CONFIRMED")
    feed = Calendar.from_ical(text)
    assert (str(feed["X-PUBLISHED-TTL"]), feed["REFRESH-INTERVAL"].to_ical()) == ("PT6H", b"PT6H")
    # 4 April is in summer time: ten in London is nine in UTC.
    assert fifth["DTSTART"].dt == datetime(2026, 4, 4, 9, tzinfo=UTC)
    seen = [word for word in ("Zelda", "Zebra", "+44", person, secret) if word in text.decode()]
    assert seen == []


def test_an_address_is_revoked_by_a_newer_one_and_by_hand_and_is_each_groups_own(
    database: Database,
):
    rota = a_rota(database)
    with rota.staff() as act:
        first = open_place_feed(act, rota.desk, rota.place_id)
        second = open_place_feed(act, rota.desk, rota.place_id)
        assert close_place_feed(act, rota.desk, rota.place_id)
        assert not close_place_feed(act, rota.desk, rota.place_id)
        stranger = a_desk(act.store)
        for verb, about in (
            (open_place_feed, rota.place_id),
            (open_charity_feed, rota.charity_id),
        ):
            with pytest.raises(NotFound):
                verb(act, stranger, about)
    for secret in (first, second, "nonsense"):
        with pytest.raises(NotFound):
            read(database, secret)


def test_the_feed_of_a_charity_has_all_its_places_and_nobody_elses(database: Database):
    rota = a_rota(database)
    a_rota(database)
    with rota.staff() as act:
        rota.place_id = add_place(act, rota.desk, rota.charity_id, "Second hall", A_HALL)
    rota.slot(title="Cooking", rule="FREQ=WEEKLY;BYDAY=SU")
    with rota.staff() as act:
        secret = open_charity_feed(act, rota.desk, rota.charity_id)
    found = events(read(database, secret))
    assert {str(one["LOCATION"]) for one in found} == {
        "Brixton Hall, SW2 1RW",
        "Second hall, SW2 1RW",
    }
    assert len({str(one["UID"]) for one in found}) == len(found) == 12


def test_the_feed_of_a_volunteer_has_their_shifts_beside_their_promises(database: Database):
    rota = a_rota(database)
    person, other = rota.person(), rota.person()
    rota.on(person)
    rota.on(other, NEXT_SATURDAY)
    with rota.acting() as act:
        secret = open_calendar(act, person)
    [event] = events(read(database, secret, calendar_of))
    assert str(event["SUMMARY"]) == "Saturday sorting"
    assert event["DTSTART"].dt.date() == SATURDAY
    assert "DESCRIPTION" not in event
    with rota.staff() as act:
        leave_out(act, rota.desk, rota.slot_id, SATURDAY)
    [event] = events(read(database, secret, calendar_of))
    assert str(event["STATUS"]) == "CANCELLED"
