"""Cells as people type them, into the one writing that records are compared in.

More is understood here than `nearhand match` reads: these sheets are a charity's own, made for
people. Each reader takes a cell that is not empty and returns its text, or raises `Invalid`.
"""

import re
from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta
from difflib import get_close_matches
from functools import cache

from matcher.domain.availability import DAYS, HALF_DAYS, PARTS
from matcher.domain.categories import CATEGORIES, CATEGORY_BY_SLUG
from matcher.domain.recurring import Weekly, read_rule
from matcher.domain.refusals import Invalid, Term
from matcher.domain.urgency import Urgency
from matcher.messages.email_address import read_email_address
from matcher.messages.phone import ReadPhone, read_phone
from matcher.service.sheets.cells import CATEGORY_AS_TYPED, WHOLE
from matcher.service.sheets.languages import codes_by_name, language_code
from matcher.service.sheets.rejected import quoted

_YES = frozenset(["yes", "y", "true", "1", "x", "✓", "✔"])
_NO = frozenset(["no", "n", "false", "0", "-", "–"])
_URGENCIES = {
    "high": "urgent", "asap": "urgent", "now": "urgent", "today": "urgent", "critical": "urgent",
    "medium": "soon", "this week": "soon",
    "low": "routine", "normal": "routine", "not urgent": "routine", "any time": "routine",
}  # fmt: skip
_PARTS = {"morning": "am", "mornings": "am", "afternoon": "pm", "afternoons": "pm"} | {
    "evening": "eve", "evenings": "eve", "am": "am", "pm": "pm", "eve": "eve"
}  # fmt: skip
# A number alone is metres; in a column called “km” or “miles” so few are kilometres or miles.
SURELY_NOT_METRES = 30
_METRES = {"": 1.0, "m": 1.0, "metres": 1.0, "km": 1_000.0, "mi": 1_609.344} | {
    "mile": 1_609.344, "miles": 1_609.344
}  # fmt: skip
_DISTANCE = re.compile(r"([0-9]+(?:[.,][0-9]{1,3})?)\s*([a-z]*)")
_FIRST_OF_SHEETS = date(1899, 12, 30)
_DAY_FORMATS = ("%Y-%m-%d", "%d/%m/%Y", "%d/%m/%y", "%d.%m.%Y", "%d %B %Y", "%d %b %Y")
Reader = Callable[[str], str]
TOO_LONG = "Please use at most %(most)s letters; this cell has %(has)s."
ONE_OF = "Write one of %(words)s; this row says %(cell)s."


@cache
def known_phone(cell: str) -> ReadPhone:
    """The number of a cell; remembered, since telling whether texts reach it takes a while."""
    return read_phone(cell)


def a_phone(cell: str) -> str:
    # Spreadsheets take the 0 off what they believe to be a number.
    digits = re.sub(r"\D", "", cell)
    if len(digits) == 10 and digits.startswith(("7", "1", "2")) and not cell.startswith("+"):
        cell = f"0{digits}"
    return known_phone(cell).e164


def an_email(cell: str) -> str:
    return read_email_address(cell)


def plain(longest: int) -> Reader:
    """Return a reader of texts in one line, up to so many letters."""

    def read(cell: str) -> str:
        text = " ".join(cell.split())
        if len(text) > longest:
            raise Invalid(TOO_LONG, most=longest, has=len(text))
        return text

    return read


def lines(longest: int) -> Reader:
    """Return a reader of texts in several lines."""

    def read(cell: str) -> str:
        text = "\n".join(part.strip() for part in cell.strip().splitlines())
        if len(text) > longest:
            raise Invalid(TOO_LONG, most=longest, has=len(text))
        return text

    return read


def a_set_of(read: Reader, order: Iterable[str] = ()) -> Reader:
    """Return a reader of lists with ; , | or line ends between, in one order."""
    places = {word: number for number, word in enumerate(order)}

    def read_all(cell: str) -> str:
        parts = (part.strip() for part in re.split(r"[;,|\n]", cell))
        words = {word for part in parts if part for word in read(part).split(";")}
        return ";".join(sorted(words, key=lambda word: (places.get(word, 0), word)))

    return read_all


def one_of(words: Iterable[str]) -> Reader:
    """Return a reader of one of a few words of ours."""
    known = tuple(words)

    def read(cell: str) -> str:
        typed = re.sub(r"[\s\-]+", "_", cell.strip().casefold())
        if typed not in known:
            raise Invalid(ONE_OF, words=", ".join(known), cell=quoted(cell))
        return typed

    return read


def an_urgency(cell: str) -> str:
    typed = " ".join(cell.casefold().split())
    word = _URGENCIES.get(typed, typed)
    if word not in {*Urgency}:
        raise Invalid(ONE_OF, words=", ".join(Urgency), cell=quoted(cell))
    return word


def a_language(cell: str) -> str:
    typed = cell.strip().casefold()
    code = language_code(typed) or codes_by_name().get(typed)
    if code is None:
        raise Invalid(
            "%(cell)s is not a language that we know; check how it is spelt.", cell=quoted(cell)
        )
    return code


def half_days(cell: str) -> str:
    """Half-days from `mon-am`, “Monday morning”, “Tuesdays” or “evenings”."""
    words = re.findall(r"[a-z]+", cell.casefold())
    days = [day for word in words for day in DAYS if len(word) >= 3 and word.startswith(day)]
    parts = [_PARTS[word] for word in words if word in _PARTS]
    if not words or len(days) + len(parts) != len(words):
        raise Invalid(
            "%(cell)s is not a half-day; write such as mon-am;wed-pm;sat-eve.", cell=quoted(cell)
        )
    return ";".join(f"{day}-{part}" for day in days or DAYS for part in parts or PARTS)


times = a_set_of(half_days, HALF_DAYS)


def yes_or_no(cell: str) -> str:
    typed = cell.strip().casefold()
    if typed in _YES or typed in _NO:
        return "yes" if typed in _YES else "no"
    raise Invalid("Write yes or no; this row says %(cell)s.", cell=quoted(cell))


def a_number(least: int, most: int) -> Reader:
    """Return a reader of whole numbers: 2000, 2,000, 2 000 or 2000.0."""

    def read(cell: str) -> str:
        typed = WHOLE.fullmatch(cell.strip())
        value = int(typed[1] + re.sub(r"\D", "", typed[2])) if typed else least - 1
        if not least <= value <= most:
            raise Invalid(
                "Write a whole number from %(least)s to %(most)s, not %(cell)s.",
                least=least,
                most=most,
                cell=quoted(cell),
            )
        return str(value)

    return read


def a_category(cell: str) -> str:
    """One kind of help, as its slug, from its slug or its name."""
    typed = re.sub(r"[\s\-]+", "_", cell.strip().casefold())
    if typed in CATEGORY_AS_TYPED:
        return CATEGORY_AS_TYPED[typed]
    near = get_close_matches(typed[:50], CATEGORY_AS_TYPED, n=1)
    if near:
        raise Invalid(
            "%(cell)s is not a kind of help; did you mean %(meant)s?",
            cell=quoted(cell),
            meant=Term(CATEGORY_BY_SLUG[CATEGORY_AS_TYPED[near[0]]].name),
        )
    raise Invalid(
        "%(cell)s is not a kind of help; choose one of %(words)s.",
        cell=quoted(cell),
        words=", ".join(one.name for one in CATEGORIES),
    )


def metres(most: int) -> Reader:
    """Return a reader of distances: 2000, 2 km, 1.5 miles."""

    def read(cell: str) -> str:
        typed = _DISTANCE.fullmatch(re.sub(r"(?<=\d),(?=\d{3}\b)", "", cell.casefold().strip()))
        if typed is None or typed[2] not in _METRES:
            raise Invalid(
                "Write a distance such as 2000, 2 km or 1 mile, not %(cell)s.", cell=quoted(cell)
            )
        far = float(typed[1].replace(",", "."))
        if not typed[2] and 0 < far <= SURELY_NOT_METRES:
            raise Invalid(
                "Say %(cell)s of what, such as 3 km or 2 miles: nobody helps so few metres away.",
                cell=quoted(cell),
            )
        value = round(far * _METRES[typed[2]])
        if not 0 < value <= most:
            raise Invalid(
                "A distance is from 1 m to %(most)s km, not %(cell)s.",
                most=most // 1_000,
                cell=quoted(cell),
            )
        return str(value)

    return read


def a_day(cell: str) -> str:
    """A date, the day before the month, as 2026-03-01."""
    typed = " ".join(cell.split()).split("T")[0].removesuffix(" 00:00:00")
    for form in _DAY_FORMATS:
        try:
            return datetime.strptime(typed, form).date().isoformat()
        except ValueError:
            continue
    # What spreadsheet programs keep of a date: the days since then.
    if re.fullmatch(r"[3-6]\d{4}", typed):
        return (_FIRST_OF_SHEETS + timedelta(days=int(typed))).isoformat()
    raise Invalid("Write a date such as 2026-03-01 or 01/03/2026, not %(cell)s.", cell=quoted(cell))


def a_rule(cell: str) -> str:
    """A weekly rule: days of the week, or the rule that an export writes."""
    typed = cell.strip()
    if "FREQ" in typed.upper():
        return read_rule(typed, date(2026, 1, 5)).rule()
    words = re.findall(r"[a-z]+", typed.casefold())
    days = [day for word in words for day in DAYS if len(word) >= 3 and word.startswith(day)]
    others = set(words) - {"every", "week", "weekly", "on", "and"}
    if days and len(days) == sum(any(one.startswith(d) for d in DAYS) for one in others):
        return Weekly(date(2026, 1, 5), frozenset(days)).rule()
    raise Invalid("Write days of the week such as mon;thu, not %(cell)s.", cell=quoted(cell))
