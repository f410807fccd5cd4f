"""`nearhand invite`: ask the first administrator in, or anybody else of a charity's staff."""

import os

import click

from matcher.bootstrap import Tools
from matcher.domain.refusals import Invalid
from matcher.domain.roles import Role
from matcher.service.accounts.invite import PAGE, AskedStaff, invite
from matcher.service.accounts.staff import charity_named
from matcher.service.readiness import require_key, require_tables
from matcher.service.typed_contact import typed_contact

EPILOG = """\b
Example:
  nearhand invite ann@example.org --role administrator
  nearhand invite bo@example.org --role coordinator --charity "Lambeth Larder" --borough Lambeth
"""


@click.command(name="invite", epilog=EPILOG)
@click.argument("email", metavar="EMAIL")
@click.option(
    "--role",
    type=click.Choice([role.value for role in Role]),
    default=Role.ADMINISTRATOR.value,
    show_default=True,
    help="What they will do.",
)
@click.option("--charity", metavar="NAME", help="The charity that they act for.")
@click.option("--borough", "boroughs", metavar="NAME", multiple=True, help="One that they see.")
def command(email: str, role: str, charity: str | None, boroughs: tuple[str, ...]) -> None:
    """Ask somebody of a charity's staff in, and print the link of the invitation.

    The link works once, for seven days. It is sent by e-mail too, when the worker runs.
    """
    tools = Tools.from_env(os.environ)
    require_tables(tools.database)
    require_key(tools.database, tools.sealer)
    address = typed_contact("", email).email
    if address is None:
        raise Invalid("Give an e-mail address, such as name@example.org.", "email")
    codes = [_code(tools, name) for name in boroughs]
    with tools.acting("machine") as act:
        charity_id = charity_named(act, charity, codes) if charity else None
        scope = frozenset((charity_id, code) for code in codes if charity_id)
        secret = invite(act, AskedStaff(address.address, Role(role), scope))
    click.echo(f"{tools.config.web.public_url}/{PAGE}/{secret}")


def _code(tools: Tools, name: str) -> str:
    try:
        return tools.borough_map.find(name).code
    except LookupError as unknown:
        raise Invalid(str(unknown), "--borough") from unknown
