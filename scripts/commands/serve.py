"""`nearhand serve`: the pages."""

import os

import click

from matcher.bootstrap import Tools
from matcher.config_web import SECRET_KEY
from matcher.domain.refusals import Invalid
from matcher.service.readiness import require_key, require_tables
from scripts.serving import require_free, serve_pages

EPILOG = """\b
Example:
  nearhand serve --port 8000
  nearhand serve --host 0.0.0.0 --port 80 --processes 4

`nearhand db upgrade` comes first, and `nearhand worker` runs beside it. It ends on Ctrl-C or
SIGTERM, after what is being answered.
"""


@click.command(name="serve", epilog=EPILOG)
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to answer at.")
@click.option(
    "--port",
    default=8000,
    show_default=True,
    type=click.IntRange(1, 65_535),
    help="The port to answer at.",
)
@click.option(
    "--processes",
    default=os.cpu_count() or 1,
    show_default="one a core",
    type=click.IntRange(1, 64),
    help="How many processes answer.",
)
@click.option(
    "--threads",
    default=4,
    show_default=True,
    type=click.IntRange(1, 64),
    help="How many answers each process works on at once.",
)
def command(host: str, port: int, processes: int, threads: int) -> None:
    """Answer people: the pages, in several processes behind one port."""
    tools = Tools.from_env(os.environ)
    if not tools.config.web.secret_key:
        raise Invalid(
            f"{SECRET_KEY} is not set, and without it no page can be served; "
            "make one with `openssl rand -hex 32`.",
            SECRET_KEY,
        )
    require_tables(tools.database)
    require_key(tools.database, tools.sealer)
    tools.database.close()
    require_free(host, port)
    click.echo(f"Open {tools.config.web.public_url}; Ctrl-C ends it.", err=True)
    serve_pages(host, port, processes=processes, threads=threads)
