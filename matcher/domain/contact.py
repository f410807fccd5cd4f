"""Ways to reach a person, and which of them they want used.

Numbers and addresses come here in their one normal form; reading what people type is for those
who have the libraries. None of these values shows what it holds when it is printed, so that
no log or traceback tells.
"""

import re
from dataclasses import dataclass, field
from enum import StrEnum

from matcher.domain.refusals import Invalid

# E.164: a plus, a country code that begins with no 0, at most fifteen digits in all.
_E164 = re.compile(r"\+[1-9][0-9]{6,14}")
# Only what every mailbox has; whether it is theirs is proven by a message to it.
_EMAIL = re.compile(r"[^\s@<>]{1,64}@(?=.{1,253}$)[^\s@<>.]+(\.[^\s@<>.]+)+")
LONGEST_EMAIL = 254


class ContactWay(StrEnum):
    """How somebody may be reached."""

    RING = "ring"
    TEXT = "text"
    EMAIL = "email"
    COORDINATOR = "coordinator"


class ContactPart(StrEnum):
    """What of a contact is proven by itself: a new number says nothing about a new mailbox."""

    PHONE = "phone"
    EMAIL = "email"


@dataclass(frozen=True, slots=True)
class Phone:
    """A telephone number in E.164, such as +442079460000."""

    number: str = field(repr=False)

    def __post_init__(self) -> None:
        if not _E164.fullmatch(self.number):
            raise Invalid("A telephone number is kept as + and up to 15 digits.", "phone")


@dataclass(frozen=True, slots=True)
class Email:
    """An e-mail address; what stands after the @ is in small letters."""

    address: str = field(repr=False)

    def __post_init__(self) -> None:
        local, _, domain = self.address.rpartition("@")
        if not _EMAIL.fullmatch(self.address) or len(self.address) > LONGEST_EMAIL:
            raise Invalid("An e-mail address looks like name@example.org.", "email")
        if domain != domain.lower():
            object.__setattr__(self, "address", f"{local}@{domain.lower()}")


@dataclass(frozen=True, slots=True)
class Contact:
    """How to reach one person: what they have, what they like best, what they do not want.

    With neither phone nor e-mail there is a coordinator who knows them: nobody needs either
    to ask for help.
    """

    phone: Phone | None = None
    email: Email | None = None
    prefers: ContactWay = ContactWay.COORDINATOR
    never: frozenset[ContactWay] = frozenset()

    def __post_init__(self) -> None:
        if self.prefers in self.never:
            raise Invalid(
                "You said of one way both that you like it best and that you do not want it:"
                " please choose.",
                "prefers",
            )
        if ContactWay.COORDINATOR in self.never:
            raise Invalid("A coordinator can always be asked: please leave that in.", "never")
        if self.prefers not in self.ways():
            if self.prefers is ContactWay.EMAIL:
                raise Invalid("Please give an e-mail address, or choose another way.", "prefers")
            raise Invalid("Please give a phone number, or choose another way.", "prefers")

    def ways(self) -> tuple[ContactWay, ...]:
        """All ways that are possible and not unwanted, the preferred one first."""
        possible = [ContactWay.COORDINATOR]
        if self.email:
            possible.insert(0, ContactWay.EMAIL)
        if self.phone:
            possible[:0] = [ContactWay.RING, ContactWay.TEXT]
        wanted = (way for way in possible if way not in self.never)
        return tuple(sorted(wanted, key=lambda way: way is not self.prefers))


def parts_to_prove(old: Contact, wanted: Contact) -> frozenset[ContactPart]:
    """What is new in a wanted contact; what is only left out needs no proof."""
    return frozenset(
        part
        for part in ContactPart
        if getattr(wanted, part) is not None and getattr(wanted, part) != getattr(old, part)
    )


def proven_so_far(old: Contact, wanted: Contact, proven: frozenset[ContactPart]) -> Contact:
    """The contact to use while some of a wanted one waits for its proof.

    What is proven takes the place of the old. What is to be left out stays until all is proven,
    so that nobody falls silent between two numbers.
    """
    waiting = parts_to_prove(old, wanted) - proven
    if not waiting:
        return wanted
    phone = wanted.phone if ContactPart.PHONE in proven else old.phone
    email = wanted.email if ContactPart.EMAIL in proven else old.email
    has = Contact(phone, email)
    never = wanted.never if ContactPart.PHONE in proven else old.never
    liked = (wanted.prefers, old.prefers, *has.ways())
    prefers = next(way for way in liked if way in has.ways() and way not in never)
    return Contact(phone, email, prefers, never)
