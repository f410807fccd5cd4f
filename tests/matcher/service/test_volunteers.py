"""Signing up, proving a contact and coming back, on both databases."""

from datetime import date, timedelta

import pytest

from matcher.domain.contact import Contact
from matcher.domain.refusals import Invalid, NotAllowed, NotFound
from matcher.service.contacts import Details
from matcher.service.volunteers import (
    CONSENT,
    MOST_LETTERS,
    Joined,
    open_own_page,
    prove_by_code,
    prove_contact,
    send_way_back,
    sign_up,
    volunteer_of_page,
    volunteer_of_proof,
)
from matcher.storage.database import Database
from matcher.storage.sealed import contact_seal
from matcher.storage.tables import ContactRow, LogRow, PersonRow, VolunteerRow
from tests.matcher.service.acts import SEALER, a_check, acting, kinds_posted, looking
from tests.matcher.service.signing_up import GROWN_UP, joined, letters_to
from tests.matcher.storage.rows import NOW


def signed_up(database: Database, **said: object) -> str:
    with acting(database) as act:
        return sign_up(act, joined(**said))


def test_who_signs_up_is_kept_sealed_and_written_to(database: Database):
    volunteer_id = signed_up(database, name="Val Volunteer")
    with looking(database) as act:
        assert act.store.get_one(VolunteerRow, volunteer_id).status == "new"
        seal = act.store.get_one(ContactRow, volunteer_id).sealed
        kept = SEALER.open(seal, contact_seal(volunteer_id))
        assert kept["name"] == "Val Volunteer"
        assert kinds_posted(act.store) == ["prove_contact"]
        assert act.store.get_one(PersonRow, volunteer_id).consent_wording == CONSENT


def test_of_the_date_of_birth_only_that_they_are_of_age_is_kept(database: Database):
    volunteer_id = signed_up(database)
    with looking(database) as act:
        rows = [
            *act.store.query(PersonRow),
            *act.store.query(VolunteerRow),
            *act.store.query(LogRow),
        ]
        kept = " ".join(str(vars(row)) for row in rows)
        seal = act.store.get_one(ContactRow, volunteer_id).sealed
        kept += str(SEALER.open(seal, contact_seal(volunteer_id)))
        assert act.store.get_one(VolunteerRow, volunteer_id).is_adult_at == NOW
    assert str(GROWN_UP.year) not in kept


@pytest.mark.parametrize(
    ("born_on", "refusal"), [(date(2008, 3, 3), NotAllowed), (date(2031, 1, 1), Invalid)]
)
def test_nobody_signs_up_before_their_eighteenth_birthday(database: Database, born_on, refusal):
    with pytest.raises(refusal):
        signed_up(database, born_on=born_on)
    with looking(database) as act:
        assert act.store.query(PersonRow).count() == 0


@pytest.mark.parametrize(
    "person", [Details("Val", Contact()), Details(" ", joined().person.contact)]
)
def test_a_name_and_a_way_to_be_written_to_are_asked_for(database: Database, person: Details):
    with pytest.raises(Invalid), acting(database) as act:
        sign_up(act, Joined(person, GROWN_UP))


def test_who_is_a_volunteer_already_stays_as_they_are_and_is_written_to(database: Database):
    first = signed_up(database, name="Val")
    with acting(database) as act:
        prove_contact(act, first)
    assert signed_up(database, name="Somebody Else") == first
    with looking(database) as act:
        seal = act.store.get_one(ContactRow, first).sealed
        assert SEALER.open(seal, contact_seal(first))["name"] == "Val"
        assert kinds_posted(act.store) == ["prove_contact", "prove_contact"]


def test_what_nobody_proved_gives_way_to_what_is_typed_now(database: Database):
    first = signed_up(database, name="A Joker")
    assert signed_up(database, name="Val") == first
    with looking(database) as act:
        seal = act.store.get_one(ContactRow, first).sealed
        assert SEALER.open(seal, contact_seal(first))["name"] == "Val"


def test_nobodys_telephone_is_filled_with_codes(database: Database):
    for _ in range(MOST_LETTERS + 3):
        signed_up(database)
    with looking(database) as act:
        assert len(kinds_posted(act.store)) == MOST_LETTERS


def test_the_newest_code_proves_the_contact_and_a_wrong_one_is_counted(database: Database):
    volunteer_id = signed_up(database)
    with looking(database) as act:
        [letter] = letters_to(act, volunteer_id)
    digits = letter.code.digits
    wrong = "000000" if digits != "000000" else "111111"
    with acting(database) as act:
        assert not prove_by_code(act, volunteer_id, wrong)
    with acting(database) as act:
        assert prove_by_code(act, volunteer_id, digits)
    with looking(database) as act:
        assert act.store.get_one(VolunteerRow, volunteer_id).status == "contact_proven"
        assert act.store.get_one(PersonRow, volunteer_id).contact_proven_at == NOW
    with pytest.raises(NotFound), acting(database) as act:
        prove_by_code(act, volunteer_id, digits)


def test_five_wrong_codes_and_no_code_works(database: Database):
    volunteer_id = signed_up(database)
    for guess in range(5):
        with acting(database) as act:
            prove_by_code(act, volunteer_id, f"{guess:06}")
    with pytest.raises((NotAllowed, NotFound)), acting(database) as act:
        prove_by_code(act, volunteer_id, "000009")


def test_the_link_of_the_letter_names_whose_contact_it_proves_and_proves_nothing_yet(
    database: Database,
):
    volunteer_id = signed_up(database)
    with acting(database) as act:
        [letter] = letters_to(act, volunteer_id)
        secret = letter.link.path.split("/")[2]
        assert volunteer_of_proof(act, secret) == volunteer_id
        assert act.store.get_one(VolunteerRow, volunteer_id).status == "new"
    with pytest.raises(NotFound), acting(database, now=NOW + timedelta(days=2)) as act:
        volunteer_of_proof(act, secret)
    with pytest.raises(NotFound), acting(database) as act:
        volunteer_of_page(act, secret)


def test_proving_twice_changes_nothing_and_checks_seen_before_count_from_then_on(
    database: Database,
):
    volunteer_id = signed_up(database)
    with acting(database) as act:
        a_check(act.store, volunteer_id, "identity")
        prove_contact(act, volunteer_id)
        prove_contact(act, volunteer_id)
    with looking(database) as act:
        assert act.store.get_one(VolunteerRow, volunteer_id).status == "identity_seen"
        verbs = [row.verb for row in act.store.query(LogRow)]
        assert verbs.count("contact_proven") == 1


def test_the_way_back_goes_to_who_volunteers_and_to_nobody_else(database: Database):
    volunteer_id = signed_up(database, email="Val@example.org")
    with acting(database) as act:
        send_way_back(act, joined(email="val@EXAMPLE.org").person.contact)
        send_way_back(act, joined(email="stranger@example.org").person.contact)
    with acting(database) as act:
        [letter] = [one for one in letters_to(act, volunteer_id) if one.KIND == "way_back"]
        assert volunteer_of_page(act, letter.link.path.split("/")[2]) == volunteer_id
        assert volunteer_of_page(act, open_own_page(act, volunteer_id)) == volunteer_id
