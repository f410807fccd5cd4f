"""How we speak to SQLite: durable, with foreign keys, and with transactions that are what they say.

The default deferred BEGIN lets two transactions read and then refuses one of them when it
writes; it failed 90 % of them under load. Ours takes the writer's place first.
"""

import os
import sqlite3
from bisect import bisect_left
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import URL, Connection, Engine, QueuePool, create_engine
from sqlalchemy.pool import PoolProxiedConnection

from matcher.domain.refusals import Invalid

# As many pages as fit in 64 MB are kept at hand; a city's needs and offers are some 60 MB.
_CACHE_KB = 64 * 1024
# A round writes to most of a city's pages over and over. Only the process of rounds holds so many.
_CACHE_OF_A_ROUND_KB = 192 * 1024
# SQLite moves the write-ahead log into the file within some commit, and everybody waits: up to
# 0.45 s. We do it after a turn is over, every so many bytes, and leave to SQLite what we miss.
_BYTES_BETWEEN_CHECKPOINTS = 96 * 1024 * 1024
_LATEST_CHECKPOINT_PAGES = 40_000
_LOG_OF_A_ROUND = 2 * _BYTES_BETWEEN_CHECKPOINTS
_HEADER, _FRAME_HEADER = 32, 24


def database_file(url: URL) -> Path:
    """The file of the database; `Invalid` when its folder is not there."""
    file = Path(str(url.database)).absolute()
    if not file.parent.is_dir():
        raise Invalid(f"There is no folder {file.parent} for the database; make it first.")
    return file


def queue_file(file: Path) -> Path:
    """The file that writers queue behind, beside the database."""
    return file.with_name(f"{file.name}-queue")


def sqlite_engines(file: Path, wait_s: float) -> tuple[Engine, Engine]:
    """Return one engine to write with and one that cannot write."""
    return _engine(file, wait_s, "BEGIN IMMEDIATE"), _engine(file, wait_s, "BEGIN")


def open_sqlite(file: Path, wait_s: float) -> sqlite3.Connection:
    """Open the file as every connection of ours does; it is made, for us alone, if need be."""
    if not file.exists():
        os.close(os.open(file, os.O_RDWR | os.O_CREAT, 0o600))
    # Transactions are ours to begin, not the driver's to guess: isolation_level None.
    connection = sqlite3.connect(
        file, timeout=wait_s, isolation_level=None, check_same_thread=False
    )
    for pragma in (
        "journal_mode = WAL",
        "synchronous = FULL",
        "foreign_keys = ON",
        f"cache_size = -{_CACHE_KB}",
        "temp_store = MEMORY",
        f"wal_autocheckpoint = {_LATEST_CHECKPOINT_PAGES}",
        # What was moved is not kept beside the file as well.
        "journal_size_limit = 0",
    ):
        connection.execute(f"PRAGMA {pragma}").close()
    return connection


def write_much(connection: Connection) -> None:
    """Let a connection keep three times as many pages at hand from now on; twice is once.

    And let it write over a log that begins anew: cut back to nothing, the file has to grow again.
    """
    connection.exec_driver_sql(f"PRAGMA cache_size = -{_CACHE_OF_A_ROUND_KB}").close()
    connection.exec_driver_sql(f"PRAGMA journal_size_limit = {_LOG_OF_A_ROUND}").close()


class WriteAheadLog:
    """The log of a database file, moved into the file whenever it has grown; nobody waits for it.

    It is measured in bytes: a need that is kept writes into fifty pages, 200 kB, and a row of a
    round into a part of one.
    """

    def __init__(self, file: Path) -> None:
        self._log = file.with_name(f"{file.name}-wal")
        self._moved = _NOTHING

    def move(self, connection: Connection) -> None:
        """Call it when a turn is over, by its connection."""
        # No more was written than is there: so only a round's log, which it keeps, is looked into.
        if _length(self._log) < _BYTES_BETWEEN_CHECKPOINTS:
            return
        written = _written(self._log)
        # A log that was moved to its end begins anew.
        moved = self._moved.length if self._moved.salts == written.salts else 0
        if written.length - moved < _BYTES_BETWEEN_CHECKPOINTS:
            return
        raw = connection.connection.driver_connection
        if isinstance(raw, sqlite3.Connection):
            # Before, not after: others who come meanwhile need not try as well.
            self._moved = written
            raw.execute("PRAGMA wal_checkpoint(PASSIVE)").close()


def _length(file: Path) -> int:
    """How many bytes a file has; none where there is no such file."""
    try:
        return os.stat(file).st_size
    except FileNotFoundError:
        return 0


class _Written(NamedTuple):
    """How many bytes of a log were written since it began anew, and the salts it has since then."""

    salts: bytes
    length: int


_NOTHING = _Written(b"", 0)


def _written(log: Path) -> _Written:
    """Measure a log by what SQLite documents of it (sqlite.org/fileformat2.html, 4.1).

    Its frames carry the salts of its header; after them may come frames of before, with others.
    """
    try:
        file = os.open(log, os.O_RDONLY)
    except FileNotFoundError:
        return _NOTHING
    try:
        header = os.pread(file, _HEADER, 0)
        if len(header) < _HEADER:
            return _NOTHING
        salts, frame = header[16:24], _FRAME_HEADER + int.from_bytes(header[8:12], "big")

        def is_older(place: int) -> bool:
            return os.pread(file, 8, _HEADER + place * frame + 8) != salts

        frames = range((os.fstat(file).st_size - _HEADER) // frame)
        return _Written(salts, _HEADER + bisect_left(frames, True, key=is_older) * frame)
    finally:
        os.close(file)


def _engine(file: Path, wait_s: float, begin: str) -> Engine:
    def connect() -> sqlite3.Connection:
        connection = open_sqlite(file, wait_s)
        if begin == "BEGIN":
            connection.execute("PRAGMA query_only = ON").close()
        return connection

    engine = create_engine(
        "sqlite+pysqlite://",
        creator=connect,
        # Threads wait in the fair queue, and never for a connection.
        poolclass=QueuePool,
        max_overflow=-1,
        # The one that came back last: what it read and made ready is still at hand.
        pool_use_lifo=True,
        # An error shows its statement in a log; what was bound to it is people's.
        hide_parameters=True,
    )

    def do_begin(raw: PoolProxiedConnection) -> None:
        raw.cursor().execute(begin)

    # The driver would not begin by itself. As an event it would cost what a question costs.
    engine.dialect.do_begin = do_begin  # type: ignore[method-assign, assignment]
    return engine
