"""What coordinators do by hand, what they may set aside, and what nobody may."""

from datetime import timedelta

import pytest

from matcher.domain.by_hand import NEVER, Hand
from matcher.domain.life_cycles import MatchStatus
from matcher.domain.outcomes import DeclineReason
from matcher.domain.refusals import Conflict, Invalid, NotAllowed, NotFound
from matcher.service.acting import Act
from matcher.service.by_hand import avoid_pair, in_the_way, pair_by_hand, undo_match
from matcher.service.candidates import ranked_candidates
from matcher.service.matches import accept_match, decline_match
from matcher.service.proposals import lapse_proposals
from matcher.service.reasons import reasons_from
from matcher.service.rounds import run_round, slot_at
from matcher.storage.database import Database
from matcher.storage.tables import (
    AvoidedPairRow,
    CheckRow,
    MatchRow,
    NeedRow,
    OfferRow,
    VolunteerRow,
)
from tests.builders import TODAY, a_need, an_offer, at
from tests.matcher.service.acts import SEALER, acting, kinds_posted
from tests.matcher.service.living_town import pairs_in, put_need, put_offer
from tests.matcher.storage.rows import NOW

COORDINATOR = "coordinator:c"


@pytest.fixture
def town(database: Database) -> Database:
    """One need for two people, and three neighbours."""
    with database.begin() as store:
        for number in (1, 2, 3):
            put_offer(store, an_offer(f"o{number}", place=at(100 * number)))
        put_need(store, a_need(registered_on=TODAY, people_needed=2))
    return database


def pair(database: Database, *offer_ids: str, **said: bool) -> None:
    with acting(database, by=COORDINATOR) as act:
        pair_by_hand(act, "n1", offer_ids, **said)


def the_match(database: Database, offer_id: str) -> MatchRow:
    with database.read() as store:
        [row] = store.query(MatchRow).filter_by(offer_id=offer_id)
        return row


def test_each_who_is_paired_gets_a_unit_a_letter_and_a_lock(town: Database):
    pair(town, "o3", "o1")
    assert pairs_in(town) == [("n1", "o1"), ("n1", "o3")]
    match = the_match(town, "o3")
    assert (match.locked, match.touched_by, match.asked_together) == (True, COORDINATOR, False)
    assert match.deadline == NOW + timedelta(days=2)
    with town.read() as store:
        assert kinds_posted(store) == ["proposal"] * 2


def test_a_round_leaves_what_was_paired_by_hand_and_counts_the_place_it_takes(town: Database):
    with town.begin() as store:
        put_need(store, a_need("n2", place=at(300), registered_on=TODAY))
    pair(town, "o3")
    run_round(town, SEALER, slot=slot_at(NOW), now=lambda: NOW)
    # o3 lives next door to n2, and is taken.
    assert pairs_in(town) == [("n1", "o1"), ("n1", "o3"), ("n2", "o2")]
    assert the_match(town, "o3").locked


def test_three_can_be_asked_at_once_and_the_first_yes_takes_it(town: Database):
    pair(town, "o1", "o2", "o3", together=True)
    with acting(town) as act:
        accept_match(act, the_match(town, "o2").id)
    assert pairs_in(town, ["accepted"]) == [("n1", "o2")]
    assert pairs_in(town, ["withdrawn"]) == [("n1", "o1"), ("n1", "o3")]


def test_more_than_there_are_places_for_is_refused_whole(town: Database):
    with pytest.raises(Conflict, match="fewer open places"):
        pair(town, "o1", "o2", "o3")
    assert pairs_in(town) == []


def suspended(act: Act) -> None:
    act.store.get_one(VolunteerRow, "p-o1").status = "suspended"


def contact_not_proven(act: Act) -> None:
    act.store.get_one(VolunteerRow, "p-o1").status = "new"


def check(act: Act) -> None:
    act.store.query(CheckRow).filter_by(volunteer_id="p-o1").update({"revoked_at": NOW})


def dbs_required(act: Act) -> None:
    act.store.get_one(NeedRow, "n1").requires = frozenset({"dbs"})
    act.store.get_one(OfferRow, "o1").provides = frozenset({"dbs"})


def avoided(act: Act) -> None:
    resident = act.store.get_one(NeedRow, "n1").person_id
    act.store.add(AvoidedPairRow(resident_id=resident, volunteer_id="p-o1", by="c", at=NOW))


def serving(act: Act) -> None:
    pair_by_hand(act, "n1", ["o1"])


def full(act: Act) -> None:
    act.store.get_one(OfferRow, "o1").capacity = 0


def paused(act: Act) -> None:
    act.store.get_one(OfferRow, "o1").status = "paused"


STOPS = (
    suspended,
    contact_not_proven,
    check,
    dbs_required,
    avoided,
    serving,
    full,
    paused,
)


@pytest.mark.parametrize("stop", STOPS, ids=lambda stop: stop.__name__)
def test_what_keeps_people_safe_nobody_may_set_aside(town: Database, stop):
    with acting(town) as act:
        stop(act)
        act.store.flush()
        assert Hand(stop.__name__) in in_the_way(act, "n1", "o1")
        before = pairs_in_act(act)
    with pytest.raises(NotAllowed):
        pair(town, "o1", knowingly=True)
    assert pairs_in(town) == before


def test_every_rule_that_nobody_may_set_aside_is_tried_above():
    assert {stop.__name__ for stop in STOPS} == {hand.value for hand in NEVER}


def pairs_in_act(act: Act) -> list[tuple[str, str]]:
    return sorted((row.need_id, row.offer_id) for row in act.store.query(MatchRow))


def too_far_and_no_language(act: Act) -> None:
    act.store.get_one(OfferRow, "o1").radius_m = 50
    act.store.get_one(NeedRow, "n1").languages = frozenset({"bn"})


def test_what_a_coordinator_knows_better_is_set_aside_knowingly_and_noted(town: Database):
    with acting(town) as act:
        too_far_and_no_language(act)
    with pytest.raises(Invalid, match=r"further than .* no language") as refusal:
        pair(town, "o1")
    assert refusal.value.field == "knowingly"
    pair(town, "o1", knowingly=True)
    assert pairs_in(town) == [("n1", "o1")]


def test_who_said_no_can_be_asked_again_by_hand_and_by_no_round(town: Database):
    pair(town, "o1")
    with acting(town) as act:
        decline_match(act, the_match(town, "o1").id, DeclineReason.WRONG_TIME)
        assert in_the_way(act, "n1", "o1") == (Hand.DECLINED,)
    run_round(town, SEALER, slot=slot_at(NOW), now=lambda: NOW)
    assert ("n1", "o1") not in pairs_in(town)
    with acting(town) as act:
        undo_match(act, the_match(town, "o2").id)
    pair(town, "o1", knowingly=True)
    assert ("n1", "o1") in pairs_in(town)
    # Nor afterwards: what was set aside once is no yes for ever.
    with acting(town, now=NOW + timedelta(days=5)) as act:
        lapse_proposals(act)
    run_round(town, SEALER, slot=slot_at(NOW), now=lambda: NOW + timedelta(days=5))
    assert ("n1", "o1") not in pairs_in(town)


def test_what_is_undone_is_told_and_no_round_brings_the_two_together_again(town: Database):
    pair(town, "o1")
    match = the_match(town, "o1")
    with acting(town) as act:
        accept_match(act, match.id)
    with acting(town, by=COORDINATOR) as act:
        undo_match(act, match.id)
        assert "no_longer_needed" in kinds_posted(act.store)
        assert "handed_back" in kinds_posted(act.store)
    assert the_match(town, "o1").status is MatchStatus.WITHDRAWN
    run_round(town, SEALER, slot=slot_at(NOW), now=lambda: NOW)
    assert pairs_in(town) == [("n1", "o2"), ("n1", "o3")]


def test_two_who_are_kept_apart_meet_no_more_whatever_they_ask_or_offer(town: Database):
    pair(town, "o1")
    for _ in range(2):
        with acting(town, by=COORDINATOR) as act:
            avoid_pair(act, "n1", "o1")
    assert pairs_in(town) == []
    with town.begin() as store:
        put_offer(store, an_offer("o4", place=at(400)))
        store.get_one(OfferRow, "o4").volunteer_id = "p-o1"
    run_round(town, SEALER, slot=slot_at(NOW), now=lambda: NOW)
    assert pairs_in(town) == [("n1", "o2"), ("n1", "o3")]


def test_needs_that_are_closed_or_not_confirmed_and_offers_that_are_not_there_are_refused(
    town: Database,
):
    with pytest.raises(NotFound):
        pair(town, "nobody")
    with pytest.raises(Invalid):
        pair(town)
    with town.begin() as store:
        need = store.get_one(NeedRow, "n1")
        need.confirmed_at = need.confirmed_by = None
    with pytest.raises(Conflict, match="not confirmed"):
        pair(town, "o1")


def test_to_look_further_is_for_one_need_and_the_volunteer_is_told(town: Database):
    with town.begin() as store:
        put_offer(store, an_offer("o9", place=at(2_900), radius_m=2_000))
    with acting(town) as act:
        near = ranked_candidates(act, "n1")
        wider = ranked_candidates(act, "n1", wider_m=1_000)
    assert {one.offer_id: one.beyond for one in near} == {"o1": False, "o2": False, "o3": False}
    assert [one.offer_id for one in wider if one.beyond] == ["o9"]
    with pytest.raises(Invalid, match="further than this volunteer said"):
        pair(town, "o9")
    pair(town, "o9", knowingly=True)
    assert reasons_from(the_match(town, "o9").reasons).set_aside == (Hand.RADIUS,)
    with town.read() as store:
        assert store.get_one(OfferRow, "o9").radius_m == 2_000
    # The next need there is not theirs: no round goes further than somebody said.
    undone = the_match(town, "o9").id
    with acting(town, by=COORDINATOR) as act:
        undo_match(act, undone)
        put_need(act.store, a_need("n2", registered_on=TODAY, people_needed=4))
    run_round(town, SEALER, slot=slot_at(NOW), now=lambda: NOW)
    assert "o9" not in {offer for _need, offer in pairs_in(town, ["proposed"])}
