"""The command line, `nearhand`: one group that loads a command only when it is called for.

The solver's libraries take longer to load than most answers take to give, so `--help`
must not load them. The one table below says which commands there are and what each is for;
a test holds it equal to what the commands say of themselves.
"""

import errno
import os
import signal
import sys
import traceback
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import NoReturn

import click

from matcher.domain.refusals import Invalid, Refusal

COMMANDS: dict[str, str] = {
    "match": "Pair needs with offers from two sheets, and say why.",
    "postcode": "Say where a postcode is, and in which borough.",
    "example": "Write an example town: needs and offers to try things on.",
    "demo": "Show all of it: pages, clock and a lively town, in one folder of its own.",
    "round": "Run one round: pair all open needs, and ask the volunteers.",
    "serve": "Answer people: the pages, in several processes behind one port.",
    "worker": "Keep the clock: rounds, messages, reminders, follow-ups, retention.",
    "db": "Look after the database: upgrade, backup, restore, check, reseal.",
    "token": "Print a token for a CHARITY's own program, or take one back.",
    "invite": "Ask somebody of a charity's staff in, and print the link of the invitation.",
    "bench": "Measure the solver against other ways of pairing.",
}

GOOD = 0
REFUSED = 1
BAD_INPUT = 2
BUG = 70
INTERRUPTED = 128 + signal.SIGINT
PIPE_CLOSED = 128 + signal.SIGPIPE


@dataclass
class Call:
    """What one call of the command line was asked for besides its command."""

    verbose: bool = False


def _set_verbose(context: click.Context, _option: click.Parameter, wanted: bool) -> None:
    if wanted:
        context.ensure_object(Call).verbose = True


# Given to the group and to every command: people type it at either end.
VERBOSE = click.Option(
    ["--verbose"],
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_set_verbose,
    help="Show where it went wrong when something does.",
)


class CommandsOnDemand(click.Group):
    """A group that knows its commands by name and imports one when it is called."""

    def list_commands(self, _context: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, _context: click.Context, name: str) -> click.Command | None:
        if name not in COMMANDS:
            return None
        command: click.Command = import_module(f"scripts.commands.{name}").command
        if VERBOSE not in command.params:
            command.params.append(VERBOSE)
        return command

    def format_commands(self, _context: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


EXAMPLES = """\b
Examples:
  nearhand match needs.csv offers.csv --map map.html
  nearhand postcode "SE1 7PB"
  nearhand match --help
"""

cli = CommandsOnDemand(
    name="nearhand",
    help="Pair people who need help with neighbours who can give it.",
    epilog=EXAMPLES,
    params=[VERBOSE],
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
click.version_option(package_name="nearhand", message="Nearhand %(version)s")(cli)


def run() -> NoReturn:
    """The `nearhand` program."""
    sys.exit(main(sys.argv[1:]))


def main(arguments: Sequence[str]) -> int:
    """Carry out one call and return its exit code; every complaint is one sentence on stderr."""
    call = Call()
    try:
        with cli.make_context("nearhand", list(arguments), obj=call) as context:
            cli.invoke(context)
            sys.stdout.flush()
        return GOOD
    except click.exceptions.Exit as exit:
        return exit.exit_code
    except click.UsageError as error:
        error.show()
        return BAD_INPUT
    except (KeyboardInterrupt, click.Abort):
        return _complain("\nStopped, as you asked.", INTERRUPTED)
    except click.ClickException as error:
        return _complain(error.format_message(), BAD_INPUT)
    except Invalid as refusal:
        return _complain(str(refusal), BAD_INPUT, call)
    except Refusal as refusal:
        return _complain(str(refusal), REFUSED, call)
    except BrokenPipeError:
        return _leave_the_pipe()
    except OSError as error:
        return _complain(sentence_for(error), BAD_INPUT, call)
    # The outermost edge: past it there is only the interpreter, which would show a
    # stranger our stack. Nothing is hidden: the code says bug, and --verbose shows it all.
    except Exception as error:
        return _complain(
            f"Something went wrong inside Nearhand ({type(error).__name__}: {error}). "
            "This is our fault: please report it with what --verbose shows.",
            BUG,
            call,
        )


def sentence_for(error: OSError) -> str:
    """Say in one sentence what the machine could not do, and with which file."""
    reason = error.strerror or str(error) or type(error).__name__
    if error.errno == errno.ENOSPC:
        reason = "The disk is full"
    return f"{error.filename}: {reason}." if error.filename else f"{reason}."


def _complain(sentence: str, code: int, call: Call | None = None) -> int:
    if call is not None and call.verbose:
        traceback.print_exc()
    click.echo(sentence, err=True)
    return code


def _leave_the_pipe() -> int:
    """Whoever read us has gone (`| head`): say nothing, not even when Python shuts stdout."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return PIPE_CLOSED
