"""`nearhand round`: one round on the database, now."""

import json
import os
from datetime import timedelta

import click

from matcher.bootstrap import Tools
from matcher.domain.london_time import in_london
from matcher.service.readiness import require_key, require_tables
from matcher.service.rounds import run_round, slot_at
from scripts.collection import without_cycle_collection
from scripts.console import answers, progress
from scripts.round_summary import as_document, summary_of

EPILOG = """\b
Rounds have slots, as many as NEARHAND_ROUND_MINUTES says: one an hour where it is not set. A slot
is run once, however often it is asked for, and one that was stopped half-way is taken up where it
was left. `nearhand worker` runs them by itself.

\b
Example:
  nearhand round
  nearhand round --extra --json
"""


@click.command(name="round", epilog=EPILOG)
@click.option("--extra", is_flag=True, help="One more, at once, whatever this slot has had.")
@click.option(
    "--time-limit",
    type=click.FloatRange(min=0, min_open=True),
    metavar="SECONDS",
    help="Stop looking for better after so long; the round says how far from best it is.",
)
@click.option("--json", "as_json", is_flag=True, help="Answer as JSON.")
@click.pass_context
def command(context: click.Context, extra: bool, time_limit: float | None, as_json: bool) -> None:
    """Run one round: pair all open needs, and ask the volunteers.

    NEARHAND_DATABASE_URL says on which database, and NEARHAND_KEY opens it.
    """
    tools = Tools.from_env(os.environ)
    require_tables(tools.database)
    require_key(tools.database, tools.sealer)
    now = tools.now()
    every = timedelta(minutes=tools.config.post.rounds.every_minutes)
    slot = now.replace(microsecond=0) if extra else slot_at(now, every)
    with without_cycle_collection(), progress() as show:
        done = run_round(
            tools.database,
            tools.sealer,
            slot=slot,
            now=tools.now,
            rules=tools.rules,
            time_limit_s=time_limit,
            progress=show,
            looks_ahead=True,
        )
    if as_json:
        click.echo(json.dumps(as_document(done), indent=1))
        return
    names = tools.gazetteer.borough_names()
    verbose = bool(getattr(context.obj, "verbose", False))
    text = summary_of(done, names, in_london(slot), verbose=verbose)
    answers().print(text, markup=False, emoji=False, soft_wrap=True)
