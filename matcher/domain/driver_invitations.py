"""A charity asks somebody whether they would drive for it: how long, how often, how it ends."""

from datetime import timedelta
from enum import StrEnum

from matcher.domain.contact import Contact

# A stranger's number is forgotten by then, as every other that nobody proved.
GOOD_FOR = timedelta(days=7)
# Nobody is pestered: so many invitations from one charity, and from all, to one number or mailbox.
MOST_FROM_ONE, MOST_FROM_ALL, ASKED_PER = 2, 4, timedelta(days=28)
# So many wait for an answer at once: who invites a hundred does not know them.
MOST_OPEN = 20


class InvitationEnd(StrEnum):
    """What became of an invitation; silence lets it lapse."""

    YES = "yes"
    NO = "no"
    LAPSED = "lapsed"
    TAKEN_BACK = "taken_back"


def hint_of(contact: Contact) -> str:
    """Enough of a number or a mailbox for whoever typed it, and too little for anybody else.

    >>> from matcher.domain.contact import Email, Phone
    >>> hint_of(Contact(phone=Phone("+447700900987")))
    '…987'
    >>> hint_of(Contact(email=Email("quillon@example.org")))
    'q…@example.org'
    """
    if contact.email is not None:
        name, _, host = contact.email.address.partition("@")
        return f"{name[:1]}…@{host}"[:60]
    return f"…{contact.phone.number[-3:]}" if contact.phone else ""
