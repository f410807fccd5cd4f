"""A need can be paused and withdrawn at any time, and whoever said yes hears of it."""

from datetime import timedelta

import pytest

from matcher.domain.life_cycles import MatchStatus
from matcher.domain.refusals import Invalid
from matcher.service.needs_resting import (
    pause_need,
    reopen_paused_needs,
    withdraw_need,
)
from matcher.service.needs_standing import Stage, standing
from matcher.storage.database import Database
from tests.builders import TODAY
from tests.matcher.service import matched
from tests.matcher.service.acts import acting, kinds_posted, looking
from tests.matcher.service.asked_needs import confirmed
from tests.matcher.service.matched import Asked, accepted
from tests.matcher.storage.rows import NOW


def stands(database: Database, one: Asked) -> MatchStatus:
    return matched.standing(database, one.match_id).status


def test_to_withdraw_tells_whoever_said_yes_and_frees_them(database: Database):
    one = accepted(database)
    with acting(database, by=one.resident) as act:
        withdraw_need(act, one.need_id)
    assert stands(database, one) is MatchStatus.WITHDRAWN
    assert matched.held(database, one.offer_id) == 0
    with looking(database) as act:
        assert standing(act, one.need_id).stage is Stage.WITHDRAWN
        assert "no_longer_needed" in kinds_posted(act.store)


def test_a_pause_ends_on_its_day_by_itself(database: Database):
    one = accepted(database)
    until = TODAY + timedelta(days=5)
    with acting(database, by=one.resident) as act:
        pause_need(act, one.need_id, until)
        assert standing(act, one.need_id).stage is Stage.PAUSED
    assert stands(database, one) is MatchStatus.WITHDRAWN
    with acting(database, now=NOW + timedelta(days=4)) as act:
        assert reopen_paused_needs(act) == 0
    with acting(database, now=NOW + timedelta(days=5)) as act:
        assert reopen_paused_needs(act) == 1
        assert reopen_paused_needs(act) == 0
        assert standing(act, one.need_id).stage is Stage.LOOKING


@pytest.mark.parametrize("days", [0, -1, 400])
def test_a_pause_ends_after_today_and_within_half_a_year(database: Database, days: int):
    need = confirmed(database)
    with pytest.raises(Invalid), acting(database) as act:
        pause_need(act, need.need_id, TODAY + timedelta(days=days))
