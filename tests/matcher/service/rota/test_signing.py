"""Signing up, coming again, leaving in time and late, taking over, and who is asked to step in."""

from datetime import date, time, timedelta

import pytest

from matcher.domain.refusals import Conflict, Invalid, NotAllowed, NotFound
from matcher.domain.rota import LeaveReason, SignUpState, Skill
from matcher.domain.rota_times import ShiftTimes
from matcher.service.erasure import erase_person
from matcher.service.rota.ahead import make_ahead
from matcher.service.rota.leaving import leave, offer_place, take_off, take_over
from matcher.service.rota.missing import ASKED_FOR_EACH, ask_for_short_shifts, ask_now
from matcher.service.rota.signing import be_regular, sign_up, stop_being_regular
from matcher.service.rota.trainings import note_training, take_training_back
from matcher.service.volunteers_known import suspend_volunteer
from matcher.storage.database import Database
from matcher.storage.reading.rota_people import sign_ups_on
from matcher.storage.tables import CoordinatorRow, OutboxRow
from matcher.storage.writing.rota import ALREADY, ELSEWHERE, FULL, ONLY_TRAINED
from tests.matcher.service.acts import looking
from tests.matcher.service.desks import a_desk
from tests.matcher.service.rota.rotas import (
    FRIDAY_EVENING,
    NEXT_SATURDAY,
    SATURDAY,
    SATURDAY_NOON,
    a_rota,
)


def test_three_of_four_places_are_for_anybody_and_one_is_kept_for_the_trained(
    database: Database,
):
    rota = a_rota(database)
    for _ in range(3):
        rota.on(rota.person())
    with pytest.raises(Conflict, match=ONLY_TRAINED):
        rota.on(rota.person())
    rota.on(rota.person(trained=True))
    with pytest.raises(Conflict, match=FULL):
        rota.on(rota.person(trained=True))
    assert (rota.shift().taken, rota.shift().untrained) == (4, 3)


def test_a_training_counts_until_its_review_and_until_it_is_taken_back(database: Database):
    rota = a_rota(database, wanted=1)
    person = rota.person()
    note = {"charity_id": rota.charity_id, "seen_on": date(2026, 1, 5)}
    with rota.staff() as act:
        friday = SATURDAY - timedelta(days=1)
        note_training(act, rota.desk, person, Skill.FOOD_HYGIENE, **note, review_on=friday)
        note_training(act, rota.desk, person, Skill.FIRST_AID, **note)
    with pytest.raises(Conflict, match=ONLY_TRAINED):
        rota.on(person)
    with rota.staff() as act:
        newer = note_training(act, rota.desk, person, Skill.FOOD_HYGIENE, **note)
    rota.on(person)
    with rota.staff() as act:
        take_training_back(act, rota.desk, newer)
    with pytest.raises(Conflict, match=ONLY_TRAINED):
        rota.on(person, NEXT_SATURDAY)


def test_nobody_is_on_a_shift_twice_or_in_two_at_one_time(database: Database):
    rota = a_rota(database)
    person = rota.person()
    rota.on(person)
    with pytest.raises(Conflict, match=ALREADY):
        rota.on(person)
    late = rota.slot(title="Later", times=ShiftTimes(time(11, 45), time(13)))
    after = rota.slot(title="After", times=ShiftTimes(time(12), time(13)))
    with rota.acting() as act, pytest.raises(Conflict, match=ELSEWHERE):
        sign_up(act, person, rota.shift(slot_id=late).id)
    with rota.acting() as act:
        sign_up(act, person, rota.shift(slot_id=after).id)
    assert [rota.shift(slot_id=one).taken for one in (late, after)] == [0, 1]


def test_whoever_is_suspended_or_unproven_cannot_sign_up(database: Database):
    rota = a_rota(database)
    for status in ("new", "suspended"):
        with pytest.raises(NotAllowed):
            rota.on(rota.person(status=status))


def test_a_shift_that_has_begun_takes_nobody_more(database: Database):
    rota = a_rota(database)
    with pytest.raises(Conflict, match="begun already"):
        rota.on(rota.person(), now=SATURDAY_NOON)


def test_in_time_a_place_is_given_back_without_a_word_and_a_regular_skips_one_date(
    database: Database,
):
    rota = a_rota(database)
    person = rota.person()
    with rota.acting() as act:
        be_regular(act, person, rota.slot_id)
    mine = sign_up_of(rota, person)
    with rota.acting() as act:
        assert leave(act, person, mine) is False
        make_ahead(act)
    assert [one.taken for one in rota.shifts()] == [0, 1, 1, 1, 1, 1]
    assert rota.letters() == []
    rota.on(person)
    with rota.acting() as act:
        stop_being_regular(act, person, rota.slot_id)
    with rota.acting(FRIDAY_EVENING + timedelta(days=7)) as act:
        make_ahead(act)
    assert [one.taken for one in rota.shifts()] == [1] * 6 + [0]


def test_late_needs_a_reason_alerts_whoever_leads_and_asks_those_who_step_in(
    database: Database,
):
    rota = a_rota(database)
    person = rota.person()
    mine = rota.on(person)
    free, elsewhere = rota.standby(), rota.standby()
    same_time = rota.slot(title="Other hall", wanted=9)
    with rota.acting() as act:
        sign_up(act, elsewhere, rota.shift(slot_id=same_time).id)
    with rota.acting(FRIDAY_EVENING) as act, pytest.raises(Invalid, match="say why"):
        leave(act, person, mine)
    with rota.acting(FRIDAY_EVENING) as act:
        assert leave(act, person, mine, LeaveReason.UNWELL)
    assert rota.letters() == sorted(
        [("shift_left_late", rota.desk.coordinator_id), ("shift_needs_somebody", free)]
    )
    row = rota.sign_up(mine)
    assert (row.late, row.reason, row.state) == (True, LeaveReason.UNWELL, SignUpState.LEFT)
    with rota.acting(FRIDAY_EVENING) as act, pytest.raises(Conflict):
        leave(act, person, mine, LeaveReason.UNWELL)


def test_where_nobody_leads_any_more_all_coordinators_of_the_place_are_alerted(
    database: Database,
):
    rota = a_rota(database)
    with rota.acting() as act:
        second = a_desk(act.store, charity_id=rota.charity_id)
        act.store.get_one(CoordinatorRow, rota.desk.coordinator_id).active = False
        a_desk(act.store)
    person = rota.person()
    mine = rota.on(person)
    with rota.acting(FRIDAY_EVENING) as act:
        leave(act, person, mine, LeaveReason.WORK)
    assert rota.letters() == [("shift_left_late", second.coordinator_id)]


def test_who_did_least_lately_is_asked_first_over_all_groups_and_never_a_flood(
    database: Database,
):
    rota = a_rota(database, wanted=9, trained_wanted=0)
    other = a_rota(database, wanted=9, rule="FREQ=WEEKLY;BYDAY=SU")
    tired = [rota.standby() for _ in range(2)]
    rested = [rota.standby() for _ in range(ASKED_FOR_EACH)]
    full = rota.standby(matches_per_week=1)
    for one in (*tired, full):
        other.on(one, SATURDAY + timedelta(days=1))
    person = rota.person()
    mine = rota.on(person)
    for _ in range(8):
        rota.on(rota.person())
    with rota.acting(FRIDAY_EVENING) as act:
        leave(act, person, mine, LeaveReason.CARING)
        assert ask_for_short_shifts(act) == (0, None)
    asked = {who for kind, who in rota.letters() if kind == "shift_needs_somebody"}
    assert asked == set(rested)


def test_the_clock_asks_for_shifts_that_are_near_and_short(database: Database):
    rota = a_rota(database)
    rota.standby()
    for now, asked in (
        (FRIDAY_EVENING - timedelta(days=4), 0),
        (FRIDAY_EVENING, 1),
        (FRIDAY_EVENING, 0),
    ):
        with rota.acting(now) as act:
            assert ask_for_short_shifts(act) == (asked, None)


def test_budget_and_quiet_hours_hold_for_questions_about_shifts(database: Database):
    rota = a_rota(database)
    silent = rota.standby(messages_per_week=0)
    asleep = rota.standby(quiet_from=time(18), quiet_until=time(8))
    with rota.staff(FRIDAY_EVENING) as act:
        assert ask_now(act, rota.desk, rota.shift().id) == 1
        row = act.store.query(OutboxRow).filter_by(kind="shift_needs_somebody").one()
        assert (row.person_id, row.not_before.hour) == (asleep, 8)
        assert row.drop_after == rota.shift().begins
    assert silent not in {who for _, who in rota.letters()}


def test_a_question_does_not_go_out_once_all_places_are_taken(database: Database):
    rota = a_rota(database, wanted=1, trained_wanted=0)
    rota.standby()
    with rota.staff() as act:
        assert ask_now(act, rota.desk, rota.shift().id) == 1
    rota.on(rota.person())
    assert rota.letters() == []


def test_the_first_who_takes_an_offered_place_has_it_and_the_giver_is_told(database: Database):
    rota = a_rota(database, wanted=1, trained_wanted=0)
    giver, first, second = rota.person(), rota.standby(), rota.person()
    mine = rota.on(giver)
    with rota.acting() as act, pytest.raises(Conflict, match="not offered"):
        take_over(act, first, mine)
    with rota.acting() as act:
        offer_place(act, giver, mine)
    assert rota.letters() == [("shift_needs_somebody", first)]
    assert rota.sign_up(mine).state is SignUpState.COMING
    with rota.acting() as act:
        theirs = take_over(act, first, mine)
        with pytest.raises(Conflict):
            take_over(act, second, mine)
    assert rota.sign_up(mine).state is SignUpState.TAKEN_OVER
    assert rota.sign_up(theirs).volunteer_id == first
    assert rota.shift().taken == 1
    assert rota.letters() == [("shift_taken_over", giver)]


def test_a_trained_place_is_taken_over_by_the_trained_and_a_refusal_changes_nothing(
    database: Database,
):
    rota = a_rota(database, wanted=1)
    giver = rota.person(trained=True)
    mine = rota.on(giver)
    with rota.acting() as act:
        offer_place(act, giver, mine)
    untrained, other = rota.person(), rota.person(trained=True)
    with rota.acting() as act, pytest.raises(Conflict, match=ONLY_TRAINED):
        take_over(act, untrained, mine)
    assert rota.sign_up(mine).state is SignUpState.COMING
    with rota.acting() as act:
        take_over(act, other, mine)


def test_nobody_gives_back_somebody_elses_place(database: Database):
    rota = a_rota(database)
    mine, other = rota.on(rota.person()), rota.person()
    with rota.acting() as act, pytest.raises(NotFound):
        leave(act, other, mine)
    with rota.acting() as act:
        stranger = a_desk(act.store)
    with rota.acting() as act, pytest.raises(NotFound):
        take_off(act, stranger, mine)


@pytest.mark.parametrize("end", [erase_person, suspend_volunteer])
def test_whoever_is_erased_or_suspended_is_on_no_shift_any_more(database: Database, end):
    rota = a_rota(database)
    person = rota.person()
    with rota.acting() as act:
        be_regular(act, person, rota.slot_id)
    with rota.acting(FRIDAY_EVENING) as act:
        end(act, person)
        make_ahead(act)
    assert [one.taken for one in rota.shifts()] == [0] * 6
    assert ("shift_left_late", rota.desk.coordinator_id) in rota.letters()


def sign_up_of(rota, volunteer_id: str, day: date = SATURDAY) -> str:
    with looking(rota.database) as act:
        found = sign_ups_on(act.store, [rota.shift(day).id])
    return next(one.id for one in found if one.volunteer_id == volunteer_id)
