"""How people are reached: their details as services use them, opened and sealed in one place."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from matcher.domain.contact import Contact, ContactWay, Email, Phone
from matcher.service.acting import Act
from matcher.storage.reading.contacts import contact_of
from matcher.storage.tables import PersonRow
from matcher.storage.writing.contacts import put_contact


@dataclass(frozen=True, slots=True)
class Details:
    """Who somebody is: kept sealed, shown to few, never printed.

    `never` are the ways that they do not want: "please ring, don't text" is {TEXT}.
    """

    name: str = field(default="", repr=False)
    contact: Contact = field(default_factory=Contact, repr=False)


def keep_details(act: Act, person: PersonRow, details: Details) -> None:
    """Seal a person's details, and note beside them which way they like best."""
    person.contact_way = details.contact.prefers
    # Where somebody on a charity's list lives stays, whatever else changes.
    kept = None if person.created_at == act.now else contact_of(act.store, act.sealer, person.id)
    address = kept.get("address") if kept else None
    seal_details(act, person.id, details, {"address": address} if address else {})


def seal_details(
    act: Act, person_id: str, details: Details, beside: Mapping[str, Any] | None = None
) -> None:
    """The same, for whoever notes by themselves which way they like best.

    `beside` is what else is kept of them.
    """
    sealed = {"name": details.name} | told_contact(details.contact) | dict(beside or {})
    del sealed["prefers"]
    put_contact(act.store, act.sealer, person_id, sealed, now=act.now)


def details_of(act: Act, person: PersonRow) -> Details | None:
    """A person's details, None once they are erased.

    This is for the machine's own use, such as sending a message. Whoever shows details to
    somebody else calls `act.note_look` beside it.
    """
    sealed = contact_of(act.store, act.sealer, person.id)
    return None if sealed is None else details_from(sealed, person.contact_way)


def details_from(sealed: Mapping[str, Any], prefers: ContactWay | None) -> Details:
    """The details that `keep_details` sealed, opened; for the machine's own use, as above."""
    way = (prefers or ContactWay.COORDINATOR).value
    return Details(str(sealed.get("name", "")), contact_told({**sealed, "prefers": way}))


def told_contact(contact: Contact) -> dict[str, Any]:
    """A contact as plain words, to be sealed."""
    told: dict[str, Any] = {"never": sorted(contact.never), "prefers": contact.prefers.value}
    if contact.phone:
        told["phone"] = contact.phone.number
    if contact.email:
        told["email"] = contact.email.address
    return told


def contact_told(told: Mapping[str, Any]) -> Contact:
    """The contact that `told_contact` told of."""
    return Contact(
        phone=Phone(told["phone"]) if told.get("phone") else None,
        email=Email(told["email"]) if told.get("email") else None,
        prefers=ContactWay(told["prefers"]),
        never=frozenset(ContactWay(way) for way in told.get("never", ())),
    )
