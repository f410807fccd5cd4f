"""Spoken references such as K7-RAVEN-42: a need's name on the telephone and on a slip of paper.

A letter and a digit, one of our words, two digits. Left out are letters and digits that are
mistaken by ear or by eye: of B, C, D, E, G, P, T and V, which rhyme, only T is in, of A, J and K
only K, of M and N only M, of 5 and 9 only 9; and no I or 1, no O or 0, no F or S.

There are 11 · 7 · 553 · 49 = 2,086,469. With 100,000 needs open, a reference drawn at random
is taken with odds of 1 in 21, so the caller draws again until it is free: five draws in a row
fail once in some 4,000,000 times. By the same odds a slip that is itself well made may name
somebody else's need. So a reference is a name and never a key: it opens nothing by itself.
"""

import re
from difflib import get_close_matches
from unicodedata import decimal, normalize

from matcher.domain.refusals import Invalid, Term
from matcher.domain.spoken_words import WORDS

LETTERS = "HKLMQRTWXYZ"
DIGITS = "2346789"
REFERENCES = len(LETTERS) * len(DIGITS) * len(WORDS) * len(DIGITS) ** 2

_WORDS = frozenset(WORDS)
_LONGEST_SHOWN = 40
_EXAMPLE = Term("a reference looks like K7-RAVEN-42: a letter and a digit, a word, two digits")

# What a letter in the place of a digit, and a digit in that of a letter, was meant to be. Where
# two could be meant, the word decides.
_DIGIT_FOR = str.maketrans("BGZ", "862")
_LETTER_FOR = str.maketrans("2", "Z")
_LETTERS_IN_A_WORD = tuple(str.maketrans("01345678", f"O{one}EASGTB") for one in "IL")


def reference_from(number: int) -> str:
    """The reference with this number; numbers that differ by `REFERENCES` share one.

    Draw the number at random from `range(REFERENCES)`: each reference has exactly one there.
    """
    rest, ones = divmod(number % REFERENCES, len(DIGITS))
    rest, tens = divmod(rest, len(DIGITS))
    rest, word = divmod(rest, len(WORDS))
    letter, digit = divmod(rest, len(DIGITS))
    return _written(LETTERS[letter] + DIGITS[digit], WORDS[word], DIGITS[tens] + DIGITS[ones])


def read_reference(text: str) -> str:
    """The reference in its one proper form, however it was typed.

    Case, spaces, hyphens or none, figures of other scripts, and O for 0 or the like in the
    middle of a word are forgiven. Raises Invalid with what to look at, and with the references
    that may have been meant where there are any.
    """
    start, word, end = _parts(text)
    if word not in _WORDS:
        close = get_close_matches(word, WORDS, n=2, cutoff=0.7) if _well_made(start, end) else []
        typed = word.upper()
        if len(close) == 2:
            one, other = (_written(start, near, end) for near in close)
            raise Invalid(
                "We have no word “%(typed)s”: did you mean %(one)s or %(other)s?",
                "reference",
                typed=typed,
                one=one,
                other=other,
            )
        if close:
            raise Invalid(
                "We have no word “%(typed)s”: did you mean %(one)s?",
                "reference",
                typed=typed,
                one=_written(start, close[0], end),
            )
        raise Invalid(
            "We have no word “%(typed)s”: %(example)s.", "reference", typed=typed, example=_EXAMPLE
        )
    if not _well_made(start, end):
        raise Invalid(
            "“%(typed)s” is not quite a reference: the first letter is one of %(letters)s, and the"
            " digits are among %(digits)s. Please look again.",
            "reference",
            typed=_shown(text),
            letters=LETTERS,
            digits=DIGITS,
        )
    return _written(start, word, end)


def _parts(text: str) -> tuple[str, str, str]:
    """Letter and digit, word, two digits, each as it was most likely meant."""
    plain = re.sub(r"[^A-Z0-9]", "", "".join(map(_western, normalize("NFKC", text))).upper())
    pattern = r"([A-Z2])([0-9BGOZ])([A-Z0-9]{3,12}?)([0-9BGOZ]{2})"
    parts = re.fullmatch(pattern, plain)
    if not parts:
        raise Invalid(
            "“%(typed)s” is no reference: %(example)s.",
            "reference",
            typed=_shown(text),
            example=_EXAMPLE,
        )
    letter, digit, typed, end = parts.groups()
    words = [typed.translate(meant).lower() for meant in _LETTERS_IN_A_WORD]
    word = next((word for word in words if word in _WORDS), words[0])
    return (
        letter.translate(_LETTER_FOR) + digit.translate(_DIGIT_FOR),
        word,
        end.translate(_DIGIT_FOR),
    )


def _western(character: str) -> str:
    """٤ and ৪ as 4, so that any keyboard will do."""
    figure = decimal(character, None)
    return character if figure is None else str(figure)


def _well_made(start: str, end: str) -> bool:
    return start[0] in LETTERS and all(digit in DIGITS for digit in start[1] + end)


def _written(start: str, word: str, end: str) -> str:
    return f"{start}-{word.upper()}-{end}"


def _shown(text: str) -> str:
    """What was typed, short enough for a sentence."""
    short = " ".join(text.split())
    return short if len(short) <= _LONGEST_SHOWN else short[:_LONGEST_SHOWN] + "…"
