"""No message carries a name, an address or the need's text, whoever writes the next letter."""

from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any, ClassVar, get_type_hints

import pytest

from matcher.domain.refusals import Invalid
from matcher.messages.letters.compose import email, sms
from matcher.messages.letters.contents import Code, Help, Link
from matcher.messages.letters.every import LETTERS
from matcher.messages.letters.letter import Letter, LetterKind, Words
from matcher.messages.letters.voice import Voice
from matcher.messages.senders.mime import as_mime
from tests.builders import LAMBETH
from tests.matcher.messages.posting import (
    MAILBOX,
    NOW,
    SECRET,
    a_letter,
    a_letterhead,
    a_voice,
    names,
)

# What a need, an offer and two people's contact details would hold. None of it is anybody's.
POISON = {
    "name": "Maryam Poison-Okafor",
    "first_name": "Maryam",
    "phone": "+447700900666",
    "typed_phone": "07700 900666",
    "email": "maryam.poison@example.org",
    "address": "66 Poison Avenue",
    "postcode": "SE15 4QN",
    "notes": "Ring twice, I am deaf and live alone.",
    "need_text": "Insulin from the chemist",
    "twenty_two": "Maryam Poison Okafor66",
}
LETS_IN = {Link: "path", Code: "digits", Help: "category"}
EVERY = tuple(LETTERS.values())


def fields_with_room_for_text(letter: type[Letter]) -> list[str]:
    """Fields that are not of the closed kinds: strings, mappings, people, anything."""
    closed = {Link, Code, Help, datetime, date}
    return [name for name, type in get_type_hints(letter).items() if type not in closed]


def leaked(letter: Letter) -> set[str]:
    """What of the poison is in the letter's texts, to a poisoned number and address."""
    voice = a_voice(letterhead=a_letterhead(telephone="020 7946 0000"))
    text = sms(letter, voice, id="m1", to=POISON["phone"])
    mail = email(letter, voice, id="m1", to=POISON["email"], written_at=NOW)
    # All that travels, but for the one line that says where to.
    lines = as_mime(mail, MAILBOX).decode("ascii").splitlines()
    headers = "\n".join(line for line in lines if line != f"To: {POISON['email']}")
    said = "\n".join([text.text, mail.subject, mail.text, mail.html, headers])
    return {name for name, poison in POISON.items() if poison in said}


@pytest.mark.parametrize("letter", EVERY, ids=lambda letter: letter.KIND)
def test_a_letter_has_no_field_that_free_text_fits_into(letter: type[Letter]):
    assert fields_with_room_for_text(letter) == ["KIND", "ENDING", "AT_ONCE", "UNASKED"]


@pytest.mark.parametrize("letter", EVERY, ids=lambda letter: letter.KIND)
@pytest.mark.parametrize("poison", POISON.values(), ids=POISON)
def test_a_letter_refuses_text_in_every_field(letter: type[Letter], poison: str):
    for name in names(letter):
        with pytest.raises(Invalid, match="and no text"):
            a_letter(letter, **{name: poison})


@pytest.mark.parametrize("content", LETS_IN, ids=lambda content: content.__name__)
@pytest.mark.parametrize("poison", POISON.values(), ids=POISON)
def test_what_letters_are_made_of_refuses_it_too(content: type, poison: str):
    usual = {Link: {}, Code: {}, Help: {"borough": LAMBETH}}[content]
    for text in (poison, f"/n/{poison}", f"/n/{SECRET}/{poison}", f"/n/{SECRET}?{poison}"):
        with pytest.raises(Invalid):
            content(**usual | {LETS_IN[content]: text})
    with pytest.raises(Invalid):
        Help("groceries", poison)


@pytest.mark.parametrize("letter", EVERY, ids=lambda letter: letter.KIND)
def test_no_letter_says_whom_it_is_for(letter: type[Letter]):
    assert leaked(a_letter(letter)) == set()


@pytest.mark.parametrize("asks_for", [*POISON, "help.category", "_", "voice", "letter.link"])
def test_no_translation_can_ask_for_more_than_the_sentence_says(asks_for: str):
    """A catalogue is written by strangers; `{name}` in it finds nothing to put in."""
    for letter in EVERY:
        voice = a_voice(translate=lambda _: f"{{{asks_for}}}")
        assert sms(a_letter(letter), voice, id="m1", to=POISON["phone"]).text.isascii()


@dataclass(frozen=True)
class LeakyLetter(Letter):
    """A planted fault: a letter with the need's text in it, past every check."""

    KIND: ClassVar = LetterKind.PROPOSAL
    note: Any = None

    def __post_init__(self) -> None:
        """Check nothing."""

    def words(self, voice: Voice) -> Words:
        _ = voice.say
        note = _("They say: {note}", note=self.note)
        return Words((note,), note, (note,), note, note)


def test_a_letter_that_leaks_is_found_by_its_field_and_by_its_words():
    assert "note" in fields_with_room_for_text(LeakyLetter)
    assert "note" in {field.name for field in fields(LeakyLetter)}
    for name, poison in POISON.items():
        assert name in leaked(LeakyLetter(Link(f"/n/{SECRET}"), note=poison))
