"""Fewer messages to a resident, or none, however their need stands."""

from dataclasses import replace

from matcher.domain.contact import Contact, ContactWay
from matcher.domain.refusals import NotFound
from matcher.service.acting import Act
from matcher.service.contacts import details_of, keep_details
from matcher.storage.tables import PersonRow


def write_less(act: Act, person_id: str, *, none: bool = False) -> None:
    """Send no texts any more, and with `none` nothing at all: their group tells them instead.

    What is kept of them stays, and letters of a need that is closed come no more than others.
    """
    person = act.store.get(PersonRow, person_id)
    details = details_of(act, person) if person else None
    if person is None or details is None:
        raise NotFound("What you told us has been erased.")
    before = details.contact
    never = before.never | {ContactWay.TEXT}
    prefers = ContactWay.RING if before.phone else ContactWay.COORDINATOR
    if none:
        never |= {ContactWay.EMAIL, ContactWay.RING}
        prefers = ContactWay.COORDINATOR
    contact = Contact(before.phone, before.email, prefers, never)
    keep_details(act, person, replace(details, contact=contact))
    act.note("contact_changes", "person", person_id, person_id=person_id)
