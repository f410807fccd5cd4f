"""References are said, heard, scribbled and typed; and each comes back as what it was."""

import re
from itertools import combinations, pairwise
from string import ascii_lowercase

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from matcher.domain import references
from matcher.domain.references import (
    DIGITS,
    LETTERS,
    REFERENCES,
    read_reference,
    reference_from,
)
from matcher.domain.refusals import Invalid
from matcher.domain.spoken_words import WORDS

NUMBERS = st.integers(0, REFERENCES - 1)
SPELLED_WITH = """
alpha alfa bravo charlie delta echo foxtrot golf hotel india juliet juliett kilo lima mike november
oscar papa quebec romeo sierra tango uniform victor whiskey whisky xray yankee zulu
"""


def refused(text: str) -> str:
    with pytest.raises(Invalid) as refusal:
        read_reference(text)
    assert refusal.value.field == "reference"
    assert str(refusal.value).endswith((".", "?"))
    return str(refusal.value)


def slips(word: str) -> set[str]:
    """Everything that one slip of a finger makes of a word."""
    cuts = [(word[:k], word[k:]) for k in range(len(word) + 1)]
    return (
        {a + b[1:] for a, b in cuts if b}
        | {a + c + b for a, b in cuts for c in ascii_lowercase}
        | {a + c + b[1:] for a, b in cuts if b for c in ascii_lowercase}
        | {a + b[1] + b[0] + b[2:] for a, b in cuts if len(b) > 1}
    ) - {word}


def heard(word: str) -> str:
    """What is left on a bad line: consonants, voiced or not, and whether a vowel comes first."""
    for written, spoken in (("ph", "f"), ("ck", "k"), ("x", "ks"), ("wr", "r"), ("kn", "n")):
        word = word.replace(written, spoken)
    word = re.sub(r"j|g(?=[eiy])", "!", re.sub(r"c(?=[eiy])", "s", word))
    word = word.translate(str.maketrans("bdgvzmcqj", "ptkfsnkkk"))
    consonants = re.sub(r"(.)\1+", r"\1", re.sub(r"[aeiouyhw]", "", word))
    return ("a" if word[0] in "aeiou" else "") + consonants


@given(NUMBERS)
def test_a_reference_looks_as_the_pages_say(number):
    reference = reference_from(number)
    assert re.fullmatch(rf"[{LETTERS}][{DIGITS}]-[A-Z]{{5,9}}-[{DIGITS}]{{2}}", reference)


def test_every_number_has_a_reference_of_its_own():
    some = range(0, REFERENCES, 13)  # two million take long, and no part repeats every 13
    assert len({reference_from(number) for number in some}) == len(some)
    assert reference_from(0) != reference_from(REFERENCES - 1)
    assert reference_from(REFERENCES) == reference_from(0)


def test_how_many_there_are_is_what_the_page_says():
    assert len(WORDS) >= 512
    said = re.search(r"There are .* = ([0-9,]+)\.", references.__doc__)
    assert said
    assert int(said[1].replace(",", "")) == REFERENCES
    said = re.search(r"odds of 1 in ([0-9]+),", references.__doc__)
    assert said
    assert int(said[1]) == round(REFERENCES / 100_000)


@given(NUMBERS, st.data())
def test_it_is_read_however_it_was_typed(number, data):
    reference = reference_from(number)
    start, word, end = reference.split("-")
    between = st.sampled_from(["", " ", "-", " - ", "–", ".", "_", "‑", "/"])
    typed = start[0] + data.draw(between) + start[1] + data.draw(between) + word
    typed += data.draw(between) + end[0] + data.draw(between) + end[1]
    typed = data.draw(st.sampled_from([typed, typed.lower(), typed.title(), f"  #{typed}. "]))
    assert read_reference(typed) == reference


@given(NUMBERS)
def test_figures_typed_for_the_letters_they_look_like_are_read(number):
    reference = reference_from(number)
    start, word, end = reference.split("-")
    for letters, figure in (("O", "0"), ("I", "1"), ("L", "1"), ("S", "5"), ("E", "3")):
        assert read_reference(f"{start}-{word.replace(letters, figure)}-{end}") == reference
    assert read_reference(f"{start.replace('Z', '2')} {word} {end.replace('8', 'B')}") == reference


@pytest.mark.parametrize(
    "typed", ["K7-RAVEN-42", "k7raven42", "K７ raven ４２", "K٧ RAVEN ٤٢", "k7 raven 4z"]
)
def test_the_example_is_read_from_any_keyboard(typed):
    assert read_reference(typed) == "K7-RAVEN-42"


@given(NUMBERS, st.data())
def test_one_slip_in_the_word_never_leads_to_another_need(number, data):
    start, word, end = reference_from(number).split("-")
    slip = data.draw(st.sampled_from(sorted(slips(word.lower()))))
    assert slip not in WORDS
    message = refused(f"{start}-{slip}-{end}")
    assert "We have no word" in message


@given(NUMBERS, st.data())
def test_a_letter_left_out_or_doubled_is_answered_with_what_was_meant(number, data):
    reference = reference_from(number)
    start, word, end = reference.split("-")
    at = data.draw(st.integers(1, len(word) - 1))
    for slip in (word[:at] + word[at + 1 :], word[:at] + word[at] + word[at:]):
        assume(slip != word)
        message = refused(f"{start}-{slip}-{end}")
        assert reference in message, message


def test_a_near_miss_is_answered_with_a_question():
    assert refused("K7-RAVIN-42") == "We have no word “RAVIN”: did you mean K7-RAVEN-42?"


@pytest.mark.parametrize("text", ["", "   ", "raven", "RAVEN-42", "K7-RAVEN", "07700 900123", "🙂"])
def test_what_is_no_reference_at_all_is_answered_with_an_example(text):
    assert "a reference looks like K7-RAVEN-42: a letter and a digit" in refused(text)


@pytest.mark.parametrize("text", ["O7-RAVEN-42", "K0-RAVEN-42", "K7-RAVEN-15", "B7-RAVEN-42"])
def test_letters_and_digits_that_we_never_use_are_named(text):
    assert f"one of {LETTERS}" in refused(text) or "a letter and a digit" in refused(text)


def test_what_was_typed_is_shown_and_never_at_length():
    assert len(refused("x" * 10_000)) < 200


@given(st.text())
def test_no_text_does_more_than_be_read_or_refused(text):
    try:
        reference = read_reference(text)
    except Invalid:
        return
    assert read_reference(reference) == reference


def test_no_letter_or_digit_is_taken_for_another():
    assert not set(LETTERS) & set("AIOSUVNFJBCDEGP")
    assert not set(DIGITS) & set("015")
    assert len(set(LETTERS)) == len(LETTERS)
    assert len(set(DIGITS)) == len(DIGITS)


def test_no_two_words_are_one_slip_apart_or_begin_each_other():
    words = set(WORDS)
    assert len(words) == len(WORDS)
    assert not [(word, slip) for word in WORDS for slip in slips(word) & words]
    ordered = sorted(WORDS)
    assert not [one for one, after in pairwise(ordered) if after.startswith(one)]


def test_no_two_words_sound_alike_on_a_bad_line():
    alike = [pair for pair in combinations(WORDS, 2) if heard(pair[0]) == heard(pair[1])]
    assert not alike


def test_words_are_plain_and_none_spells_a_letter():
    assert all(re.fullmatch(r"[a-z]{5,9}", word) for word in WORDS)
    assert not set(SPELLED_WITH.split()) & set(WORDS)
