"""Long lists a page at a time, the newest first, from where the last page ended.

The mark is the last row's moment and id, so rows that come meanwhile stand before the first
page, and move nothing: whoever turns the pages sees each row that was there once, and none twice.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar

from sqlalchemy import Select, String, literal, tuple_

from matcher.storage.database import Store
from matcher.storage.utc import UtcDateTime

Line = TypeVar("Line")


@dataclass(frozen=True, slots=True)
class After:
    """Where a page ended."""

    at: datetime
    id: str


@dataclass(frozen=True, slots=True)
class Page(Generic[Line]):
    """So many lines, and from where to go on; None at the end."""

    lines: Sequence[Line]
    next: After | None = None


def page_of(
    store: Store, found: Select[Any], at: Any, id: Any, after: After | None, most: int
) -> Page[Any]:
    """The next rows of what was found; one more is asked for, to know whether there is more.

    `at` and `id` are its columns to go by; `after` is None for the first page.
    """
    if after is not None:
        mark = tuple_(literal(after.at, UtcDateTime()), literal(after.id, String()))
        found = found.where(tuple_(at, id) < mark)
    found = found.order_by(at.desc(), id.desc()).limit(most + 1)
    rows = store.execute(found).all()
    if len(rows) <= most:
        return Page(rows)
    last = rows[most - 1]._mapping
    return Page(rows[:most], After(last[at.key], last[id.key]))
