"""Which migrations a database has had, and bringing it up to the newest."""

from pathlib import Path

from alembic.config import Config as AlembicConfig
from alembic.runtime.environment import EnvironmentContext
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util.exc import CommandError
from sqlalchemy import Connection, text

from matcher.domain.refusals import Conflict
from matcher.storage.database import Database

_FOLDER = Path(__file__).resolve().parent / "migrations"
# PostgreSQL lets one upgrade run at a time behind this number, which means nothing else.
_UPGRADE_LOCK = 7_304_021


def steps() -> ScriptDirectory:
    """Every migration there is."""
    return ScriptDirectory(str(_FOLDER))


def newest() -> str:
    """The name of the newest migration."""
    head = steps().get_current_head()
    assert head is not None, "there are migrations"
    return head


def current(connection: Connection) -> str | None:
    """The newest migration that a database has had; None when it is empty."""
    return MigrationContext.configure(connection).get_current_revision()


def upgrade(database: Database, to: str | None = None) -> tuple[str | None, str]:
    """Bring the tables to the newest migration (or `to`); say from which and to which.

    All of it happens or none: both databases change their tables within a transaction.
    """
    target = to or newest()
    with database.writing() as connection:
        if not database.is_sqlite:
            connection.execute(text(f"SELECT pg_advisory_xact_lock({_UPGRADE_LOCK})"))
        before = current(connection)
        refuse_unknown(before)
        _migrate(connection, target)
    return before, target


def refuse_unless_current(database: Database) -> None:
    """Refuse to work on tables that this Nearhand does not know; who serves calls it first."""
    with database.read() as store:
        here = current(store.connection())
    refuse_unknown(here)
    if here != newest():
        stands = f"at {here}" if here else "empty"
        raise Conflict(f"The database is {stands}; run `nearhand db upgrade` once, then this.")


def refuse_unknown(revision: str | None) -> None:
    """Refuse a migration from the future: a newer Nearhand has been here."""
    if revision is None:
        return
    try:
        known = steps().get_revision(revision)
    except CommandError:
        known = None
    if known is None:
        raise Conflict(
            f"The database is at {revision}, which this Nearhand does not know: a newer one has "
            "changed it. Install that one, or restore a backup from before."
        )


def _migrate(connection: Connection, target: str) -> None:
    # Alembic's own command line wants a file that runs when it is imported; this is that file.
    scripts = steps()

    def revisions(before: str | None, context: MigrationContext) -> list[object]:
        return list(scripts._upgrade_revs(target, before or "base"))

    with EnvironmentContext(AlembicConfig(), scripts, fn=revisions) as environment:
        environment.configure(connection=connection)
        environment.run_migrations()
