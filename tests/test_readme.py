"""README says what is there, all that is there, and nothing that is not."""

import re
from functools import cache
from importlib import import_module
from pathlib import Path

import click
import pytest

from geodata import ATTRIBUTION
from matcher.config import SETTINGS
from matcher.domain.categories import CATEGORIES
from matcher.domain.eligibility import BLOCKERS
from matcher.domain.urgency import Urgency
from matcher.service.sheets.needs import NeedColumns
from matcher.service.sheets.offers import OfferColumns
from scripts import cli
from tests.command_lines import complaint_about

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
DOCS = sorted(path.relative_to(ROOT) for path in [*ROOT.glob("*.md"), *ROOT.glob("docs/*.md")])

# These speak of other people's code as well.
OF_OTHERS_TOO = ("benchmarks.md", "decisions.md")
# What a person makes by following the page, so it is not in the tree.
MADE_BY_THE_READER = re.compile(r"(build|demo-out|my-town|\.venv)(/|$)")
# `folder/file.ending`, `folder/`, or a folder of the house with what is below it.
A_PATH = re.compile(r"[\w.-]+(/[\w.-]*)+")


def table(first_heading: str) -> list[list[str]]:
    """The rows of the table whose first column is so headed; a lone `code` is taken as it is."""
    start = README.index(f"\n| {first_heading} |")
    lines = README[start:].strip().split("\n\n")[0].splitlines()
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]
    return [[re.sub(r"^`([^`]*)`$", r"\1", cell) for cell in row] for row in cells]


def first_column(first_heading: str) -> list[str]:
    return [row[0] for row in table(first_heading)]


def headings_of(page: Path) -> set[str]:
    """The headings of a page as links name them."""
    found = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in found}


@cache
def names_in_the_source() -> frozenset[str]:
    """Every word of our modules, templates and tests that could be a name."""
    files = [
        file
        for folder in ("geodata", "matcher", "scripts", "tests", "web")
        for ending in ("*.py", "*.html")
        for file in (ROOT / folder).rglob(ending)
        if "node_modules" not in file.parts
    ]
    return frozenset(
        name for file in files for name in re.findall(r"[A-Za-z_]\w+", file.read_text("utf-8"))
    )


def in_backticks(text: str) -> list[str]:
    """Everything set as code on a line, and every line of the blocks of shell."""
    blocks = re.findall(r"```sh\n(.*?)```", text, flags=re.DOTALL)
    prose = re.sub(r"```.*?```", "", text, flags=re.DOTALL)
    return [*re.findall(r"`([^`\n]+)`", prose), *(line for b in blocks for line in b.splitlines())]


def commands() -> dict[str, click.Command]:
    return {name: import_module(f"scripts.commands.{name}").command for name in cli.COMMANDS}


def options_of(command: click.Command) -> set[str]:
    return {word for option in command.params for word in option.opts if word.startswith("--")}


def test_the_table_of_commands_has_each_one_and_no_other():
    assert first_column("command") == [f"nearhand {name}" for name in cli.COMMANDS]


@pytest.mark.parametrize("page", DOCS, ids=str)
def test_every_command_line_shown_could_be_typed(page: Path):
    text = (ROOT / page).read_text(encoding="utf-8")
    blocks = "".join(re.findall(r"```sh\n(.*?)```", text, flags=re.DOTALL))
    lines = [line for line in blocks.splitlines() if line.startswith("nearhand ")]
    assert [complaint for complaint in map(complaint_about, lines) if complaint] == []


def test_every_command_named_in_passing_exists():
    named = re.findall(r"`nearhand ([a-z]+)", README)
    assert set(named) <= set(cli.COMMANDS)


def test_every_option_named_in_passing_belongs_to_some_command():
    of_all = {option for command in commands().values() for option in options_of(command)}
    named = {code for code in in_backticks(README) if re.fullmatch(r"--[a-z-]+", code)}
    assert named <= of_all | {"--help", "--verbose", "--version"}


def test_the_table_of_settings_has_each_one_and_no_other():
    assert first_column("setting") == list(SETTINGS)
    assert set(re.findall(r"NEARHAND_[A-Z_]+", README)) == set(SETTINGS)


def test_the_table_of_exit_codes_has_each_one_and_no_other():
    codes = (cli.GOOD, cli.REFUSED, cli.BAD_INPUT, cli.BUG, cli.INTERRUPTED, cli.PIPE_CLOSED)
    assert first_column("exit code") == [str(int(code)) for code in codes]


def test_the_table_of_categories_is_the_one_in_the_rules():
    assert table("category") == [
        [category.slug, category.name, category.task_class.replace("_", " ")]
        for category in CATEGORIES
    ]


def test_the_table_of_blockers_is_in_the_order_of_the_gates():
    assert first_column("blocker") == [str(blocker) for blocker in BLOCKERS]


def test_the_steps_of_urgency_are_named():
    assert all(f"`{urgency}`" in README for urgency in Urgency)


def test_the_map_data_are_attributed_as_their_licence_asks():
    assert all(line in README for line in ATTRIBUTION)


@pytest.mark.parametrize("page", DOCS, ids=str)
def test_every_file_and_folder_that_a_page_names_is_there(page: Path):
    text = (ROOT / page).read_text(encoding="utf-8")
    named = {code.split()[0] for code in in_backticks(text) if code.strip()}
    paths = {name for name in named if A_PATH.fullmatch(name)} | set(
        re.findall(r"`([\w-]+\.(?:py|cfg|toml|txt|md))`", text)
    )
    missing = [
        path
        for path in sorted(paths)
        if not MADE_BY_THE_READER.match(path) and not (ROOT / path).exists()
    ]
    assert not missing


@pytest.mark.parametrize("page", [page for page in DOCS if page.name not in OF_OTHERS_TOO], ids=str)
def test_every_name_of_the_code_that_a_page_gives_is_in_the_code(page: Path):
    """Names of one word could be anything: asked are `snake_case` and `CamelCase`."""
    text = re.sub(r"```.*?```", "", (ROOT / page).read_text(encoding="utf-8"), flags=re.DOTALL)
    codes = [code for code in in_backticks(text) if not A_PATH.fullmatch(code)]
    named = {
        name
        for code in codes
        for name in re.findall(r"[A-Za-z_]\w+", code)
        if re.search(r"\w_\w|[a-z][A-Z]", name)
    }
    assert sorted(name for name in named - names_in_the_source() if f"{name}.py" not in text) == []


@pytest.mark.parametrize("page", DOCS, ids=str)
def test_every_link_of_a_page_leads_somewhere_in_the_tree(page: Path):
    text = (ROOT / page).read_text(encoding="utf-8")
    links = re.findall(r"\]\(([^)#\s]+)", text)
    local = [link for link in links if not re.match(r"[a-z]+:", link)]
    assert [link for link in local if not (ROOT / page.parent / link).exists()] == []


@pytest.mark.parametrize("page", DOCS, ids=str)
def test_every_heading_that_a_link_names_is_on_its_page(page: Path):
    text = (ROOT / page).read_text(encoding="utf-8")
    linked = re.findall(r"\]\((?![a-z]+:)([^)#\s]*)#([^)\s]+)\)", text)
    lost = [
        f"{path}#{heading}"
        for path, heading in linked
        if heading not in headings_of((ROOT / page.parent / path) if path else ROOT / page)
    ]
    assert lost == []


def test_the_readme_leads_to_every_page():
    linked = set(re.findall(r"\]\(([^)#\s]+)\)", README))
    assert {path.as_posix() for path in DOCS} - {"README.md"} <= linked


@pytest.mark.parametrize("page", DOCS, ids=str)
def test_no_page_leads_out_of_the_project(page: Path):
    """What must last is written here, not pointed at."""
    assert "../.." not in (ROOT / page).read_text(encoding="utf-8")


def test_every_folder_of_the_house_is_in_the_table():
    assert all((ROOT / folder).is_dir() for folder in first_column("folder"))
    houses = {path.parent.name for path in ROOT.glob("*/__init__.py")}
    assert houses <= {folder.split("/")[0] for folder in first_column("folder")}


@pytest.mark.parametrize(("row", "columns"), [(0, NeedColumns), (1, OfferColumns)])
def test_the_columns_of_the_sheets_are_those_that_are_read(row: int, columns: type):
    named = re.findall(r"`([a-z_]+)`", re.sub(r"\(.*?\)", "", " ".join(table("sheet")[row][1:])))
    assert named == list(columns.names)
