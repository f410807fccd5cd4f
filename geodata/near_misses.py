"""What somebody may have meant: texts one slip away from what they typed, likeliest first."""

from collections.abc import Iterator
from itertools import product

#: Pairs that are read, or heard, for one another.
_LOOK_ALIKE = {"O": "O0", "0": "0O", "I": "I1", "1": "1I", "L": "L1"}
_CHARACTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
#: A postcode has 5 to 7 characters; one slip away are 4 to 8.  Look-alikes change none.
_SHORTEST, _LONGEST = 4, 8


def near_misses(typed: str) -> list[str]:
    """Texts one slip away from ``typed``.

    Parameters
    ----------
    typed
        Upper-case characters without gaps, as `geodata.postcode_text.compact` gives them.

    Returns
    -------
    list of str
        Without repeats and without ``typed``: look-alikes first (any number of O/0, I/1), then
        two characters exchanged, one wrong, one missing, one too many.  Within a kind the later
        places come first, since a slip in the inward code stays in the neighbourhood.  Some
        550 texts at most; none when ``typed`` cannot be one slip from a postcode.
    """
    if not _SHORTEST <= len(typed) <= _LONGEST:
        return []
    kinds = (_look_alikes, _exchanged, _wrong, _missing, _too_many)
    slips = dict.fromkeys(slip for kind in kinds for slip in kind(typed))
    slips.pop(typed, None)
    return list(slips)


def _look_alikes(typed: str) -> Iterator[str]:
    for characters in product(*(_LOOK_ALIKE.get(character, character) for character in typed)):
        yield "".join(characters)


def _exchanged(typed: str) -> Iterator[str]:
    for place in range(len(typed) - 2, -1, -1):
        yield typed[:place] + typed[place + 1] + typed[place] + typed[place + 2 :]


def _wrong(typed: str) -> Iterator[str]:
    for place in range(len(typed) - 1, -1, -1):
        for character in _CHARACTERS:
            yield typed[:place] + character + typed[place + 1 :]


def _missing(typed: str) -> Iterator[str]:
    for place in range(len(typed), -1, -1):
        for character in _CHARACTERS:
            yield typed[:place] + character + typed[place:]


def _too_many(typed: str) -> Iterator[str]:
    for place in range(len(typed) - 1, -1, -1):
        yield typed[:place] + typed[place + 1 :]
