"""Cells: the text of one cell to one value, or a sentence that says how to mend it."""

import re
from collections.abc import Callable
from datetime import date
from difflib import get_close_matches

from matcher.domain.availability import HALF_DAY_BIT
from matcher.domain.categories import CATEGORIES, CATEGORY_SLUGS
from matcher.domain.urgency import Urgency
from matcher.service.sheets.languages import language_code
from matcher.service.sheets.rejected import quoted

MOST_CHARACTERS = 10_000

YES_OR_NO = {"yes": True, "y": True, "true": True, "1": True} | {
    "no": False, "n": False, "false": False, "0": False
}  # fmt: skip
CATEGORY_AS_TYPED = {slug: slug for slug in CATEGORY_SLUGS} | {
    re.sub(r"[\s\-]+", "_", category.name.casefold()): category.slug for category in CATEGORIES
}

_UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]")
# 2.000 is left out on purpose: two to one person, two thousand to another.
WHOLE = re.compile(r"([+-]?)([0-9]{1,15}|[0-9]{1,3}(?:[,\s][0-9]{3}){1,4})(?:\.00?)?")
_DECIMAL = re.compile(r"[+-]?[0-9]{1,3}(?:[.,][0-9]{1,20})?")
_ISO_DATE = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})(?:[T ][0-9:.+\-Z]{1,30})?")
_BRITISH_DATE = re.compile(r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})")


class BadCell(Exception):
    """A cell does not say what its column asks for; the message says how to mend it."""


def an_id(text: str) -> str:
    """Return an id exactly as typed, without the blanks around it."""
    if _UNSEEN.search(text):
        raise BadCell(f"This id holds a character that cannot be seen: {quoted(text)}; retype it.")
    return text


def a_category(text: str) -> str:
    """Return the slug of one category, typed as its slug or as its name."""
    typed = re.sub(r"[\s\-]+", "_", text.casefold())
    if typed not in CATEGORY_AS_TYPED:
        near = get_close_matches(typed[:50], CATEGORY_AS_TYPED, n=1)
        mend = (
            f"did you mean {CATEGORY_AS_TYPED[near[0]]}?"
            if near
            else f"choose one of {', '.join(CATEGORY_SLUGS)}."
        )
        raise BadCell(f"{quoted(text)} is not a category of help; {mend}")
    return CATEGORY_AS_TYPED[typed]


def an_urgency(text: str) -> Urgency:
    try:
        return Urgency(text.casefold())
    except ValueError:
        raise BadCell(
            f"urgency must be routine, soon or urgent; this row says {quoted(text)}."
        ) from None


def a_whole_number(
    column: str, least: int, most: int, example: int, unit: str = "a whole number"
) -> Callable[[str], int]:
    """Return a reader of whole numbers from `least` to `most`: 2000, 2,000, 2 000 or 2000.0."""

    def read(text: str) -> int:
        typed = WHOLE.fullmatch(text)
        if typed is None:
            raise BadCell(
                f"{column} must be {unit} such as {example}; this row says {quoted(text)}."
            )
        value = int(typed[1] + re.sub(r"\D", "", typed[2]))
        if not least <= value <= most:
            raise BadCell(
                f"{column} must be from {least:,} to {most:,}; this row says {quoted(text)}."
            )
        return value

    return read


def degrees(column: str) -> Callable[[str], float]:
    """Return a reader of degrees, with a decimal point or a decimal comma."""

    def read(text: str) -> float:
        if not _DECIMAL.fullmatch(text):
            raise BadCell(
                f"{column} must be degrees such as {'51.5074' if column == 'lat' else '-0.1278'}; "
                f"this row says {quoted(text)}."
            )
        return float(text.replace(",", "."))

    return read


def a_date_up_to(today: date) -> Callable[[str], date]:
    """Return a reader of dates, 2026-03-01 or 01/03/2026 (the day comes first), not after today."""

    def read(text: str) -> date:
        if iso := _ISO_DATE.fullmatch(text):
            year, month, day = iso.groups()
        elif british := _BRITISH_DATE.fullmatch(text):
            day, month, year = british.groups()
        else:
            raise BadCell(
                "registered_at must be a date such as 2026-03-01 or 01/03/2026 (day first); "
                f"this row says {quoted(text)}."
            )
        try:
            value = date(int(year), int(month), int(day))
        except ValueError:
            raise BadCell(
                f"There is no such day as {quoted(text)}; write 2026-03-01 or 01/03/2026, "
                "the day first."
            ) from None
        if value > today:
            raise BadCell(
                f"registered_at is in the future: {quoted(text)}; today is {today.isoformat()}."
            )
        return value

    return read


def yes_or_no(text: str) -> bool:
    answer = YES_OR_NO.get(text.casefold())
    if answer is None:
        raise BadCell(f"paused must be yes or no; this row says {quoted(text)}.")
    return answer


def a_set_of(read: Callable[[str], str]) -> Callable[[str], frozenset[str]]:
    """Return a reader of lists whose parts stand between `;` or `|`; empty parts do not count."""

    def read_all(text: str) -> frozenset[str]:
        parts = (part.strip() for part in re.split(r"[;|]", text))
        return frozenset(read(part) for part in parts if part)

    return read_all


def a_language(text: str) -> str:
    code = language_code(text)
    if code is None:
        raise BadCell(
            f"{quoted(text)} is not an ISO 639 language code; write codes such as en;bn;so."
        )
    return code


def a_half_day(text: str) -> str:
    typed = text.casefold()
    if typed not in HALF_DAY_BIT:
        raise BadCell(f"{quoted(text)} is not a half-day; write such as mon-am;wed-pm;sat-eve.")
    return typed


def an_attribute(text: str) -> str:
    """Return a word such as dbs or car in one writing, so that DBS and dbs are the same."""
    return re.sub(r"\s+", "_", an_id(text).casefold())
