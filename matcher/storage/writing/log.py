"""What was done to people's records, and who looked at whom: added to, never changed."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from matcher.storage.database import Store
from matcher.storage.tables import LogRow, LookRow
from matcher.storage.writing.many_rows import Json, ManyRows, insert_rows
from matcher.storage.writing.one_row import add_row

Fact = str | int | bool | None


def note_deed(
    store: Store,
    *,
    at: datetime,
    by: str,
    verb: str,
    about: str,
    about_id: str,
    person_id: str | None = None,
    **facts: Fact,
) -> None:
    """Note that somebody did something, such as `accepted` about `match` and its id.

    `person_id` is whose record it is in. `facts` are ids, words of ours and numbers: the log
    outlives the erasure of a person, so nothing that a person wrote belongs there.
    """
    deed = {
        "at": at,
        "by": by,
        "verb": verb,
        "about": about,
        "about_id": about_id,
        "person_id": person_id,
        "facts": facts,
    }
    add_row(store, LogRow, deed)


def note_look(
    store: Store,
    *,
    at: datetime,
    by: str,
    person_id: str,
    what: str,
    need_id: str | None = None,
    match_id: str | None = None,
) -> None:
    """Note that somebody saw a person's contact details; that person may read it."""
    look = {
        "at": at,
        "by": by,
        "person_id": person_id,
        "need_id": need_id,
        "match_id": match_id,
        "what": what,
    }
    add_row(store, LookRow, look)


class Deed(NamedTuple):
    """One of many things that were done alike: what it was about, and in whose record it is."""

    about_id: str
    person_id: str | None
    facts: Mapping[str, Fact] | Json


def many_deeds(deeds: Sequence[Deed], *, at: datetime, by: str, verb: str, about: str) -> ManyRows:
    """Many things that somebody did alike, such as the proposals of a round, to be written."""
    columns = ("about_id", "person_id", "facts", "at", "by", "verb", "about")
    alike = at, by, verb, about
    return ManyRows(LogRow, columns, [(*deed, *alike) for deed in deeds])


def note_deeds(
    store: Store, deeds: Sequence[Deed], *, at: datetime, by: str, verb: str, about: str
) -> None:
    """Note many things that somebody did alike, such as all that a sheet brought."""
    insert_rows(store, many_deeds(deeds, at=at, by=by, verb=verb, about=about))


def note_looks(
    store: Store, person_ids: Sequence[str], *, at: datetime, by: str, what: str
) -> None:
    """Note that somebody saw the details of many people at once; each of them may read it."""
    columns = ("person_id", "at", "by", "need_id", "match_id", "what")
    rows = [(id, at, by, None, None, what) for id in person_ids]
    insert_rows(store, ManyRows(LookRow, columns, rows))
