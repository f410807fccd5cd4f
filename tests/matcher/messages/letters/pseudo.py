"""Two languages that nobody speaks: English made two fifths longer, to find what gets too long."""

import re

_FILLING = 0.4
# Letters that GSM's alphabet has, as French and Italian mostly do, and letters that it lacks.
_GSM = str.maketrans("aeiou", "àéìòù")
_OTHER = str.maketrans("aeiou", "ăĕĭŏŭ")


def like_french(sentence: str) -> str:
    """Longer, and still in the alphabet of text messages."""
    return _longer(sentence, _GSM, "é")


def like_polish(sentence: str) -> str:
    """Longer, and in letters that cut a text message from 160 characters to 70."""
    return _longer(sentence, _OTHER, "ŏ")


def _longer(sentence: str, letters: dict[int, int | str], filling: str) -> str:
    pieces = re.split(r"(\{[a-z]+\})", sentence)
    text = "".join(p if p.startswith("{") else p.translate(letters) for p in pieces)
    plain = sum(len(piece) for piece in pieces if not piece.startswith("{"))
    return text + filling * round(plain * _FILLING)
