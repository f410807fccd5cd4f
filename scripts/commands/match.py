"""`nearhand match`: pair needs with offers from two sheets, and say why."""

import os
from datetime import date, datetime
from pathlib import Path

import click
from rich.console import Console

from matcher.bootstrap import Tools
from matcher.domain.params import Params
from matcher.service.match_files import Paths, match_files
from scripts.collection import without_cycle_collection
from scripts.console import answers, progress, remarks
from scripts.match_summary import remarks_on, summary_of

A_FILE = click.Path(path_type=Path)

EPILOG = """\b
Needs:  id, category, postcode (or lat, lon); if you like people_needed, urgency
        (routine, soon, urgent), registered_at, languages, requires, availability, avoid.
Offers: id, categories, postcode (or lat, lon); if you like radius_m, capacity,
        recent_matches, languages, provides, availability, paused.
Lists are separated by ; or |, languages are ISO 639 codes, and availability holds
half-days such as mon-am or wed-eve. Rows that cannot be read are named and left out.
Ids come back as typed; in the CSV one that a spreadsheet would run as a formula, such
as =A1, gets an apostrophe before it, so that it stays text.

\b
Example:
  nearhand match needs.csv offers.xlsx --out matches.csv --map map.html
"""


@click.command(name="match", epilog=EPILOG)
@click.argument("needs", type=A_FILE)
@click.argument("offers", type=A_FILE)
@click.option(
    "--out", type=A_FILE, default=Path("matches.csv"), show_default=True, help="Where matches go."
)
@click.option(
    "--report",
    type=A_FILE,
    default=Path("report.json"),
    show_default=True,
    help="Where figures, refused rows and reasons go.",
)
@click.option("--map", "map_path", type=A_FILE, help="Draw the boroughs, as one HTML page.")
@click.option(
    "--today",
    type=click.DateTime(["%Y-%m-%d"]),
    help="The day from which waiting is counted, YYYY-MM-DD.  [default: today]",
)
@click.option(
    "--time-limit",
    type=click.FloatRange(min=0, min_open=True),
    metavar="SECONDS",
    help="Stop looking for better after so long; the report says how far from best it is.",
)
@click.option("--strict", is_flag=True, help="Write nothing when any row is refused.")
@click.pass_context
def command(
    context: click.Context,
    needs: Path,
    offers: Path,
    out: Path,
    report: Path,
    map_path: Path | None,
    today: datetime | None,
    time_limit: float | None,
    strict: bool,
) -> None:
    """Pair needs with offers from two sheets, and say why.

    NEEDS and OFFERS are CSV (UTF-8, with commas or semicolons) or .xlsx files whose first
    line names the columns.
    """
    paths = Paths(needs, offers, out, report, map_path)
    with without_cycle_collection(), progress() as show:
        done, seconds = match_files(
            paths,
            Tools.from_env(os.environ).gazetteer,
            today=today.date() if today else date.today(),
            params=Params(),
            time_limit_s=time_limit,
            strict=strict,
            progress=show,
        )
    verbose = bool(getattr(context.obj, "verbose", False))
    _say(answers(), summary_of(done, paths, seconds if verbose else {}))
    if remark := remarks_on(done, paths):
        _say(remarks(), remark)


def _say(console: Console, text: str) -> None:
    """Print as it is: file names may hold what rich takes for markup, and a pipe has no width."""
    console.print(text, markup=False, emoji=False, soft_wrap=True)
