"""What is urgent is asked about at once, and where there is nobody, not all the time."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from matcher.bootstrap import Tools
from matcher.jobs.urgent import LOOKED_AGAIN, Urgent
from matcher.storage.ids import new_id
from matcher.storage.tables import CheckRow, MatchRow
from tests.clocks import london
from tests.matcher.service.sending import Clock
from tests.matcher.storage.rows import NOW, a_stored_need, a_stored_offer, a_volunteer
from tests.web.sites import living_tools


@pytest.fixture
def clock() -> Clock:
    return Clock(london("2026-03-02 11:00"))


@pytest.fixture
def tools(tmp_path: Path, clock: Clock) -> Iterator[Tools]:
    living = living_tools(tmp_path)
    tools = replace(living, now=clock)
    yield tools
    tools.database.close()
    living.database.close()


def a_checked_offer(tools: Tools) -> None:
    with tools.acting() as act:
        volunteer = a_volunteer(act.store)
        act.store.add(
            CheckRow(
                id=new_id(), volunteer_id=volunteer.person_id, level="references",
                seen_on=date(2026, 1, 5), seen_by="coordinator:kim", created_at=act.now,
            )
        )  # fmt: skip
        a_stored_offer(act.store, volunteer_id=volunteer.person_id)


def test_whoever_is_near_is_asked_once(tools: Tools):
    a_checked_offer(tools)
    with tools.acting() as act:
        a_stored_need(act.store, urgency="urgent")
        a_stored_need(act.store, urgency="routine")
    ask = Urgent()
    assert (ask(tools), ask(tools)) == (1, 0)
    with tools.looking() as act:
        assert [match.status for match in act.store.query(MatchRow)] == ["proposed"]


def test_where_nobody_is_near_it_is_looked_again_after_a_while(tools: Tools, clock: Clock):
    with tools.acting() as act:
        a_stored_need(act.store, urgency="urgent")
    ask = Urgent()
    assert ask(tools) == 0
    a_checked_offer(tools)
    assert ask(tools) == 0, "it has only just looked"
    clock.later(LOOKED_AGAIN)
    assert ask(tools) == 1


def test_a_clock_that_was_set_back_has_looked_at_nothing_yet(tools: Tools, clock: Clock):
    with tools.acting() as act:
        a_stored_need(act.store, urgency="urgent")
    ask = Urgent()
    assert ask(tools) == 0
    a_checked_offer(tools)
    clock.later(-timedelta(hours=1))
    assert ask(tools) == 1


def test_a_need_that_cannot_be_asked_about_keeps_no_other_waiting(tools: Tools, clock: Clock):
    a_checked_offer(tools)
    with tools.acting() as act:
        earlier = NOW - timedelta(minutes=1)
        a_stored_need(act.store, urgency="urgent", category="unheard_of", confirmed_at=earlier)
        a_stored_need(act.store, urgency="urgent")
    ask = Urgent()
    with pytest.raises(Exception, match="unheard_of"):
        ask(tools)
    assert ask(tools) == 1, "the next one had its turn"
