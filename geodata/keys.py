"""A postcode as one integer that sorts as the text does.

Seven places in base 37 (blank, ten digits, 26 letters): four for the outward code, left-aligned,
three for the inward code.  Blank sorts before digits before letters, as in ASCII, so the order of
keys is the order of canonical postcodes, and all postcodes of an outward code are one run of keys.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from geodata.postcode_text import LONGEST_TEXT, is_gap, normalise_postcode

BASE = 37
OUTWARD_PLACES, INWARD_PLACES = 4, 3
#: Keys of one outward code: ``outward * INWARD_KEYS`` up to the next one.
INWARD_KEYS = BASE**INWARD_PLACES
#: The key of a text that is no postcode.
NO_KEY = -1

_ALPHABET = " 0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_FIRST_LETTER = _ALPHABET.index("A")
_GAP, _FOREIGN, _ODD = 253, 254, 255


def _symbol_table() -> NDArray[np.uint8]:
    """Symbol of each Latin-1 byte: its place in the alphabet, a gap, foreign, or odd.

    Odd bytes (beyond ASCII, or ``?``, which stands for what Latin-1 cannot hold) need the
    full folding of `normalise_postcode`.
    """
    table = np.full(256, _ODD, np.uint8)
    for code in range(128):
        character = chr(code)
        if is_gap(character):
            table[code] = _GAP
        elif character.isalnum():
            table[code] = _ALPHABET.index(character.upper())
        elif character != "?":
            table[code] = _FOREIGN
    return table


_SYMBOL = _symbol_table()


def outward_key(outward: str) -> int:
    """The integer of an outward code of two to four characters."""
    value = 0
    for character in outward.ljust(OUTWARD_PLACES):
        value = value * BASE + _ALPHABET.index(character)
    return value


def district_keys(outward: str) -> tuple[int, int]:
    """The half-open run of keys of the lettered codes under a district: W1A, W1B ... for W1."""
    prefix, room = 0, OUTWARD_PLACES - len(outward)
    for character in outward:
        prefix = prefix * BASE + _ALPHABET.index(character)
    if room == 0:
        return 0, 0
    below = INWARD_KEYS * BASE ** (room - 1)
    return (prefix * BASE + _FIRST_LETTER) * below, (prefix + 1) * BASE * below


def key_of(postcode: str) -> int:
    """The key of one canonical postcode, ``"SW1A 1AA"``."""
    outward, inward = postcode.split(" ")
    value = outward_key(outward)
    for character in inward:
        value = value * BASE + _ALPHABET.index(character)
    return value


def key_of_text(text: str) -> int:
    """The key of what one person typed, any spacing and case; `NO_KEY` for no postcode."""
    postcode = normalise_postcode(text) if len(text) <= LONGEST_TEXT else ""
    return key_of(postcode) if postcode else NO_KEY


def postcode_of(key: int) -> str:
    """The canonical postcode of a key; the inverse of `key_of`."""
    characters = []
    for _ in range(OUTWARD_PLACES + INWARD_PLACES):
        key, symbol = divmod(key, BASE)
        characters.append(_ALPHABET[symbol])
    text = "".join(reversed(characters))
    return f"{text[:OUTWARD_PLACES].rstrip()} {text[OUTWARD_PLACES:]}"


def keys_of(texts: Sequence[str] | NDArray[np.str_]) -> NDArray[np.int64]:
    """The keys of many texts, any spacing and case; whole-array work on their joined bytes.

    Parameters
    ----------
    texts
        A sequence of strings, or a numpy array of them, shape (n,).

    Returns
    -------
    ndarray of int64, shape (n,)
        `NO_KEY` where the text has too few or too many characters, or foreign ones.  The
        shape (letter, digit, ...) is not tested: no live postcode has a key without it.
    """
    listed: Sequence[str] = texts.tolist() if isinstance(texts, np.ndarray) else texts
    if any(len(text) > LONGEST_TEXT for text in listed):
        listed = [text if len(text) <= LONGEST_TEXT else "" for text in listed]
    lengths = np.fromiter(map(len, listed), np.int64, len(listed))
    letters = np.frombuffer("".join(listed).encode("latin-1", "replace"), np.uint8)
    symbols = _SYMBOL[letters]
    rows = np.repeat(np.arange(len(listed), dtype=np.int32), lengths)
    keys = _keys_of_runs(symbols, rows, len(listed))
    for row in np.unique(rows[symbols == _ODD]).tolist():
        postcode = normalise_postcode(listed[row])
        keys[row] = key_of(postcode) if postcode else NO_KEY
    return keys


def _keys_of_runs(
    symbols: NDArray[np.uint8], rows: NDArray[np.int32], count: int
) -> NDArray[np.int64]:
    """Keys from the symbols of all texts end to end; ``rows`` says whose each symbol is."""
    kept = symbols < BASE
    counts = np.bincount(rows[kept], minlength=count)
    foreign = np.zeros(count, bool)
    foreign[rows[symbols == _FOREIGN]] = True
    good = np.flatnonzero((counts >= 5) & (counts <= 7) & ~foreign)
    characters = symbols[kept].astype(np.int64)
    first = (np.cumsum(counts) - counts)[good]
    outward_length = counts[good] - INWARD_PLACES
    value = np.zeros(len(good), np.int64)
    for place in range(OUTWARD_PLACES):
        value = value * BASE + np.where(place < outward_length, characters[first + place], 0)
    for place in range(INWARD_PLACES):
        value = value * BASE + characters[first + outward_length + place]
    keys = np.full(count, NO_KEY, np.int64)
    keys[good] = value
    return keys
