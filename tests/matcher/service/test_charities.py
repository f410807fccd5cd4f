"""A charity comes in: registered, vouched for, let in or refused; and it is full for a while."""

from contextlib import ExitStack
from datetime import timedelta

import pytest

from matcher.domain.charities import CharityStanding
from matcher.domain.refusals import Conflict, Invalid, NotAllowed, NotFound
from matcher.domain.roles import Right, Role, Scope
from matcher.service.charities import newcomers, refuse, register_charity, verify, vouch
from matcher.service.charities_own import (
    change_words,
    charities_at,
    end_pause,
    invite_to,
    own_charity,
    pause_intake,
    take_out,
)
from matcher.service.charities_public import Hearing, charity_called, hearing, others_like
from matcher.storage.database import Database
from matcher.storage.reading.coordinators import charity_names, staff
from matcher.storage.tables import CharityRow, CoordinatorRow
from tests.builders import HERE, LAMBETH, SOUTHWARK, TODAY
from tests.matcher.service.acts import acting
from tests.matcher.service.charitable import (
    a_group,
    a_newcomer,
    desk_of,
    seen_by,
    words_of_a_charity,
)
from tests.matcher.service.desks import a_desk
from tests.matcher.service.racing_charities import Racer
from tests.matcher.storage.racing import all_at_once


def test_a_pending_charity_sees_nobody_until_two_neighbours_vouch_for_it(database: Database):
    with acting(database) as act:
        first, second = a_group(act.store, "One"), a_group(act.store, "Two")
        charity_id = a_newcomer(act)
        assert seen_by(act.store) == Scope()
        assert not vouch(act, first.desk, charity_id, first.id)
        # Pressed twice it is one vouch still.
        assert not vouch(act, first.desk, charity_id, first.id)
        assert seen_by(act.store) == Scope()
        [waiting] = newcomers(act, second.desk)
        assert [one.charity for one in waiting.vouches] == ["One"]
        assert waiting.can_vouch == ((second.id, "Two"),)
        assert vouch(act, second.desk, charity_id, second.id)
        assert seen_by(act.store).pairs == {(charity_id, LAMBETH)}
        assert newcomers(act, second.desk) == []


def test_an_administrator_lets_one_in_alone_and_another_one_not(database: Database):
    with acting(database) as act:
        charity_id, other_id = a_newcomer(act), a_newcomer(act, name="Other")
        desk = a_desk(act.store, Role.ADMINISTRATOR)
        verify(act, desk, charity_id)
        refuse(act, desk, other_id)
        assert seen_by(act.store).charities == {charity_id}
        assert other_id not in dict(charity_names(act.store, desk.whole))
        with pytest.raises(Conflict):
            verify(act, desk, other_id)


def test_nobody_vouches_for_their_own_from_elsewhere_or_as_intake(database: Database):
    with acting(database) as act:
        near, far = a_group(act.store), a_group(act.store, "Far", boroughs=(SOUTHWARK,))
        charity_id = a_newcomer(act)
        with pytest.raises(NotAllowed):
            vouch(act, desk_of(act.store), charity_id, charity_id)
        with pytest.raises(NotAllowed):
            vouch(act, far.desk, charity_id, far.id)
        # In somebody else's name.
        with pytest.raises(NotAllowed):
            vouch(act, far.desk, charity_id, near.id)
        calls = a_desk(act.store, Role.INTAKE, charity_id=near.id)
        with pytest.raises(NotAllowed):
            vouch(act, calls, charity_id, near.id)
        assert newcomers(act, far.desk) == []


def test_one_account_is_one_vouch_for_however_many_charities_it_works(database: Database):
    with acting(database) as act:
        one, two = a_group(act.store, "One"), a_group(act.store, "Two")
        charity_id = a_newcomer(act)
        pairs = {(one.id, LAMBETH), (two.id, LAMBETH)}
        both = a_desk(act.store, charity_id=one.id)
        both = type(both)(both.coordinator_id, "", both.role, Scope(frozenset(pairs)))
        assert not vouch(act, both, charity_id, one.id)
        assert not vouch(act, both, charity_id, two.id)


def test_of_two_who_settle_one_charity_at_once_one_is_told_that_somebody_was_first(
    database: Database,
):
    with acting(database) as act:
        groups = [a_group(act.store, name) for name in ("One", "Two", "Three", "Four")]
        charity_id = a_newcomer(act)
    with ExitStack() as stack:
        racers = [
            stack.enter_context(
                Racer("vouch", database, one.desk.coordinator_id, one.id, charity_id)
            )
            for one in groups
        ]
        said = [line for lines in all_at_once(racers) for line in lines]
    assert sorted(said)[-2:] == ["not yet", "verified"]
    assert [line.split(":")[0] for line in sorted(said)[:2]] == ["Conflict", "Conflict"]


def test_no_charity_decides_what_somebody_does_at_another(database: Database):
    with acting(database) as act:
        first, second = a_group(act.store), a_group(act.store, "Second")
        known = first.desk.coordinator_id
        address = act.store.get_one(CoordinatorRow, known).email
        invite_to(act, second.desk, second.id, address, Role.INTAKE, frozenset({LAMBETH}))
        desk = desk_of(act.store, address)
        assert desk.roles == {first.id: Role.COORDINATOR, second.id: Role.INTAKE}
        assert desk.within(Right.PAIR).charities == {first.id}
        assert desk.within(Right.TAKE_DOWN_NEEDS).charities == {first.id, second.id}
        # A charity of its own is one's own from the first day, though it waits to be let in.
        third = register_charity(act, words_of_a_charity(), address)
        desk = desk_of(act.store, address)
        assert desk.role_at(third) is Role.COORDINATOR
        assert third not in desk.whole.charities
        with pytest.raises(NotAllowed, match="Your role"):
            invite_to(act, desk, second.id, "x@example.org", Role.INTAKE, frozenset({LAMBETH}))
        # Who is asked in again is what was asked last; nobody asks themselves.
        invite_to(act, second.desk, second.id, address, Role.COORDINATOR, frozenset({LAMBETH}))
        assert desk_of(act.store, address).role_at(second.id) is Role.COORDINATOR
        take_out(act, second.desk, second.id, known)
        assert desk_of(act.store, address).roles == {
            first.id: Role.COORDINATOR,
            third: Role.COORDINATOR,
        }


def test_a_name_that_a_verified_charity_has_is_refused(database: Database):
    with acting(database) as act:
        a_group(act.store, "Brixton Stores")
        with pytest.raises(Conflict, match="here already"):
            a_newcomer(act, name="brixton stores")


def test_a_coordinator_invites_to_their_own_charity_and_nobody_elses(database: Database):
    with acting(database) as act:
        group, other = a_group(act.store), a_group(act.store, "Other")
        here = frozenset({LAMBETH})
        invite_to(act, group.desk, group.id, "new@example.org", Role.INTAKE, here)
        assert seen_by(act.store, "new@example.org").charities == {group.id}
        for there, role, boroughs, no in (
            (other.id, Role.INTAKE, here, NotFound),
            (group.id, Role.ADMINISTRATOR, here, NotAllowed),
            (group.id, Role.INTAKE, frozenset({SOUTHWARK}), Invalid),
        ):
            with pytest.raises(no):
                invite_to(act, group.desk, there, "x@example.org", role, boroughs)
        people = own_charity(act, group.desk, group.id).staff
        assert {one.email for one in people} == {
            "new@example.org",
            *(one.email for one in staff(act.store, group.desk.coordinator_id)),
        }
        with pytest.raises(NotFound):
            own_charity(act, group.desk, other.id)
        take_out(act, group.desk, group.id, desk_of(act.store, "new@example.org").coordinator_id)
        assert seen_by(act.store, "new@example.org") == Scope()
        with pytest.raises(NotFound):
            take_out(act, group.desk, group.id, other.desk.coordinator_id)


def test_a_pending_charity_says_what_it_does_and_invites_nobody(database: Database):
    with acting(database) as act:
        charity_id = a_newcomer(act)
        desk = desk_of(act.store)
        [own] = charities_at(act, desk)
        assert own.standing is CharityStanding.PENDING
        change_words(act, desk, charity_id, words_of_a_charity(does="Coats."))
        assert own_charity(act, desk, charity_id).charity.does == "Coats."
        where = frozenset({LAMBETH})
        with pytest.raises(NotAllowed):
            invite_to(act, desk, charity_id, "x@example.org", Role.INTAKE, where)
        # It would see more people by it.
        grown = words_of_a_charity(boroughs=where | {SOUTHWARK})
        with pytest.raises(NotAllowed):
            change_words(act, desk, charity_id, grown)


def test_a_charity_that_is_full_says_so_until_its_day_and_others_are_shown(database: Database):
    with acting(database) as act:
        full, other = a_group(act.store), a_group(act.store, "Other")
        far = a_group(act.store, "Far", boroughs=(SOUTHWARK,))
        until = TODAY + timedelta(days=3)
        pause_intake(act, full.desk, full.id, "All parcels are promised.", until)
        charity = charity_called(act, id=full.id)
        assert charity is not None
        assert hearing(act, charity, LAMBETH, HERE, "groceries") is Hearing.FULL
        assert [one.id for one in others_like(act, charity)] == [other.id]
        assert far.id not in {one.id for one in others_like(act, charity)}
        assert charity.is_full_on(until - timedelta(days=1))
        assert not charity.is_full_on(until)
        end_pause(act, full.desk, full.id)
        end_pause(act, full.desk, full.id)
        again = charity_called(act, id=full.id)
        assert hearing(act, again, LAMBETH, HERE, "groceries") is Hearing.YES
        assert hearing(act, again, SOUTHWARK, HERE, "groceries") is Hearing.NOT_HERE


@pytest.mark.parametrize(
    ("why", "days"), [("", 3), ("Full.", 0), ("Full.", 400), ("F" * 300, 3)], ids=str
)
def test_a_pause_has_a_reason_and_an_end(database: Database, why: str, days: int):
    with acting(database) as act:
        group = a_group(act.store)
        with pytest.raises(Invalid):
            pause_intake(act, group.desk, group.id, why, TODAY + timedelta(days=days))


def test_charities_that_were_there_before_are_verified_without_a_word(database: Database):
    with acting(database) as act:
        group = a_group(act.store)
        charity = charity_called(act, id=group.id)
        assert charity is not None
        assert (charity.standing, charity.does) == (CharityStanding.VERIFIED, "")
        act.store.get_one(CharityRow, group.id).ended_at = act.now
        act.store.flush()
        assert seen_by(act.store, _address_of(act.store, group.desk.coordinator_id)) == Scope()


def _address_of(store, coordinator_id: str) -> str:
    return staff(store, coordinator_id)[0].email


def test_what_makes_no_sense_is_refused_beside_its_field():
    for said, field in (
        ({"name": " "}, "name"),
        ({"does": ""}, "does"),
        ({"boroughs": frozenset()}, "boroughs"),
        ({"number": "12"}, "number"),
        ({"website": "javascript:x"}, "website"),
        ({"categories": frozenset({"x"})}, "categories"),
    ):
        with pytest.raises(Invalid) as no:
            words_of_a_charity(**said)
        assert no.value.field == field
    assert words_of_a_charity(number="SC012345", website="https://example.org").number
