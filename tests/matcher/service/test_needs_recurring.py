"""A need that comes again has its units once for each date, however often they are opened."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

from matcher.domain.recurring import Weekly
from matcher.service.needs_recurring import open_recurring_units
from matcher.service.needs_resting import pause_need
from matcher.storage.database import Database
from matcher.storage.tables import UnitRow
from tests.builders import TODAY
from tests.matcher.service.acts import acting
from tests.matcher.service.asked_needs import confirmed
from tests.matcher.storage.rows import NOW

TUESDAYS = Weekly(TODAY, frozenset({"tue"}))
FIRST = date(2026, 3, 3)


def dates(database: Database, need_id: str) -> list[date]:
    with database.read() as store:
        rows = store.query(UnitRow).filter_by(need_id=need_id, closed_at=None)
        return sorted(row.on_date for row in rows)


def tuesdays(*weeks: int) -> list[date]:
    return [FIRST + timedelta(weeks=week) for week in weeks]


def test_each_date_of_four_weeks_has_a_unit_from_the_first(database: Database):
    need = confirmed(database, weekly=TUESDAYS)
    assert dates(database, need.need_id) == tuesdays(0, 1, 2, 3)


def test_opening_again_and_again_doubles_nothing_and_goes_with_the_days(database: Database):
    need = confirmed(database, weekly=TUESDAYS, people_needed=2)
    for _time in range(2):
        with acting(database) as act:
            assert open_recurring_units(act).opened == 0
    with acting(database, now=NOW + timedelta(days=7)) as act:
        done = open_recurring_units(act)
        assert (done.opened, done.closed, done.last) == (2, 2, None)
    assert dates(database, need.need_id) == sorted(tuesdays(1, 2, 3, 4) * 2)


def test_those_who_open_at_the_same_moment_open_each_unit_once(database: Database):
    need = confirmed(database, weekly=TUESDAYS)
    later = NOW + timedelta(days=7)

    def run(_number: int) -> int:
        with acting(database, now=later) as act:
            return open_recurring_units(act).opened

    with ThreadPoolExecutor(4) as threads:
        assert sum(threads.map(run, range(4))) == 1
    assert dates(database, need.need_id) == tuesdays(1, 2, 3, 4)


def test_some_needs_at_a_time_are_all_needs_in_the_end(database: Database):
    needs = [confirmed(database, weekly=TUESDAYS) for _ in range(3)]
    after, opened = "", 0
    while after is not None:
        with acting(database, now=NOW + timedelta(days=7)) as act:
            done = open_recurring_units(act, after=after, most=2)
        after, opened = done.last, opened + done.opened
    assert opened == len(needs)


def test_a_rule_that_is_over_and_a_need_that_is_paused_open_nothing(database: Database):
    twice = Weekly(TODAY, frozenset({"tue"}), times=2)
    over, paused = confirmed(database, weekly=twice), confirmed(database, weekly=TUESDAYS)
    assert dates(database, over.need_id) == tuesdays(0, 1)
    with acting(database) as act:
        pause_need(act, paused.need_id)
    with acting(database, now=NOW + timedelta(days=7)) as act:
        assert open_recurring_units(act).opened == 0
