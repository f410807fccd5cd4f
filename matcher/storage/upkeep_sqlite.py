"""Backup, restore and check of an SQLite file."""

import errno
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import mkstemp

from sqlalchemy import URL, create_engine
from sqlalchemy.pool import NullPool

from matcher.domain.refusals import Invalid
from matcher.storage.schema import current, refuse_unknown
from matcher.storage.sqlite import database_file, open_sqlite

_WAIT_S = 30.0
_MOST_COMPLAINTS = 20


def backup(url: URL, path: Path) -> None:
    """Copy one moment of the database to `path`, which appears whole, on the disk, or not."""
    place = path.resolve()
    handle, name = mkstemp(dir=place.parent, prefix=f".{place.name}.", suffix=".part")
    os.close(handle)
    beside = Path(name)
    try:
        with (
            _room_on_the_disk_of(place),
            closing(open_sqlite(database_file(url), _WAIT_S)) as live,
            closing(sqlite3.connect(beside)) as copy,
        ):
            live.backup(copy)
            # One file and no others beside it, wherever it is carried.
            copy.execute("PRAGMA journal_mode = DELETE").close()
        _to_disk(beside)
        os.replace(beside, place)
        _to_disk(place.parent)
    finally:
        beside.unlink(missing_ok=True)


def restore(url: URL, path: Path) -> None:
    """Replace all that is in the database in one transaction, once the backup is proven good.

    The file itself stays: those who have it open go on with what is in it then.
    """
    with (
        _room_on_the_disk_of(database_file(url)),
        closing(_opened_backup(path)) as good,
        closing(open_sqlite(database_file(url), _WAIT_S)) as live,
    ):
        good.backup(live, pages=-1)


def damage(url: URL) -> list[str]:
    """What is broken in the file and between its tables."""
    try:
        with closing(open_sqlite(database_file(url), _WAIT_S)) as live:
            return _damage(live)
    except sqlite3.DatabaseError as error:
        return [f"The file is damaged: {error}."]


def _damage(connection: sqlite3.Connection) -> list[str]:
    rows = connection.execute(f"PRAGMA integrity_check({_MOST_COMPLAINTS})").fetchall()
    found = [f"The file is damaged: {text}." for (text,) in rows if text != "ok"]
    loose = connection.execute("PRAGMA foreign_key_check").fetchmany(_MOST_COMPLAINTS)
    return found + [
        # Rows that are kept by their key have no number.
        f"{f'Row {row}' if row else 'A row'} of {table} points to a row of {there}"
        " that is not there."
        for table, row, there, _key in loose
    ]


def _opened_backup(path: Path) -> sqlite3.Connection:
    try:
        connection = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)
        found = _damage(connection)
        _refuse_strangers(path)
    except sqlite3.DatabaseError as error:
        raise Invalid(f"{path} is not a backup of ours, or it is damaged: {error}.") from error
    if found:
        raise Invalid(f"{path} is damaged, so nothing was restored. {found[0]}")
    return connection


def _refuse_strangers(path: Path) -> None:
    engine = create_engine(f"sqlite:///{path.resolve()}", poolclass=NullPool)
    with engine.connect() as connection:
        revision = current(connection)
    if revision is None:
        raise Invalid(f"{path} is not a backup of Nearhand: it names no migration.")
    refuse_unknown(revision)


@contextmanager
def _room_on_the_disk_of(file: Path) -> Iterator[None]:
    """Say of a disk that is full what the system itself says when it is asked for a file."""
    try:
        yield
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode != sqlite3.SQLITE_FULL:
            raise
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(file)) from error


def _to_disk(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
