"""What the command line answers: its exit code, one sentence, and no traceback for bad input."""

import os
import subprocess
import sys
from importlib import import_module
from pathlib import Path
from types import SimpleNamespace

import click
import pytest

from matcher.domain.refusals import Conflict, Invalid, NotFound
from scripts import cli
from tests.command_lines import complaint_about

ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.fixture
def nearhand(monkeypatch, capfd):
    """Run one command whose body is given; return its exit code and what it wrote."""

    def call(*arguments: str, body=lambda: None) -> tuple[int, str, str]:
        command = click.Command("match", callback=body)
        monkeypatch.setitem(sys.modules, "scripts.commands.match", SimpleNamespace(command=command))
        code = cli.main(arguments)
        return code, *capfd.readouterr()

    return call


def raising(error: BaseException):
    def body() -> None:
        raise error

    return body


def python(*arguments: str, **settings) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *arguments], cwd=ROOT, capture_output=True, text=True, **settings
    )


def test_a_command_that_does_its_work_exits_0(nearhand):
    assert nearhand("match", body=lambda: click.echo("paired")) == (0, "paired\n", "")


@pytest.mark.parametrize(
    ("error", "code", "sentence"),
    [
        (NotFound("There is no such round."), 1, "There is no such round."),
        (Conflict("Somebody was faster."), 1, "Somebody was faster."),
        (Invalid("needs.csv has no column id."), 2, "needs.csv has no column id."),
        (click.ClickException("It cannot be."), 2, "It cannot be."),
        (
            FileNotFoundError(2, "No such file or directory", "needs.csv"),
            2,
            "needs.csv: No such file or directory.",
        ),
        (OSError(28, "No space left on device", "out.csv"), 2, "out.csv: The disk is full."),
        (OSError("The line went dead"), 2, "The line went dead."),
    ],
)
def test_what_goes_wrong_outside_is_said_in_one_sentence(nearhand, error, code, sentence):
    assert nearhand("match", body=raising(error)) == (code, "", f"{sentence}\n")


def test_a_bug_is_owned_up_to_without_a_traceback(nearhand):
    code, out, err = nearhand("match", body=raising(KeyError("borough")))
    assert (code, out) == (70, "")
    assert "KeyError" in err
    assert "Traceback" not in err


@pytest.mark.parametrize("arguments", [("--verbose", "match"), ("match", "--verbose")])
@pytest.mark.parametrize("error", [KeyError("borough"), Conflict("No."), OSError(13, "Denied")])
def test_verbose_shows_where_it_happened_at_either_end(nearhand, arguments, error):
    _, _, err = nearhand(*arguments, body=raising(error))
    assert "Traceback" in err


@pytest.mark.parametrize("arguments", [("mtach",), ("match", "--frob"), ("match", "a", "b")])
def test_bad_usage_exits_2_and_points_at_the_help(nearhand, arguments):
    code, _, err = nearhand(*arguments)
    assert code == 2
    assert "--help" in err


def test_no_command_at_all_shows_the_help(nearhand):
    code, out, err = nearhand()
    assert code == 2
    assert "Commands:" in out + err


def test_ctrl_c_stops_it_with_one_sentence(nearhand):
    code, _, err = nearhand("match", body=raising(KeyboardInterrupt()))
    assert code == 130
    assert err.strip() == "Stopped, as you asked."


@pytest.mark.parametrize("name", cli.COMMANDS)
def test_the_table_says_of_each_command_what_the_command_says_of_itself(name):
    command = import_module(f"scripts.commands.{name}").command
    assert command.get_short_help_str(limit=100) == cli.COMMANDS[name]


@pytest.mark.parametrize("name", cli.COMMANDS)
def test_each_command_explains_its_options_and_shows_an_example_that_works(name):
    command = import_module(f"scripts.commands.{name}").command
    for option in command.params:
        if isinstance(option, click.Option):
            assert option.help, f"--{option.name} is not explained"
    examples = [line.strip() for line in (command.epilog or "").splitlines()]
    examples = [line for line in examples if line.startswith(f"nearhand {name} ")]
    assert examples
    assert [complaint_about(line) for line in examples] == [None] * len(examples)


def test_the_examples_of_the_help_itself_could_be_typed():
    examples = [line.strip() for line in cli.EXAMPLES.splitlines() if "  nearhand " in line]
    assert [complaint_about(line) for line in examples] == [None] * 3


def test_an_example_that_could_not_be_typed_is_found():
    """So that the tests of examples are known to be able to fail."""
    assert complaint_about("nearhand match needs.csv offers.csv --output x") is not None
    assert complaint_about("nearhand mtach needs.csv offers.csv") is not None
    assert complaint_about("nearhand match needs.csv") is not None
    assert complaint_about("nearhand match --help  # all there is") is None


def test_every_command_module_is_in_the_table():
    modules = {path.stem for path in (ROOT / "scripts/commands").glob("*.py")} - {"__init__"}
    assert modules == set(cli.COMMANDS)


def test_the_help_loads_none_of_the_heavy_libraries():
    """They take a second to load; asked in a process of its own, as this one has them all."""
    heavy = ("numpy", "numba", "ortools", "shapely", "pyproj", "rich", "openpyxl")
    seen = python(
        "-c",
        "import sys; from scripts import cli; code = cli.main(['--help']); "
        f"print(code, [name for name in {heavy} if name in sys.modules])",
    )
    assert seen.stdout.splitlines()[-1] == "0 []"


def test_python_m_scripts_is_nearhand_too():
    seen = python("-m", "scripts", "--version")
    assert (seen.returncode, seen.stderr) == (0, "")
    assert seen.stdout.startswith("Nearhand ")


def test_a_reader_that_goes_away_is_no_cause_for_complaint():
    """As `nearhand … | head -1` does it: the other end of the pipe is closed already."""
    reader, writer = os.pipe()
    os.close(reader)
    seen = subprocess.run(
        [sys.executable, "-m", "scripts", "--help"],
        cwd=ROOT,
        stdout=writer,
        stderr=subprocess.PIPE,
        text=True,
    )
    os.close(writer)
    assert (seen.returncode, seen.stderr) == (141, "")
