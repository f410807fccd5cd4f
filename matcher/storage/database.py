"""The database: where transactions come from, for web, jobs and scripts alike.

The edge opens one with `Database.begin()` and hands the store down; it commits on a clean
exit, rolls back on any error, and nobody else commits.
"""

import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from time import perf_counter

import psycopg
from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm import Session, SessionTransaction

from matcher.domain.refusals import Away, Busy
from matcher.storage.fair_queue import ASK_AGAIN, FairQueue
from matcher.storage.postgresql import postgresql_engine
from matcher.storage.sqlite import WriteAheadLog, database_file, queue_file, sqlite_engines
from matcher.storage.urls import SETTING, checked_url

# How long a writer waits for its turn before it is told to come back.
WAIT_S = 10.0
NO_ANSWER = f"The database does not answer; check {SETTING} and that it runs."

NO_ROOM = "The database has no room left on its disk; make some, and all goes on."
NOT_OURS = "The database may not be written to; check who owns its file and its folder."

# Among what is noted of a connection.
_TURNS = "turns"

# A lock that was not given in time, a circle of waiters.
_POSTGRESQL_BUSY = frozenset({"55P03", "40P01", "40001"})
# A server that is starting or stopping, that crashed, or that closed a connection.
_POSTGRESQL_AWAY = frozenset({"57P01", "57P02", "57P03", "57P05"})
_CONNECTION_LOST = "08"
_POSTGRESQL_NO_ROOM = "53100"
_SQLITE_REFUSED = {sqlite3.SQLITE_FULL: NO_ROOM, sqlite3.SQLITE_READONLY: NOT_OURS}
_SQLITE_BUSY = frozenset(
    {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_BUSY_SNAPSHOT, sqlite3.SQLITE_BUSY_RECOVERY}
)


class Store(Session):
    """What a transaction hands down: rows are added to it, selected from it, and stay in it."""

    def begin_nested(self) -> SessionTransaction:
        """Begin what can be taken back by itself, with all that is written meanwhile.

        A session marks the place to come back to only once it uses its connection; ours is written
        to directly too (`asking.connection_of`).
        """
        nested = super().begin_nested()
        self.connection()
        return nested


class Database:
    """One database, SQLite or PostgreSQL, by its address.

    `held` is told, after each write on SQLite, how many seconds the only writer's place was kept.
    """

    def __init__(
        self,
        url: str,
        *,
        wait_s: float = WAIT_S,
        held: Callable[[float], None] | None = None,
    ) -> None:
        self.url = checked_url(url)
        self._wait_s = wait_s
        self._held = held
        self._here = threading.local()
        self._queue: FairQueue | None = None
        self._log: WriteAheadLog | None = None
        if self.is_sqlite:
            file = database_file(self.url)
            self._writer, self._reader = sqlite_engines(file, wait_s)
            self._queue = FairQueue(queue_file(file))
            self._log = WriteAheadLog(file)
        else:
            self._writer = self._reader = postgresql_engine(self.url, wait_s)

    @property
    def is_sqlite(self) -> bool:
        """Whether this is the embedded database, with its one writer at a time."""
        return self.url.get_backend_name() == "sqlite"

    @contextmanager
    def begin(self) -> Iterator[Store]:
        """Yield a store to write in: all of it happens on a clean exit, none on any error.

        Raises `Busy` when no turn to write came. On SQLite nothing else is written meanwhile, so
        never wait for anything inside: no network, no person, no solver.
        """
        with (
            self.writing() as connection,
            Store(connection, expire_on_commit=False, autobegin=True) as store,
        ):
            yield store
            store.flush()

    @contextmanager
    def read(self) -> Iterator[Store]:
        """Yield a store to read from, all of one moment; writing in it is an error."""
        with _told(to_read=True), _connected(self._reader) as connection:
            if not self.is_sqlite:
                connection = connection.execution_options(
                    isolation_level="REPEATABLE READ", postgresql_readonly=True
                )
            with (
                connection.begin(),
                Store(connection, autoflush=False, expire_on_commit=False) as store,
            ):
                yield store

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Yield the bare connection of a write transaction, for storage's own needs."""
        if getattr(self._here, "writing", False):
            raise RuntimeError("begin() inside begin(): hand the open store down instead.")
        self._here.writing = True
        try:
            # First what may be waited for, then our turn, so that nobody waits behind a waiter.
            with _told(), _connected(self._writer) as connection:
                with self._turn(), self._timed(), connection.begin():
                    connection.info[_TURNS] = turns_of(connection) + 1
                    yield connection
                if self._log is not None:
                    self._log.move(connection)
        finally:
            self._here.writing = False

    @property
    def last_turn_s(self) -> float:
        """How long the latest write of this thread took; on SQLite nobody else wrote meanwhile."""
        return float(self._here.turn_s)

    @contextmanager
    def writers_kept_out(self) -> Iterator[None]:
        """Hold the writer's place on SQLite without a transaction, for work on the file itself."""
        with self._turn():
            yield

    def _turn(self) -> AbstractContextManager[None]:
        return nullcontext() if self._queue is None else self._queue.turn(self._wait_s)

    @contextmanager
    def _timed(self) -> Iterator[None]:
        since = perf_counter()
        try:
            yield
        finally:
            self._here.turn_s = perf_counter() - since
            if self._held is not None:
                self._held(self._here.turn_s)

    def close(self) -> None:
        """Close every connection that is not in use."""
        for engine in {self._writer, self._reader}:
            engine.dispose()

    def forget_connections(self) -> None:
        """Let go of connections that a parent process opened; call it first in a forked child."""
        for engine in {self._writer, self._reader}:
            engine.dispose(close=False)


def turns_of(connection: Connection) -> int:
    """How many transactions to write in this connection has begun, for whomever."""
    return int(connection.info.get(_TURNS, 0))


@contextmanager
def _connected(engine: Engine) -> Iterator[Connection]:
    try:
        connection = engine.connect()
    except DBAPIError as error:
        # The driver says what, and never with the password in it.
        what = str(error.orig).strip().splitlines()[0]
        raise Away(f"{NO_ANSWER} {what}") from error
    with connection:
        yield connection


@contextmanager
def _told(*, to_read: bool = False) -> Iterator[None]:
    """Say `Busy` of a database that lets us wait too long, and `Away` of one that went away."""
    try:
        yield
    except PoolTimeout as error:
        raise Busy(ASK_AGAIN) from error
    except DBAPIError as error:
        if (why := _refused(error, to_read)) is not None:
            raise Away(why) from error
        if _is_away(error):
            raise Away(NO_ANSWER) from error
        if _is_busy(error):
            raise Busy(ASK_AGAIN) from error
        raise


def _refused(error: DBAPIError, to_read: bool) -> str | None:
    """What the machine would not let the database do, which somebody has to mend there."""
    if getattr(error.orig, "sqlstate", None) == _POSTGRESQL_NO_ROOM:
        return NO_ROOM
    code = getattr(error.orig, "sqlite_errorcode", 0)
    if to_read and code == sqlite3.SQLITE_READONLY:
        # We refused that ourselves: to write where we said that we read is a fault of ours.
        return None
    # The lowest byte says what, those above it on what occasion.
    return _SQLITE_REFUSED.get(code & 0xFF)


def _is_away(error: DBAPIError) -> bool:
    """Whether the connection broke in the middle, and nothing else is wrong.

    The pool has noticed most of these by itself (`connection_invalidated`). A server that says
    good-bye names a state, one that says nothing names none.
    """
    state = getattr(error.orig, "sqlstate", None)
    silent = state is None and isinstance(error, InterfaceError | OperationalError)
    return (
        error.connection_invalidated
        or (silent and isinstance(error.orig, psycopg.Error))
        or state in _POSTGRESQL_AWAY
        or (state or "").startswith(_CONNECTION_LOST)
    )


def _is_busy(error: DBAPIError) -> bool:
    """Whether somebody else was in the way, and nothing else is wrong."""
    return (
        getattr(error.orig, "sqlite_errorcode", None) in _SQLITE_BUSY
        or getattr(error.orig, "sqlstate", None) in _POSTGRESQL_BUSY
    )
