"""A code that somebody typed: right, wrong, or one guess too many at that number today.

A code bears few wrong guesses, but whoever asks for one after another, or registers a stranger's
number again and again, gets fresh guesses each time. So wrong ones are counted for the number and
the mailbox that the codes go to as well, whatever they are to confirm.
"""

from datetime import timedelta

from matcher.domain.contact import Contact
from matcher.domain.links import LinkPurpose
from matcher.domain.refusals import NotAllowed
from matcher.service.acting import Act
from matcher.service.contacts import details_of
from matcher.storage.tables import PersonRow
from matcher.storage.writing.codes import use_code
from matcher.storage.writing.links import Subject
from matcher.storage.writing.rates import allow, asker_hash, give_back

# A million codes: whoever guesses at one number all year round is right once in 270 years.
MOST_WRONG, PER = 10, timedelta(days=1)
TOO_MANY_TODAY = (
    "Too many wrong codes were typed for this number or mailbox today. Open the link in our newest "
    "message to it instead, ring us, or try again tomorrow."
)


def is_right_code(
    act: Act,
    person_id: str,
    purpose: LinkPurpose,
    subject: Subject,
    code: str,
    *,
    sent_to: Contact | None = None,
) -> bool:
    """Whether this is the code that was sent; a right one is used up.

    It went to their own number or mailbox, or to `sent_to`, where it proves a new one. A wrong one
    returns False, so that the transaction which counts it is kept. `NotFound` where no code waits
    any more, `NotAllowed` after too many wrong ones.
    """
    contact = sent_to or _contact_of(act, person_id)
    askers = [] if contact is None else _askers(act, contact)
    for asker in askers:
        if not allow(act.store, asker, most=MOST_WRONG, per=PER, now=act.now):
            raise NotAllowed(TOO_MANY_TODAY)
    right = use_code(act.store, act.sealer, purpose, subject, _digits_of(code), now=act.now)
    if right:
        # Counted before it was compared, so that of many who guess at once each is counted.
        for asker in askers:
            give_back(act.store, asker, per=PER, now=act.now)
    return right


def _digits_of(typed: str) -> str:
    """The digits of what somebody typed, whatever lies between them, in whatever script."""
    return "".join(str(int(letter)) for letter in typed if letter.isdecimal())


def _contact_of(act: Act, person_id: str) -> Contact | None:
    person = act.store.get(PersonRow, person_id)
    details = None if person is None else details_of(act, person)
    return None if details is None else details.contact


def _askers(act: Act, contact: Contact) -> list[str]:
    phone, email = contact.phone, contact.email
    reached = [phone.number if phone else "", email.address.lower() if email else ""]
    return [asker_hash(act.sealer, "code-for", one) for one in reached if one]
