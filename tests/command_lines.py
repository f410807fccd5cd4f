"""Command lines as documents show them: could somebody really type that?"""

import shlex

import click

from scripts.cli import cli


def complaint_about(line: str) -> str | None:
    """What the command line would say against a line; it is read and not carried out."""
    words = shlex.split(line, comments=True)[1:]
    try:
        with cli.make_context("nearhand", list(words)) as context:
            name, command, rest = cli.resolve_command(context, words)
            assert command is not None
            with command.make_context(name, rest, parent=context):
                return None
    except click.exceptions.Exit:
        return None
    except click.ClickException as error:
        return f"{line}: {error}"
