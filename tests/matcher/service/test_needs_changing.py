"""A need can be changed at any time, and whoever said yes hears of it."""

from datetime import timedelta

import pytest

from matcher.domain.contact import Contact
from matcher.domain.life_cycles import MatchStatus
from matcher.domain.recurring import Weekly
from matcher.domain.refusals import Conflict, Invalid
from matcher.domain.urgency import Urgency
from matcher.service.contacts import Details
from matcher.service.needs_changing import NeedChange, change_need
from matcher.service.needs_resting import (
    pause_need,
    reopen_need,
    withdraw_need,
)
from matcher.service.needs_standing import told_with
from matcher.storage.database import Database
from matcher.storage.tables import DeclinedPairRow, MatchRow, NeedRow, UnitRow
from tests.builders import TODAY
from tests.matcher.service import matched
from tests.matcher.service.acts import acting, kinds_posted, looking
from tests.matcher.service.asked_needs import ELSEWHERE, confirmed
from tests.matcher.service.matched import Asked, accepted
from tests.matcher.service.signing_up import letters_to

TOLD = "no_longer_needed"


def stands(database: Database, one: Asked) -> MatchStatus:
    return matched.standing(database, one.match_id).status


def open_units(database: Database, need_id: str) -> int:
    with database.read() as store:
        return store.query(UnitRow).filter_by(need_id=need_id, closed_at=None).count()


def test_notes_and_names_change_and_whoever_said_yes_still_comes(database: Database):
    one = accepted(database)
    with acting(database, by=one.resident) as act:
        change = NeedChange(notes="Side door.", person=Details("Rosa R.", Contact()))
        change_need(act, one.need_id, change)
    with looking(database) as act:
        told = told_with(act, one.need_id)
        assert (told.notes, told.person.name) == ("Side door.", "Rosa R.")
        assert told.address == "1 Example Road"
    assert stands(database, one) is MatchStatus.ACCEPTED


@pytest.mark.parametrize(
    "change",
    [
        NeedChange(category="prescriptions"),
        NeedChange(place=ELSEWHERE),
        NeedChange(on_day=TODAY + timedelta(days=9)),
        NeedChange(availability=frozenset({"tue-am"})),
    ],
)
def test_another_place_or_time_is_another_thing_to_say_yes_to(
    database: Database, change: NeedChange
):
    one = accepted(database)
    with acting(database, by=one.resident) as act:
        change_need(act, one.need_id, change)
    assert stands(database, one) is MatchStatus.WITHDRAWN
    with database.read() as store:
        assert "no_longer_needed" in kinds_posted(store)
        # They may be asked again: nothing was wrong with them.
        assert store.query(DeclinedPairRow).count() == 0
    assert matched.held(database, one.offer_id) == 0


def test_a_place_that_a_coordinator_mended_is_where_it_is_matched(database: Database):
    need = confirmed(database)
    with acting(database, by="coordinator:c") as act:
        change_need(act, need.need_id, NeedChange(place=ELSEWHERE))
    with database.read() as store:
        row = store.get_one(NeedRow, need.need_id)
        assert (row.postcode, row.cell, row.easting) == ("SE5 8TS", "TQ3376", 533_000)


def test_more_people_open_units_and_fewer_close_those_that_nobody_fills(database: Database):
    one = accepted(database, people_needed=2)
    for people, units in ((4, 4), (1, 1), (3, 3)):
        with acting(database) as act:
            change_need(act, one.need_id, NeedChange(people_needed=people))
        assert open_units(database, one.need_id) == units
    assert stands(database, one) is MatchStatus.ACCEPTED


def test_once_becomes_weekly_and_weekly_becomes_once(database: Database):
    need = confirmed(database)
    with acting(database) as act:
        weekly = Weekly(TODAY, frozenset({"tue"}), until=TODAY + timedelta(days=21))
        change_need(act, need.need_id, NeedChange(weekly=weekly))
        row = act.store.get_one(NeedRow, need.need_id)
        assert (row.recurrence, row.expires_on) == (weekly.rule(), weekly.until)
    assert open_units(database, need.need_id) == 3
    with acting(database) as act:
        change_need(act, need.need_id, NeedChange(any_day=True))
    assert open_units(database, need.need_id) == 1


def test_what_no_volunteer_can_provide_cannot_be_required_later():
    with pytest.raises(Invalid, match="car, dbs, lifting, woman"):
        NeedChange(requires=frozenset({"wings"}))


def test_what_is_closed_does_not_change(database: Database):
    need = confirmed(database)
    with acting(database) as act:
        withdraw_need(act, need.need_id)
    for verb in (
        lambda act: change_need(act, need.need_id, NeedChange(urgency=Urgency.SOON)),
        lambda act: pause_need(act, need.need_id),
        lambda act: withdraw_need(act, need.need_id),
        lambda act: reopen_need(act, need.need_id),
    ):
        with pytest.raises(Conflict), acting(database) as act:
            verb(act)


def test_what_is_said_again_as_it_stands_takes_nothing_back(database: Database):
    one = accepted(database)
    with acting(database, by=one.resident) as act:
        row = act.store.get_one(NeedRow, one.need_id)
        same = NeedChange(category=row.category, any_day=True, availability=row.availability)
        change_need(act, one.need_id, same)
    assert stands(database, one) is MatchStatus.ACCEPTED


def test_who_is_told_that_it_is_off_reads_what_they_said_yes_to(database: Database):
    one = accepted(database)
    with acting(database, by=one.resident) as act:
        was = act.store.get_one(NeedRow, one.need_id).category
        change_need(act, one.need_id, NeedChange(category="prescriptions", place=ELSEWHERE))
        [letter] = [letter for letter in letters_to(act, one.volunteer_id) if letter.KIND == TOLD]
        assert (letter.help.category, was) == (was, "groceries")


def test_what_a_coordinator_arranged_is_asked_about_and_then_told(database: Database):
    one = accepted(database)
    change = NeedChange(weekly=Weekly(TODAY, frozenset({"tue"})))
    with acting(database) as act:
        act.store.get_one(MatchRow, one.match_id).locked = True
    with pytest.raises(Invalid) as asked, acting(database, by=one.resident) as act:
        change_need(act, one.need_id, change)
    assert asked.value.field == "knowingly"
    assert stands(database, one) is MatchStatus.ACCEPTED
    with acting(database, by=one.resident) as act:
        change_need(act, one.need_id, NeedChange(notes="The blue door."))
    assert stands(database, one) is MatchStatus.ACCEPTED
    with acting(database, by=one.resident) as act:
        change_need(act, one.need_id, change, knowingly=True)
        assert TOLD in kinds_posted(act.store)
    assert stands(database, one) is MatchStatus.WITHDRAWN
    assert open_units(database, one.need_id) >= 4
