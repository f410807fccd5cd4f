"""Whoever has two offers is still one person: asked once about a place, and never twice at it."""

from threading import Barrier, Thread

import pytest

from matcher.domain.by_hand import Hand
from matcher.domain.outcomes import DeclineReason
from matcher.domain.refusals import Invalid, NotAllowed, Refusal
from matcher.service.by_hand import in_the_way, pair_by_hand
from matcher.service.candidates import ranked_candidates
from matcher.service.matches import accept_match, decline_match
from matcher.service.nearby import Nearby
from matcher.service.urgent import ask_nearby
from matcher.storage.database import Database
from matcher.storage.tables import MatchRow, OfferRow
from tests.builders import TODAY, a_need, an_offer, at
from tests.matcher.service.acts import acting
from tests.matcher.service.living_town import pairs_in, put_need, put_offer

TWO = frozenset({"o1", "o2"})


@pytest.fixture
def town(database: Database) -> Database:
    """An urgent need for two people; the two nearest offers are one person's."""
    with database.begin() as store:
        for number in (1, 2, 3, 4, 5):
            put_offer(store, an_offer(f"o{number}", place=at(100 * number)))
        store.flush()
        store.get_one(OfferRow, "o2").volunteer_id = "p-o1"
        put_need(store, a_need(urgency="urgent", registered_on=TODAY, people_needed=2))
    return database


def asked(town: Database, *statuses: str) -> list[str]:
    return [offer for _need, offer in pairs_in(town, statuses or ("proposed", "accepted"))]


def the_match(town: Database, offer_id: str) -> str:
    with town.read() as store:
        return store.query(MatchRow).filter_by(offer_id=offer_id).one().id


@pytest.mark.parametrize("indexed", [False, True], ids=["database", "index"])
def test_the_urgent_path_asks_a_person_once(town: Database, indexed: bool):
    nearby = Nearby() if indexed else None
    with acting(town, by="machine") as act:
        if nearby is not None:
            nearby.refresh(act)
        ask_nearby(act, "n1", nearby)
    found = asked(town)
    assert len(found) == len(set(found)) == 4
    assert len(TWO & set(found)) == 1


def test_who_said_no_through_one_offer_is_not_asked_through_the_other(town: Database):
    with acting(town, by="machine") as act:
        ask_nearby(act, "n1")
    with acting(town) as act:
        decline_match(act, the_match(town, "o1"), DeclineReason.WRONG_TIME)
    with acting(town, by="machine") as act:
        ask_nearby(act, "n1")
        assert not [one for one in ranked_candidates(act, "n1") if one.offer_id in TWO]
    assert "o2" not in asked(town)


def test_who_serves_is_not_paired_again_by_hand(town: Database):
    with acting(town) as act:
        pair_by_hand(act, "n1", ["o1"])
    with acting(town) as act:
        accept_match(act, the_match(town, "o1"))
        assert Hand.SERVING in in_the_way(act, "n1", "o2")
    with pytest.raises(NotAllowed), acting(town) as act:
        pair_by_hand(act, "n1", ["o2"], knowingly=True)


@pytest.mark.parametrize("together", [False, True], ids=["each", "together"])
def test_both_offers_at_once_are_refused_in_a_sentence(town: Database, together: bool):
    with pytest.raises(Invalid, match="offers of one volunteer"), acting(town) as act:
        pair_by_hand(act, "n1", ["o1", "o2"], together=together)
    assert asked(town) == []


def test_two_coordinators_at_one_moment_do_not_book_a_person_twice(town: Database):
    ready, told = Barrier(2), {}

    def go(offer_id: str) -> None:
        ready.wait(300)
        try:
            with acting(town, by="coordinator:c") as act:
                pair_by_hand(act, "n1", [offer_id])
            told[offer_id] = "done"
        except Refusal as refusal:
            told[offer_id] = type(refusal).__name__

    threads = [Thread(target=go, args=(id,)) for id in TWO]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(300)
    assert sorted(told.values()) == ["NotAllowed", "done"]
    assert len(asked(town)) == 1
