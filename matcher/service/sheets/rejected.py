"""Rows that were refused: where they stand, what is wrong and how to mend it."""

from dataclasses import dataclass
from typing import NamedTuple

SHOWN_CHARACTERS = 40


class Row(NamedTuple):
    """One row of a table as text; `line` is where it begins, counted as an editor counts."""

    line: int
    cells: list[str]


class Fault(NamedTuple):
    """What is wrong with one row; `column` is empty when the whole row is to blame."""

    line: int
    column: str
    reason: str
    value: str


@dataclass(frozen=True, slots=True)
class RejectedRow:
    """One refused row as the report tells it; `value` is shortened and made visible."""

    file: str
    line: int
    column: str
    reason: str
    value: str

    @classmethod
    def of(cls, file: str, fault: Fault) -> "RejectedRow":
        return cls(file, fault.line, fault.column, fault.reason, visible(fault.value))


def visible(text: str) -> str:
    """Return `text` cut to 40 characters, with those that cannot be seen written out.

    What a stranger typed goes to terminals and logs: an escape sequence must not run there.
    """
    cut = text[:SHOWN_CHARACTERS]
    seen = "".join(c if c.isprintable() else _written_out(c) for c in cut)
    return seen + "…" if len(text) > SHOWN_CHARACTERS else seen


def quoted(text: str) -> str:
    """Return `text` as a sentence shows it: “two miles”."""
    return f"“{visible(text)}”"


def _written_out(character: str) -> str:
    number = ord(character)
    if 0xDC80 <= number <= 0xDCFF:  # a byte that is not UTF-8, as Python smuggles it through
        return f"\\x{number - 0xDC00:02x}"
    return character.encode("unicode_escape").decode("ascii")
