"""`nearhand token`: let a charity's own programs in, or out."""

import os

import click

from matcher.bootstrap import Tools
from matcher.domain.refusals import Invalid
from matcher.domain.scopes import TokenScope
from matcher.service.readiness import require_key, require_tables
from matcher.service.tokens import MOST_DAYS, make_token, revoke_token

EPILOG = """\b
Example:
  nearhand token peckham-larder "stock list" --scope needs:read --scope needs:write
  nearhand token peckham-larder "stock list" --revoke
"""


@click.command(name="token", epilog=EPILOG)
@click.argument("charity")
@click.argument("name")
@click.option(
    "--scope",
    "scopes",
    multiple=True,
    type=click.Choice([str(scope) for scope in TokenScope]),
    help="What it may do; give one or more.",
)
@click.option(
    "--days",
    type=click.IntRange(1, MOST_DAYS),
    default=365,
    show_default=True,
    help="How long it works.",
)
@click.option("--revoke", is_flag=True, help="Take the token of this NAME back at once.")
def command(charity: str, name: str, scopes: tuple[str, ...], days: int, revoke: bool) -> None:
    """Print a token for a CHARITY's own program, or take one back.

    CHARITY is its short name, NAME says which program the token is for. It is printed once and
    kept only as a hash: who loses it makes another.
    """
    tools = Tools.from_env(os.environ)
    require_tables(tools.database)
    require_key(tools.database, tools.sealer)
    if revoke:
        if scopes:
            raise Invalid("--revoke takes back all of the token: leave --scope out.")
        with tools.acting("machine") as act:
            revoke_token(act, charity, name)
        click.echo(f"The token “{name}” of {charity} no longer works.", err=True)
        return
    with tools.acting("machine") as act:
        secret = make_token(act, charity, name, [TokenScope(scope) for scope in scopes], days=days)
    click.echo(secret)
    click.echo(
        f"This is shown once: keep it where only that program can read it. It works for {days}"
        " days.",
        err=True,
    )
