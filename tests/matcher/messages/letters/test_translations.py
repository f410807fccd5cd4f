"""What is said can be translated: every sentence is found by the extractor of catalogues."""

from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir

from matcher.domain.categories import CATEGORY_SLUGS
from matcher.messages import delivery
from matcher.messages.delivery import (
    DeliveryState,
    Standing,
    Trouble,
    in_words,
    trouble_in_words,
)
from matcher.messages.letters.compose import email, sms_text
from matcher.messages.letters.contents import Help
from tests.builders import LAMBETH
from tests.matcher.messages.posting import NOW, a_letterhead, a_voice, every_letter

MESSAGES = Path(delivery.__file__).parent


@pytest.fixture(scope="module")
def found() -> set[str]:
    return {str(message) for _, _, message, _, _ in extract_from_dir(MESSAGES)}


def test_every_sentence_of_every_letter_is_found(found: set[str]):
    said: set[str] = set()

    def listening(sentence: str) -> str:
        said.add(sentence)
        return sentence

    for category in CATEGORY_SLUGS:
        head = a_letterhead(telephone="020 7946 0000")
        voice = a_voice(letterhead=head, boroughs={}, translate=listening)
        for letter in every_letter(help=Help(category, LAMBETH)):
            sms_text(letter, voice)
            email(letter, voice, id="m1", to="sam@example.org", written_at=NOW)
    assert len(said) > 100
    assert said <= found


def test_every_sentence_of_the_board_is_found(found: set[str]):
    said: list[str] = []

    def listening(sentence: str) -> str:
        said.append(sentence)
        return sentence

    for trouble in Trouble:
        trouble_in_words(trouble, listening)
    for state in DeliveryState:
        for gave_up in (False, True):
            in_words(Standing(state, None, 3, Trouble.TIMED_OUT, gave_up), listening)
    assert len(set(said)) > len(Trouble)
    assert set(said) <= found


@pytest.mark.parametrize("start", ["Give a phone number", "Take the spaces out of the e-mail"])
def test_refusals_of_what_was_typed_are_found(found: set[str], start: str):
    assert any(sentence.startswith(start) for sentence in found)
