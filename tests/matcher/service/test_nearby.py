"""Who is nearest: the index, the database and the rules themselves, which must agree."""

from datetime import timedelta

import pytest

from matcher.domain.cost import pair_cost
from matcher.domain.eligibility import eligible
from matcher.domain.params import Params
from matcher.domain.refusals import NotFound
from matcher.service.acting import Act
from matcher.service.candidates import (
    Asking,
    Candidate,
    asking_for,
    candidate_of,
    ranked_candidates,
)
from matcher.service.nearby import Nearby
from matcher.storage.database import Database
from matcher.storage.tables import (
    AvoidedPairRow,
    CheckRow,
    MatchRow,
    NeedRow,
    OfferRow,
    UnitRow,
    VolunteerRow,
)
from matcher.storage.writing.proposals import Proposal, record_batch
from tests.builders import TODAY, a_need, an_offer, at
from tests.matcher.service.acts import acting, looking
from tests.matcher.service.living_town import (
    Town,
    as_allowed,
    on_paper,
    put_need,
    put_offer,
    settle,
)
from tests.matcher.storage.rows import NOW

MOST = 6


def by_the_rules(town: Town, need_id: str) -> list[tuple[int, str]]:
    """The slow witness: every offer, asked by the domain alone."""
    needs, offers = town
    [need] = [one for one in needs if one.id == need_id]
    ranked = sorted(
        (pair_cost(need, offer, Params()), offer.id)
        for offer in map(as_allowed, offers)
        if offer.capacity and eligible(need, offer)
    )
    return ranked[:MOST]


def in_short(found: list[Candidate]) -> list[tuple[int, str]]:
    return [(one.cost, one.offer_id) for one in found]


def test_index_database_and_rules_name_the_same_people_at_the_same_cost(database: Database):
    town = on_paper(seed=5, needs=40, offers=80)
    settle(database, town)
    nearby = Nearby()
    found = 0
    with looking(database) as act:
        for need in town[0]:
            said = by_the_rules(town, need.id)
            ranked = ranked_candidates(act, need.id, MOST)
            assert in_short(ranked) == said
            assert nearby.ranked(act, asking_for(act, need.id), MOST) == ranked
            found += len(said)
    assert found > 40


def suspended(act: Act) -> None:
    volunteer = act.store.get_one(VolunteerRow, "p-o1")
    volunteer.status, volunteer.changed_at = "suspended", NOW + timedelta(minutes=1)


def check_taken_back(act: Act) -> None:
    act.store.query(CheckRow).filter_by(volunteer_id="p-o1").update({"revoked_at": NOW})


def check_run_out(act: Act) -> None:
    act.store.query(CheckRow).filter_by(volunteer_id="p-o1").update({"review_on": TODAY})


def ended(act: Act) -> None:
    offer = act.store.get_one(OfferRow, "o1")
    offer.status, offer.ended_at, offer.changed_at = "ended", NOW, NOW + timedelta(minutes=1)


def filled(act: Act) -> None:
    put_need(act.store, a_need("n2", registered_on=TODAY))
    [unit] = act.store.query(UnitRow).filter_by(need_id="n2")
    proposal = Proposal("m", unit.id, "n2", "o1", 0, 0, NOW + timedelta(days=1))
    assert not record_batch(act.store, [proposal], now=NOW).skipped


def kept_apart(act: Act) -> None:
    resident = act.store.get_one(NeedRow, "n1").person_id
    act.store.add(AvoidedPairRow(resident_id=resident, volunteer_id="p-o1", by="c", at=NOW))


def week_used_up(act: Act) -> None:
    act.store.get_one(VolunteerRow, "p-o1").matches_per_week = 0


CHANGES = (suspended, check_taken_back, ended, filled, kept_apart, week_used_up)


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
@pytest.mark.parametrize("refreshed", [True, False])
def test_whoever_may_not_be_asked_any_more_is_not_named(database: Database, change, refreshed):
    with database.begin() as store:
        put_offer(store, an_offer("o1", place=at(100)))
        put_offer(store, an_offer("o2", place=at(200)))
        put_need(store, a_need(registered_on=TODAY))
    nearby = Nearby()
    assert named(database, nearby) == ["o1", "o2"]
    with acting(database) as act:
        change(act)
    if refreshed:
        with looking(database) as act:
            nearby.refresh(act)
    assert named(database, nearby) == ["o2"]


class Trusting(Nearby):
    """The planted fault: it believes its index, and reads nobody again."""

    def ranked(self, act: Act, asking: Asking, most: int) -> list[Candidate]:
        if self._index is None:
            self.refresh(act)
        found = self._index.cheapest(asking.need, most)
        offers = [(self._index.offer(one.offer_id), "") for one in found]
        return [candidate_of(asking, *offer, act.rules.params) for offer in offers]


@pytest.mark.parametrize("change", [suspended, check_taken_back, ended, filled, week_used_up])
def test_an_index_that_is_believed_would_name_them(empty_sqlite: Database, change):
    with empty_sqlite.begin() as store:
        put_offer(store, an_offer("o1", place=at(100)))
        put_need(store, a_need(registered_on=TODAY))
    nearby = Trusting()
    for _ in range(2):
        with looking(empty_sqlite) as act:
            found = nearby.ranked(act, asking_for(act, "n1"), MOST)
        assert [one.offer_id for one in found] == ["o1"]
        with acting(empty_sqlite) as act:
            if act.store.get(NeedRow, "n2") is None:
                change(act)


def test_a_check_that_runs_out_at_midnight_counts_no_more_the_day_after(database: Database):
    with database.begin() as store:
        put_offer(store, an_offer("o1"))
        put_need(store, a_need(registered_on=TODAY))
    nearby = Nearby()
    with acting(database) as act:
        check_run_out(act)
    assert named(database, nearby) == ["o1"]
    with looking(database, now=NOW + timedelta(days=1)) as act:
        nearby.refresh(act)
        assert nearby.ranked(act, asking_for(act, "n1"), MOST) == []


def test_a_refresh_takes_in_who_came_or_came_free(database: Database):
    with database.begin() as store:
        put_offer(store, an_offer("o1", capacity=1))
        put_need(store, a_need(registered_on=TODAY))
    nearby = Nearby()
    with acting(database) as act:
        filled(act)
    assert named(database, nearby) == []
    with acting(database) as act:
        act.store.query(MatchRow).update({"status": "lapsed"})
        act.store.query(OfferRow).update({"held": 0})
        put_offer(act.store, an_offer("o2", place=at(200)))
    with looking(database) as act:
        assert nearby.refresh(act) == 2
        assert nearby.refresh(act) == 0
    assert named(database, nearby) == ["o1", "o2"]


def named(database: Database, nearby: Nearby) -> list[str]:
    with looking(database) as act:
        found = nearby.ranked(act, asking_for(act, "n1"), MOST)
        assert found == ranked_candidates(act, "n1", MOST)
    return [one.offer_id for one in found]


def test_work_of_the_last_four_weeks_and_who_was_asked_before_are_told(database: Database):
    with database.begin() as store:
        put_offer(store, an_offer("o1", capacity=3))
        put_offer(store, an_offer("o2", place=at(100)))
        put_need(store, a_need(registered_on=TODAY))
    with acting(database) as act:
        filled(act)
    with looking(database) as act:
        first, second = ranked_candidates(act, "n1")
    assert [(one.offer_id, one.cost, one.recent, one.spare) for one in (first, second)] == [
        ("o2", 100, 0, 1),
        ("o1", 250, 1, 2),
    ]
    assert (first.reasons.next_best_offer, first.reasons.next_best_more_m) == ("o1", 150)
    assert not first.asked_before


def test_a_wider_radius_shows_who_would_have_to_go_further_than_they_said(database: Database):
    with database.begin() as store:
        put_offer(store, an_offer("o1", place=at(1_400), radius_m=1_000))
        put_need(store, a_need(registered_on=TODAY))
    with looking(database) as act:
        assert ranked_candidates(act, "n1") == []
        assert [one.offer_id for one in ranked_candidates(act, "n1", wider_m=400)] == ["o1"]


def test_a_need_that_is_not_there_has_no_candidates(database: Database):
    with looking(database) as act, pytest.raises(NotFound):
        ranked_candidates(act, "nobody")
