"""Whether anybody else has written since a moment: where nobody has, nothing needs a second look.

SQLite tells a connection whenever another one has committed, in whatever process
(`PRAGMA data_version`). What that very connection wrote, for whomever of this process has had it
meanwhile, it does not tell; so its turns are counted beside it.
"""

import sqlite3
from typing import Any

from sqlalchemy import Connection

from matcher.storage.asking import connection_of
from matcher.storage.database import Store, turns_of


class Undisturbed:
    """Nobody but whoever asks has written since the transaction in which this was made.

    It says no on PostgreSQL; when the connection is another one; and for good, once it said no.
    """

    def __init__(self, store: Store) -> None:
        connection = connection_of(store)
        # Kept, so that no other connection can come to stand in its place.
        self._raw = _raw(connection)
        self._seen = _seen(connection)
        self.still = isinstance(self._raw, sqlite3.Connection)

    def ask(self, store: Store) -> bool:
        """Whether it still holds, in a transaction to write in; that one counts as our own."""
        if self.still:
            connection = connection_of(store)
            version, turns = self._seen
            self.still = _raw(connection) is self._raw and _seen(connection) == (version, turns + 1)
            self._seen = version, turns + 1
        return self.still

    def is_over(self) -> None:
        """Take it that somebody has written."""
        self.still = False


def _raw(connection: Connection) -> Any:
    return connection.connection.driver_connection


def _seen(connection: Connection) -> tuple[int, int]:
    if connection.dialect.name != "sqlite":
        return 0, 0
    version = connection.exec_driver_sql("PRAGMA data_version").scalar_one()
    return version, turns_of(connection)
