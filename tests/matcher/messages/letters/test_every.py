"""Every kind has its letter, and a letter is kept and read back whole."""

import json
from datetime import date

import pytest

from matcher.domain.refusals import Invalid
from matcher.messages.letters.contents import Help
from matcher.messages.letters.every import LETTERS, packed, unpacked
from matcher.messages.letters.letter import Letter, LetterKind
from matcher.messages.letters.proposals import Proposal
from matcher.messages.letters.volunteers import CheckRunsOut
from tests.matcher.messages.posting import a_letter, every_letter


def test_every_kind_has_one_letter():
    assert list(LETTERS) == list(LetterKind)


@pytest.mark.parametrize("letter", every_letter(), ids=lambda letter: letter.KIND)
def test_a_letter_comes_back_from_json_as_it_was(letter: Letter):
    assert unpacked(json.loads(json.dumps(packed(letter)))) == letter


def test_a_day_stays_a_day():
    assert packed(a_letter(CheckRunsOut, review_on=date(2026, 3, 3)))["review_on"] == "2026-03-03"


@pytest.mark.parametrize(
    "change",
    [
        {"kind": "gossip"},
        {"help": "groceries"},
        {"help": "Mary E09000022"},
        {"link": "/n/mary"},
        {"answer_by": "soon"},
        {"answer_by": "2026-03-03T18:00:00"},
    ],
)
def test_what_is_no_letter_is_refused(change: dict[str, str]):
    with pytest.raises(Invalid):
        unpacked(packed(a_letter(Proposal)) | change)


def test_a_letter_with_a_part_missing_is_refused():
    told = packed(a_letter(Proposal))
    del told["link"]
    with pytest.raises(Invalid):
        unpacked(told)


def test_nothing_that_is_not_in_the_letter_comes_back():
    told = packed(a_letter(Proposal, help=Help("visit", "E09000013"))) | {"name": "Mary"}
    assert "Mary" not in repr(packed(unpacked(told)))
