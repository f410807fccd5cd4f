"""A new number or mailbox is used once it is proven, and the old one is told; on both databases."""

from datetime import timedelta

import pytest

from matcher.domain.contact import Contact, ContactPart, ContactWay, Email, Phone
from matcher.domain.refusals import NotAllowed, NotFound
from matcher.messages.letters.contents import Link
from matcher.service.board_messages import call, note_rung, to_ring
from matcher.service.contacts import Details, details_of
from matcher.service.dispatch import send_due
from matcher.service.erasure import erase_person
from matcher.service.needs_changing import NeedChange, change_need
from matcher.service.needs_confirming import confirm_by_code
from matcher.service.new_contacts import (
    MOST_PROOFS,
    WAITS_FOR,
    change_contact,
    leave_contact,
    new_contact,
    new_contact_behind,
    prove_new_by_code,
    prove_new_contact,
    send_proofs_again,
)
from matcher.service.retention import forget_links
from matcher.service.volunteers import volunteer_of_proof
from matcher.storage.database import Database
from matcher.storage.reading.contacts import people_with_phone
from matcher.storage.tables import NewContactRow, PersonRow
from tests.matcher.messages.posting import SECRET
from tests.matcher.service.acts import A_PHONE, SEALER, acting, kinds_posted, looking
from tests.matcher.service.asked_needs import ROSA, confirmed, newest_code, registered
from tests.matcher.service.desks import a_desk
from tests.matcher.service.sending import Clock, Listener, an_office
from tests.matcher.service.signing_up import a_helper, letters_to
from tests.matcher.storage.rows import NOW

NEW = Phone("+447700900456")
LANDLINE = Phone("+442079460958")
BY_TEXT = Contact(phone=NEW, prefers=ContactWay.TEXT)
OWN = Link(f"/v/{SECRET}")


def in_use(database: Database, person_id: str) -> Contact:
    with looking(database) as act:
        details = details_of(act, act.store.get_one(PersonRow, person_id))
        assert details is not None
        return details.contact


def changing(database: Database, contact: Contact = BY_TEXT) -> tuple[str, Contact]:
    """A volunteer who asked for another contact, and the one that they had."""
    person_id = a_helper(database)
    before = in_use(database, person_id)
    with acting(database) as act:
        change_contact(act, person_id, Details("Val", contact), OWN)
    return person_id, before


def newest_proof(database: Database, person_id: str):
    with looking(database) as act:
        return [one for one in letters_to(act, person_id) if one.KIND == "prove_new_contact"][-1]


def delivered(database: Database, kind: str) -> list[str]:
    """Send all that is due; the numbers and mailboxes that letters of a kind went to."""
    listener = Listener()
    while send_due(database, an_office(listener), SEALER, by="test", now=Clock()).taken:
        pass
    words = {"prove_new_contact": "code is", "contact_changes": "You change how"}[kind]
    return [
        str(getattr(one.to, "address", one.to))
        for one in listener.given
        if words in getattr(one, "subject", "") + one.text
    ]


def test_until_the_new_number_is_proven_the_old_contact_is_used(database: Database):
    person_id, before = changing(database)
    assert in_use(database, person_id) == before
    with acting(database) as act:
        assert people_with_phone(act.store, SEALER, NEW.number) == []
        code = newest_proof(database, person_id).code.digits
        assert prove_new_by_code(act, person_id, ContactPart.PHONE, code)
    assert in_use(database, person_id) == BY_TEXT
    with looking(database) as act:
        assert people_with_phone(act.store, SEALER, NEW.number) == [person_id]
        assert act.store.query(NewContactRow).count() == 0


def test_the_code_goes_to_the_new_number_and_the_notice_to_the_old_mailbox(database: Database):
    _person, before = changing(database)
    assert before.email is not None
    assert NEW.number in delivered(database, "prove_new_contact")


def test_the_notice_goes_to_the_old_mailbox_even_when_the_new_one_is_proven_first(
    database: Database,
):
    person_id, before = changing(database)
    with acting(database) as act:
        prove_new_contact(act, person_id, ContactPart.PHONE)
    assert before.email is not None
    assert delivered(database, "contact_changes") == [before.email.address]


def test_the_link_proves_too_and_opens_nothing_else(database: Database):
    person_id, _before = changing(database)
    secret = newest_proof(database, person_id).link.path.split("/")[-1]
    with acting(database) as act:
        assert new_contact_behind(act, secret) == (person_id, ContactPart.PHONE)
        with pytest.raises(NotFound):
            volunteer_of_proof(act, secret)
        prove_new_contact(act, person_id, ContactPart.PHONE)
    with looking(database) as act, pytest.raises(NotFound):
        new_contact_behind(act, secret)


def test_a_number_and_a_mailbox_are_proven_each_by_itself(database: Database):
    both = Contact(NEW, Email("val.new@example.org"), ContactWay.TEXT)
    person_id, before = changing(database, both)
    with acting(database) as act:
        prove_new_contact(act, person_id, ContactPart.PHONE)
    between = in_use(database, person_id)
    assert (between.phone, between.email) == (NEW, before.email)
    with acting(database) as act:
        waits = new_contact(act, person_id)
        assert waits is not None
        assert waits.waiting == (ContactPart.EMAIL,)
        prove_new_contact(act, person_id, ContactPart.EMAIL)
    assert in_use(database, person_id) == both


def test_a_code_for_one_number_does_not_prove_the_next(database: Database):
    person_id, before = changing(database)
    code = newest_proof(database, person_id).code.digits
    other = Contact(phone=Phone("+447700900789"), prefers=ContactWay.TEXT)
    with acting(database, now=NOW + timedelta(seconds=1)) as act:
        change_contact(act, person_id, Details("Val", other), OWN)
    with acting(database, now=NOW + timedelta(seconds=2)) as act:
        newest = newest_proof(database, person_id).code.digits
        if code != newest:
            assert not prove_new_by_code(act, person_id, ContactPart.PHONE, code)
    assert in_use(database, person_id) == before


def test_what_is_only_left_out_needs_no_proof_and_the_old_contact_hears_of_it(database: Database):
    both = Contact(Phone(A_PHONE), Email("two@example.org"), ContactWay.TEXT)
    person_id, _before = changing(database, both)
    with acting(database) as act:
        prove_new_contact(act, person_id, ContactPart.PHONE)
        prove_new_contact(act, person_id, ContactPart.EMAIL)
    with acting(database) as act:
        one = Contact(phone=Phone(A_PHONE), prefers=ContactWay.TEXT)
        change_contact(act, person_id, Details("Val", one), OWN)
        assert new_contact(act, person_id) is None
        assert kinds_posted(act.store).count("contact_changes") == 2
    assert in_use(database, person_id) == one


def test_only_a_few_codes_go_out_in_an_hour_whoevers_number_it_is(database: Database):
    person_id, _before = changing(database)
    for _code in range(MOST_PROOFS - 1):
        with acting(database) as act:
            send_proofs_again(act, person_id)
    with pytest.raises(NotAllowed), acting(database) as act:
        send_proofs_again(act, person_id)


def test_what_waits_can_be_left_and_is_erased_in_time_and_with_the_person(database: Database):
    person_id, before = changing(database)
    with acting(database) as act:
        leave_contact(act, person_id)
        assert new_contact(act, person_id) is None
        assert "prove_new_contact" not in kinds_posted(act.store)
        change_contact(act, person_id, Details("Val", BY_TEXT), OWN)
    with acting(database, now=NOW + WAITS_FOR + timedelta(minutes=1)) as act:
        assert new_contact(act, person_id) is None
        forget_links(act)
        assert act.store.query(NewContactRow).count() == 0
    assert in_use(database, person_id) == before
    with acting(database, now=NOW + timedelta(days=3)) as act:
        change_contact(act, person_id, Details("Val", BY_TEXT), OWN)
        erase_person(act, person_id)
        assert act.store.query(NewContactRow).count() == 0


def test_a_landline_is_rung_by_a_person_at_the_new_number_and_so_proven(database: Database):
    need = confirmed(database)
    ringing = Contact(LANDLINE, prefers=ContactWay.RING, never=frozenset({ContactWay.TEXT}))
    with acting(database, by=f"resident:{need.person_id}") as act:
        change_need(act, need.need_id, NeedChange(person=Details("Rosa", ringing)))
    assert LANDLINE.number not in delivered(database, "prove_new_contact")
    with acting(database) as act:
        desk = a_desk(act.store)
        [line] = to_ring(act, desk)
        assert call(act, desk, line.id).phone == LANDLINE.number
        note_rung(act, desk, line.id)
    assert in_use(database, need.person_id) == ringing


def test_a_residents_new_number_asks_for_a_proof_and_the_need_goes_on(database: Database):
    need = confirmed(database)
    with acting(database, by=f"resident:{need.person_id}") as act:
        change_need(act, need.need_id, NeedChange(person=Details("Rosa R.", BY_TEXT)))
    assert in_use(database, need.person_id) == ROSA.contact
    with acting(database) as act:
        assert act.store.get_one(PersonRow, need.person_id).contact_proven_at is not None
        assert "contact_changes" in kinds_posted(act.store)
        prove_new_contact(act, need.person_id, ContactPart.PHONE)
    assert in_use(database, need.person_id) == BY_TEXT


def test_a_coordinator_who_spoke_with_them_needs_no_proof(database: Database):
    need = confirmed(database)
    with acting(database, by="coordinator:1") as act:
        change_need(act, need.need_id, NeedChange(person=Details("Rosa", BY_TEXT)))
    assert in_use(database, need.person_id) == BY_TEXT


def test_a_number_that_nobody_proved_gives_way_and_its_code_confirms_nothing(database: Database):
    need = registered(database)
    with looking(database) as act:
        code = newest_code(act.store, need.need_id)
    with acting(database, now=NOW + timedelta(minutes=1)) as act:
        change_need(act, need.need_id, NeedChange(person=Details("Rosa", BY_TEXT)))
    assert in_use(database, need.person_id) == BY_TEXT
    with acting(database, now=NOW + timedelta(minutes=2)) as act:
        newest = newest_code(act.store, need.need_id)
        if newest != code:
            assert not confirm_by_code(act, need.need_id, code)
        assert confirm_by_code(act, need.need_id, newest)
