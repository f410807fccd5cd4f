"""A language that nobody speaks: every sentence of the pages in Arabic letters, a fifth longer.

What still reads as English on a page in it never went through gettext, and what breaks in it
would break in Arabic, Urdu or Farsi.
"""

import re
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo

from scripts.sentences import sentences

CODE = "ar"
LETTERS = dict(zip("abcdefghijklmnopqrstuvwxyz", "ابتثجحخدذرزسشصضطظعغفقكلمنه", strict=True))
# What a translator leaves alone: placeholders, tags with what is in them, entities.
LEFT_ALONE = re.compile(r"(%\(\w+\)s|\{\w+\}|<[^>]*>|&\w+;)")


def pseudo(sentence: str) -> str:
    """Return a sentence in letters of the other direction, a word in five said twice."""
    parts = LEFT_ALONE.split(sentence)
    return "".join(part if LEFT_ALONE.fullmatch(part) else _turned(part) for part in parts)


def _turned(text: str) -> str:
    words = [
        "".join(LETTERS.get(letter, letter) for letter in word) for word in text.lower().split(" ")
    ]
    longer = [f"{word} {word}" if n % 5 == 2 else word for n, word in enumerate(words)]
    return " ".join(longer)


def write_pseudo_catalogue(folder: Path) -> Path:
    """Write a compiled catalogue of every sentence into a folder of translations."""
    catalogue = Catalog(locale=CODE)
    for message in sentences():
        if message.id:
            one = message.id if isinstance(message.id, str) else message.id[1]
            turned = pseudo(one)
            many = isinstance(message.id, tuple)
            catalogue.add(message.id, (turned,) * catalogue.num_plurals if many else turned)
    place = folder / CODE / "LC_MESSAGES" / "messages.mo"
    place.parent.mkdir(parents=True)
    with place.open("wb") as file:
        write_mo(file, catalogue)
    return folder
