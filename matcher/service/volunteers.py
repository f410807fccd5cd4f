"""Becoming a volunteer: sign up, prove that a number or a mailbox is one's own, come back."""

from dataclasses import dataclass
from datetime import date, timedelta

from matcher.domain.contact import Contact
from matcher.domain.life_cycles import VolunteerStatus
from matcher.domain.links import LinkPurpose
from matcher.domain.people import require_adult
from matcher.domain.refusals import Invalid, NotFound
from matcher.messages.letters.contents import Code
from matcher.messages.letters.volunteers import ProveContact, WayBack
from matcher.service.acting import Act
from matcher.service.contacts import Details, keep_details
from matcher.service.post import post, private_page
from matcher.service.typed_codes import is_right_code
from matcher.service.volunteers_known import climb
from matcher.storage.ids import new_id
from matcher.storage.reading.volunteers import volunteers_reached_by
from matcher.storage.tables import PersonRow, VolunteerRow
from matcher.storage.writing.codes import new_code
from matcher.storage.writing.links import Subject, new_link, open_link
from matcher.storage.writing.rates import allow, asker_hash
from matcher.storage.writing.volunteers import NO_SUCH_VOLUNTEER, hold_volunteer, move_volunteer

# The words that volunteers agree to on the page that asks; a new wording, a new name.
CONSENT = "volunteers-1"
LONGEST_NAME = 60
PROOF_LIVES = timedelta(days=2)
OWN_PAGE_OPENS_FOR = timedelta(days=365)
WAY_BACK_OPENS_FOR = timedelta(days=30)
# Enough for somebody whose texts arrive late, too few to fill somebody's telephone.
MOST_LETTERS, LETTERS_PER = 4, timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Joined:
    """Somebody who wants to help. The date of birth is judged and forgotten.

    `language` is the one that they read.
    """

    person: Details
    born_on: date
    consent: str = CONSENT
    language: str = "en"


def sign_up(act: Act, joined: Joined, *, charity_id: str | None = None) -> str:
    """Keep a volunteer and write to them, so that they prove their contact; return their id.

    Whoever is a volunteer already, by this number or mailbox, is written to in the same way and
    stays as they are: so nobody can learn from this page who helps here. What nobody ever proved
    was perhaps typed by somebody else, and gives way to what is typed now.
    """
    require_adult(joined.born_on, act.today)
    _check(joined)
    known = volunteers_with(act, joined.person.contact)
    volunteer_id = known[0] if known else _new_volunteer(act, joined, charity_id)
    person = act.store.get_one(PersonRow, volunteer_id)
    if known and person.contact_proven_at is None:
        keep_details(act, person, joined.person)
        person.consented_at, person.consent_wording = act.now, joined.consent
        person.language = joined.language
    ask_for_proof(act, volunteer_id)
    return volunteer_id


def ask_for_proof(act: Act, volunteer_id: str) -> bool:
    """Send a code and a link that prove the contact; False when too many were sent lately."""
    if not _may_write(act, volunteer_id):
        return False
    subject = Subject(person_id=volunteer_id)
    code = new_code(act.store, act.sealer, LinkPurpose.PROVE_CONTACT, subject, now=act.now)
    secret = new_link(
        act.store,
        act.sealer,
        LinkPurpose.PROVE_CONTACT,
        subject,
        now=act.now,
        expires_at=act.now + PROOF_LIVES,
    )
    letter = ProveContact(private_page("s", secret), Code(code))
    post(act, letter, person_id=volunteer_id, key=f"prove:{new_id()}")
    return True


def prove_contact(act: Act, volunteer_id: str) -> None:
    """Note that a message reached them; proving it again changes nothing."""
    row = hold_volunteer(act.store, volunteer_id)
    person = act.store.get_one(PersonRow, volunteer_id)
    if person.erased_at is not None:
        raise NotFound(NO_SUCH_VOLUNTEER)
    if person.contact_proven_at is None:
        person.contact_proven_at = act.now
        act.note("contact_proven", "volunteer", volunteer_id, person_id=volunteer_id)
    if row.status is VolunteerStatus.NEW:
        move_volunteer(act.store, volunteer_id, VolunteerStatus.CONTACT_PROVEN, now=act.now)
        climb(act, volunteer_id)


def prove_by_code(act: Act, volunteer_id: str, code: str) -> bool:
    """Prove the contact by the code that was sent; False for a wrong one, which is counted.

    `NotFound` when none waits any more, `NotAllowed` after too many wrong ones.
    """
    subject = Subject(person_id=volunteer_id)
    right = is_right_code(act, volunteer_id, LinkPurpose.PROVE_CONTACT, subject, code)
    if right:
        prove_contact(act, volunteer_id)
    return right


def volunteer_of_proof(act: Act, secret: str) -> str:
    """Whose contact this link proves; opening it proves nothing yet."""
    return _person_of(act, LinkPurpose.PROVE_CONTACT, secret)


def volunteer_of_page(act: Act, secret: str) -> str:
    """Whose own page this link opens."""
    return _person_of(act, LinkPurpose.VOLUNTEER, secret)


def open_own_page(act: Act, volunteer_id: str) -> str:
    """The secret of a fresh link to a volunteer's own page."""
    return _own_page(act, volunteer_id, OWN_PAGE_OPENS_FOR)


def send_way_back(act: Act, contact: Contact) -> None:
    """Send whoever volunteers with this number or mailbox a link to their page.

    Nothing is said, and nothing differs, where nobody does: the page answers the same.
    """
    for volunteer_id in volunteers_with(act, contact):
        if _may_write(act, volunteer_id):
            secret = _own_page(act, volunteer_id, WAY_BACK_OPENS_FOR)
            letter = WayBack(private_page("v", secret), act.now + WAY_BACK_OPENS_FOR)
            post(act, letter, person_id=volunteer_id, key=f"way_back:{new_id()}")


def _check(joined: Joined) -> None:
    name, contact = joined.person.name.strip(), joined.person.contact
    if not name or len(name) > LONGEST_NAME:
        raise Invalid(
            "Please say what we may call you, in at most %(most)s letters.",
            "name",
            most=LONGEST_NAME,
        )
    if contact.phone is None and contact.email is None:
        raise Invalid("Please give a mobile number or an e-mail address.", "phone")
    if not joined.consent:
        raise Invalid("We need your yes before we may keep what you told us.", "consent")


def become_volunteer(act: Act, person: PersonRow, joined: Joined, charity_id: str | None) -> None:
    """Let somebody be a volunteer, with who they are and what they agreed to."""
    _check(joined)
    keep_details(act, person, joined.person)
    person.language = joined.language
    person.consented_at, person.consent_wording = act.now, joined.consent
    act.store.add(
        VolunteerRow(
            person_id=person.id,
            charity_id=charity_id,
            is_adult_at=act.now,
            created_at=act.now,
            changed_at=act.now,
        )
    )
    act.store.flush()
    act.note("signed_up", "volunteer", person.id, person_id=person.id, consent=joined.consent)


def _new_volunteer(act: Act, joined: Joined, charity_id: str | None) -> str:
    person = PersonRow(id=new_id(), created_at=act.now)
    act.store.add(person)
    act.store.flush()
    become_volunteer(act, person, joined, charity_id)
    return person.id


def volunteers_with(act: Act, contact: Contact) -> list[str]:
    """The ids of those who volunteer with this number or mailbox; for no page to tell."""
    return volunteers_reached_by(
        act.store,
        act.sealer,
        phone=contact.phone.number if contact.phone else "",
        email=contact.email.address if contact.email else "",
    )


def _may_write(act: Act, volunteer_id: str) -> bool:
    asker = asker_hash(act.sealer, "letters", volunteer_id)
    return bool(allow(act.store, asker, most=MOST_LETTERS, per=LETTERS_PER, now=act.now))


def _own_page(act: Act, volunteer_id: str, opens_for: timedelta) -> str:
    subject = Subject(person_id=volunteer_id)
    return new_link(
        act.store,
        act.sealer,
        LinkPurpose.VOLUNTEER,
        subject,
        now=act.now,
        expires_at=act.now + opens_for,
    )


def _person_of(act: Act, purpose: LinkPurpose, secret: str) -> str:
    link = open_link(act.store, act.sealer, purpose, secret, now=act.now)
    if link.person_id is None:
        raise NotFound(NO_SUCH_VOLUNTEER)
    return link.person_id
