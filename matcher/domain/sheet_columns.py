"""Which column of a stranger's sheet is which of ours: by its name, and by what stands in it.

A guess is only ever shown; a person says yes to it.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

Looks = Callable[[str], bool]

# A name that says it outright; one that nearly does; contents without a name that helps.
_SURE, _NEARLY, _ALIKE = 1.0, 0.8, 0.85
_BY_CONTENT, _LEAST = 0.7, 0.6
# So much of a column must look like what it is guessed to be, or its name is not believed.
_MOSTLY = 0.5
_PLAINLY = 0.8


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """One column of ours, called `name` in our own exports.

    `spellings` are what others call it, in small letters. `looks` says whether a cell looks like
    one of it, where one can tell; `telling` that nothing else looks so. Cells of several columns
    are joined with `joins` where that is not empty: first name and surname, lines of an address.
    """

    name: str
    spellings: tuple[str, ...] = ()
    looks: Looks | None = None
    telling: bool = False
    joins: str = ""
    needed: bool = False
    # Who somebody is or where they live: old values of it are never shown beside new ones.
    personal: bool = False

    def by_name(self, header: str) -> float:
        """How surely a column with this name is this one, 0 to 1."""
        said = _words(header)
        if not said:
            return 0.0
        best = 0.0
        for spelling in (_words(self.name), *self.spellings):
            if said == spelling:
                return _SURE
            if f" {spelling} " in f" {said} ":
                best = max(best, _NEARLY)
            elif min(len(said), len(spelling)) > 3:
                ratio = SequenceMatcher(None, said, spelling).ratio()
                best = max(best, ratio * _NEARLY if ratio >= _ALIKE else 0.0)
        return best

    def by_content(self, cells: Sequence[str]) -> float | None:
        """Which part of the cells that are not empty look like it; None where nobody can tell."""
        filled = [cell for cell in cells if cell.strip()]
        if self.looks is None or not filled:
            return None
        return sum(map(self.looks, filled)) / len(filled)


def guess_columns(
    columns: Sequence[SheetColumn], header: Sequence[str], samples: Sequence[Sequence[str]]
) -> list[str]:
    """The name of our column for each of the sheet's, "" where none fits.

    `samples` are some rows. Each of ours is guessed once, but for those that are joined.
    """
    scored = sorted(
        (
            (-score, place, number)
            for place, said in enumerate(header)
            for number, column in enumerate(columns)
            if (score := _score(column, said, [row[place] for row in samples])) >= _LEAST
        )
    )
    guessed = [""] * len(header)
    taken: set[str] = set()
    for score, place, number in scored:
        column = columns[number]
        free = column.name not in taken or (column.joins and -score >= _NEARLY)
        if not guessed[place] and free:
            guessed[place] = column.name
            taken.add(column.name)
    return guessed


def _score(column: SheetColumn, header: str, cells: Sequence[str]) -> float:
    named, looks = column.by_name(header), column.by_content(cells)
    if looks is None:
        return named
    if named and looks >= _MOSTLY:
        return named + looks / 10
    if named and not column.telling:
        return named - 0.15
    return _BY_CONTENT if column.telling and looks >= _PLAINLY else 0.0


def _words(header: str) -> str:
    return " ".join(re.sub(r"[^\w]+|_", " ", header.casefold()).split())


def looks_like(pattern: str) -> Looks:
    """Whether the whole of a cell, without blanks around it, is of this pattern."""
    compiled = re.compile(pattern, re.IGNORECASE)
    return lambda cell: compiled.fullmatch(cell.strip()) is not None


AN_ID = looks_like(r"[0-9a-f]{32}")
A_PHONE = looks_like(r"['+]{0,2}[(0-9][0-9 ()\-./]{8,18}[0-9]")
AN_EMAIL = looks_like(r"[^\s@]+@[^\s@]+\.[^\s@]+")
A_POSTCODE = looks_like(r"[A-Z]{1,2}[0-9][0-9A-Z]? *[0-9][A-Z]{2}")
A_DATE = looks_like(r"\d{4}-\d\d-\d\d.*|\d{1,2}[/.]\d{1,2}[/.]\d{2,4}")
YES_OR_NO = looks_like(r"y|n|yes|no|true|false|x|✓|1|0")
A_NUMBER = looks_like(r"\d{1,3}([.,]0+)?")
A_DISTANCE = looks_like(r"\d[\d., ]*(m|metres|km|mi|miles?)?")
AN_URGENCY = looks_like(r"urgent|soon|routine|high|normal|low|asap|today|this week")
HALF_DAYS = looks_like(r"((mon|tue|wed|thu|fri|sat|sun)\w*[- ]?(am|pm|eve\w*)?[ ;,|/&]*)+")


_COMES_LAST = ("surname", "last name", "family name", "second name")


def order_of_parts(header: Sequence[str]) -> tuple[int, ...]:
    """In which order the columns of a sheet are put together: family names after given ones.

    >>> order_of_parts(["Surname", "Postcode", "First name"])
    (1, 2, 0)
    """

    def comes_last(place: int) -> bool:
        words = " ".join(header[place].replace("_", " ").replace("-", " ").casefold().split())
        return any(word in words for word in _COMES_LAST)

    return tuple(sorted(range(len(header)), key=lambda place: (comes_last(place), place)))
