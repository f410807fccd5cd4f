"""A PostgreSQL of the tests' own, from the installed binaries, thrown away at the end.

It listens on a Unix socket in a temporary folder and nowhere else, and never runs as root, which
PostgreSQL refuses.
"""

import glob
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

import psycopg
from psycopg import sql

from matcher.storage.database import Database

Shape = list[tuple[int, ...]]

NAME = "nearhand"
START_S = 300.0
# What is not waited for is written ten seconds later, so that a crash does lose it.
FORGETFUL = [
    *("-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off"),
    *("-c", "wal_writer_delay=10s"),
]
# Tests are short, and small: nothing is worth tidying up, or compiling.
QUICK = ["-c", "autovacuum=off", "-c", "jit=off"]
NONE_HERE = (
    "NO POSTGRESQL HERE: every storage test was skipped for PostgreSQL. "
    "Install it (Debian: apt-get install postgresql) and they run."
)


@dataclass
class Server:
    """One running server; its databases are numbered."""

    folder: Path
    programs: Path
    settings: list[str]
    process: subprocess.Popen = field(init=False)
    _numbers: Iterator[int] = field(default_factory=lambda: count(1))
    _empty: list[Database] = field(default_factory=list)
    # Who empties each of those that were lent, and how its tables were before.
    _emptying: dict[Database, tuple[psycopg.Connection, Shape]] = field(default_factory=dict)

    def start(self) -> None:
        with (self.folder / "log").open("ab") as log:
            self.process = subprocess.Popen(
                [self.programs / "postgres", "-D", self.folder / "data", "-k", self.folder,
                 *self.settings],
                stdout=log, stderr=log, cwd=self.folder, **_account(),
            )  # fmt: skip
        _wait_until_up(self.programs, self.folder, self.process)

    def stop(self) -> None:
        """Fast shutdown: it does not wait for tests that left a connection open."""
        for connection, _shape in self._emptying.values():
            connection.close()
        self._emptying.clear()
        self._empty.clear()
        self.process.send_signal(signal.SIGINT)
        self.process.wait(START_S)

    def crash(self) -> None:
        """Stop at once and write nothing more; the next start recovers what was on the disk."""
        self.process.send_signal(signal.SIGQUIT)
        self.process.wait(START_S)

    def url(self, database: str) -> str:
        return f"postgresql://{NAME}@/{database}?host={self.folder}"

    def new_database(self, like: str = "template1") -> str:
        """Make a database, as a copy of another, and return its address."""
        name = f"t{next(self._numbers)}"
        self._do("CREATE DATABASE {} TEMPLATE {}", name, like)
        return self.url(name)

    def drop(self, url: str) -> None:
        self._do("DROP DATABASE {} WITH (FORCE)", url.split("/")[3].split("?")[0])

    def empty_database(self, like: str) -> Database:
        """An empty copy: one that was taken back, or a new one.

        One that was taken back knows the statements that it compiled for tests before.
        """
        if self._empty:
            return self._empty.pop()
        database = Database(self.new_database(like))
        connection = psycopg.connect(_address(database), autocommit=True)
        # As a replica does, with no trigger that keeps a log from being shortened.
        connection.execute("SET session_replication_role = replica")
        self._emptying[database] = connection, _shape_of(connection)
        return database

    def take_back(self, database: Database) -> None:
        """Delete every row, so that it can be used again; where its tables changed, drop it.

        Making a new one takes thirty times as long, and a connection that knows the tables a
        third of one that has to read what they are. Whoever else is still in it is thrown out.
        """
        connection, shape = self._emptying[database]
        connection.execute(_THROW_OTHERS_OUT)
        if _shape_of(connection) == shape:
            connection.execute(_delete_all(connection))
            self._empty.append(database)
        else:
            connection.close()
            del self._emptying[database]
            self.drop(_address(database))

    def _do(self, statement: str, *names: str) -> None:
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))


def _shape_of(connection: psycopg.Connection) -> Shape:
    """What every change of a table, index, trigger or migration changes, and nothing else does."""
    return connection.execute(_SHAPE).fetchall()


# Each row of these says which transaction last wrote it.
_SHAPE = " UNION ALL ".join(
    f"SELECT count(*), max(xmin::text::bigint) FROM {catalogue}"
    for catalogue in (
        "pg_class",
        "pg_attribute",
        "pg_constraint",
        "pg_trigger",
        "pg_proc",
        "alembic_version",
    )
)
_THROW_OTHERS_OUT = """
    SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()
"""
_ROWS = """
    SELECT format('DELETE FROM %I', tablename) FROM pg_tables
    WHERE schemaname = 'public' AND tablename <> 'alembic_version'
    UNION ALL
    SELECT format('SELECT setval(%L, %s, false)', sequencename, start_value) FROM pg_sequences
"""


def _delete_all(connection: psycopg.Connection) -> str:
    """One sentence for all tables, which takes one way to the server and back."""
    return "; ".join(statement for (statement,) in connection.execute(_ROWS).fetchall())


def _address(database: Database) -> str:
    """The same address as drivers want it."""
    return database.url.set(drivername="postgresql").render_as_string(hide_password=False)


def binaries() -> Path | None:
    """The folder of the newest server programs; None when there are none."""
    installed = sorted(glob.glob("/usr/lib/postgresql/*/bin/postgres"), key=_version)
    found = installed[-1] if installed else shutil.which("postgres")
    folder = Path(found).resolve().parent if found else None
    return folder if folder and (folder / "initdb").exists() else None


@contextmanager
def running(programs: Path, *, durable: bool = False) -> Iterator[Server]:
    """Start a server and stop it in the end; one that is not `durable` may forget in a crash."""
    # Not pytest's own folder: that is closed to the account the server runs as.
    folder = Path(tempfile.mkdtemp(prefix="nearhand-pg-"))
    account = _account()
    if account:
        os.chown(folder, account["user"], account["group"])
    try:
        data = folder / "data"
        subprocess.run(
            [programs / "initdb", "-D", data, "-U", NAME, "-E", "UTF8", "--no-locale",
             "--auth=trust", "--no-sync"],
            check=True, capture_output=True, cwd=folder, **account,
        )  # fmt: skip
        settings = ["-c", "listen_addresses=", *QUICK, *([] if durable else FORGETFUL)]
        server = Server(folder, programs, settings)
        server.start()
        try:
            yield server
        finally:
            server.stop()
    finally:
        shutil.rmtree(folder)


def _account() -> dict:
    """Who the server runs as: ourselves, or when we are root, somebody who is not."""
    if os.geteuid() != 0:
        return {}
    known = {entry.pw_name: entry for entry in pwd.getpwall()}
    entry = known.get("postgres") or known["nobody"]
    return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}


def _wait_until_up(programs: Path, folder: Path, server: subprocess.Popen) -> None:
    until = time.monotonic() + START_S
    while time.monotonic() < until and server.poll() is None:
        asked = subprocess.run([programs / "pg_isready", "-q", "-h", folder], check=False)
        if asked.returncode == 0:
            return
        time.sleep(0.05)
    raise RuntimeError(f"PostgreSQL did not start: {(folder / 'log').read_text()[-2000:]}")


def _version(path: str) -> float:
    return float(path.split("/")[4])
