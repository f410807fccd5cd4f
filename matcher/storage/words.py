"""Sets of words, such as languages or half-days, kept as one text: `"bn en"`."""

from typing import Any

from sqlalchemy import ColumnElement, Dialect, Text, TypeDecorator, literal, type_coerce


class WordSet(TypeDecorator[frozenset[str]]):
    """A set of words without spaces, kept in alphabetical order, so that equal sets are equal text.

    Both databases compare and count it, and a round translates each different text once.
    """

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: frozenset[str] | None, dialect: Dialect) -> str | None:
        """Turn a set into its text; `ValueError` when a word could not be told from two."""
        if value is None:
            return None
        for word in value:
            if not word or word.split() != [word]:
                raise ValueError(f"{word!r} is not one word.")
        return " ".join(sorted(value))

    def process_result_value(self, value: str | None, dialect: Dialect) -> frozenset[str] | None:
        """Turn a text back into its set."""
        return None if value is None else frozenset(value.split())


def has_word(column: Any, word: str) -> ColumnElement[bool]:
    """Whether a `WordSet` column holds a word, to be asked in the database."""
    padded = literal(" ") + type_coerce(column, Text) + literal(" ")
    return padded.contains(f" {word} ", autoescape=True)
