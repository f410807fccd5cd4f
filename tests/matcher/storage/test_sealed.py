"""What says who somebody is cannot be read without the key, nor be put under another's name."""

import pytest

from matcher.domain.refusals import Invalid
from matcher.storage.database import Database
from matcher.storage.reading.contacts import (
    contact_of,
    need_details_of,
    people_with_email,
    people_with_phone,
)
from matcher.storage.sealed import CannotOpen, Sealer
from matcher.storage.tables import ContactRow
from matcher.storage.writing.contacts import put_contact, put_need_details
from matcher.storage.writing.resealing import SEALED, reseal_some
from tests.matcher.storage.rows import NOW, a_person, a_stored_need

OLD = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"
NEW = OLD[::-1]
DETAILS = {
    "name": "A Name",
    "phone": "020 7946 0000",
    "email": "Who@Example.org",
    "lines": ["1", "2"],
}


def test_a_seal_opens_to_what_was_sealed_and_shows_none_of_it():
    sealer = Sealer.from_text(OLD)
    seal = sealer.seal(DETAILS, "contacts:p1")
    assert sealer.open(seal, "contacts:p1") == DETAILS
    assert b"Name" not in seal
    assert b"7946" not in seal


def test_the_same_details_look_different_each_time():
    sealer = Sealer.from_text(OLD)
    assert sealer.seal(DETAILS, "contacts:p1") != sealer.seal(DETAILS, "contacts:p1")


@pytest.mark.parametrize("change", ["row", "byte", "end", "key", "format"])
def test_a_seal_that_was_moved_changed_or_made_with_another_key_does_not_open(change: str):
    seal = Sealer.from_text(OLD).seal(DETAILS, "contacts:p1")
    changed = {
        "byte": seal[:30] + bytes([seal[30] ^ 1]) + seal[31:],
        "end": seal[:-1],
        "format": b"\x02" + seal[1:],
    }.get(change, seal)
    sealer = Sealer.from_text(NEW if change == "key" else OLD)
    with pytest.raises(CannotOpen):
        sealer.open(changed, "contacts:p2" if change == "row" else "contacts:p1")


def test_with_no_key_nothing_starts_and_the_sentence_says_how_to_make_one():
    with pytest.raises(Invalid, match="openssl rand -hex 32") as refusal:
        Sealer.from_text("")
    assert refusal.value.field == "NEARHAND_KEY"


@pytest.mark.parametrize(
    "text", ["secret", OLD[:-2], OLD + "00", "0" * 64, f"{OLD},secret", "ab" * 32]
)
def test_a_key_that_is_not_random_enough_is_refused(text: str):
    with pytest.raises(Invalid, match="64 random hexadecimal digits") as refusal:
        Sealer.from_text(text)
    assert text not in str(refusal.value)


@pytest.mark.parametrize(
    "typed", ["02079460000", "+44 20 7946 0000", "+44 (0)20-7946-0000", "0044 20 79460000"]
)
def test_somebody_is_found_by_phone_however_it_is_typed(database: Database, typed: str):
    sealer = Sealer.from_text(OLD)
    with database.begin() as store:
        person, other = a_person(store), a_person(store)
        put_contact(store, sealer, person.id, DETAILS, now=NOW)
        put_contact(store, sealer, other.id, {"phone": "020 7946 0001"}, now=NOW)
    with database.read() as store:
        assert people_with_phone(store, sealer, typed) == [person.id]
        assert people_with_email(store, sealer, " who@example.ORG") == [person.id]
        assert people_with_email(store, sealer, "") == []
        assert contact_of(store, sealer, person.id) == DETAILS


def test_the_table_shows_neither_details_nor_a_hash_that_can_be_guessed_without_the_key(
    database: Database,
):
    with database.begin() as store:
        person = a_person(store)
        put_contact(store, Sealer.from_text(OLD), person.id, DETAILS, now=NOW)
        row = store.get(ContactRow, person.id)
        assert Sealer.from_text(NEW).search_hash("phone:+442079460000") != row.phone_hash
        assert b"Example" not in row.sealed


def test_a_key_can_be_changed_while_everybody_works(database: Database):
    old, both, new = (Sealer.from_text(text) for text in (OLD, f"{NEW},{OLD}", NEW))
    with database.begin() as store:
        people = [a_person(store).id for _ in range(5)]
        for person in people:
            put_contact(store, old, person, DETAILS, now=NOW)
    with database.begin() as store:
        assert sorted(people_with_phone(store, both, DETAILS["phone"])) == sorted(people)
        contacts, after, number = SEALED[0], "", 0
        while (done := reseal_some(store, both, contacts, after=after, most=2)).last is not None:
            after, number = done.last, number + done.number
        assert number == len(people)
    with database.read() as store:
        assert [contact_of(store, new, person) for person in people] == [DETAILS] * 5
        assert sorted(people_with_phone(store, new, DETAILS["phone"])) == sorted(people)


def test_where_a_need_is_lies_sealed_beside_it_and_goes_with_a_new_text(database: Database):
    sealer = Sealer.from_text(OLD)
    with database.begin() as store:
        need = a_stored_need(store)
        assert need_details_of(store, sealer, need.id) is None
        put_need_details(store, sealer, need.id, {"door": "1"}, now=NOW)
        put_need_details(store, sealer, need.id, {"door": "2"}, now=NOW)
    with database.read() as store:
        assert need_details_of(store, sealer, need.id) == {"door": "2"}
