"""Cells of a delivery list as people type them: times of the day, kilograms, what a parcel is."""

import re

from matcher.domain.day_times import DAY_S, clock, hours
from matcher.domain.diets import DIETS
from matcher.domain.refusals import Invalid
from matcher.service.imports import cells
from matcher.service.imports.cells import Reader
from matcher.service.sheets.rejected import quoted

NO_TIME = "Write a time such as 09:30, 2pm or 10-12, not %(cell)s."
_A_TIME = re.compile(r"(\d{1,2})(?:[:.h](\d\d))?(?::\d\d)?\s*([ap])?\.?\s*(?:m\.?)?")
_SPAN = re.compile(r"\s*(?:-|–|—|\bto\b|\buntil\b|\btill\b)\s*")
_DECIMAL = re.compile(r"(\d{1,6})(?:[.,](\d{1,3}))?\s*(?:kg|kgs|kilos?|min|mins|minutes)?")
# What nearly everybody calls a parcel of food.
_OF_FOOD = frozenset({"food", "parcel", "parcels", "box", "boxes", "bag", "bags", "pack", "hamper"})


def day_times(cell: str) -> str:
    """A time as 09:30, or several with ; between; a span such as 10-12 as 10:00-12:00."""
    parts = [part for part in re.split(r"[;,\n]", cell.casefold()) if part.strip()]
    return ";".join(_span(part.strip(), cell) for part in parts)


def _span(typed: str, cell: str) -> str:
    ends = _SPAN.split(typed)
    if len(ends) > 2:
        raise Invalid(NO_TIME, cell=quoted(cell))
    # In “2-4pm” the letters are of both.
    of_both = re.search(r"[ap](?=\.?\s*m)", ends[-1])
    first = ends[0] + f"{of_both[0]}m" if of_both and ends[0].isdecimal() else ends[0]
    return "-".join(_time(one, cell) for one in (first, ends[-1])[: len(ends)])


def _time(typed: str, cell: str) -> str:
    if typed in ("noon", "midday"):
        return "12:00"
    found = _A_TIME.fullmatch(typed)
    if found is None:
        raise Invalid(NO_TIME, cell=quoted(cell))
    hour, minute, half = int(found[1]), int(found[2] or 0), found[3]
    if half and not 1 <= hour <= 12:
        raise Invalid(NO_TIME, cell=quoted(cell))
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    if minute > 59 or hour * 3600 + minute * 60 > DAY_S:
        raise Invalid(NO_TIME, cell=quoted(cell))
    return f"{hour:02}:{minute:02}"


def seconds_of(text: str) -> list[int]:
    """The moments of such a cell, in seconds after midnight."""
    return [hours(one, "24:00").start_s for one in text.split(";") if one]


def text_of_seconds(seconds: list[int]) -> str:
    """The same as a cell."""
    return ";".join(map(clock, seconds))


def decimal(most: int) -> Reader:
    """Return a reader of numbers from 0 with up to three digits after the point: 6 kg, 7.5."""

    def read(cell: str) -> str:
        typed = _DECIMAL.fullmatch(cell.strip().casefold())
        if typed is None or int(typed[1]) > most:
            raise Invalid(
                "Write a number from 0 to %(most)s, such as 7.5, not %(cell)s.",
                most=most,
                cell=quoted(cell),
            )
        return text_of_thousandths(int(typed[1]) * 1000 + int((typed[2] or "").ljust(3, "0")))

    return read


def thousandths(text: str) -> int:
    """Such a number times 1,000: kilograms in grams."""
    whole, _, rest = text.partition(".")
    return int(whole) * 1000 + int(rest.ljust(3, "0"))


def text_of_thousandths(number: int) -> str:
    """The same as a cell.

    >>> text_of_thousandths(6_000), text_of_thousandths(7_500)
    ('6', '7.5')
    """
    whole, rest = divmod(number, 1000)
    return f"{whole}.{rest:03}".rstrip("0").rstrip(".") if rest else str(whole)


def a_parcel(cell: str) -> str:
    """A kind of help; “Halal parcel” and “vegan box” are a food_parcel with the diet after a +."""
    words = re.findall(r"[a-z]+", cell.casefold())
    diets = [word for word in words if word in DIETS]
    others = {word for word in words if word not in DIETS}
    if words and others <= _OF_FOOD:
        return "+".join(["food_parcel", *sorted(diets)])
    return cells.a_category(cell)


def is_a_parcel(cell: str) -> bool:
    """Whether a cell says what is brought."""
    try:
        a_parcel(cell)
    except Invalid:
        return False
    return True
