"""The writing of a postcode: what people type, and the one form that we keep.

A postcode is an outward code (``SW1A``) and an inward code (``1AA``).  The letters and digits
alone do not say where a *partial* one breaks: ``W1 1`` is a sector of W1 but ``W11`` is another
district, so a space that was typed counts there, and only there.
"""

import re
import unicodedata

#: Nobody types a postcode with this many characters; longer text is not looked at.
LONGEST_TEXT = 200

_OUTWARD = r"[A-Z]{1,2}[0-9][0-9A-Z]?"
_FULL = re.compile(rf"({_OUTWARD})([0-9][A-Z]{{2}})")
_PARTIAL = re.compile(rf"({_OUTWARD})(?: ?[0-9])?")
_UNFINISHED = re.compile(rf"({_OUTWARD}) ?([0-9][A-Z])")
_AREA = re.compile(r"[A-Z]*")
_IN_ADDRESS = re.compile(rf"(?<!\S)({_OUTWARD}) ?([0-9][A-Z]{{2}})(?!\S)")
_PLAIN = re.compile(r"[0-9A-Za-z]*")

#: What people put between or after the characters, besides blanks: SW1A-1AA, "SW1A 1AA."
_MARKS = "-.,"
_GAP_CATEGORIES = ("Cf", "Pd", "Zl", "Zp", "Zs")  # invisible marks, dashes, separators


def is_gap(character: str) -> bool:
    """Whether a character only separates: blanks of every script, dashes, ``.`` and ``,``."""
    return (
        character.isspace()
        or character in _MARKS
        or unicodedata.category(character) in _GAP_CATEGORIES
    )


def words(text: str) -> list[str]:
    """Upper-case runs of ``text`` between gaps, full-width letters folded; [] when too long.

    >>> words(" sw1a-1aa ")
    ['SW1A', '1AA']
    """
    if len(text) > LONGEST_TEXT:
        return []
    if _PLAIN.fullmatch(text):
        return [text.upper()] if text else []
    folded = unicodedata.normalize("NFKC", text).upper()
    return "".join(" " if is_gap(character) else character for character in folded).split()


def compact(text: str) -> str:
    """The characters of ``text`` without its gaps, upper case; "" when it is too long."""
    return "".join(words(text))


def normalise_postcode(text: str) -> str:
    """The canonical form of a full postcode.

    Parameters
    ----------
    text
        Anything a person typed; any spacing, any case.

    Returns
    -------
    str
        ``"SW1A 1AA"``, or ``""`` when the text does not have the shape of a full postcode.
        Whether such a postcode is alive is for `Postcodes` to say.
    """
    match = _FULL.fullmatch(compact(text))
    return f"{match[1]} {match[2]}" if match else ""


def outward_of_partial(text: str) -> str:
    """The outward code of a partial postcode (``sw1a``, ``SW1A 1``), or ``""``."""
    match = _PARTIAL.fullmatch(" ".join(words(text)))
    return match[1] if match else ""


def unfinished(text: str) -> tuple[str, str]:
    """The two parts of a postcode without its last letter (``SW1A 1A``), or two times ``""``."""
    match = _UNFINISHED.fullmatch(" ".join(words(text)))
    return (match[1], match[2]) if match else ("", "")


def area_of(text: str) -> str:
    """The letters of the area in which a postcode, or a part of one, lies (``SW``), or ``""``."""
    canonical = normalise_postcode(text) or unfinished(text)[0] or outward_of_partial(text)
    found = _AREA.match(canonical)
    return found[0] if found else ""


def postcode_in(address: str) -> str:
    """The last postcode in a line of text, canonical, or ``""``: it ends an address."""
    found = _IN_ADDRESS.findall(" ".join(words(address)))
    return " ".join(found[-1]) if found else ""
