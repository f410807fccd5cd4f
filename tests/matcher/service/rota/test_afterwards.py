"""Who came, the hours they gave, what stands on their record, and who sees whose name."""

from datetime import date, time, timedelta

import pytest

from matcher.domain.refusals import Conflict, Invalid, NotFound
from matcher.domain.rota import LeaveReason, ShiftObstacle, SignUpState
from matcher.domain.rota_times import ShiftTimes
from matcher.service.erasure import erase_person
from matcher.service.rota.attendance import note_came, note_no_show
from matcher.service.rota.leaving import leave
from matcher.service.rota.own import own_rota
from matcher.service.rota.signing import agree_to_names, stand_by
from matcher.service.rota.slots import add_place, set_times_of
from matcher.service.rota.week import names_in, person_on_rota, shift_page, week_of
from matcher.service.volunteers_record import everything_of_volunteer
from matcher.storage.database import Database
from matcher.storage.reading.rota_people import Record
from matcher.storage.tables import LookRow
from tests.matcher.service.acts import looking
from tests.matcher.service.desks import a_desk
from tests.matcher.service.rota.rotas import (
    FRIDAY_EVENING,
    SATURDAY,
    SATURDAY_NOON,
    a_rota,
    far_away,
)
from tests.matcher.storage.rows import NOW


def test_who_came_gave_hours_and_who_did_not_is_on_the_record(database: Database):
    rota = a_rota(database)
    came, absent, ill = (rota.person() for _ in range(3))
    ids = [rota.on(one) for one in (came, absent, ill)]
    with rota.acting(FRIDAY_EVENING) as act:
        leave(act, ill, ids[2], LeaveReason.UNWELL)
    with rota.staff(FRIDAY_EVENING) as act, pytest.raises(Conflict, match="not begun"):
        note_came(act, rota.desk, ids[0])
    with rota.staff(SATURDAY_NOON) as act:
        note_came(act, rota.desk, ids[0], 90)
        note_no_show(act, rota.desk, ids[1])
        with pytest.raises(Invalid):
            note_came(act, rota.desk, ids[0], 9_999)
        with pytest.raises(Conflict):
            note_came(act, rota.desk, ids[2])
    with rota.acting(SATURDAY_NOON) as act:
        records = [person_on_rota(act, rota.desk, one).record for one in (came, absent, ill)]
        assert own_rota(act, came).minutes == 90
        copy = everything_of_volunteer(act, ill)["shifts"]["sign_ups"]
    assert [(one["state"], one["reason"], one["late"]) for one in copy] == [
        ("left", "unwell", True)
    ]
    assert records == [Record(came=1, minutes=90), Record(no_shows=1), Record(late_leaves=1)]
    assert rota.shift().taken == 2


def test_a_slip_of_the_pen_is_mended_and_the_whole_shift_counts_where_nothing_is_said(
    database: Database,
):
    rota = a_rota(database)
    mine = rota.on(rota.person())
    with rota.staff(SATURDAY_NOON) as act:
        note_no_show(act, rota.desk, mine)
        note_came(act, rota.desk, mine)
    assert (rota.sign_up(mine).state, rota.sign_up(mine).minutes) == (SignUpState.CAME, 120)


def test_what_somebody_did_at_one_group_is_not_told_to_another(database: Database):
    rota = a_rota(database)
    person = rota.person()
    mine = rota.on(person)
    with rota.acting() as act:
        theirs = a_desk(act.store)
        with pytest.raises(NotFound):
            shift_page(act, theirs, rota.shift().id)
        with pytest.raises(NotFound):
            note_no_show(act, theirs, mine)
        assert week_of(act, theirs, SATURDAY).shifts == ()
        # Somebody of nobody's charity, near by: they see how they stand with themselves.
        assert person_on_rota(act, theirs, person).record == Record()


def test_a_week_says_who_is_missing_without_a_name(database: Database):
    rota = a_rota(database)
    rota.on(rota.person(name="Zelda Zebra"))
    with looking(database) as act:
        week = week_of(act, rota.desk, SATURDAY)
        assert (week.monday, week.missing, len(week.shifts)) == (date(2026, 3, 2), 3, 1)
        assert "Zelda" not in repr(week)
        assert week_of(act, rota.desk, NOW.date() - timedelta(weeks=5)).has_slots


def test_names_open_with_a_press_that_is_noted(database: Database):
    rota = a_rota(database)
    person = rota.person(name="Zelda Zebra")
    rota.on(person)
    with rota.staff() as act:
        people = week_of(act, rota.desk, SATURDAY).shifts
        assert names_in(act, rota.desk, people) == {person: "Zelda"}
        look = act.store.query(LookRow).one()
        assert (look.person_id, look.by) == (person, rota.desk.actor)


def test_volunteers_see_first_names_only_where_both_agreed(database: Database):
    rota = a_rota(database)
    one, other, third = (rota.person(name=f"{name} X") for name in ("Ann", "Ben", "Cem"))
    for person in (one, other, third):
        rota.on(person)

    def seen_by(person: str) -> list[str]:
        with looking(database) as act:
            return [name for names in own_rota(act, person).mates.values() for name in names]

    with rota.acting() as act:
        agree_to_names(act, one, agreed=True)
    assert seen_by(one) == seen_by(other) == []
    with rota.acting() as act:
        agree_to_names(act, other, agreed=True)
    assert (seen_by(one), seen_by(other), seen_by(third)) == (["Ben"], ["Ann"], [])
    with rota.acting() as act:
        erase_person(act, other)
    assert seen_by(one) == []


def test_open_shifts_are_those_near_by_and_say_what_stands_in_the_way(database: Database):
    rota = a_rota(database, wanted=1)
    with rota.staff() as act:
        rota.place_id = add_place(act, rota.desk, rota.charity_id, "Far hall", far_away())
    far = rota.slot(title="Far")
    person = rota.person()
    with looking(database) as act:
        [*_, seen] = own_rota(act, person).open
        assert {one.shift.title for one in own_rota(act, person).open} == {"Saturday sorting"}
        assert (seen.distance_m, seen.obstacle) == (0, ShiftObstacle.TRAINING)
    with rota.acting() as act:
        stand_by(act, person, far, wanted=True)
    with looking(database) as act:
        assert {one.shift.title for one in own_rota(act, person).open} == {
            "Saturday sorting",
            "Far",
        }


def test_hours_of_the_long_night_are_those_that_were_lived(database: Database):
    autumn = date(2026, 10, 24)
    rota = a_rota(database, wanted=2, trained_wanted=0)
    with rota.acting(NOW.replace(month=10, day=20), rota.desk.actor) as act:
        set_times_of(act, rota.desk, rota.slot_id, autumn, ShiftTimes(time(23), time(3)))
    mine = rota.on(rota.person(), autumn)
    with rota.staff(NOW.replace(month=10, day=25)) as act:
        note_came(act, rota.desk, mine)
    assert rota.sign_up(mine).minutes == 300
