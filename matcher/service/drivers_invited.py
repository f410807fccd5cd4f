"""A charity invites somebody to drive for it: a letter with a link, one press says yes or no.

Whoever invites learns nothing but the answer: a volunteer and a stranger are written to alike. A
stranger's number is kept as that of somebody whom we thank, and no longer than a week.
"""

import secrets
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from matcher.domain.charities import CharityStanding
from matcher.domain.contact import Contact, ContactWay
from matcher.domain.driver_invitations import (
    ASKED_PER,
    GOOD_FOR,
    MOST_FROM_ALL,
    MOST_FROM_ONE,
    MOST_OPEN,
    InvitationEnd,
    hint_of,
)
from matcher.domain.people import require_adult
from matcher.domain.refusals import Conflict, Invalid, NotAllowed, NotFound
from matcher.domain.roles import Right
from matcher.messages.letters.letter import LetterKind
from matcher.messages.letters.volunteers import DriveForUs
from matcher.service.acting import Act
from matcher.service.charities_own import NOT_VERIFIED, own_charity
from matcher.service.contacts import Details, details_of, keep_details
from matcher.service.desk import Desk
from matcher.service.erasure import erase_person
from matcher.service.helping import help_charity
from matcher.service.post import post, private_page
from matcher.service.volunteers import Joined, become_volunteer, prove_contact, volunteers_with
from matcher.storage.ids import new_id
from matcher.storage.reading.charities import CharityLine, charity_with
from matcher.storage.reading.driver_invitations import (
    InvitationLine,
    drivers_for,
    invitation_behind,
    invitations_of,
    invitations_over,
    open_invitations,
    volunteers,
)
from matcher.storage.tables import DriverInvitationRow, PersonRow
from matcher.storage.writing.links import SECRET_BYTES
from matcher.storage.writing.one_row import add_row
from matcher.storage.writing.rates import allow, asker_hash
from matcher.storage.writing.unsent import drop_unsent_keys

PAGE = "drive"
# What a stranger has agreed to: nothing yet. Their number came from somebody who knows them.
CONSENT = "invited-1"
SHOWN_FOR = timedelta(days=28)
NOT_WRITTEN_TO = "An invitation goes by text or e-mail: give a mobile number or an e-mail address."
ONE_OF_BOTH = "Give a mobile number or an e-mail address, and not both."
ASKED_ALREADY = "They are invited already: wait for their answer, or take the invitation back."
ASKED_OFTEN = "They have been asked lately, by you or by others: talk to them yourself."
TOO_MANY = "Twenty invitations wait for an answer: wait for some, or take some back."
OVER = "This invitation is over: it was answered, taken back, or a week has passed."


@dataclass(frozen=True, slots=True)
class Drivers:
    """A charity's drivers, as its coordinators see them: by id, and whom it has invited."""

    ids: tuple[str, ...]
    invitations: tuple[InvitationLine, ...]


NO_DRIVERS = Drivers((), ())


@dataclass(frozen=True, slots=True)
class InvitedDriver:
    """What somebody reads who was invited; `is_volunteer` says that they need not tell more."""

    charity: CharityLine
    until: datetime
    is_volunteer: bool


def drivers_at(act: Act, desk: Desk, charity_id: str) -> Drivers:
    """Who drives for a charity of this desk, and who was asked lately."""
    own_charity(act, desk, charity_id, Right.STEER_CHARITIES)
    asked = invitations_of(act.store, charity_id, since=act.now - SHOWN_FOR)
    return Drivers(tuple(drivers_for(act.store, charity_id)), tuple(asked))


def invite_driver(act: Act, desk: Desk, charity_id: str, contact: Contact) -> str:
    """Ask somebody, by text or e-mail, whether they would drive for one's charity."""
    charity = own_charity(act, desk, charity_id, Right.STEER_CHARITIES).charity
    if charity.standing is not CharityStanding.VERIFIED:
        raise NotAllowed(NOT_VERIFIED)
    if contact.phone is not None and contact.email is not None:
        raise Invalid(ONE_OF_BOTH, "phone")
    if not {ContactWay.TEXT, ContactWay.EMAIL} & set(contact.ways()):
        raise Invalid(NOT_WRITTEN_TO, "phone")
    lapse_invitations(act, charity_id=charity_id)
    if open_invitations(act.store, charity_id, act.now) >= MOST_OPEN:
        raise Conflict(TOO_MANY)
    known = volunteers_with(act, contact)
    secret, id = secrets.token_urlsafe(SECRET_BYTES), new_id()
    said = {
        "id": id,
        "charity_id": charity_id,
        "person_id": known[0] if known else _stranger(act, contact),
        "token_hash": act.sealer.search_hash(f"drive:{secret}"),
        "hint": hint_of(contact),
        "invited_by": act.by,
        "invited_at": act.now,
        "expires_at": act.now + GOOD_FOR,
    }
    if not add_row(act.store, DriverInvitationRow, said, skip_known=True):
        raise Conflict(ASKED_ALREADY)
    _require_seldom(act, charity_id, contact)
    letter = DriveForUs(private_page(PAGE, secret), act.now + GOOD_FOR)
    post(
        act,
        letter,
        person_id=str(said["person_id"]),
        key=_key(id),
        drop_after=act.now + GOOD_FOR,
    )
    act.note("invited_driver", "charity", charity_id)
    return id


def take_invitation_back(act: Act, desk: Desk, charity_id: str, invitation_id: str) -> None:
    """Ask them no longer; twice is once."""
    own_charity(act, desk, charity_id, Right.STEER_CHARITIES)
    row = act.store.get(DriverInvitationRow, invitation_id, with_for_update=True)
    if row is None or row.charity_id != charity_id:
        raise NotFound("There is no such invitation.")
    if row.ended_at is None:
        _end(act, row, InvitationEnd.TAKEN_BACK)


def invited_driver(act: Act, secret: str) -> InvitedDriver:
    """What an invitation says to whoever holds it; NotFound once it is over."""
    row = _open(act, secret)
    charity = charity_with(act.store, id=row.charity_id)
    assert charity is not None
    return InvitedDriver(charity, row.expires_at, _volunteer_of(act, row) is not None)


def agree_to_drive(act: Act, secret: str) -> None:
    """A volunteer's yes."""
    row = _open(act, secret)
    volunteer_id = _volunteer_of(act, row)
    if volunteer_id is None:
        raise Invalid("Say what we may call you.", "name")
    _drives(act, row, volunteer_id)


def join_to_drive(act: Act, secret: str, joined: Joined) -> str:
    """A stranger's yes: they become a volunteer, reached as they were written to; their id.

    Of `joined` the contact counts for nothing: the link shows where they are reached.
    """
    row = _open(act, secret)
    if (known := _volunteer_of(act, row)) is not None:
        _drives(act, row, known)
        return known
    require_adult(joined.born_on, act.today)
    person = act.store.get_one(PersonRow, row.person_id, with_for_update=True)
    reached = details_of(act, person)
    if reached is None:
        raise NotFound(OVER)
    joined = replace(joined, person=Details(joined.person.name.strip(), reached.contact))
    become_volunteer(act, person, joined, None)
    _drives(act, row, person.id)
    return person.id


def say_no_to_driving(act: Act, secret: str) -> None:
    """A no; what was kept of a stranger goes at once."""
    _end(act, _open(act, secret), InvitationEnd.NO)


def lapse_invitations(act: Act, *, most: int = 50, charity_id: str | None = None) -> int:
    """End what nobody answered in time, of one charity or of all; return how many."""
    over = invitations_over(act.store, act.now, charity_id, most=most)
    for row in over:
        _end(act, row, InvitationEnd.LAPSED)
    return len(over)


def _drives(act: Act, row: DriverInvitationRow, volunteer_id: str) -> None:
    prove_contact(act, volunteer_id)
    help_charity(act, volunteer_id, row.charity_id, drives=True)
    _end(act, row, InvitationEnd.YES)


def _end(act: Act, row: DriverInvitationRow, end: InvitationEnd) -> None:
    row.end, row.ended_at, row.hint = end, act.now, ""
    act.store.flush()
    drop_unsent_keys(act.store, _key(row.id))
    act.note("invitation_ended", "charity", row.charity_id, end=str(end))
    still_asked = act.store.query(DriverInvitationRow).filter_by(
        person_id=row.person_id, ended_at=None
    )
    if not volunteers(act.store, row.person_id) and not still_asked.count():
        erase_person(act, row.person_id)


def _open(act: Act, secret: str) -> DriverInvitationRow:
    row = invitation_behind(act.store, act.sealer, secret)
    if row is None or row.ended_at is not None or row.expires_at <= act.now:
        raise NotFound(OVER)
    return row


def _volunteer_of(act: Act, row: DriverInvitationRow) -> str | None:
    """The volunteer whom it was sent to; they may have signed up since."""
    if volunteers(act.store, row.person_id):
        return row.person_id
    details = details_of(act, act.store.get_one(PersonRow, row.person_id))
    known = volunteers_with(act, details.contact) if details else []
    return known[0] if known else None


def _stranger(act: Act, contact: Contact) -> str:
    """Somebody of whom we know where to write, and no more."""
    person = PersonRow(id=new_id(), created_at=act.now, consent_wording=CONSENT)
    act.store.add(person)
    act.store.flush()
    keep_details(act, person, Details(contact=contact))
    return person.id


def _require_seldom(act: Act, charity_id: str, contact: Contact) -> None:
    where = contact.email.address.lower() if contact.email else str(contact.phone)
    by_one = asker_hash(act.sealer, "drive", f"{charity_id}:{where}")
    by_all = asker_hash(act.sealer, "drive", where)
    for asker, most in ((by_one, MOST_FROM_ONE), (by_all, MOST_FROM_ALL)):
        if not allow(act.store, asker, most=most, per=ASKED_PER, now=act.now):
            raise Conflict(ASKED_OFTEN)


def _key(id: str) -> str:
    return f"{LetterKind.DRIVE_FOR_US}:{id}"
