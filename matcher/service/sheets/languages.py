"""Languages: ISO 639 codes in, the shortest code kept, names for sentences."""

from functools import cache

from iso639 import ALL_LANGUAGES, Language, LanguageNotFoundError

# English names that London uses where ISO 639's are scholarly or turned round.
EVERYDAY_NAMES = {
    "el": "Greek",
    "fa": "Persian",
    "pa": "Punjabi",
    "so": "Somali",
    "sw": "Swahili",
    "yue": "Cantonese",
    "cmn": "Mandarin",
}


@cache
def language_code(text: str) -> str | None:
    """Return the shortest ISO 639 code of a two- or three-letter code, or None if it is none.

    >>> language_code("eng"), language_code("EN"), language_code("ckb"), language_code("xx")
    ('en', 'en', 'ckb', None)
    """
    code = text.lower()
    readers = {2: (Language.from_part1,), 3: (Language.from_part3, Language.from_part2b)}
    for read in readers.get(len(code), ()):
        try:
            language = read(code)
        except LanguageNotFoundError:
            continue
        return language.part1 or language.part3
    return None


@cache
def language_name(code: str) -> str:
    """Return the English name of a code that `language_code` gave."""
    if code in EVERYDAY_NAMES:
        return EVERYDAY_NAMES[code]
    language = Language.from_part1(code) if len(code) == 2 else Language.from_part3(code)
    # “Greek, Modern (1453-)” is a librarian's name for what everybody calls Greek.
    return language.name.split(" (")[0]


@cache
def codes_by_name() -> dict[str, str]:
    """Codes by English name in small letters: everyday names first, then ISO 639's of two letters.

    >>> codes_by_name()["bengali"], codes_by_name()["cantonese"]
    ('bn', 'yue')
    """
    named = {
        language.name.split(" (")[0].casefold(): str(language.part1)
        for language in ALL_LANGUAGES
        if language.part1
    }
    return named | {name.casefold(): code for code, name in EVERYDAY_NAMES.items()}
