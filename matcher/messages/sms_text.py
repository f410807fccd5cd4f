"""How long a text message is, as networks count it (GSM 03.38 and 23.040).

160 characters of GSM's own alphabet travel as one, 70 of any other; longer texts are cut into
parts of 153 or 67, and each part is paid for.
"""

_BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_EXTENDED = frozenset("\f^{}\\[~]|€")  # each takes the place of two

ONE_GSM, PART_OF_GSM = 160, 153
ONE_UNICODE, PART_OF_UNICODE = 70, 67

# Marks that are right on paper, and would each cut the length of a text from 160 to 70.
_PLAIN_MARKS = str.maketrans(
    {"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-", "…": "...", "\u00a0": " "}
    | {"\u202f": " ", "\u2011": "-"}
)


def with_plain_marks(text: str) -> str:
    """The text with typographic marks written as on a typewriter.

    >>> with_plain_marks("“Can’t” – or won’t…")
    '"Can\\'t" - or won\\'t...'
    """
    return text.translate(_PLAIN_MARKS)


def gsm_length(text: str) -> int | None:
    """How many places a text takes in GSM's alphabet, or None where that lacks a character."""
    if not (_BASIC | _EXTENDED).issuperset(text):
        return None
    return len(text) + sum(character in _EXTENDED for character in text)


def parts(text: str) -> int:
    """How many messages the text travels as.

    >>> parts("a" * 160), parts("a" * 161), parts("ż" * 70), parts("ż" * 71)
    (1, 2, 1, 2)
    """
    length, one, part = gsm_length(text), ONE_GSM, PART_OF_GSM
    if length is None:
        length, one, part = len(text.encode("utf-16-le")) // 2, ONE_UNICODE, PART_OF_UNICODE
    return 1 if length <= one else -(-length // part)
