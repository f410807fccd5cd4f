"""Residents hear when a delivery comes and what became of it, and can say that they are out."""

from datetime import time, timedelta

import pytest

from matcher.domain.doorsteps import StopFailure
from matcher.domain.london_time import moment_at
from matcher.domain.refusals import Conflict
from matcher.domain.statuses import StopStatus
from matcher.messages.letters.runs import DeliveryComes
from matcher.service.post import opened_letter
from matcher.service.runs_doors import AtDoor, come_back, note_at_door
from matcher.service.runs_page import drivers_page
from matcher.service.runs_sending import run_behind
from matcher.service.runs_told import Delivery, delivery_to, say_absent
from matcher.storage.database import Database
from matcher.storage.tables import OutboxRow, StopRow
from tests.builders import TODAY
from tests.matcher.service.acts import SEALER, acting, looking
from tests.matcher.service.day_of_runs import Day, a_day
from tests.matcher.storage.rows import NOW


def out(database: Database, needs: int = 1) -> tuple[Day, str]:
    day = a_day(database, needs=needs)
    day.plan()
    return day, day.send_out()


def delivery(day: Day, *, later: timedelta = timedelta(0)) -> Delivery | None:
    with acting(day.database, now=NOW + later) as act:
        return delivery_to(act, day.needs[0])


def noted(day: Day, at_door: AtDoor) -> None:
    with acting(day.database, by="volunteer:dora") as act:
        note_at_door(act, day.runs[0], day.stops(0)[0].id, at_door)


def test_each_resident_is_written_to_once_with_the_hours_and_no_name(database: Database):
    day, _secret = out(database, needs=2)
    with database.read() as store:
        rows = store.query(OutboxRow).filter_by(kind="delivery_comes").all()
        letters = {row.need_id: opened_letter(SEALER, row.payload, row.id) for row in rows}
    assert sorted(letters) == sorted(day.needs)
    for stop in day.stops(0):
        letter = letters[stop.need_id]
        assert isinstance(letter, DeliveryComes)
        planned = moment_at(TODAY, time()) + timedelta(seconds=stop.begin_s)
        assert letter.begins <= planned < letter.ends
        assert letter.ends - letter.begins == timedelta(hours=2)
        assert letter.link.path.startswith("/n/")


def test_the_own_page_tells_when_it_comes_and_what_became_of_it(database: Database):
    day, _secret = out(database)
    coming = delivery(day)
    assert coming is not None
    assert coming.comes
    assert coming.hours is not None
    noted(day, AtDoor(StopStatus.LEFT_SAFE, left_where="Behind the blue bin"))
    left = delivery(day)
    assert left is not None
    assert (left.comes, left.left_where) == (False, "Behind the blue bin")
    assert delivery(day, later=timedelta(days=9)) is None


def test_whoever_was_not_in_reads_that_we_try_again(database: Database):
    day, _secret = out(database)
    noted(day, AtDoor(StopStatus.FAILED, StopFailure.NOT_IN))
    failed = delivery(day)
    assert failed is not None
    assert (failed.tries_again, failed.next_run) == (True, None)


def test_whoever_will_not_be_in_is_not_gone_to_unless_they_are_in_after_all(database: Database):
    day, secret = out(database)

    def doors() -> list[bool]:
        with acting(database) as act:
            return [
                stop.door is not None for stop in drivers_page(act, run_behind(act, secret)).stops
            ]

    for _ in range(2):
        with acting(database) as act:
            say_absent(act, day.needs[0])
    assert doors() == [False]
    with acting(database) as act:
        say_absent(act, day.needs[0], absent=False)
    assert doors() == [True]


def test_once_it_was_brought_nobody_can_say_that_they_are_out(database: Database):
    day, _secret = out(database)
    noted(day, AtDoor(StopStatus.DELIVERED))
    with pytest.raises(Conflict, match="been at your door"), acting(database) as act:
        say_absent(act, day.needs[0])


def test_what_was_not_gone_to_comes_back_and_is_said_to_come_another_day(database: Database):
    day, _secret = out(database)
    with acting(database) as act:
        say_absent(act, day.needs[0])
    with acting(database) as act:
        come_back(act, day.runs[0])
    with looking(database) as act:
        [stop] = act.store.query(StopRow).filter_by(day_id=day.id)
        assert stop.status is StopStatus.RETURNED
    back = delivery(day)
    assert back is not None
    assert back.tries_again
