"""Backup, restore and check of a PostgreSQL database, by PostgreSQL's own tools."""

import os
import shutil
import subprocess
from pathlib import Path

from sqlalchemy import URL, text

from matcher.domain.refusals import Invalid
from matcher.storage.database import Database

_MARK = b"PGDMP"
_FOREIGN_KEYS = text(
    "SELECT conrelid::regclass::text, conname FROM pg_constraint "
    "WHERE contype IN ('f', 'c') AND NOT convalidated"
)
_INDEXES = text("SELECT indexrelid::regclass::text FROM pg_index WHERE NOT indisvalid")


def backup(url: URL, path: Path) -> None:
    """Dump one moment of the database to `path`, which appears whole or not at all."""
    beside = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        _run("backup", "pg_dump", url, "--format=custom", "--no-owner", f"--file={beside}")
        os.chmod(beside, 0o600)
        os.replace(beside, path)
    finally:
        beside.unlink(missing_ok=True)


def restore(url: URL, path: Path) -> None:
    """Replace all that is in the database in one transaction."""
    with path.open("rb") as dump:
        if dump.read(len(_MARK)) != _MARK:
            raise Invalid(f"{path} is not a backup that pg_dump made.")
    _run(
        "restoring of the backup",
        "pg_restore",
        url,
        "--clean",
        "--if-exists",
        "--no-owner",
        "--single-transaction",
        f"--dbname={url.database}",
        str(path),
    )


def damage(database: Database) -> list[str]:
    """Keys and indexes that the server itself does not vouch for."""
    with database.read() as store:
        loose = [
            f"{table}: {key} was never checked." for table, key in store.execute(_FOREIGN_KEYS)
        ]
        broken = [f"The index {name} is broken." for (name,) in store.execute(_INDEXES)]
    return loose + broken


def _run(what: str, tool: str, url: URL, *arguments: str) -> None:
    program = shutil.which(tool)
    if program is None:
        raise Invalid(
            f"{tool} is not here: install PostgreSQL's client programs, then run this again."
        )
    done = subprocess.run(
        [program, *arguments], env=_surroundings(url), capture_output=True, text=True, check=False
    )
    if done.returncode != 0:
        why = done.stderr.strip().splitlines()
        raise Invalid(f"The {what} failed, nothing was changed: {why[-1] if why else tool}")


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
