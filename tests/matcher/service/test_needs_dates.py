"""One date of what comes again can be left out, and taken in again; the others stand."""

from datetime import date, timedelta

import pytest

from matcher.domain.life_cycles import MatchStatus
from matcher.domain.recurring import Weekly
from matcher.domain.refusals import Conflict
from matcher.domain.urgency import Urgency
from matcher.service.matches import accept_match, report_done
from matcher.service.matches_resident import confirm_done
from matcher.service.needs_changing import NeedChange, change_need
from matcher.service.needs_dates import coming_dates, leave_out, shown_first, take_in_again
from matcher.service.needs_recurring import open_recurring_units
from matcher.service.needs_resting import withdraw_need
from matcher.service.needs_standing import Standing, standing
from matcher.storage.database import Database
from matcher.storage.tables import DeclinedPairRow, NeedRow, UnitRow
from matcher.storage.writing.proposals import record_batch
from tests.builders import TODAY
from tests.matcher.service.acts import acting, kinds_posted, looking
from tests.matcher.service.asked_needs import confirmed
from tests.matcher.service.matched import a_trusted_offer
from tests.matcher.service.matched import standing as standing_of
from tests.matcher.storage.rows import NOW, a_proposal

TUESDAYS = Weekly(TODAY, frozenset({"tue"}))
FIRST = date(2026, 3, 3)


def tuesdays(*weeks: int) -> list[date]:
    return [FIRST + timedelta(weeks=week) for week in weeks]


def wanted(database: Database, need_id: str) -> list[date]:
    with database.read() as store:
        rows = store.query(UnitRow).filter_by(need_id=need_id, closed_at=None)
        return sorted(row.on_date for row in rows)


def comes(database: Database, times: int) -> tuple[str, list[str]]:
    """A need to whose first Tuesdays somebody said yes, and the matches."""
    need = confirmed(database, weekly=TUESDAYS).need_id
    with acting(database) as act:
        units = act.store.query(UnitRow).filter_by(need_id=need).order_by(UnitRow.number)
        asked = [a_proposal(unit, a_trusted_offer(act.store)) for unit in units[:times]]
        assert record_batch(act.store, asked, now=NOW).skipped == []
        for one in asked:
            accept_match(act, one.id)
    return need, [one.id for one in asked]


def test_a_date_that_is_left_out_stays_so_as_the_days_go_by_and_comes_back_when_said(
    database: Database,
):
    need = confirmed(database, weekly=TUESDAYS, people_needed=2).need_id
    for _time in range(2):
        with acting(database) as act:
            leave_out(act, need, tuesdays(1)[0])
    with acting(database) as act:
        assert open_recurring_units(act).opened == 0
    assert wanted(database, need) == sorted(tuesdays(0, 2, 3) * 2)
    with looking(database) as act:
        seen = coming_dates(standing(act, need), TODAY)
    assert [one.day for one in seen] == tuesdays(0, 1, 2, 3)
    assert [one.left_out for one in seen] == [False, True, False, False]
    with acting(database) as act:
        take_in_again(act, need, tuesdays(1)[0])
    assert wanted(database, need) == sorted(tuesdays(0, 1, 2, 3) * 2)


def test_who_comes_on_that_date_is_told_and_may_be_asked_for_another(database: Database):
    need, [one, other] = comes(database, 2)
    with acting(database) as act:
        leave_out(act, need, FIRST)
        assert kinds_posted(act.store).count("no_longer_needed") == 1
    assert standing_of(database, one).status is MatchStatus.WITHDRAWN
    assert standing_of(database, other).status is MatchStatus.ACCEPTED
    with database.read() as store:
        assert store.query(DeclinedPairRow).count() == 0


def test_what_is_done_on_that_date_is_judged_and_not_left_out(database: Database):
    need, [one, _other] = comes(database, 2)
    with acting(database) as act:
        report_done(act, one)
        first, second, *_ = coming_dates(standing(act, need), TODAY)
        assert (first.may_be_left_out, second.may_be_left_out) == (False, True)
    with pytest.raises(Conflict), acting(database) as act:
        leave_out(act, need, FIRST)


def test_a_page_speaks_of_what_waits_for_an_answer_and_of_the_next_and_the_latest(
    database: Database,
):
    need, [first, second, third, fourth] = comes(database, 4)
    with looking(database) as act:
        assert first_of(standing(act, need), TODAY) == ([first], [])
    with acting(database, now=NOW + timedelta(days=9)) as act:
        confirm_done(act, first)
        report_done(act, second)
    with acting(database, now=NOW + timedelta(days=15)) as act:
        assert first_of(standing(act, need), act.today) == ([first, second, third, fourth], [])
        confirm_done(act, second)
        assert first_of(standing(act, need), act.today) == ([second, third, fourth], [first])


def first_of(seen: Standing, today: date) -> tuple[list[str], list[str]]:
    first, earlier = shown_first(seen, today)
    return [one.match_id for one in first], [one.match_id for one in earlier]


@pytest.mark.parametrize("day", [TODAY, FIRST - timedelta(weeks=1), FIRST + timedelta(weeks=8)])
def test_only_its_next_dates_can_be_left_out(database: Database, day: date):
    need = confirmed(database, weekly=TUESDAYS).need_id
    with pytest.raises(Conflict), acting(database) as act:
        leave_out(act, need, day)


def test_what_comes_once_or_is_closed_has_no_dates(database: Database):
    once, over = confirmed(database).need_id, confirmed(database, weekly=TUESDAYS).need_id
    with acting(database) as act:
        withdraw_need(act, over)
        assert coming_dates(standing(act, once), TODAY) == ()
        assert coming_dates(standing(act, over), TODAY) == ()
    for need in (once, over):
        with pytest.raises(Conflict), acting(database) as act:
            leave_out(act, need, FIRST)


def test_a_change_of_the_rule_leaves_out_what_was_left_out(database: Database):
    need = confirmed(database, weekly=TUESDAYS).need_id
    both = Weekly(TODAY, frozenset({"tue", "fri"}))
    with acting(database) as act:
        leave_out(act, need, FIRST)
        before = act.store.get_one(NeedRow, need).recurrence
        change_need(act, need, NeedChange(weekly=TUESDAYS, urgency=Urgency.SOON))
        assert act.store.get_one(NeedRow, need).recurrence == before
        change_need(act, need, NeedChange(weekly=both))
    assert FIRST not in wanted(database, need)
    assert FIRST + timedelta(days=3) in wanted(database, need)


def test_when_all_are_left_out_there_is_still_a_last_day(database: Database):
    once = Weekly(TODAY, frozenset({"tue"}), times=1)
    need = confirmed(database, weekly=once).need_id
    with acting(database) as act:
        leave_out(act, need, FIRST)
        assert act.store.get_one(NeedRow, need).expires_on == FIRST
        change_need(act, need, NeedChange(weekly=once))
    assert wanted(database, need) == []
