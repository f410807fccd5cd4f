"""A volunteer's own page, their record and the page of one match: theirs, and nobody else's."""

import json
from datetime import timedelta

import pytest

from matcher.domain.outcomes import DeclineReason, FailureReason, WithdrawalReason, WithdrawnBy
from matcher.domain.refusals import NotFound
from matcher.service.erasure import erase_person
from matcher.service.matches import accept_match, could_not, decline_match, hand_back, report_done
from matcher.service.matches_page import Scene, match_behind, match_page, volunteer_of_match
from matcher.service.matches_resident import confirm_done
from matcher.service.matches_withdrawn import withdraw_match
from matcher.service.volunteers_known import suspend_volunteer
from matcher.service.volunteers_page import own_page, require_own
from matcher.service.volunteers_record import everything_of_volunteer
from matcher.storage.database import Database
from matcher.storage.writing.matches import lapse_due
from tests.builders import at
from tests.matcher.service.acts import A_PHONE, acting, looking, posted
from tests.matcher.service.matched import Asked, accepted, asked, held, standing
from tests.matcher.service.signing_up import letters_to
from tests.matcher.storage.conftest import BACKENDS
from tests.matcher.storage.rows import NOW, TOMORROW


@pytest.fixture
def database(empty_sqlite: Database) -> Database:
    """What is only read here reads alike on both; one test below asks both of them."""
    return empty_sqlite


@pytest.fixture(params=BACKENDS)
def either(request: pytest.FixtureRequest) -> Database:
    return request.getfixturevalue(f"empty_{request.param}")


def scene(database: Database, one: Asked, *, now=NOW) -> Scene:
    with looking(database, now=now) as act:
        return match_page(act, one.match_id).scene


def test_the_page_says_how_it_stands_at_every_moment(either: Database):
    [one] = asked(either)
    assert scene(either, one) is Scene.ASKED
    assert scene(either, one, now=TOMORROW) is Scene.LATE
    with acting(either) as act:
        accept_match(act, one.match_id)
    assert scene(either, one) is Scene.YOURS
    with acting(either) as act:
        report_done(act, one.match_id)
    assert scene(either, one) is Scene.REPORTED
    with acting(either) as act:
        confirm_done(act, one.match_id)
    assert scene(either, one) is Scene.CONFIRMED


@pytest.mark.parametrize(
    ("ends", "shown"),
    [
        (lambda act, id: hand_back(act, id), Scene.HANDED_BACK),
        (lambda act, id: could_not(act, id, FailureReason.NOT_IN), Scene.FAILED),
        (
            lambda act, id: withdraw_match(
                act, id, WithdrawnBy.RESIDENT, WithdrawalReason.NO_LONGER_NEEDED
            ),
            Scene.NOT_WANTED,
        ),
    ],
)
def test_each_end_has_a_page(database: Database, ends, shown):
    one = accepted(database)
    with acting(database) as act:
        ends(act, one.match_id)
    assert scene(database, one) is shown


def test_a_no_a_lapse_and_somebody_elses_yes_have_pages_too(database: Database):
    first, other = asked(database, together=2)
    with acting(database) as act:
        accept_match(act, first.match_id)
    assert scene(database, other) is Scene.TAKEN
    [no] = asked(database)
    with acting(database) as act:
        decline_match(act, no.match_id, DeclineReason.OTHER)
    assert scene(database, no) is Scene.DECLINED
    [late] = asked(database)
    with acting(database, now=TOMORROW) as act:
        lapse_due(act.store, now=TOMORROW)
    assert scene(database, late) is Scene.LAPSED


def test_who_asked_to_agree_first_is_waited_for(database: Database):
    assert scene(database, accepted(database, asks_first=True)) is Scene.WAITS_FOR_AGREEMENT


def test_the_distance_is_from_square_to_square(database: Database):
    far = at(1_300, 999)
    [one] = asked(database, easting=far.easting, northing=far.northing)
    [near] = asked(database, easting=at(999).easting)
    [remote] = asked(database, category="phone_call")
    with looking(database) as act:
        assert match_page(act, one.match_id).distance_m == 1_000
        assert match_page(act, near.match_id).distance_m == 0
        assert match_page(act, remote.match_id).distance_m is None
        assert str(far.easting) not in repr(match_page(act, one.match_id))


def test_the_letters_link_opens_the_match_it_is_about(database: Database):
    first, other = asked(database, together=2)
    with acting(database) as act:
        accept_match(act, first.match_id)
        [letter] = letters_to(act, other.volunteer_id)[-1:]
        assert match_behind(act, letter.link.path.split("/")[2]) == other.match_id
        assert volunteer_of_match(act, other.match_id) == other.volunteer_id


def test_the_own_page_holds_what_is_asked_next_and_done_with_the_hours(database: Database):
    one = accepted(database)
    with looking(database) as act:
        page = own_page(act, one.volunteer_id)
        assert [match.match_id for match in page.next] == [one.match_id]
        assert (page.name, page.minutes, page.asked, page.done) == ("Val Volunteer", 0, (), ())
    with acting(database) as act:
        report_done(act, one.match_id, 45)
    with looking(database) as act:
        page = own_page(act, one.volunteer_id)
        assert (page.minutes, len(page.done), page.next) == (45, 1, ())
        require_own(act, one.volunteer_id, one.match_id)
        with pytest.raises(NotFound):
            require_own(act, one.resident_id, one.match_id)


def test_what_waits_for_an_answer_is_on_the_page_until_its_deadline(database: Database):
    [one] = asked(database)
    with looking(database) as act:
        assert [page.scene for page in own_page(act, one.volunteer_id).asked] == [Scene.ASKED]
    with looking(database, now=TOMORROW + timedelta(seconds=1)) as act:
        assert own_page(act, one.volunteer_id).asked == ()


def test_a_copy_holds_all_that_is_theirs_and_nothing_of_a_resident(database: Database):
    one = accepted(database)
    with acting(database) as act:
        copy = json.dumps(everything_of_volunteer(act, one.volunteer_id))
    assert "Val Volunteer" in copy
    assert A_PHONE in copy
    assert "references" in copy
    assert not [word for word in ("Rosa", "Example Road", one.resident_id) if word in copy]


def test_who_is_erased_lets_nobody_wait_and_has_no_page(database: Database):
    one = accepted(database)
    with acting(database) as act:
        assert erase_person(act, one.volunteer_id)
    assert standing(database, one.match_id).status == "withdrawn"
    assert held(database, one.offer_id) == 0
    with looking(database) as act:
        assert ("handed_back", one.resident_id) in posted(act.store)
        for look in (own_page, everything_of_volunteer):
            with pytest.raises(NotFound):
                look(act, one.volunteer_id)
        with pytest.raises(NotFound):
            volunteer_of_match(act, one.match_id)


def test_who_is_suspended_sees_that_on_the_page(database: Database):
    one = accepted(database)
    with acting(database) as act:
        suspend_volunteer(act, one.volunteer_id)
    assert scene(database, one) is Scene.SUSPENDED
