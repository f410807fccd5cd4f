"""What is looked at first in a file that somebody sent up, before anybody is asked about it.

People send what their programs wrote, with a title above it or without a line of names: each is
read where that is sure, else told in one sentence how to mend it.
"""

from collections.abc import Iterable, Sequence

from matcher.domain.refusals import Invalid
from matcher.domain.sheet_columns import A_DATE, A_PHONE, A_POSTCODE, AN_EMAIL
from matcher.service.sheets.rejected import quoted

TITLE_ABOVE = (
    "The first line of this sheet has one cell, %(cell)s, and those below have more: delete what"
    " stands above the names of the columns, and send it up again."
)
NO_NAMES = (
    "The first line of this sheet should name its columns, and says %(cell)s: put a line above it"
    " that says what is in each column, and send it up again."
)
NOTHING_IN_FRONT = (
    "The first sheet of this workbook is empty: put your list in front, or save it by itself."
)
_TOLD_BY = (A_PHONE, AN_EMAIL, A_POSTCODE)
# What no text in Windows-1252 has, which every picture and program does.
_NO_TEXT = bytes({*range(32)} - {9, 10, 13, 26})


def as_utf_8(content: bytes) -> bytes:
    """A CSV file as UTF-8: Excel's own “CSV” is Windows-1252 in western Europe.

    What is neither stays as it is, and each of its rows says so.
    """
    if content.startswith(b"PK") or content.translate(None, _NO_TEXT) != content:
        return content
    try:
        content.decode()
    except UnicodeDecodeError:
        try:
            return content.decode("cp1252").encode()
        except UnicodeDecodeError:
            return content
    return content


def require_names(header: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Raise Invalid where the first line plainly names no columns."""
    named = [name.strip() for name in header if name.strip()]
    if not named:
        raise Invalid(NOTHING_IN_FRONT)
    if len(named) == 1 and any(sum(map(bool, map(str.strip, cells))) > 1 for cells in rows):
        raise Invalid(TITLE_ABOVE, cell=quoted(named[0]))
    for name in named:
        if any(looks(name) for looks in _TOLD_BY) and not A_DATE(name):
            raise Invalid(NO_NAMES, cell=quoted(name))
