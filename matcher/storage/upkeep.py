"""Keeping a database: backup, restore, check, whichever it is."""

from dataclasses import dataclass
from pathlib import Path

from matcher.domain.refusals import Conflict, Invalid
from matcher.storage import upkeep_postgresql, upkeep_sqlite
from matcher.storage.database import Database
from matcher.storage.schema import current, newest, refuse_unknown
from matcher.storage.sqlite import database_file


@dataclass(frozen=True, slots=True)
class Health:
    """What a check found: nothing to complain of, or each complaint in a sentence."""

    revision: str | None
    complaints: tuple[str, ...]


def backup(database: Database, path: Path, *, overwrite: bool = False) -> None:
    """Write all of one moment to a file, while everybody works on; whole, or not at all."""
    if path.exists() and not overwrite:
        raise Conflict(f"{path} is there already; name another file, or add --overwrite.")
    if not path.resolve().parent.is_dir():
        raise Invalid(f"{path}: there is no folder {path.resolve().parent}; make it first.")
    if database.is_sqlite:
        if path.exists() and path.samefile(database_file(database.url)):
            raise Invalid(f"{path} is the database itself; name another file for the backup.")
        upkeep_sqlite.backup(database.url, path)
    else:
        upkeep_postgresql.backup(database.url, path)


def restore(database: Database, path: Path, *, overwrite: bool = False) -> str | None:
    """Put a backup in the place of the database, wholly or not at all; its migration.

    Refuses a database that holds anything, unless told. Stop the service first: what people
    do between the backup and now is gone either way.
    """
    if not path.is_file():
        raise Invalid(f"There is no backup {path}.")
    with database.read() as store:
        here = current(store.connection())
    if here is not None and not overwrite:
        raise Conflict(
            "The database is not empty; with --overwrite, all that is in it is replaced."
        )
    if database.is_sqlite:
        with database.writers_kept_out():
            upkeep_sqlite.restore(database.url, path)
    else:
        upkeep_postgresql.restore(database.url, path)
    with database.read() as store:
        return current(store.connection())


def check(database: Database) -> Health:
    """Look for damage, and for tables that are not at the newest migration."""
    complaints = upkeep_sqlite.damage(database.url) if database.is_sqlite else []
    if complaints:
        return Health(None, tuple(complaints))
    with database.read() as store:
        revision = current(store.connection())
    refuse_unknown(revision)
    if revision is None:
        complaints.append("The database is empty: run `nearhand db upgrade`.")
    elif revision != newest():
        complaints.append(f"The database is at {revision}: run `nearhand db upgrade`.")
    if not database.is_sqlite:
        complaints += upkeep_postgresql.damage(database)
    return Health(revision, tuple(complaints))
