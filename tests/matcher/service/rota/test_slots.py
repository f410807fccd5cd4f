"""Slots made, changed, stopped; dates left out, moved and put in; and what people are told."""

from datetime import date, time, timedelta

import pytest

from matcher.domain.refusals import Conflict, Invalid, NotAllowed, NotFound
from matcher.domain.roles import Role
from matcher.domain.rota import LeaveReason, SignUpState
from matcher.domain.rota_times import ShiftTimes
from matcher.service.rota.ahead import forget_past_promises, make_ahead
from matcher.service.rota.signing import be_regular
from matcher.service.rota.slots import (
    add_place,
    as_usual,
    change_slot,
    leave_out,
    make_slot,
    set_times_of,
    stop_slot,
)
from matcher.storage.database import Database
from matcher.storage.tables import RotaQuarterRow
from tests.builders import SOUTHWARK
from tests.matcher.service.acts import looking
from tests.matcher.service.desks import a_desk
from tests.matcher.service.rota.rotas import (
    A_HALL,
    NEXT_SATURDAY,
    SATURDAY,
    SATURDAY_NOON,
    a_rota,
    sorting,
)
from tests.matcher.storage.rows import NOW


def test_a_slot_brings_six_weeks_of_shifts_and_ten_stays_ten_when_the_clocks_change(
    database: Database,
):
    rota = a_rota(database)
    begins = {one.on_date: one.begins.strftime("%H:%M") for one in rota.shifts()}
    assert list(begins) == [SATURDAY + timedelta(weeks=week) for week in range(6)]
    # Clocks go forward on 29 March.
    assert list(begins.values()) == ["10:00"] * 4 + ["09:00"] * 2


def test_to_make_shifts_again_changes_nothing_and_a_week_later_there_is_one_more(
    database: Database,
):
    rota = a_rota(database)
    for now, made in ((NOW, 0), (NOW + timedelta(weeks=1), 1), (NOW + timedelta(weeks=1), 0)):
        with rota.acting(now) as act:
            assert make_ahead(act).number == made


def test_a_regular_is_taken_in_for_dates_that_come_near_and_not_where_they_are_elsewhere(
    database: Database,
):
    rota = a_rota(database)
    person = rota.person()
    other = rota.slot(title="Elsewhere", times=ShiftTimes(time(11), time(13)))
    with rota.acting() as act:
        from_now = be_regular(act, person, rota.slot_id)
        with pytest.raises(Conflict):
            be_regular(act, person, other)
        assert from_now == 6
    with rota.acting(NOW + timedelta(weeks=1)) as act:
        make_ahead(act)
    assert [one.taken for one in rota.shifts()] == [1] * 7
    assert [one.taken for one in rota.shifts(other)] == [0] * 7


def test_a_date_that_is_left_out_is_called_off_and_comes_back_with_its_regulars(
    database: Database,
):
    rota = a_rota(database)
    regular, once = rota.person(), rota.person()
    with rota.acting() as act:
        be_regular(act, regular, rota.slot_id)
    sign_up = rota.on(once)
    with rota.staff() as act:
        leave_out(act, rota.desk, rota.slot_id, SATURDAY)
    assert rota.shift().called_off_at == NOW
    assert rota.sign_up(sign_up).state is SignUpState.CALLED_OFF
    assert rota.letters() == sorted(("shift_called_off", one) for one in (regular, once))
    with rota.staff() as act:
        as_usual(act, rota.desk, rota.slot_id, SATURDAY)
    assert (rota.shift().called_off_at, rota.shift().taken) == (None, 1)
    # The regular never heard that it was off.
    assert rota.letters() == [("shift_called_off", once)]
    with rota.staff() as act, pytest.raises(Invalid, match="does not come on that day"):
        leave_out(act, rota.desk, rota.slot_id, SATURDAY + timedelta(days=1))


def test_a_date_is_moved_who_promised_it_is_told_and_whoever_cannot_is_taken_off(
    database: Database,
):
    rota = a_rota(database)
    there, busy = rota.person(), rota.person()
    evening = rota.slot(title="Evening", times=ShiftTimes(time(18), time(20)))
    rota.on(there)
    clash = rota.on(busy)
    with rota.acting() as act:
        be_regular(act, busy, evening)
    with rota.staff() as act:
        times = ShiftTimes(time(19), time(21))
        set_times_of(act, rota.desk, rota.slot_id, SATURDAY, times)
    assert rota.sign_up(clash).reason is LeaveReason.TIMES_CHANGED
    shift = rota.shift()
    assert (shift.begins.hour, shift.ends.hour, shift.taken) == (19, 21, 1)
    assert rota.letters() == sorted(("shift_changed", one) for one in (there, busy))
    with rota.staff() as act:
        change_slot(act, rota.desk, rota.slot_id, sorting(times=ShiftTimes(time(9), time(10))))
    assert [rota.shift(day).begins.hour for day in (SATURDAY, NEXT_SATURDAY)] == [19, 9]


def test_a_day_that_the_rule_does_not_name_comes_in(database: Database):
    rota = a_rota(database)
    wednesday = date(2026, 3, 11)
    with rota.staff() as act:
        times = ShiftTimes(time(23), time(1))
        set_times_of(act, rota.desk, rota.slot_id, wednesday, times)
    assert rota.shift(wednesday).ends.isoformat() == "2026-03-12T01:00:00+00:00"


def test_fewer_wanted_takes_nobodys_place_and_more_opens_some(database: Database):
    rota = a_rota(database, wanted=3, trained_wanted=0, skill=None)
    for _ in range(3):
        rota.on(rota.person())
    with rota.staff() as act:
        words = sorting(wanted=2, trained_wanted=1)
        change_slot(act, rota.desk, rota.slot_id, words)
    full, empty = rota.shift(), rota.shift(NEXT_SATURDAY)
    assert (full.wanted, full.trained_wanted, full.taken) == (3, 0, 3)
    assert (empty.wanted, empty.trained_wanted) == (2, 1)
    with rota.staff() as act:
        change_slot(act, rota.desk, rota.slot_id, sorting(wanted=6, trained_wanted=2))
    assert (rota.shift().wanted, rota.shift().trained_wanted) == (6, 2)


def test_another_rule_calls_off_what_it_does_not_name(database: Database):
    rota = a_rota(database)
    person = rota.person()
    rota.on(person)
    with rota.staff() as act:
        change_slot(act, rota.desk, rota.slot_id, sorting(rule="FREQ=WEEKLY;BYDAY=SU"))
    assert rota.letters() == [("shift_called_off", person)]
    assert {one.on_date.weekday() for one in rota.shifts() if not one.called_off_at} == {6}


def test_a_slot_that_stops_is_done_on_its_last_day(database: Database):
    rota = a_rota(database)
    person = rota.person()
    with rota.acting() as act:
        be_regular(act, person, rota.slot_id)
    with rota.staff() as act:
        stop_slot(act, rota.desk, rota.slot_id, NEXT_SATURDAY)
    assert [one.on_date for one in rota.shifts() if not one.called_off_at] == [
        SATURDAY,
        NEXT_SATURDAY,
    ]
    assert len(rota.letters()) == 4
    with rota.staff(NOW + timedelta(weeks=3)) as act, pytest.raises(Conflict, match="stopped"):
        change_slot(act, rota.desk, rota.slot_id, sorting())


def test_two_groups_do_not_see_each_others_rota(database: Database):
    rota = a_rota(database)
    with rota.acting() as act:
        others = a_desk(act.store)
        elsewhere = a_desk(act.store, charity_id=rota.charity_id, boroughs=(SOUTHWARK,))
        intake = a_desk(act.store, Role.INTAKE, charity_id=rota.charity_id)
    for desk in (others, elsewhere):
        with rota.acting() as act, pytest.raises(NotFound):
            change_slot(act, desk, rota.slot_id, sorting())
        with rota.acting() as act, pytest.raises(NotFound):
            make_slot(act, desk, rota.place_id, sorting())
    with rota.acting() as act, pytest.raises(Invalid):
        add_place(act, others, rota.charity_id, "Ours", A_HALL)
    with rota.acting() as act, pytest.raises(NotAllowed):
        stop_slot(act, intake, rota.slot_id)


def test_time_that_was_promised_is_forgotten_when_it_is_over(database: Database):
    rota = a_rota(database)
    rota.on(rota.person())
    with rota.acting(SATURDAY_NOON + timedelta(days=3)) as act:
        assert forget_past_promises(act) == 8
    with looking(database) as act:
        assert act.store.query(RotaQuarterRow).count() == 0
