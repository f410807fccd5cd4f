"""Look after the database: what `nearhand db` asks for."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from matcher.domain.refusals import Conflict, Invalid
from matcher.service.readiness import require_key
from matcher.storage import upkeep
from matcher.storage.database import Database
from matcher.storage.schema import upgrade
from matcher.storage.sealed import CannotOpen, Sealer
from matcher.storage.writing.resealing import SEALED, SealedColumn, reseal_some


def upgrade_database(database: Database) -> str:
    """Bring the tables to the newest migration; say what was done."""
    before, after = upgrade(database)
    if before == after:
        return f"The database is at {after} already."
    return f"The database is at {after} now; it was {f'at {before}' if before else 'empty'}."


def backup_database(database: Database, path: Path, *, overwrite: bool) -> str:
    """Write a backup; say what was done."""
    upkeep.backup(database, path, overwrite=overwrite)
    return f"{path} holds the whole database as it was just now. It does not hold the key."


def restore_database(database: Database, path: Path, *, overwrite: bool) -> str:
    """Put a backup in the database's place; say what was done."""
    revision = upkeep.restore(database, path, overwrite=overwrite)
    return f"The database holds what {path} held, at {revision}. `nearhand db upgrade` is next."


def check_database(database: Database, sealer: Sealer | None = None) -> tuple[str, ...]:
    """What is wrong with the database, one sentence each; none when all is well.

    With a `sealer`, whether it opens what is kept there, too.
    """
    complaints = upkeep.check(database).complaints
    if sealer is not None and not complaints:
        try:
            require_key(database, sealer)
        except Invalid as wrong:
            return (str(wrong),)
    return complaints


def reseal_database(
    database: Database, sealer: Sealer, columns: Sequence[SealedColumn] = SEALED
) -> str:
    """Seal all that an older key sealed with the newest; say how much it was.

    Everybody may work on meanwhile: each batch is a transaction of its own, and going over it
    again finds nothing left.
    """
    try:
        number = sum(_reseal(database, sealer, column) for column in columns)
    except CannotOpen as wrong:
        raise Conflict(
            "Some details were closed with a key that is not in NEARHAND_KEY: add it after the new."
        ) from wrong
    if not number:
        return "Everything is sealed with the newest key."
    return f"{number} details were sealed again. Everything is sealed with the newest key now."


def _reseal(database: Database, sealer: Sealer, column: SealedColumn) -> int:
    number, after = 0, tuple[Any, ...]()
    while True:
        with database.begin() as store:
            done = reseal_some(store, sealer, column, after=after)
        number += done.number
        if done.last is None:
            return number
        after = done.last
