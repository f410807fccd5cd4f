"""Changing one's number or mailbox: the new one is used once it is proven, the old one until then.

Whoever holds somebody's private link could otherwise lead all that we write, and the way back to
the page, to themselves. So the new contact is asked for a proof, and the old one is told.
"""

from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

from matcher.domain.contact import (
    Contact,
    ContactPart,
    ContactWay,
    parts_to_prove,
    proven_so_far,
)
from matcher.domain.links import LinkPurpose
from matcher.domain.refusals import NotAllowed, NotFound
from matcher.messages.letters.contacts import ContactChanges, ProveNewContact
from matcher.messages.letters.contents import Code, Link
from matcher.messages.letters.letter import LetterKind
from matcher.service.acting import Act
from matcher.service.contacts import (
    Details,
    contact_told,
    details_of,
    keep_details,
    told_contact,
)
from matcher.service.post import post, private_page
from matcher.service.typed_codes import is_right_code
from matcher.storage.ids import new_id
from matcher.storage.reading.contacts import new_contact_of
from matcher.storage.tables import PersonRow
from matcher.storage.writing.codes import new_code
from matcher.storage.writing.contacts import drop_new_contact, put_new_contact
from matcher.storage.writing.links import Subject, new_link, open_link, revoke_links
from matcher.storage.writing.rates import allow, asker_hash
from matcher.storage.writing.unsent import drop_unsent_to

WAITS_FOR = timedelta(days=2)
# Numbers that are typed here may be anybody's: few letters go out, however often it is tried.
MOST_PROOFS, PROOFS_PER = 4, timedelta(hours=1)
TOO_MANY_PROOFS = (
    "We have sent several codes already. Please use the newest, or wait an hour for another."
)
NOTHING_WAITS = "No new number or e-mail waits for a proof any more: please look at your page."


@dataclass(frozen=True, slots=True)
class NewContact:
    """What somebody wants to be reached by, and which parts of it still wait for their proof.

    `was` is the contact when it was asked, `proven` what was proven of the new one since.
    `need_id` is the resident's need on whose page it was asked: its group sees whom to ring.
    """

    was: Contact = field(repr=False)
    wanted: Contact = field(repr=False)
    need_id: str | None = None
    proven: frozenset[ContactPart] = frozenset()

    @property
    def waiting(self) -> tuple[ContactPart, ...]:
        """The parts that wait, the number before the mailbox."""
        parts = parts_to_prove(self.was, self.wanted) - self.proven
        return tuple(part for part in ContactPart if part in parts)

    @property
    def in_use(self) -> Contact:
        """The contact that is used as of now."""
        return proven_so_far(self.was, self.wanted, self.proven)


def change_contact(
    act: Act, person_id: str, details: Details, own_page: Link, *, need_id: str | None = None
) -> None:
    """Keep a name at once, and a contact once what is new in it is proven.

    The old contact is told, with the link to the person's own page. Another number or mailbox
    takes the place of what was asked before. `NotAllowed` after too many in an hour.
    """
    person = held_person(act, person_id)
    old = (details_of(act, person) or Details()).contact
    asked = NewContact(old, details.contact, need_id)
    keep_details(act, person, replace(details, contact=asked.in_use))
    if same_contact(old, details.contact):
        return
    _forget(act, person_id)
    if asked.waiting:
        _keep(act, person_id, asked)
        _ask_for_proofs(act, person_id, asked)
    act.note("contact_changes", "person", person_id, person_id=person_id)
    if old.phone is not None or old.email is not None:
        key = f"contact_changes:{new_id()}"
        letter = ContactChanges(own_page)
        post(act, letter, person_id=person_id, key=key, need_id=need_id, to=old)


def same_contact(one: Contact, other: Contact) -> bool:
    """Whether two contacts have the same number and mailbox, whichever is liked best."""
    return (one.phone, one.email) == (other.phone, other.email)


def new_contact(act: Act, person_id: str) -> NewContact | None:
    """What waits for its proof, None where nothing does."""
    told = new_contact_of(act.store, act.sealer, person_id, now=act.now)
    if told is None:
        return None
    proven = frozenset(ContactPart(part) for part in told["proven"])
    was, wanted = contact_told(told["was"]), contact_told(told["wanted"])
    return NewContact(was, wanted, told["need"], proven)


def waiting_contact(act: Act, person_id: str) -> dict[str, Any] | None:
    """What waits for its proof, in plain words for the person's own copy."""
    asked = new_contact(act, person_id)
    return None if asked is None else told_contact(asked.wanted)


def prove_new_contact(act: Act, person_id: str, part: ContactPart) -> None:
    """Use a new number or mailbox from now on; `NotFound` where it waits no more."""
    person = held_person(act, person_id)
    asked, details = new_contact(act, person_id), details_of(act, person)
    if asked is None or details is None or part not in asked.waiting:
        raise NotFound(NOTHING_WAITS)
    asked = replace(asked, proven=asked.proven | {part})
    keep_details(act, person, replace(details, contact=asked.in_use))
    person.contact_proven_at = act.now
    revoke_links(act.store, LinkPurpose.PROVE_CONTACT, _subject(person_id, part), now=act.now)
    if asked.waiting:
        _keep(act, person_id, asked)
    else:
        drop_new_contact(act.store, person_id)
    act.note("contact_proven", "person", person_id, person_id=person_id, part=part.value)


def prove_new_by_code(act: Act, person_id: str, part: ContactPart, code: str) -> bool:
    """Prove it by the code that was sent; False for a wrong one, which is counted.

    `NotFound` when none waits any more, `NotAllowed` after too many wrong ones.
    """
    asked = new_contact(act, person_id)
    right = is_right_code(
        act,
        person_id,
        LinkPurpose.PROVE_CONTACT,
        _subject(person_id, part),
        code,
        sent_to=None if asked is None else asked.wanted,
    )
    if right:
        prove_new_contact(act, person_id, part)
    return right


def new_contact_behind(act: Act, secret: str) -> tuple[str, ContactPart]:
    """Whose new contact a link proves, and which part; opening it proves nothing yet."""
    link = open_link(
        act.store,
        act.sealer,
        LinkPurpose.PROVE_CONTACT,
        secret,
        now=act.now,
        of_new_contact=True,
    )
    if link.person_id is None or link.proves is None:
        raise NotFound(NOTHING_WAITS)
    return link.person_id, ContactPart(link.proves)


def send_proofs_again(act: Act, person_id: str) -> None:
    """Send fresh codes for all that waits; `NotAllowed` after too many in an hour."""
    asked = new_contact(act, person_id)
    if asked is None:
        raise NotFound(NOTHING_WAITS)
    _ask_for_proofs(act, person_id, asked)


def leave_contact(act: Act, person_id: str) -> None:
    """Leave the contact as it is: what waits for a proof is forgotten."""
    held_person(act, person_id)
    _forget(act, person_id)


def held_person(act: Act, person_id: str) -> PersonRow:
    """A person's row, held until the transaction ends; `NotFound` once they are erased."""
    person = act.store.get(PersonRow, person_id, with_for_update=True)
    if person is None or person.erased_at is not None:
        raise NotFound("There is nothing left about this person.")
    return person


def _ask_for_proofs(act: Act, person_id: str, asked: NewContact) -> None:
    asker = asker_hash(act.sealer, "proofs", person_id)
    if not allow(act.store, asker, most=MOST_PROOFS, per=PROOFS_PER, now=act.now):
        raise NotAllowed(TOO_MANY_PROOFS)
    drop_unsent_to(act.store, person_id, LetterKind.PROVE_NEW_CONTACT)
    for part in asked.waiting:
        _ask_for_proof(act, person_id, part, asked)


def _ask_for_proof(act: Act, person_id: str, part: ContactPart, asked: NewContact) -> None:
    """Write to the new number or mailbox itself, whatever becomes of it meanwhile."""
    subject, purpose = _subject(person_id, part), LinkPurpose.PROVE_CONTACT
    until = act.now + WAITS_FOR
    code = new_code(act.store, act.sealer, purpose, subject, now=act.now)
    secret = new_link(act.store, act.sealer, purpose, subject, now=act.now, expires_at=until)
    letter = ProveNewContact(private_page("w", secret), Code(code))
    post(
        act,
        letter,
        person_id=person_id,
        key=f"prove_new:{new_id()}",
        need_id=asked.need_id,
        drop_after=until,
        to=_only(part, asked.wanted),
    )


def _only(part: ContactPart, wanted: Contact) -> Contact:
    if part is ContactPart.EMAIL:
        return Contact(email=wanted.email, prefers=ContactWay.EMAIL)
    silent = ContactWay.TEXT in wanted.never
    way = ContactWay.RING if silent else ContactWay.TEXT
    return Contact(phone=wanted.phone, prefers=way, never=wanted.never & {ContactWay.TEXT})


def _keep(act: Act, person_id: str, asked: NewContact) -> None:
    told = {
        "was": told_contact(asked.was),
        "wanted": told_contact(asked.wanted),
        "need": asked.need_id,
        "proven": sorted(asked.proven),
    }
    until = act.now + WAITS_FOR
    put_new_contact(act.store, act.sealer, person_id, told, now=act.now, until=until)


def _forget(act: Act, person_id: str) -> None:
    drop_new_contact(act.store, person_id)
    drop_unsent_to(act.store, person_id, LetterKind.PROVE_NEW_CONTACT)
    for part in ContactPart:
        revoke_links(act.store, LinkPurpose.PROVE_CONTACT, _subject(person_id, part), now=act.now)


def _subject(person_id: str, part: ContactPart) -> Subject:
    return Subject(person_id=person_id, proves=part)
