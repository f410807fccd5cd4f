"""How we speak to SQLite: durable, with foreign keys, and with transactions that are what they say.

The default deferred BEGIN lets two transactions read and then refuses one of them when it
writes; it failed 90 % of them under load. Ours takes the writer's place first.
"""

import os
import sqlite3
from pathlib import Path

from sqlalchemy import URL, Connection, Engine, QueuePool, create_engine, event

from matcher.domain.refusals import Invalid

# As many pages as fit in 64 MB are kept at hand; a city's needs and offers are some 60 MB.
_CACHE_KB = 64 * 1024
# SQLite moves the write-ahead log into the file within some commit, and everybody waits: up to
# 0.2 s. We do it after a turn is over, once it holds some 100 MB, and leave to SQLite what we miss.
# A turn writes some twenty pages, and where it writes many rows about one more for each.
_PAGES_BETWEEN_CHECKPOINTS = 24_000
_PAGES_A_TURN = 20
_LATEST_CHECKPOINT_PAGES = 40_000


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
    ):
        connection.execute(f"PRAGMA {pragma}").close()
    return connection


def checkpoint(connection: Connection) -> None:
    """Move the write-ahead log into the file, once enough was written; nobody waits for that."""
    raw = connection.connection.driver_connection
    if not isinstance(raw, sqlite3.Connection):
        return
    known = connection.info
    known["turns"] = known.get("turns", 0) + 1
    written = raw.total_changes + known["turns"] * _PAGES_A_TURN
    if written - known.get("checkpointed", 0) >= _PAGES_BETWEEN_CHECKPOINTS:
        raw.execute("PRAGMA wal_checkpoint(PASSIVE)").close()
        known["checkpointed"] = written


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
        # An error shows its statement in a log; what was bound to it is people's.
        hide_parameters=True,
    )

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql(begin)

    return engine
