"""E-mail addresses: what people type in, and the one form that is kept. Nobody is asked by DNS."""

import unicodedata

from email_validator import EmailNotValidError, validate_email

from matcher.domain.refusals import Invalid
from matcher.messages.translate import Translate, as_it_is

LONGEST_ADDRESS = 254  # RFC 5321, 4.5.3.1.3, without the angle brackets


def read_email_address(typed: str, translate: Translate = as_it_is) -> str:
    """The address that somebody typed; `Invalid`, in one sentence, when it is none.

    The domain comes back in lower case and ASCII, so that any server can deliver to it; what is
    before the @ stays as it was typed, since some servers tell capitals apart.

    >>> read_email_address(" Sam@Example.ORG ")
    'Sam@example.org'
    """
    _ = translate
    text = "".join(c for c in typed if unicodedata.category(c) != "Cf").strip()
    if not text:
        raise _no(_("Give an e-mail address, such as name@example.org."))
    if text.count("@") > 1 or any(mark in text for mark in ",;<>"):
        raise _no(_("Give one e-mail address only, without a name, such as name@example.org."))
    if "@" not in text:
        raise _no(_("An e-mail address has an @ in the middle, such as name@example.org."))
    if any(character.isspace() for character in text):
        raise _no(_("Take the spaces out of the e-mail address."))
    if len(text) > LONGEST_ADDRESS:
        raise _no(_("Check the e-mail address: it is longer than any can be."))
    try:
        found = validate_email(text, check_deliverability=False, allow_smtputf8=False)
    except EmailNotValidError:
        found = None
    if found is None or found.ascii_email is None:
        raise _no(
            _(
                "Check the e-mail address letter by letter: mail cannot be sent to it as it stands."
                " One such as name@example.org can be."
            )
        )
    return found.ascii_email


def _no(sentence: str) -> Invalid:
    return Invalid(sentence, "email")
