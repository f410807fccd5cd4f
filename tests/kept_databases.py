"""SQLite databases that test after test is given: each time with another file, and nothing in it.

The library keeps every statement that it has compiled with the engine that asked. A new `Database`
for each test compiles all of them anew, which was a third of the work of a test of a verb. So
whoever is done with one gives it back: its connections are closed and its files deleted.
"""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from matcher.storage.database import Database
from matcher.storage.sqlite import database_file


class KeptDatabases:
    """Databases at places of their own, each a copy of `empty` whenever it is lent."""

    def __init__(self, empty: Path, folder: Path) -> None:
        self._empty, self._folder = empty, folder
        self._free: list[Database] = []
        self._made = 0

    @contextmanager
    def lent(self) -> Iterator[Database]:
        """One that nobody else has until the block is over."""
        database = self._free.pop() if self._free else self._new()
        shutil.copy(self._empty, database_file(database.url))
        yield database
        database.close()
        self._clear(database)
        self._free.append(database)

    def _new(self) -> Database:
        self._made += 1
        place = self._folder / str(self._made)
        place.mkdir()
        return Database(f"sqlite:///{place / 'nearhand.sqlite'}")

    def _clear(self, database: Database) -> None:
        """Delete all files of it: whoever still has one open writes into what nobody reads."""
        for file in database_file(database.url).parent.iterdir():
            file.unlink()
