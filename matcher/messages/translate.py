"""How sentences are put into another language: gettext's own shape, handed in by the caller."""

from collections.abc import Callable

# From an English sentence (the msgid) to the reader's; without a catalogue, `as_it_is`.
Translate = Callable[[str], str]


def as_it_is(sentence: str) -> str:
    """Leave a sentence in English."""
    return sentence
