"""Asking what was made ready before: statements of bare tables, with names for their values.

Of what a page took, most was SQLAlchemy making the same statement anew for every visitor: 0.17 ms
each, 0.03 ms when it was made once, and half of that when the driver is asked (`ready`). See
`tables.table_of`.
"""

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from sqlalchemy import CompoundSelect, Connection, Dialect, Select
from sqlalchemy.exc import MultipleResultsFound

from matcher.storage.database import Store
from matcher.storage.ready import Ready, made_ready, read_ready

Question = Select[*tuple[Any, ...]] | CompoundSelect[*tuple[Any, ...]]


def ask(store: Store, question: Question, **values: object) -> list[tuple[Any, ...]]:
    """The rows of the answer."""
    return list(ask_row_by_row(store, question, **values))


def ask_row_by_row(store: Store, question: Question, **values: object) -> Iterator[tuple[Any, ...]]:
    """The same, for whoever may have seen enough before the last; none are left unread for long.

    What waits in the store is written first, as everywhere. A question is kept once it was asked,
    so it is one that was made once: `values` differ.
    """
    if store.autoflush:
        store.flush()
    connection = connection_of(store)
    return read_ready(connection, question_ready(connection.dialect, question), values)


def ask_for_one(store: Store, question: Question, **values: object) -> tuple[Any, ...] | None:
    """The one row that there can be; None where there is none."""
    found = ask(store, question, **values)
    if len(found) > 1:
        raise MultipleResultsFound(f"{len(found)} rows where there can be one.")
    return found[0] if found else None


def ask_for_value(store: Store, question: Question, **values: object) -> Any:
    """What the first column of the first row says; None where there is no row."""
    found = ask(store, question, **values)
    return found[0][0] if found else None


@lru_cache(maxsize=512)
def question_ready(dialect: Dialect, question: Question) -> Ready:
    """A question as the driver takes it, made when it is first asked."""
    return made_ready(dialect, question)


def connection_of(store: Store) -> Connection:
    """The connection of the transaction itself.

    A session asked for it would begin one of its own first, and look at all its objects.
    """
    bound = store.bind
    assert isinstance(bound, Connection), "a store comes from Database"
    return bound
