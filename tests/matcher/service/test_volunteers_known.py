"""Checks that were seen, suspensions and what follows from them, on both databases."""

from datetime import date

import pytest

from matcher.domain.checks import CheckLevel
from matcher.domain.refusals import Conflict, Invalid, NotFound
from matcher.service.volunteers import prove_contact, sign_up
from matcher.service.volunteers_known import (
    lift_suspension,
    note_check,
    revoke_check,
    suspend_volunteer,
)
from matcher.storage.database import Database
from matcher.storage.reading.checks import checks_of
from matcher.storage.tables import LogRow, VolunteerRow
from tests.matcher.service.acts import acting, looking, posted
from tests.matcher.service.matched import accepted, held, standing
from tests.matcher.service.signing_up import joined

SEEN = date(2026, 2, 27)
BY = "coordinator:c1"


def status(database: Database, volunteer_id: str) -> str:
    with looking(database) as act:
        return act.store.get_one(VolunteerRow, volunteer_id).status


def proven(database: Database) -> str:
    with acting(database) as act:
        volunteer_id = sign_up(act, joined())
        prove_contact(act, volunteer_id)
    return volunteer_id


def test_a_check_is_noted_with_level_dates_and_who_saw_it_and_nothing_else(database: Database):
    volunteer_id = proven(database)
    with acting(database, by=BY) as act:
        note_check(
            act,
            volunteer_id,
            CheckLevel.BASIC_DBS,
            seen_on=SEEN,
            review_on=date(2029, 2, 27),
        )
    with looking(database) as act:
        [check] = checks_of(act.store, volunteer_id)
        assert (check.level, check.seen_on, check.seen_by) == ("basic_dbs", SEEN, BY)
        facts = [row.facts for row in act.store.query(LogRow) if row.verb == "check_noted"]
    assert facts == [{"level": "basic_dbs"}]
    assert status(database, volunteer_id) == "checked"


def test_each_check_carries_as_far_as_it_reaches(database: Database):
    volunteer_id = proven(database)
    with acting(database, by=BY) as act:
        note_check(act, volunteer_id, CheckLevel.IDENTITY, seen_on=SEEN)
    assert status(database, volunteer_id) == "identity_seen"
    with acting(database, by=BY) as act:
        note_check(act, volunteer_id, CheckLevel.REFERENCES, seen_on=SEEN)
    assert status(database, volunteer_id) == "checked"


@pytest.mark.parametrize(
    ("seen_on", "review_on"),
    [(date(2026, 3, 3), None), (date(2024, 1, 1), date(2026, 3, 1)), (SEEN, SEEN)],
)
def test_days_that_cannot_be_are_refused(database: Database, seen_on, review_on):
    volunteer_id = proven(database)
    with pytest.raises(Invalid), acting(database, by=BY) as act:
        note_check(act, volunteer_id, CheckLevel.IDENTITY, seen_on=seen_on, review_on=review_on)


def test_a_check_that_was_taken_back_counts_for_nothing(database: Database):
    volunteer_id = proven(database)
    with acting(database, by=BY) as act:
        check_id = note_check(act, volunteer_id, CheckLevel.IDENTITY, seen_on=SEEN)
        revoke_check(act, check_id)
        revoke_check(act, check_id)
        assert checks_of(act.store, volunteer_id) == ()
    with pytest.raises(NotFound), acting(database) as act:
        revoke_check(act, "nothing")


def test_with_a_suspension_go_the_matches_and_the_residents_are_told(database: Database):
    one = accepted(database)
    with acting(database, by="coordinator:boss") as act:
        suspend_volunteer(act, one.volunteer_id)
    assert standing(database, one.match_id).status == "withdrawn"
    assert held(database, one.offer_id) == 0
    with looking(database) as act:
        assert ("handed_back", one.resident_id) in posted(act.store)
        assert one.volunteer_id not in [person for _, person in posted(act.store)]
    with pytest.raises(Conflict), acting(database) as act:
        suspend_volunteer(act, one.volunteer_id)


def test_a_lifted_suspension_leaves_a_volunteer_where_their_checks_put_them(database: Database):
    volunteer_id = proven(database)
    with acting(database, by=BY) as act:
        note_check(act, volunteer_id, CheckLevel.IDENTITY, seen_on=SEEN)
        suspend_volunteer(act, volunteer_id)
    with acting(database, by=BY) as act:
        lift_suspension(act, volunteer_id)
    assert status(database, volunteer_id) == "identity_seen"
    with looking(database) as act:
        row = act.store.get_one(VolunteerRow, volunteer_id)
        assert (row.suspended_by, row.suspended_at, row.status_before) == (None, None, None)
    with pytest.raises(Conflict), acting(database) as act:
        lift_suspension(act, volunteer_id)


def test_who_never_proved_their_contact_does_it_first(database: Database):
    with acting(database) as act:
        volunteer_id = sign_up(act, joined())
        suspend_volunteer(act, volunteer_id)
    with pytest.raises(Conflict, match="never proved"), acting(database) as act:
        lift_suspension(act, volunteer_id)
    with acting(database) as act:
        prove_contact(act, volunteer_id)
    assert status(database, volunteer_id) == "suspended"
    with acting(database) as act:
        lift_suspension(act, volunteer_id)
    assert status(database, volunteer_id) == "contact_proven"
