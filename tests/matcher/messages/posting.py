"""Builders of letters and messages that say only what matters."""

from dataclasses import fields
from datetime import UTC, date, datetime
from typing import Any, get_type_hints

from matcher.messages.letters.contents import Code, Help, Link
from matcher.messages.letters.every import LETTERS
from matcher.messages.letters.letter import Letter
from matcher.messages.letters.letterhead import Letterhead
from matcher.messages.letters.voice import Voice
from matcher.messages.message import Email, Sms
from matcher.messages.senders.mime import Mailbox
from tests.builders import LAMBETH

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
TUESDAY_EVENING = datetime(2026, 3, 3, 18, 0, tzinfo=UTC)
SECRET = "Zq8-fK2_vX0aLw5yTn3RbQ"
# Ofcom keeps it for films: it is nobody's.
A_PHONE = "+447700900123"
MAILBOX = Mailbox("Nearhand", "post@nearhand.example.org")

CONTENTS: dict[type, Any] = {
    Link: Link(f"/n/{SECRET}"),
    Code: Code("482913"),
    Help: Help("groceries", LAMBETH),
    datetime: TUESDAY_EVENING,
    date: date(2026, 3, 3),
}


def a_letter(letter: type[Letter], **said: Any) -> Letter:
    """A letter of a class, its other fields filled by their types."""
    types = get_type_hints(letter)
    usual = {field.name: CONTENTS[types[field.name]] for field in fields(letter)}
    return letter(**usual | said)


def every_letter(**contents: Any) -> list[Letter]:
    """One letter of each kind; fields that are named, such as `help`, where a letter has them."""
    return [
        a_letter(letter, **{name: contents[name] for name in contents if name in names(letter)})
        for letter in LETTERS.values()
    ]


def names(letter: type[Letter]) -> set[str]:
    return {field.name for field in fields(letter)}


def a_letterhead(**said: Any) -> Letterhead:
    return Letterhead(**{"name": "Nearhand", "base_url": "https://nearhand.example.org"} | said)


def a_voice(**said: Any) -> Voice:
    """English, with two boroughs: a short name and the longest of London's."""
    usual = {
        "letterhead": a_letterhead(),
        "boroughs": {LAMBETH: "Lambeth", "E09000013": "Hammersmith and Fulham"},
    }
    return Voice(**usual | said)


def an_sms(id: str = "m1", **said: Any) -> Sms:
    return Sms(id, **{"to": A_PHONE, "text": "Nearhand: hello."} | said)


def an_email(id: str = "m1", **said: Any) -> Email:
    usual = {
        "to": "sam@example.org",
        "subject": "Can you help?",
        "text": "Hello.\n",
        "html": "<!doctype html><p>Hello.</p>\n",
        "written_at": NOW,
    }
    return Email(id, **usual | said)
