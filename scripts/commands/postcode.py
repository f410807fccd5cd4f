"""`nearhand postcode`: say where a postcode is, and in which borough."""

import json
import os

import click

from geodata import Precision, UnknownPostcode, cell_of, to_wgs84
from matcher.bootstrap import Tools
from matcher.domain.refusals import NotFound

EPILOG = """\b
Example:
  nearhand postcode "SW1A 1AA" --json
"""


@click.command(name="postcode", epilog=EPILOG)
@click.argument("text", metavar="POSTCODE")
@click.option("--json", "as_json", is_flag=True, help="Answer as JSON.")
def command(text: str, as_json: bool) -> None:
    """Say where a postcode is, and in which borough.

    The first half of a postcode, such as SE15, gives the middle of its postcodes.
    """
    facts = facts_about(text, Tools.from_env(os.environ))
    if as_json:
        click.echo(json.dumps(facts, ensure_ascii=False))
        return
    for name, value in facts.items():
        click.echo(f"{name.replace('_', ' '):<14}{value}")


def facts_about(text: str, tools: Tools) -> dict[str, str | int | float]:
    """Return what the map knows of a postcode; `NotFound`, with a suggestion, if nothing."""
    try:
        place = tools.postcodes.find(text)
    except UnknownPostcode as unknown:
        raise NotFound(str(unknown)) from unknown
    degrees = to_wgs84(place.easting, place.northing)
    return {
        "postcode": place.postcode,
        "precision": "postcode" if place.precision is Precision.POSTCODE else "outward code",
        "borough": tools.borough_map.by_code(place.authority).name,
        "borough_code": place.authority,
        "easting": place.easting,
        "northing": place.northing,
        "latitude": round(degrees.latitude, 6),
        "longitude": round(degrees.longitude, 6),
        "cell": cell_of(place.easting, place.northing).label,
    }
