"""Rows by the hundred thousand, for example towns: no rule is looked at but the keys."""

from collections.abc import Iterable, Mapping
from itertools import islice
from typing import Any

from sqlalchemy import insert

from matcher.storage.database import Store
from matcher.storage.tables import Base

AT_A_TIME = 5_000


def put_rows(store: Store, table: type[Base], rows: Iterable[Mapping[str, Any]]) -> None:
    """Insert rows, each given by all the same columns."""
    connection = store.connection()
    rest = iter(rows)
    while part := list(islice(rest, AT_A_TIME)):
        connection.execute(insert(table), part)
