"""The people in a sheet: who they are and how they are reached, whichever kind of sheet it is."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from matcher.domain.contact import Contact, ContactWay, Email, Phone
from matcher.domain.imports import Proven
from matcher.domain.links import LinkPurpose
from matcher.domain.refusals import Conflict, Invalid
from matcher.domain.sheet_columns import A_PHONE, AN_EMAIL, SheetColumn
from matcher.messages.phone import spoken_phone
from matcher.service.acting import Act
from matcher.service.contacts import Details, details_from, keep_details
from matcher.service.imports import cells
from matcher.service.imports.ground import (
    CONSENT,
    NOT_PROVEN,
    PROVEN,
    REACHED_BY,
    Change,
    Newcomer,
    Texts,
)
from matcher.service.needs_asked import LONGEST_NAME
from matcher.storage.normal_form import normal_email, normal_phone
from matcher.storage.reading.contacts import contact_of
from matcher.storage.reading.import_people import people_there
from matcher.storage.sealed import contact_seal
from matcher.storage.tables import ContactRow, PersonRow
from matcher.storage.writing.bulk import put_rows
from matcher.storage.writing.contacts import put_contact
from matcher.storage.writing.links import Subject, revoke_links

NO_NAME = "This row has no name; give one that we may call them by."
NO_WAY = "This row has neither a telephone number nor an e-mail address; give one of them."
_WAYS = tuple(way.value for way in ContactWay)
_UNWANTED = tuple(way for way in _WAYS if way != ContactWay.COORDINATOR)

PERSON_COLUMNS = (
    SheetColumn(
        "name",
        (
            "full name", "first name", "last name", "surname", "forename", "given name",
            "family name", "volunteer", "resident", "client", "contact name", "who",
        ),
        joins=" ",
        needed=True,
        personal=True,
    ),
    SheetColumn(
        "phone",
        ("telephone", "mobile", "tel", "phone number", "contact number", "mob", "landline", "cell"),
        A_PHONE,
        telling=True,
        personal=True,
    ),
    SheetColumn(
        "email",
        ("e mail", "email address", "e mail address", "mail"),
        AN_EMAIL,
        telling=True,
        personal=True,
    ),
    SheetColumn("reads", ("reads", "reading language", "first language", "preferred language")),
    SheetColumn("reached_by", ("preferred contact", "best way to contact", "contact by")),
    SheetColumn("never", ("do not contact by", "never by")),
)  # fmt: skip
PRINTED: Mapping[str, Callable[[str], str]] = {
    "phone": lambda phone: spoken_phone(phone) if phone else ""
}


def person_readers() -> dict[str, Callable[[str], str]]:
    """A reader for each of these columns."""
    return {
        "name": cells.plain(LONGEST_NAME),
        "phone": cells.a_phone,
        "email": cells.an_email,
        "reads": cells.a_language,
        "reached_by": cells.one_of(_WAYS),
        "never": cells.a_set_of(cells.one_of(_UNWANTED)),
    }


def complete_person(texts: Texts) -> dict[str, str]:
    """Fill in how somebody new is reached; `Invalid` without a name or where nothing fits."""
    if not texts.get("name"):
        raise Invalid(NO_NAME, "name")
    phone, email = texts.get("phone", ""), texts.get("email", "")
    never = {way for way in texts.get("never", "").split(";") if way}
    if phone and not cells.known_phone(phone).gets_sms:
        never.add(ContactWay.TEXT.value)
    said = texts.get("reached_by", "")
    possible = (
        [way for way in ("text", "ring") if phone and way not in never]
        + ["email"] * bool(email and "email" not in never)
        + ["coordinator"]
    )
    filled = {
        **texts,
        "phone": phone,
        "email": email,
        "reads": texts.get("reads") or "en",
        "reached_by": said or possible[0],
        "never": ";".join(sorted(never)),
    }
    details_of_texts(filled)
    return filled


def details_of_texts(texts: Texts) -> Details:
    """Who somebody is and how they are reached; `Invalid` where their wishes cannot be kept."""
    contact = Contact(
        phone=Phone(texts["phone"]) if texts.get("phone") else None,
        email=Email(texts["email"]) if texts.get("email") else None,
        prefers=ContactWay(texts.get("reached_by") or ContactWay.COORDINATOR),
        never=frozenset(ContactWay(way) for way in texts.get("never", "").split(";") if way),
    )
    return Details(texts["name"], contact)


def person_texts(act: Act, person: PersonRow, contact: ContactRow) -> dict[str, str]:
    """The same columns of somebody who is kept."""
    details = details_from(
        act.sealer.open(contact.sealed, contact_seal(person.id)), person.contact_way
    )
    reached = details.contact
    return {
        "name": details.name,
        "phone": reached.phone.number if reached.phone else "",
        "email": reached.email.address if reached.email else "",
        "reads": person.language,
        "reached_by": reached.prefers.value,
        "never": ";".join(sorted(reached.never)),
        PROVEN: person.contact_proven_at.isoformat() if person.contact_proven_at else "",
    }


def make_people(
    act: Act, newcomers: Sequence[Newcomer], *, proven: bool, with_address: bool = False
) -> None:
    """Keep people with their contact sealed; whoever is there already stays as they are."""
    there = people_there(act.store, [one.person_id for one in newcomers])
    fresh = {one.person_id: one.texts for one in newcomers if one.person_id not in there}
    people, contacts = [], []
    for id, texts in fresh.items():
        people.append(
            {
                "id": id,
                "language": texts["reads"],
                "contact_way": ContactWay(texts["reached_by"]),
                "consented_at": act.now,
                "consent_wording": CONSENT,
                "contact_proven_at": act.now if proven else None,
                "created_at": act.now,
            }
        )
        contacts.append(_contact(act, id, texts, with_address))
    put_rows(act.store, PersonRow, people)
    put_rows(act.store, ContactRow, contacts)


def change_person(act: Act, person_id: str, change: Change) -> None:
    """Replace what is kept of somebody; taken back, a contact is proven as it was before.

    A number or mailbox takes the place of a proven one only where somebody says how they know it:
    else `Conflict`. The codes that went to the one before prove nothing any more.
    """
    person, texts = act.store.get_one(PersonRow, person_id, with_for_update=True), change.texts
    if change.columns & REACHED_BY:
        if PROVEN in change.columns:
            since = texts[PROVEN]
            person.contact_proven_at = datetime.fromisoformat(since) if since else None
        elif person.contact_proven_at is not None:
            _prove_again(act, person, change.how)
        subject = Subject(person_id=person_id)
        revoke_links(act.store, LinkPurpose.PROVE_CONTACT, subject, now=act.now)
    person.language = texts["reads"]
    keep_details(act, person, details_of_texts(texts))
    act.store.flush()


def _prove_again(act: Act, person: PersonRow, how: Proven | None) -> None:
    if how is None:
        raise Conflict(NOT_PROVEN)
    person.contact_proven_at = act.now
    act.note("contact_proven", "person", person.id, person_id=person.id, how=how)


def keep_address(act: Act, person_id: str, address: str) -> None:
    """Keep where exactly somebody on a list lives, beside how they are reached."""
    details = {**_opened(act, person_id), "address": address}
    put_contact(act.store, act.sealer, person_id, details, now=act.now)
    act.store.flush()


def _opened(act: Act, person_id: str) -> dict[str, Any]:
    return contact_of(act.store, act.sealer, person_id) or {}


def _contact(act: Act, person_id: str, texts: Texts, with_address: bool) -> dict[str, Any]:
    # The same as `keep_details` and `put_contact` keep for one: a test holds the two equal.
    sealed: dict[str, Any] = {
        "name": texts["name"],
        "never": sorted(way for way in texts["never"].split(";") if way),
    }
    # The address of somebody on a list; that of a need is kept with the need.
    sealed |= {name: texts[name] for name in ("phone", "email") if texts[name]}
    if with_address and texts.get("address"):
        sealed["address"] = texts["address"]
    phone, email = normal_phone(texts["phone"]), normal_email(texts["email"])
    return {
        "person_id": person_id,
        "sealed": act.sealer.seal(sealed, contact_seal(person_id)),
        "phone_hash": act.sealer.search_hash(f"phone:{phone}") if phone else None,
        "email_hash": act.sealer.search_hash(f"email:{email}") if email else None,
        "changed_at": act.now,
    }
