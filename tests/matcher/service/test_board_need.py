"""A need's page: its life so far for whoever may see it, and details only by a noted look."""

import pytest

from matcher.domain.contact import Contact, ContactWay, Phone
from matcher.domain.refusals import Conflict, Invalid, NotAllowed, NotFound
from matcher.domain.roles import Role
from matcher.messages.letters.contents import Code
from matcher.messages.letters.needs import ConfirmNeed
from matcher.service.board_deeds import add_note, settle_concern
from matcher.service.board_messages import call, messages, note_rung, to_ring
from matcher.service.board_need import need_details, need_page
from matcher.service.contacts import Details, keep_details
from matcher.service.post import post, private_page
from matcher.storage.database import Database
from matcher.storage.tables import LookRow, PersonRow
from tests.builders import SOUTHWARK
from tests.matcher.service.acts import A_PHONE, acting, looking
from tests.matcher.service.desks import a_desk
from tests.matcher.service.matched import accepted
from tests.matcher.service.test_board import a_concern
from tests.matcher.storage.rows import a_person, a_stored_need


def test_a_page_tells_of_a_needs_life_and_of_nobodys_name(database: Database):
    one = accepted(database)
    with acting(database) as act:
        desk = a_desk(act.store)
        page = need_page(act, desk, one.need_id)
        assert [match.status for match in page.matches] == ["accepted"]
        assert "accepted" in [deed.verb for deed in page.deeds]
        assert page.line.standing == "coming"
        assert "Rosa" not in repr(page)
        assert act.store.query(LookRow).count() == 0


def test_who_it_is_is_shown_by_a_look_that_is_noted(database: Database):
    one = accepted(database)
    with database.begin() as store:
        desk = a_desk(store)
    with acting(database, by=desk.actor) as act:
        details = need_details(act, desk, one.need_id)
        assert (details.name, details.address) == ("Rosa Resident", "1 Example Road")
        assert "Rosa" not in repr(details)
    with looking(database) as act:
        [look] = need_page(act, desk, one.need_id).looks
        assert (look.by, look.name, look.what) == (desk.actor, desk.name, "contact")


def test_a_need_of_another_borough_is_not_there(database: Database):
    with acting(database) as act:
        need = a_stored_need(act.store, borough=SOUTHWARK)
        note = a_concern(act.store, need.id, "Nobody came.")
        desk = a_desk(act.store)
        for ask in (need_page, need_details):
            with pytest.raises(NotFound):
                ask(act, desk, need.id)
        with pytest.raises(NotFound):
            add_note(act, desk, need.id, "Rang.")
        with pytest.raises(NotFound):
            settle_concern(act, desk, note)
        assert act.store.query(LookRow).count() == 0


def test_a_note_is_kept_sealed_and_read_by_the_staff(database: Database):
    with acting(database) as act:
        need, desk = a_stored_need(act.store), a_desk(act.store, Role.INTAKE)
        with pytest.raises(Invalid):
            add_note(act, desk, need.id, "  ")
        add_note(act, desk, need.id, " The bell is broken. ")
        act.store.flush()
        [note] = need_page(act, desk, need.id).notes
        assert (note.kind, note.text) == ("note", "The bell is broken.")


def test_a_concern_is_settled_once_and_not_by_whoever_only_takes_calls(database: Database):
    with acting(database) as act:
        need = a_stored_need(act.store)
        note = a_concern(act.store, need.id, "Nobody came.")
        with pytest.raises(NotAllowed):
            settle_concern(act, a_desk(act.store, Role.INTAKE), note)
        desk = a_desk(act.store)
        for _ in range(2):
            assert settle_concern(act, desk, note) == need.id
        act.store.flush()
        verbs = [deed.verb for deed in need_page(act, desk, need.id).deeds]
        assert verbs.count("settled_concern") == 1


def to_be_rung(act) -> str:
    """A letter to somebody who wants to be rung; its message's id."""
    person: PersonRow = a_person(act.store)
    details = Details(
        "Rosa",
        Contact(phone=Phone(A_PHONE), prefers=ContactWay.RING, never=frozenset({ContactWay.TEXT})),
    )
    keep_details(act, person, details)
    need = a_stored_need(act.store, person_id=person.id)
    letter = ConfirmNeed(private_page("c", "a" * 22), Code("123456"))
    posted = post(act, letter, person_id=person.id, key="confirm", need_id=need.id)
    assert posted is not None
    assert posted.way is ContactWay.RING
    return posted.id


def test_whoever_wants_to_be_rung_is_rung_once_and_the_look_is_noted(database: Database):
    with acting(database) as act:
        message = to_be_rung(act)
        desk, elsewhere = a_desk(act.store), a_desk(act.store, boroughs=(SOUTHWARK,))
        assert [line.id for line in to_ring(act, desk)] == [message]
        assert (to_ring(act, elsewhere), messages(act, elsewhere)) == ((), ())
        with pytest.raises(NotFound):
            call(act, elsewhere, message)
        assert call(act, desk, message).phone == A_PHONE
        act.store.flush()
        assert act.store.query(LookRow).count() == 1
        note_rung(act, desk, message)
        act.store.flush()
        assert to_ring(act, desk) == ()
        assert [line.state for line in messages(act, desk)] == ["sent"]
        with pytest.raises(Conflict):
            note_rung(act, desk, message)
