"""A need is handed on with the resident's yes: taken, declined, left unanswered, given back."""

from datetime import timedelta

import pytest

from matcher.domain.board import BoardFilter
from matcher.domain.referrals import (
    SHARED,
    ConsentBy,
    DirectoryKind,
    ReferralReason,
    ReferralState,
    SharedPart,
    WasItUse,
)
from matcher.domain.refusals import Conflict, Invalid, NotAllowed, NotFound
from matcher.domain.roles import Role
from matcher.service.board import board
from matcher.service.board_need import need_details
from matcher.service.charities_own import pause_intake
from matcher.service.contacts import Details, keep_details
from matcher.service.directory import Entry, add_entry, all_entries, end_entry
from matcher.service.holding import ask_release, give_back, take
from matcher.service.needs_changing import NeedChange, change_need
from matcher.service.own_record import everything_of
from matcher.service.referrals import (
    accept_referral,
    decline_referral,
    lapse_referrals,
    return_referral,
    take_back_referral,
)
from matcher.service.referrals_notes import notes_of
from matcher.service.referrals_offering import refer
from matcher.service.referrals_outside import note_use, refer_outside
from matcher.service.referrals_pages import referral_page, referrals
from matcher.service.runs_paper import sheet
from matcher.storage.database import Database
from matcher.storage.tables import NeedRow, PersonRow, ReferralRow, ReleaseAskRow
from matcher.storage.writing.contacts import put_need_details
from tests.builders import SOUTHWARK, TODAY
from tests.matcher.service.acts import acting
from tests.matcher.service.charitable import Group, a_group, held_by
from tests.matcher.service.day_of_runs import a_day
from tests.matcher.service.desks import a_desk
from tests.matcher.service.test_holding import LATER, WHY
from tests.matcher.storage.rows import NOW, a_stored_need

SAID = ConsentBy.TELEPHONE
FULL = ReferralReason.FULL


def two(act) -> tuple[Group, Group, str]:
    giver, taker = a_group(act.store, "Giver"), a_group(act.store, "Taker")
    return giver, taker, a_stored_need(act.store, charity_id=giver.id).id


def state_of(act, referral_id: str) -> ReferralState:
    return act.store.get_one(ReferralRow, referral_id).state


def sees(act, desk) -> set[str]:
    return {line.id for line in board(act, desk, BoardFilter()).lines}


def test_who_is_offered_a_need_sees_it_afar_until_they_take_it(database: Database):
    with acting(database) as act:
        giver, taker, need_id = two(act)
        assert [one.id for one in referral_page(act, giver.desk, need_id).charities] == [taker.id]
        referral_id = refer(act, giver.desk, need_id, taker.id, SAID)
        [line] = referrals(act, taker.desk)
        assert (line.from_name, line.shared, line.consent_by) == ("Giver", SHARED, SAID)
        assert sees(act, taker.desk) == set()
        accept_referral(act, taker.desk, referral_id)
        assert (sees(act, giver.desk), sees(act, taker.desk)) == (set(), {need_id})
        with pytest.raises(Conflict):
            accept_referral(act, taker.desk, referral_id)
        # What came with the resident's yes to one charity is nobody's to ask for.
        with pytest.raises(NotFound):
            ask_release(act, giver.desk, need_id, giver.id, WHY)


def test_it_can_go_the_way_back(database: Database):
    with acting(database) as act:
        giver, taker, need_id = two(act)
        referral_id = refer(act, giver.desk, need_id, taker.id, SAID)
        accept_referral(act, taker.desk, referral_id)
        with pytest.raises(Invalid):
            return_referral(act, taker.desk, referral_id, None)
        with pytest.raises(NotFound):
            return_referral(act, giver.desk, referral_id, FULL)
        return_referral(act, taker.desk, referral_id, FULL)
        assert held_by(act.store, need_id) == giver.id
        assert state_of(act, referral_id) is ReferralState.RETURNED
        assert refer(act, giver.desk, need_id, taker.id, SAID) != referral_id


def test_declined_taken_back_or_unanswered_it_stays_where_it_is(database: Database):
    with acting(database) as act:
        giver, taker, need_id = two(act)
        first = refer(act, giver.desk, need_id, taker.id, SAID)
        with pytest.raises(Conflict, match="already"):
            refer(act, giver.desk, need_id, taker.id, SAID)
        decline_referral(act, taker.desk, first, ReferralReason.NOT_OURS)
        second = refer(act, giver.desk, need_id, taker.id, SAID)
        with pytest.raises(NotFound):
            take_back_referral(act, taker.desk, second)
        take_back_referral(act, giver.desk, second)
        third = refer(act, giver.desk, need_id, taker.id, SAID)
        assert lapse_referrals(act) == 0
    with acting(database, now=NOW + timedelta(days=3)) as act:
        assert (lapse_referrals(act), lapse_referrals(act)) == (1, 0)
        states = [state_of(act, one) for one in (first, second, third)]
        assert states == ["declined", "taken_back", "lapsed"]
        assert held_by(act.store, need_id) == giver.id
        with pytest.raises(Conflict):
            accept_referral(act, taker.desk, third)


def test_nobody_is_offered_what_they_cannot_take(database: Database):
    with acting(database) as act:
        giver, taker, need_id = two(act)
        far = a_group(act.store, "Far", boroughs=(SOUTHWARK,))
        pause_intake(act, taker.desk, taker.id, "Full.", TODAY + timedelta(days=2))
        for to_id in (taker.id, far.id, giver.id, "x"):
            with pytest.raises(Invalid, match="cannot take it"):
                refer(act, giver.desk, need_id, to_id, SAID)
        nobodys = a_stored_need(act.store).id
        with pytest.raises(Conflict, match="take it first"):
            refer(act, giver.desk, nobodys, taker.id, SAID)
        with pytest.raises(NotFound):
            refer(act, taker.desk, need_id, far.id, SAID)
        calls = a_desk(act.store, Role.INTAKE, charity_id=giver.id)
        with pytest.raises(NotAllowed):
            refer(act, calls, need_id, taker.id, SAID)


def test_what_went_elsewhere_meanwhile_is_not_taken_twice(database: Database):
    with acting(database) as act:
        giver, taker, _own = two(act)
        need_id = a_stored_need(act.store).id
        take(act, giver.desk, need_id, giver.id)
    with acting(database, now=LATER) as act:
        referral_id = refer(act, giver.desk, need_id, taker.id, SAID)
        ask_release(act, taker.desk, need_id, taker.id, WHY)
        # To give back what one is asked for is to let the asker have it.
        give_back(act, giver.desk, need_id)
        assert act.store.query(ReleaseAskRow).filter_by(end=None).count() == 0
        with pytest.raises(Conflict, match="elsewhere"):
            accept_referral(act, taker.desk, referral_id)


def test_to_take_what_is_handed_on_ends_what_others_ask(database: Database):
    with acting(database) as act:
        giver, taker, _own = two(act)
        need_id = a_stored_need(act.store).id
        take(act, giver.desk, need_id, giver.id)
    with acting(database, now=LATER) as act:
        referral_id = refer(act, giver.desk, need_id, taker.id, SAID)
        ask_release(act, taker.desk, need_id, taker.id, WHY)
        accept_referral(act, taker.desk, referral_id)
        assert act.store.query(ReleaseAskRow).filter_by(end=None).count() == 0
        assert held_by(act.store, need_id) == taker.id


def test_somebody_outside_is_noted_with_what_use_it_was(database: Database):
    with acting(database) as act:
        giver, taker, need_id = two(act)
        boss = a_desk(act.store, Role.ADMINISTRATOR)
        entry = Entry(DirectoryKind.HELPLINE, "A helpline", phone="0123")
        entry_id = add_entry(act, boss, entry)
        far = Entry(DirectoryKind.COUNCIL, "Far", phone="1", boroughs=frozenset({SOUTHWARK}))
        far_id = add_entry(act, boss, far)
        near = referral_page(act, giver.desk, need_id).outside
        assert [one.id for one in near] == [entry_id]
        referral_id = refer_outside(act, giver.desk, need_id, entry_id, SAID)
        [sent] = referrals(act, giver.desk)
        assert (sent.to, sent.state) == ("A helpline", "sent")
        with pytest.raises(NotFound):
            note_use(act, taker.desk, referral_id, WasItUse.YES)
        note_use(act, giver.desk, referral_id, WasItUse.IN_PART)
        assert referrals(act, giver.desk) == []
        assert referral_page(act, giver.desk, need_id).tried[0].was_it_use == "in_part"
        end_entry(act, boss, far_id)
        assert [one.id for one in all_entries(act, boss)] == [entry_id]
        with pytest.raises(NotAllowed):
            add_entry(act, giver.desk, entry)
        with pytest.raises(Invalid):
            refer_outside(act, giver.desk, need_id, far_id, SAID)


def test_a_need_that_is_handed_on_leaves_the_lists_of_whoever_planned_it(database: Database):
    day = a_day(database, needs=2)
    moved, stays = day.needs
    with acting(database) as act:
        taker = a_group(act.store, "Taker")
        referral_id = refer(act, day.desk, moved, taker.id, SAID)
    with acting(database) as act:
        accept_referral(act, taker.desk, referral_id)
    assert [stop.need_id for stop in day.stops()] == [stays]
    # Of what is on its way already nobody of theirs sees any more who it is for.
    day.plan()
    day.send_out()
    with acting(database) as act:
        accept_referral(act, taker.desk, refer(act, day.desk, stays, taker.id, SAID))
        _run, [line] = sheet(act, day.desk, day.id, day.runs[0], with_people=True)
        assert (line.stop.elsewhere, line.door) == (True, None)


def test_notes_that_stay_behind_are_nowhere_at_the_other_charity_and_come_back_with_the_need(
    database: Database,
):
    without = frozenset({SharedPart.NOTES})
    with acting(database) as act:
        giver, taker, need_id = two(act)
        person_id = act.store.get_one(NeedRow, need_id).person_id
        keep_details(act, act.store.get_one(PersonRow, person_id), Details("Ann"))
        words = {"address": "Flat 2", "notes": "violet"}
        put_need_details(act.store, act.sealer, need_id, words, now=NOW)
        with pytest.raises(Invalid, match="Without that"):
            refer(act, giver.desk, need_id, taker.id, SAID, frozenset({SharedPart.REACH}))
        referral_id = refer(act, giver.desk, need_id, taker.id, SAID, without)
        [line] = referrals(act, taker.desk)
        assert (line.shared, notes_of(act, need_id)) == (SHARED - without, "violet")
        accept_referral(act, taker.desk, referral_id)
        assert need_details(act, taker.desk, need_id).notes == ""
        assert "violet" in str(everything_of(act, person_id))
        return_referral(act, taker.desk, referral_id, FULL)
        assert need_details(act, giver.desk, need_id).notes == "violet"
        # What is written anew meanwhile is for whoever has the need, and stands.
        accept_referral(act, taker.desk, refer(act, giver.desk, need_id, taker.id, SAID, without))
        change_need(act, need_id, NeedChange(notes="amber"))
        [row] = act.store.query(ReferralRow).filter_by(state="accepted")
        return_referral(act, taker.desk, row.id, FULL)
        assert notes_of(act, need_id) == "amber"
