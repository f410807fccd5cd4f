"""Backup, restore and check of a PostgreSQL database, by PostgreSQL's own tools."""

import os
import shutil
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from subprocess import DEVNULL, PIPE, Popen, run
from tempfile import TemporaryFile, mkstemp

from sqlalchemy import URL, text

from matcher.domain.refusals import Invalid
from matcher.storage.database import Database
from matcher.storage.schema import refuse_unknown

_MARK = b"PGDMP"
_BACKUP, _RESTORE = "backup", "restoring of the backup"
# All that a Nearhand ever made, of whatever migration; what an extension brought stays.
_CLEARED = b"""
BEGIN;
SET client_min_messages = warning;
DO $$
DECLARE name text;
BEGIN
    FOR name IN SELECT format('%I.%I', schemaname, tablename) FROM pg_tables
        WHERE schemaname = 'public'
    LOOP
        EXECUTE 'DROP TABLE ' || name || ' CASCADE';
    END LOOP;
    FOR name IN SELECT oid::regprocedure FROM pg_proc
        WHERE pronamespace = 'public'::regnamespace AND prokind = 'f' AND NOT EXISTS (
            SELECT FROM pg_depend WHERE objid = pg_proc.oid AND deptype = 'e'
        )
    LOOP
        EXECUTE 'DROP FUNCTION ' || name || ' CASCADE';
    END LOOP;
END $$;
"""
_FOREIGN_KEYS = text(
    "SELECT conrelid::regclass::text, conname FROM pg_constraint "
    "WHERE contype IN ('f', 'c') AND NOT convalidated"
)
_INDEXES = text("SELECT indexrelid::regclass::text FROM pg_index WHERE NOT indisvalid")


def backup(url: URL, path: Path) -> None:
    """Dump one moment of the database to `path`, which appears whole or not at all."""
    # Ours alone from its first byte on: pg_dump would make a file that others may read.
    handle, name = mkstemp(dir=path.resolve().parent, prefix=f".{path.name}.", suffix=".part")
    os.close(handle)
    beside = Path(name)
    try:
        _run(_BACKUP, [_tool("pg_dump"), "--format=custom", "--no-owner", f"--file={name}"], url)
        os.replace(beside, path)
    finally:
        beside.unlink(missing_ok=True)


def restore(url: URL, path: Path) -> None:
    """Replace all that is in the database in one transaction.

    Tables of a later migration go, too: pg_restore by itself knows only those of the backup, and
    cannot take away what these point to.
    """
    with path.open("rb") as dump:
        if dump.read(len(_MARK)) != _MARK:
            raise Invalid(f"{path} is not a backup that pg_dump made.")
    _refuse_strangers(path)
    reader = [_tool("pg_restore"), "--no-owner", "--file=-", str(path)]
    writer = [_tool("psql"), "--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1"]
    with (
        TemporaryFile() as said,
        Popen(reader, stdout=PIPE, stderr=said) as reading,
        Popen(writer, stdin=PIPE, stdout=DEVNULL, stderr=said, env=_surroundings(url)) as writing,
    ):
        assert reading.stdout is not None
        assert writing.stdin is not None
        # Whoever has stopped reading has said why.
        with suppress(BrokenPipeError), writing.stdin as script:
            script.write(_CLEARED)
            shutil.copyfileobj(reading.stdout, script)
            # Only what was read to its end is kept; whatever ends before this is rolled back.
            if reading.wait() == 0:
                script.write(b"COMMIT;\n")
        reading.stdout.close()
        if reading.wait() or writing.wait():
            said.seek(0)
            raise _failed(_RESTORE, said.read().decode(errors="replace"))


def damage(database: Database) -> list[str]:
    """Keys and indexes that the server itself does not vouch for."""
    with database.read() as store:
        loose = [
            f"{table}: {key} was never checked." for table, key in store.execute(_FOREIGN_KEYS)
        ]
        broken = [f"The index {name} is broken." for (name,) in store.execute(_INDEXES)]
    return loose + broken


def _refuse_strangers(path: Path) -> None:
    only = ["--data-only", "--table=alembic_version", "--file=-"]
    said = run([_tool("pg_restore"), *only, str(path)], capture_output=True, text=True, check=False)
    if said.returncode != 0:
        raise _failed(_RESTORE, said.stderr)
    _, _, rows = said.stdout.partition("FROM stdin;\n")
    revision = rows.partition("\n")[0]
    if not revision or revision == "\\.":
        raise Invalid(f"{path} is not a backup of Nearhand: it names no migration.")
    refuse_unknown(revision)


def _tool(name: str) -> str:
    program = shutil.which(name)
    if program is None:
        raise Invalid(
            f"{name} is not here: install PostgreSQL's client programs, then run this again."
        )
    return program


def _run(what: str, command: Sequence[str], url: URL) -> None:
    done = run(command, env=_surroundings(url), capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise _failed(what, done.stderr)


def _failed(what: str, said: str) -> Invalid:
    """The first that a tool calls an error: what comes after it are the details."""
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    errors = [line for line in lines if "error:" in line.lower()]
    why = next(iter(errors or lines), "it did not say why")
    return Invalid(f"The {what} failed, nothing was changed: {why}")


def _surroundings(url: URL) -> dict[str, str]:
    """The address as the tools read it; a password on the command line is seen by everybody."""
    query = {name: str(value) for name, value in url.query.items()}
    named = {
        "PGHOST": url.host or query.get("host"),
        "PGPORT": str(url.port) if url.port else query.get("port"),
        "PGUSER": url.username,
        "PGPASSWORD": url.password,
        "PGDATABASE": url.database,
        "PGSSLMODE": query.get("sslmode"),
    }
    return os.environ | {name: value for name, value in named.items() if value}
