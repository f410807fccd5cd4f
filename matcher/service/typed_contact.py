"""How to reach somebody, from what they typed in; the pages do not read numbers themselves."""

from matcher.domain.contact import Contact, ContactWay, Email, Phone
from matcher.messages.email_address import read_email_address
from matcher.messages.phone import read_phone, spoken_phone
from matcher.messages.translate import Translate, as_it_is


def typed_contact(
    phone: str,
    email: str,
    *,
    prefers: ContactWay | None = None,
    no_texts: bool = False,
    translate: Translate = as_it_is,
) -> Contact:
    """The ways to reach somebody who typed a number, an address, both or neither.

    `prefers` None chooses for them. A landline gets no texts, whoever likes them best; `Invalid`
    says so, with the field to mend, as it does for what is no number and no address.
    """
    number = read_phone(phone, translate) if phone.strip() else None
    address = read_email_address(email, translate) if email.strip() else None
    never = set()
    if number is not None and (no_texts or not number.gets_sms):
        never.add(ContactWay.TEXT)
    wanted = prefers or _best(number is not None, ContactWay.TEXT in never, address is not None)
    return Contact(
        phone=Phone(number.e164) if number else None,
        email=Email(address) if address else None,
        prefers=wanted,
        never=frozenset(never),
    )


def gets_texts(phone: str) -> bool:
    """Whether a number that somebody typed is one that texts reach."""
    return read_phone(phone).gets_sms


def as_typed(phone: Phone | None) -> str:
    """A number as somebody would type it again, empty where there is none."""
    return spoken_phone(phone.number) if phone else ""


def _best(phone: bool, no_texts: bool, email: bool) -> ContactWay:
    if phone:
        return ContactWay.RING if no_texts else ContactWay.TEXT
    return ContactWay.EMAIL if email else ContactWay.COORDINATOR
