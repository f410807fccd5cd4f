"""People read who looked at them and what was done, and take all of it with them."""

import json

from matcher.domain.roles import Role
from matcher.service.matches_details import details_for_volunteer
from matcher.service.needs_after import say_concern
from matcher.service.own_record import everything_of, what_was_done, who_looked
from matcher.storage.database import Database
from matcher.storage.ids import new_id
from matcher.storage.tables import CoordinatorRow
from tests.matcher.service.acts import acting, looking
from tests.matcher.service.asked_needs import confirmed
from tests.matcher.service.matched import accepted
from tests.matcher.storage.rows import NOW


def test_whoever_looked_is_named_where_they_have_an_account(database: Database):
    one = accepted(database)
    with acting(database) as act:
        coordinator = CoordinatorRow(
            id=new_id(),
            email="c@example.org",
            name="Chris Coordinator",
            role=Role.COORDINATOR,
            fs_uniquifier=new_id(),
            created_at=NOW,
            changed_at=NOW,
        )
        act.store.add(coordinator)
    with acting(database, by=one.volunteer) as act:
        details_for_volunteer(act, one.match_id)
    with acting(database, by=f"coordinator:{coordinator.id}") as act:
        act.note_look(one.resident_id, "contact", need_id=one.need_id)
    with acting(database, by=one.resident) as act:
        act.note_look(one.resident_id, "contact")
    with looking(database) as act:
        looks = who_looked(act, one.resident_id)
    assert [look.name for look in looks] == ["Chris Coordinator", None]
    assert looks[1].by == one.volunteer


def test_the_log_of_ones_own_needs_is_ones_own(database: Database):
    mine, theirs = confirmed(database), confirmed(database)
    with looking(database) as act:
        deeds = what_was_done(act, mine.person_id)
    assert [deed.verb for deed in deeds] == ["confirmed", "registered"]
    assert theirs.need_id not in {deed.about_id for deed in deeds}


def test_the_copy_holds_everything_and_can_be_written_as_json(database: Database):
    one = accepted(database)
    with acting(database, by=one.resident) as act:
        say_concern(act, one.need_id, "The milk was off.")
    with acting(database, by=one.resident) as act:
        copy = json.loads(json.dumps(everything_of(act, one.resident_id)))
    assert copy["contact"]["name"] == "Rosa Resident"
    [need] = copy["needs"]
    assert need["details"]["notes"] == "Ring twice."
    assert need["matches"][0]["status"] == "accepted"
    assert copy["notes_by_you"][0]["text"] == "The milk was off."
    # The volunteer's record is theirs.
    assert one.volunteer_id not in json.dumps(copy["needs"])
    with looking(database) as act:
        assert what_was_done(act, one.resident_id)[0].verb == "took_a_copy"
