"""Who holds a need: one takes it from the shared list, gives it back, is asked to release it."""

from contextlib import ExitStack
from datetime import timedelta

import pytest

from matcher.domain.board import BoardFilter
from matcher.domain.holding import MOST_UNSERVED, UNASKED_FOR, ReleaseEnd, ReleaseReason
from matcher.domain.refusals import Conflict, NotAllowed, NotFound
from matcher.domain.roles import Role
from matcher.domain.urgency import Urgency
from matcher.service.board import board
from matcher.service.board_deeds import add_note
from matcher.service.board_need import need_page
from matcher.service.holding import (
    answer_release,
    ask_release,
    give_back,
    release_in_silence,
    take,
    take_back_ask,
)
from matcher.service.holding_pages import shared_list
from matcher.storage.database import Database
from matcher.storage.tables import NeedRow, ReleaseAskRow
from tests.builders import SOUTHWARK
from tests.matcher.service.acts import acting
from tests.matcher.service.charitable import a_group, held_by
from tests.matcher.service.desks import a_desk
from tests.matcher.service.racing_charities import Racer
from tests.matcher.storage.racing import all_at_once
from tests.matcher.storage.rows import (
    NOW,
    a_stored_match,
    a_stored_need,
    a_stored_offer,
    units_of,
)

LATER = NOW + max(UNASKED_FOR.values())
AT_THE_DEADLINE = LATER + timedelta(days=2)
WHY = ReleaseReason.CAN_SERVE


def seen(act, desk) -> set[str]:
    return {line.id for line in board(act, desk, BoardFilter()).lines}


def test_a_need_that_is_taken_is_its_charitys_and_given_back_everybodys_again(database: Database):
    with acting(database) as act:
        one, two = a_group(act.store, "One"), a_group(act.store, "Two")
        need_id = a_stored_need(act.store).id
        assert seen(act, one.desk) == seen(act, two.desk) == {need_id}
        take(act, one.desk, need_id, one.id)
        take(act, one.desk, need_id, one.id)
        assert (seen(act, one.desk), seen(act, two.desk)) == ({need_id}, set())
        with pytest.raises(Conflict, match="was first"):
            take(act, two.desk, need_id, two.id)
        with pytest.raises(NotFound):
            give_back(act, two.desk, need_id)
        give_back(act, one.desk, need_id)
        give_back(act, one.desk, need_id)
        assert [line.id for line in shared_list(act, two.desk).shared] == [need_id]


def test_what_a_resident_told_one_charity_is_not_there_for_its_neighbours(database: Database):
    with acting(database) as act:
        one, two = a_group(act.store, "One"), a_group(act.store, "Two")
        own = a_stored_need(act.store, charity_id=one.id).id
    with acting(database, now=LATER) as act:
        page = shared_list(act, two.desk)
        assert (page.shared, page.afar) == ((), ())
        with pytest.raises(NotFound):
            take(act, two.desk, own, two.id)
        with pytest.raises(NotFound):
            ask_release(act, two.desk, own, two.id, WHY)
        with pytest.raises(NotAllowed, match="referral"):
            give_back(act, one.desk, own)


def test_nobody_takes_in_anothers_name_from_elsewhere_or_on_the_telephone(database: Database):
    with acting(database) as act:
        one = a_group(act.store, "One")
        far = a_group(act.store, "Far", boroughs=(SOUTHWARK,))
        need_id = a_stored_need(act.store).id
        calls = a_desk(act.store, Role.INTAKE, charity_id=one.id)
        for desk, charity_id, no in (
            (far.desk, far.id, NotFound),
            (one.desk, far.id, NotAllowed),
            (calls, one.id, NotAllowed),
        ):
            with pytest.raises(no):
                take(act, desk, need_id, charity_id)
        assert held_by(act.store, need_id) is None


def test_a_charity_holds_no_more_than_the_limit_of_what_nobody_serves(database: Database):
    with acting(database) as act:
        one = a_group(act.store)
        needs = [a_stored_need(act.store) for _ in range(MOST_UNSERVED + 1)]
        for need in needs[:-1]:
            take(act, one.desk, need.id, one.id)
        with pytest.raises(Conflict, match="20 needs that nobody serves"):
            take(act, one.desk, needs[-1].id, one.id)
        unit, offer = units_of(act.store, needs[0])[0], a_stored_offer(act.store)
        a_stored_match(act.store, unit, offer, status="accepted")
        take(act, one.desk, needs[-1].id, one.id)


def test_a_neighbour_asks_for_what_nobody_serves_and_silence_is_a_yes(database: Database):
    with acting(database) as act:
        one, two = a_group(act.store, "One"), a_group(act.store, "Two")
        need_id = a_stored_need(act.store).id
        take(act, one.desk, need_id, one.id)
        with pytest.raises(Conflict, match="ask again later"):
            ask_release(act, two.desk, need_id, two.id, WHY)
    with acting(database, now=LATER) as act:
        [afar] = shared_list(act, two.desk).afar
        assert (afar.id, afar.holder) == (need_id, "One")
        ask_release(act, two.desk, need_id, two.id, WHY)
        with pytest.raises(Conflict, match="already"):
            ask_release(act, two.desk, need_id, two.id, WHY)
        assert shared_list(act, two.desk).afar == ()
        assert [ask.asker for ask in shared_list(act, one.desk).asks] == ["Two"]
        assert release_in_silence(act) == 0
    with acting(database, now=AT_THE_DEADLINE) as act:
        assert release_in_silence(act) == 1
        assert release_in_silence(act) == 0
        assert held_by(act.store, need_id) == two.id
        [ask] = act.store.query(ReleaseAskRow)
        assert ask.end is ReleaseEnd.LAPSED
        assert (seen(act, one.desk), seen(act, two.desk)) == (set(), {need_id})


def test_the_holder_keeps_it_or_lets_it_go_and_only_they_do(database: Database):
    with acting(database) as act:
        one, two = a_group(act.store, "One"), a_group(act.store, "Two")
        needs = [a_stored_need(act.store).id for _ in range(3)]
        for need_id in needs:
            take(act, one.desk, need_id, one.id)
    with acting(database, now=LATER) as act:
        asks = [ask_release(act, two.desk, need_id, two.id, WHY) for need_id in needs]
        with pytest.raises(NotFound):
            answer_release(act, two.desk, asks[0], keep=False)
        with pytest.raises(NotFound):
            take_back_ask(act, one.desk, asks[0])
        answer_release(act, one.desk, asks[0], keep=True)
        answer_release(act, one.desk, asks[1], keep=False)
        take_back_ask(act, two.desk, asks[2])
        with pytest.raises(Conflict):
            answer_release(act, one.desk, asks[0], keep=False)
        assert [held_by(act.store, one_) for one_ in needs] == [one.id, two.id, one.id]
        with pytest.raises(Conflict, match="ask again later"):
            ask_release(act, two.desk, needs[0], two.id, WHY)


def test_what_came_to_be_served_closed_or_given_back_meanwhile_is_left_alone(database: Database):
    with acting(database) as act:
        one, two = a_group(act.store, "One"), a_group(act.store, "Two")
        served, closed, back = (a_stored_need(act.store) for _ in range(3))
        for need in (served, closed, back):
            take(act, one.desk, need.id, one.id)
    with acting(database, now=LATER) as act:
        for need in (served, closed, back):
            ask_release(act, two.desk, need.id, two.id, WHY)
        unit, offer = units_of(act.store, served)[0], a_stored_offer(act.store)
        a_stored_match(act.store, unit, offer, status="accepted")
        row = act.store.get_one(NeedRow, closed.id)
        row.status, row.ending, row.closed_at = "closed", "met", LATER
        act.store.flush()
        # To give back what one is asked for is to let it go.
        give_back(act, one.desk, back.id)
        with pytest.raises(Conflict):
            ask_release(act, two.desk, served.id, two.id, WHY)
    with acting(database, now=AT_THE_DEADLINE) as act:
        for _ in range(3):
            release_in_silence(act)
        holders = [held_by(act.store, need.id) for need in (served, closed, back)]
        assert holders == [one.id, one.id, two.id]
        assert act.store.query(ReleaseAskRow).filter_by(end=None).count() == 0


def test_an_urgent_need_may_be_asked_for_sooner(database: Database):
    with acting(database) as act:
        one, two = a_group(act.store, "One"), a_group(act.store, "Two")
        need_id = a_stored_need(act.store, urgency="urgent").id
        take(act, one.desk, need_id, one.id)
    with acting(database, now=NOW + UNASKED_FOR[Urgency.URGENT]) as act:
        ask_release(act, two.desk, need_id, two.id, WHY)


def test_a_note_stays_with_its_charity_wherever_the_need_goes(database: Database):
    with acting(database) as act:
        one, two = a_group(act.store, "One"), a_group(act.store, "Two")
        need_id = a_stored_need(act.store).id
        take(act, one.desk, need_id, one.id)
    with acting(database, by=one.desk.actor) as act:
        add_note(act, one.desk, need_id, "The bell is broken.")
        give_back(act, one.desk, need_id)
        mine, theirs = (need_page(act, desk, need_id) for desk in (one.desk, two.desk))
        assert [note.text for note in mine.notes] == ["The bell is broken."]
        assert theirs.notes == ()
        # Nor do they read who it was.
        assert one.desk.name in {deed.name for deed in mine.deeds}
        assert {deed.name for deed in theirs.deeds} == {None}


def race(database: Database, groups, needs: list[str]) -> list[list[str]]:
    with ExitStack() as stack:
        racers = [
            stack.enter_context(Racer("take", database, one.desk.coordinator_id, one.id, *needs))
            for one in groups
        ]
        return all_at_once(racers)


def test_of_charities_that_take_one_need_at_once_exactly_one_has_it(database: Database):
    with acting(database) as act:
        groups = [a_group(act.store, name) for name in ("One", "Two", "Three")]
        needs = [a_stored_need(act.store).id for _ in range(15)]
    said = race(database, groups, needs)
    with acting(database) as act:
        holders = [held_by(act.store, need_id) for need_id in needs]
    for number, holder in enumerate(holders):
        yes = [one.id for one, mine in zip(groups, said, strict=True) if mine[number] == "yes"]
        assert yes == [holder]


def test_two_of_one_charity_who_take_at_once_stay_within_its_limit(database: Database):
    with acting(database) as act:
        one = a_group(act.store)
        needs = [a_stored_need(act.store).id for _ in range(MOST_UNSERVED + 6)]
        colleague = type(one)(one.id, a_desk(act.store, charity_id=one.id))
    with ExitStack() as stack:
        racers = [
            stack.enter_context(Racer("take", database, who.desk.coordinator_id, one.id, *mine))
            for who, mine in ((one, needs[::2]), (colleague, needs[1::2]))
        ]
        said = [line for lines in all_at_once(racers) for line in lines]
    assert said.count("yes") == MOST_UNSERVED
