"""`nearhand example`: write an example town, needs and offers to try things on."""

import os
from pathlib import Path

import click

from matcher.bootstrap import Tools
from matcher.service.example.sheets import write_example
from matcher.service.example.town import EXAMPLE_DAY, MOST_ROWS, example_town

A_COUNT = click.IntRange(0, MOST_ROWS)

EPILOG = """\b
Example:
  nearhand example town --needs 20000 --offers 18000 --seed 7
"""


@click.command(name="example", epilog=EPILOG)
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path, file_okay=False))
@click.option("--needs", type=A_COUNT, default=2_000, show_default=True, help="How many needs.")
@click.option("--offers", type=A_COUNT, default=1_800, show_default=True, help="How many offers.")
@click.option(
    "--seed",
    type=click.IntRange(min=0),
    default=2020,
    show_default=True,
    help="The same seed writes the same files.",
)
def command(folder: Path, needs: int, offers: int, seed: int) -> None:
    """Write an example town: needs and offers to try things on.

    needs.csv and offers.csv in DIR hold nobody's data: places are drawn from London's live
    postcodes, and everything else from shares that coordinators would recognise.
    """
    town = example_town(Tools.from_env(os.environ).postcodes, needs=needs, offers=offers, seed=seed)
    needs_path, offers_path = write_example(town, folder)
    click.echo(f"{needs:,} needs and {offers:,} offers are in {folder}. Pair them with:")
    click.echo(f"  nearhand match {needs_path} {offers_path} --today {EXAMPLE_DAY}")
