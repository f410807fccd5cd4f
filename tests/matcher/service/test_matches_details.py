"""Contact details open after the yes, and the agreement where asked; close; each look is noted."""

from datetime import timedelta

import pytest

from matcher.domain.outcomes import DeclineReason, WithdrawalReason, WithdrawnBy
from matcher.domain.refusals import NotAllowed
from matcher.service.matches import decline_match, report_done
from matcher.service.matches_details import details_for_resident, details_for_volunteer
from matcher.service.matches_resident import agree_to_details
from matcher.service.matches_withdrawn import withdraw_match
from matcher.storage.database import Database
from matcher.storage.tables import ContactRow, LookRow, VolunteerRow
from tests.matcher.service.acts import A_PHONE, acting
from tests.matcher.service.matched import Asked, accepted, asked
from tests.matcher.storage.rows import NOW

WEEK = timedelta(days=7)


def shut(database: Database, one: Asked, *, now=NOW) -> bool:
    try:
        with acting(database, now=now, by=one.volunteer) as act:
            details_for_volunteer(act, one.match_id)
    except NotAllowed:
        return True
    return False


def test_after_the_yes_the_volunteer_sees_whom_to_call_and_the_look_is_noted(database: Database):
    one = accepted(database)
    with acting(database, by=one.volunteer) as act:
        seen = details_for_volunteer(act, one.match_id)
    assert (seen.name, seen.phone, seen.address) == ("Rosa Resident", A_PHONE, ("1 Example Road",))
    assert seen.notes == "Ring twice."
    with database.read() as store:
        look = store.query(LookRow).one()
        assert (look.by, look.person_id) == (one.volunteer, one.resident_id)
        assert (look.need_id, look.match_id) == (one.need_id, one.match_id)


def test_nothing_of_it_is_printed(database: Database):
    one = accepted(database)
    with acting(database) as act:
        seen = repr(details_for_volunteer(act, one.match_id))
    assert not [word for word in ("Rosa", A_PHONE, "Example", "twice") if word in seen]


def test_before_the_yes_and_after_a_no_nothing_is_seen_and_no_look_is_noted(database: Database):
    [one] = asked(database)
    assert shut(database, one)
    with acting(database) as act:
        decline_match(act, one.match_id, DeclineReason.TOO_FAR)
    assert shut(database, one)
    with database.read() as store:
        assert store.query(LookRow).count() == 0


def test_a_resident_who_asked_for_it_agrees_first(database: Database):
    one = accepted(database, asks_first=True)
    assert shut(database, one)
    with acting(database) as act:
        before = details_for_resident(act, one.match_id)
        assert (before.name, before.phone, before.email) == ("Val Volunteer", "", "")
        agree_to_details(act, one.match_id)
        assert details_for_resident(act, one.match_id).phone
    assert not shut(database, one)


def test_details_close_seven_days_after_the_task_ended(database: Database):
    one = accepted(database)
    assert not shut(database, one, now=NOW + 9 * WEEK)
    with acting(database) as act:
        report_done(act, one.match_id)
    assert not shut(database, one, now=NOW + WEEK - timedelta(seconds=1))
    assert shut(database, one, now=NOW + WEEK)


@pytest.mark.parametrize(
    ("reason", "at_once"),
    [(WithdrawalReason.NO_LONGER_NEEDED, False), (WithdrawalReason.NOT_THIS_PERSON, True)],
)
def test_details_close_at_once_where_the_resident_does_not_want_this_person(
    database: Database, reason: WithdrawalReason, at_once: bool
):
    one = accepted(database)
    with acting(database) as act:
        withdraw_match(act, one.match_id, WithdrawnBy.RESIDENT, reason)
    assert shut(database, one) is at_once


def test_a_suspended_volunteer_sees_nothing(database: Database):
    one = accepted(database)
    with database.begin() as store:
        store.get_one(VolunteerRow, one.volunteer_id).status = "suspended"
    assert shut(database, one)


def test_what_is_erased_is_not_shown(database: Database):
    one = accepted(database)
    with database.begin() as store:
        store.delete(store.get_one(ContactRow, one.resident_id))
    assert shut(database, one)
