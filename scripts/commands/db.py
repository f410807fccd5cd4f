"""`nearhand db`: look after the database."""

import os
from pathlib import Path

import click

from matcher.bootstrap import Tools
from matcher.domain.refusals import Conflict
from matcher.service.upkeep import (
    backup_database,
    check_database,
    reseal_database,
    restore_database,
    upgrade_database,
)

EPILOG = """\b
Example:
  nearhand db upgrade
  nearhand db backup monday.nearhand
  nearhand db restore monday.nearhand --overwrite
"""

FILE = click.argument("path", metavar="FILE", type=click.Path(path_type=Path, dir_okay=False))


@click.group(name="db", epilog=EPILOG)
def command() -> None:
    """Look after the database: upgrade, backup, restore, check, reseal.

    NEARHAND_DATABASE_URL says which: an SQLite file or a PostgreSQL database.
    """


@command.command(name="upgrade")
def upgrade() -> None:
    """Make the tables, or bring them up to this Nearhand."""
    click.echo(upgrade_database(Tools.from_env(os.environ).database))


@command.command(name="backup")
@FILE
@click.option("--overwrite", is_flag=True, help="Replace FILE when it is there already.")
def backup(path: Path, overwrite: bool) -> None:
    """Write all of one moment to FILE, while everybody works on."""
    database = Tools.from_env(os.environ).database
    click.echo(backup_database(database, path, overwrite=overwrite))


@command.command(name="restore")
@FILE
@click.option("--overwrite", is_flag=True, help="Replace all that is in the database.")
def restore(path: Path, overwrite: bool) -> None:
    """Put the backup FILE in the place of the database, wholly or not at all.

    Stop the service first, and set the NEARHAND_KEY that the backup was made with.
    """
    database = Tools.from_env(os.environ).database
    click.echo(restore_database(database, path, overwrite=overwrite))


@command.command(name="check")
def check() -> None:
    """Look for damage, for tables that are not up to date, and for a key that does not open them.

    Where NEARHAND_KEY is not set, the key is not looked at.
    """
    tools = Tools.from_env(os.environ)
    complaints = check_database(tools.database, tools.sealer if tools.config.key else None)
    if complaints:
        raise Conflict("\n".join(complaints))
    click.echo("The database is sound and up to date.")


@command.command(name="reseal")
def reseal() -> None:
    """Seal everybody's details with the newest key of NEARHAND_KEY.

    Set it to the new key, a comma and the old one; everybody may work on meanwhile.
    """
    tools = Tools.from_env(os.environ)
    click.echo(reseal_database(tools.database, tools.sealer))
