"""The urgent path: a few at once, more with each no, nobody twice, and the first yes ends it."""

from datetime import datetime, time, timedelta

import pytest

from matcher.domain.outcomes import DeclineReason
from matcher.service.matches import accept_match, decline_match
from matcher.service.nearby import Nearby
from matcher.service.proposals import Told, lapse_proposals
from matcher.service.urgent import ask_nearby, urgent_needs
from matcher.storage.database import Database
from matcher.storage.tables import MatchRow, NeedRow, VolunteerRow
from tests.builders import TODAY, a_need, an_offer, at
from tests.matcher.service.acts import acting, kinds_posted
from tests.matcher.service.living_town import pairs_in, put_need, put_offer
from tests.matcher.storage.rows import NOW


def a_street(database: Database, neighbours: int = 12, **need: object) -> None:
    """An urgent need, and so many neighbours, each 100 m further away."""
    with database.begin() as store:
        for number in range(1, neighbours + 1):
            put_offer(store, an_offer(f"o{number:02}", place=at(100 * number)))
        usual: dict[str, object] = {"urgency": "urgent", "registered_on": TODAY}
        put_need(store, a_need(**usual | need))


def ask(database: Database, now: datetime = NOW, nearby: Nearby | None = None) -> list[Told]:
    with acting(database, now=now, by="machine") as act:
        return ask_nearby(act, "n1", nearby)


def asked(database: Database) -> list[str]:
    return [offer for _, offer in pairs_in(database)]


def matches_in(database: Database, **which: object) -> list[MatchRow]:
    with database.read() as store:
        return list(store.query(MatchRow).filter_by(**which).order_by(MatchRow.offer_id))


def waiting(database: Database) -> list[str]:
    with acting(database) as act:
        return urgent_needs(act)


def test_the_cheapest_three_are_asked_at_once_and_asking_again_asks_nobody(database: Database):
    a_street(database)
    assert waiting(database) == ["n1"]
    assert [one.deadline for one in ask(database)] == [NOW + timedelta(hours=1)] * 3
    assert asked(database) == ["o01", "o02", "o03"]
    assert (waiting(database), ask(database)) == ([], [])
    with database.read() as store:
        assert kinds_posted(store) == ["proposal"] * 3


def test_a_no_brings_more_people_further_away_and_never_the_same(database: Database):
    a_street(database)
    ask(database)
    with acting(database) as act:
        [first] = [one.id for one in matches_in(database, offer_id="o01")]
        decline_match(act, first, DeclineReason.TOO_FAR)
    assert waiting(database) == ["n1"]
    ask(database)
    assert asked(database) == ["o02", "o03", "o04", "o05"]


def test_silence_widens_the_circle_until_there_is_nobody_left(database: Database):
    a_street(database, neighbours=8)
    circles = [ask(database)]
    for hours in (1, 2, 3):
        then = NOW + timedelta(hours=hours, minutes=hours)
        with acting(database, now=then) as act:
            lapse_proposals(act)
        circles.append(ask(database, then))
    assert [len(circle) for circle in circles] == [3, 5, 0, 0]
    assert [row.offer_id for row in matches_in(database)] == [f"o{n:02}" for n in range(1, 9)]


def test_the_first_yes_ends_it_and_the_others_are_told_kindly(database: Database):
    a_street(database)
    ask(database)
    with acting(database) as act:
        accept_match(act, matches_in(database, offer_id="o02")[0].id)
    assert (waiting(database), ask(database)) == ([], [])
    assert pairs_in(database, ["withdrawn"]) == [("n1", "o01"), ("n1", "o03")]


def test_a_need_for_two_asks_three_for_each(database: Database):
    a_street(database, people_needed=2)
    ask(database)
    assert asked(database) == [f"o{n:02}" for n in range(1, 7)]


def test_at_night_those_who_may_be_woken_are_asked_before_those_who_sleep(database: Database):
    a_street(database)
    night = NOW.replace(hour=2)
    with database.begin() as store:
        for volunteer in store.query(VolunteerRow):
            volunteer.quiet_from, volunteer.quiet_until = time(22), time(8)
            volunteer.urgent_at_any_hour = volunteer.person_id in ("p-o05", "p-o07")
    told = {one.volunteer_id: one for one in ask(database, night)}
    assert sorted(told) == ["p-o01", "p-o05", "p-o07"]
    assert told["p-o05"].deadline == night + timedelta(hours=1)
    # Who sleeps has an hour from when they wake.
    assert told["p-o01"].deadline == NOW.replace(hour=9, minute=0)


@pytest.mark.parametrize(
    "said",
    [{"urgency": "soon"}, {"status": "paused"}, {"confirmed_at": None, "confirmed_by": None}],
)
def test_what_is_not_urgent_open_and_confirmed_is_not_asked_about(database: Database, said):
    a_street(database, neighbours=1)
    with database.begin() as store:
        need = store.get_one(NeedRow, "n1")
        for name, value in said.items():
            setattr(need, name, value)
    assert (waiting(database), ask(database), asked(database)) == ([], [], [])


def test_the_workers_index_asks_the_same_people(database: Database):
    a_street(database)
    ask(database, nearby=Nearby())
    assert asked(database) == ["o01", "o02", "o03"]
