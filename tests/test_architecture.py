"""The arrows of the house, walked import by import; README draws the same picture.

Each check returns what it complains of, so that it can be run on the real tree, where it must
find nothing, and on a small tree with a planted fault, which it must find.
"""

import ast
import re
import sys
from collections.abc import Callable, Container, Iterator
from dataclasses import dataclass
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
HOUSE = ("geodata", "matcher", "scripts", "web")

# Who may import whom, beside itself. The longest name that fits a module is its part of the
# house; what is not in the house at all (numpy, click) is the business of ONLY_IN below.
ARROWS: dict[str, set[str]] = {
    "matcher": set(),
    "matcher.domain": set(),
    "matcher.engine": {"matcher.domain"},
    "matcher.storage": {"matcher.domain"},
    "matcher.messages": {"matcher.domain"},
    "matcher.service": {
        "matcher.domain",
        "matcher.engine",
        "matcher.storage",
        "matcher.messages",
    },
    "matcher.config": {"matcher.config_", "matcher.domain"},
    # One module for the settings of each part, plain values that the part itself may name.
    "matcher.config_": {"matcher.domain"},
    "matcher.bootstrap": {
        "geodata",
        "matcher.bootstrap_",
        "matcher.config",
        "matcher.domain",
        "matcher.messages",
        "matcher.service",
        "matcher.storage",
    },
    # The parts of it that only put one thing together.
    "matcher.bootstrap_": {
        "matcher.config_",
        "matcher.domain",
        "matcher.messages",
        "matcher.service",
    },
    "matcher.jobs": {"matcher.bootstrap", "matcher.config_", "matcher.domain", "matcher.service"},
    "web": {"matcher.bootstrap", "matcher.config_", "matcher.domain", "matcher.service"},
    # The programs that run for as long as the service does.
    "scripts.commands.serve": {
        "matcher.bootstrap",
        "matcher.config_",
        "matcher.domain",
        "matcher.service",
        "scripts",
    },
    "scripts.commands.worker": {"matcher.bootstrap", "matcher.jobs", "matcher.service", "scripts"},
    "scripts": {"matcher.bootstrap", "matcher.config", "matcher.domain", "matcher.service"},
    # It measures the engine itself, with nothing in between.
    "scripts.bench": {
        "matcher.bootstrap",
        "matcher.config",
        "matcher.domain",
        "matcher.engine",
        "matcher.service",
        "scripts",
    },
    "scripts.commands.bench": {
        "matcher.domain",
        "matcher.engine",
        "matcher.service",
        "scripts",
        "scripts.bench",
    },
    # It asks the map itself, with nothing in between.
    "scripts.commands.postcode": {"geodata", "matcher.bootstrap", "matcher.domain", "scripts"},
    # The builds of the packed map data belong to the map.
    "scripts.build_geodata": {"geodata", "scripts", "scripts.geodata_"},
    "scripts.geodata_": {"geodata", "scripts"},
    "geodata": set(),
}

# Libraries that one part of the house hides from all the others.
ONLY_IN: dict[str, tuple[str, ...]] = {
    "alembic": ("matcher.storage",),
    "apscheduler": ("matcher.jobs",),
    "argon2": ("matcher.service.accounts",),
    "babel": ("matcher.messages", "web", "scripts.sentences"),
    "click": ("scripts",),
    "dateutil": ("matcher.service.rota",),
    "email_validator": ("matcher.messages",),
    "cryptography": ("matcher.storage",),
    # Ours is measured beside a bare page.
    "flask": ("web", "scripts.bench.bare_page"),
    "flask_babel": ("web",),
    "flask_login": ("web",),
    "flask_security": ("web.accounts",),
    "flask_wtf": ("web",),
    "geopy": ("geodata",),
    "gunicorn": ("scripts",),
    # Of what people say only keyed hashes are kept: a plain one of a name or a number is guessed
    # in an hour. The others hash files; that of a sheet is hashed by our key before it is kept.
    "hashlib": ("matcher.storage.sealed", "matcher.service.imports.arriving", "geodata", "scripts"),
    "icalendar": ("matcher.messages",),
    "numba": ("matcher.engine",),
    "PIL": ("matcher.service.runs_photos",),
    "openpyxl": ("matcher.service.sheets",),
    "ortools": ("matcher.engine", "scripts.bench"),
    "passlib": ("web.accounts",),
    "phonenumbers": ("matcher.messages",),
    "prometheus_client": ("web",),
    "psycopg": ("matcher.storage",),
    "pydantic": ("web.api",),
    "pyproj": ("geodata", "scripts.build_geodata", "scripts.geodata_"),
    "pyvrp": ("matcher.engine",),
    "qrcode": ("web.accounts", "web.qr_codes"),
    "rich": ("scripts",),
    # Ours is measured beside it.
    "rtree": ("matcher.engine", "scripts.bench"),
    "smtplib": ("matcher.messages.senders",),
    "sqlalchemy": ("matcher.storage",),
    "urllib3": ("matcher.messages.senders", "geodata.streets"),
    "wtforms": ("web",),
}

# The two that load a module by name, so that nobody waits for libraries they do not use.
LOADS_BY_NAME = {"geodata", "scripts.cli"}

MOST_LINES_IN_A_MODULE = 250
MOST_LINES_IN_A_FUNCTION = 40
# Longer, each for a reason that was weighed: "path": "reason" or "path:function": "reason".
LONGER: dict[str, str] = {}

NAMES_THAT_SAY_NOTHING = re.compile(r"(^|_)(utils?|helpers?|common|misc|tools|stuff)(_|$)")


@dataclass(frozen=True)
class Import:
    """One imported name, in full, and where it stands."""

    by: str
    what: str
    where: str
    in_function: bool


def module_files(root: Path) -> dict[str, Path]:
    """Every module of the house by its dotted name."""
    files = (path for top in HOUSE for path in sorted((root / top).rglob("*.py")))
    return {".".join(path.relative_to(root).with_suffix("").parts): path for path in files}


@cache
def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def imports(root: Path) -> Iterator[Import]:
    for name, path in module_files(root).items():
        by = name.removesuffix(".__init__")
        inside = {
            id(node)
            for function in ast.walk(parsed(path))
            if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef)
            for node in ast.walk(function)
        }
        for node in ast.walk(parsed(path)):
            for what in imported_names(node):
                where = f"{path.relative_to(root)}:{node.lineno}"
                yield Import(by, what, where, id(node) in inside)


def imported_names(node: ast.AST) -> list[str]:
    """In full; a relative import keeps its dots, which no arrow knows."""
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom):
        start = "." * node.level + (node.module or "")
        return [f"{start}.{alias.name}" for alias in node.names]
    return []


def part_of(name: str) -> str | None:
    """Which part of the house a dotted name lies in; None for all that is not ours."""
    fitting = [part for part in ARROWS if lies_in(name, part)]
    return max(fitting, key=len, default=None)


def lies_in(name: str, part: str) -> bool:
    """A part that ends in `_` stands for all modules whose names begin so."""
    return name == part or name.startswith(part if part.endswith("_") else f"{part}.")


def wrong_arrows(root: Path) -> list[str]:
    found = []
    for line in imports(root):
        if line.what.startswith("."):
            found.append(f"{line.where} imports {line.what}: write the name in full")
            continue
        here, there = part_of(line.by), part_of(line.what)
        if there is not None and there != here and there not in ARROWS[here]:
            found.append(f"{line.where} points from {here} to {there}")
    return found


def strangers_in_the_domain(root: Path) -> list[str]:
    return [
        f"{line.where} brings {line.what} into the rules"
        for line in imports(root)
        if lies_in(line.by, "matcher.domain")
        and line.what.split(".")[0] not in {*sys.stdlib_module_names, "matcher"}
    ]


def libraries_out_of_place(root: Path) -> list[str]:
    return [
        f"{line.where} imports {line.what}, which belongs to {' and '.join(homes)}"
        for line in imports(root)
        if (homes := ONLY_IN.get(line.what.split(".")[0]))
        and not any(lies_in(line.by, home) for home in homes)
    ]


def imports_inside_functions(root: Path) -> list[str]:
    hidden = [f"{line.where} imports {line.what}" for line in imports(root) if line.in_function]
    by_name = [
        f"{path.relative_to(root)} loads a module by name"
        for name, path in module_files(root).items()
        if re.search(r"\b(import_module|__import__)\(", path.read_text(encoding="utf-8"))
        and name.removesuffix(".__init__") not in LOADS_BY_NAME
    ]
    return hidden + by_name


def circles(root: Path) -> list[str]:
    """Modules that need each other, so that neither can be read or loaded first."""
    names = {name.removesuffix(".__init__") for name in module_files(root)}
    needed: dict[str, set[str]] = {name: set() for name in names}
    for line in imports(root):
        module = line.what if line.what in names else line.what.rpartition(".")[0]
        if module in names and module != line.by:
            needed[line.by].add(module)
    try:
        TopologicalSorter(needed).prepare()
    except CycleError as error:
        return [" → ".join(error.args[1])]
    return []


def too_long(root: Path, granted: Container[str] = LONGER) -> list[str]:
    found = []
    for path in module_files(root).values():
        name = str(path.relative_to(root))
        lines = len(path.read_text(encoding="utf-8").splitlines())
        if lines > MOST_LINES_IN_A_MODULE:
            found.append((name, lines))
        for node in ast.walk(parsed(path)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                lines = lines_of_code(node)
                if lines > MOST_LINES_IN_A_FUNCTION:
                    found.append((f"{name}:{node.name}", lines))
    return [f"{what} has {lines} lines" for what, lines in found if what not in granted]


def lines_of_code(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """From `def` to the end, without the docstring: explaining more is not a fault."""
    docstring = function.body[0] if ast.get_docstring(function) is not None else None
    explained = docstring.end_lineno - docstring.lineno + 1 if docstring else 0
    return function.end_lineno - function.lineno + 1 - explained


def names_that_say_nothing(root: Path) -> list[str]:
    return [
        f"{name} has a name that says nothing"
        for name in module_files(root)
        if any(NAMES_THAT_SAY_NOTHING.search(part) for part in name.split("."))
    ]


CHECKS: tuple[Callable[[Path], list[str]], ...] = (
    wrong_arrows,
    strangers_in_the_domain,
    libraries_out_of_place,
    imports_inside_functions,
    circles,
    too_long,
    names_that_say_nothing,
)


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_the_house_stands_as_it_was_drawn(check: Callable[[Path], list[str]]):
    assert not check(ROOT), "\n".join(check(ROOT))


def test_every_longer_module_or_function_that_was_granted_is_still_longer():
    still_long = {complaint.rpartition(" has ")[0] for complaint in too_long(ROOT, granted=())}
    assert set(LONGER) <= still_long


PLANTED = [
    ("matcher/domain/needs.py", "from matcher.engine.solve import solve", wrong_arrows),
    ("matcher/domain/needs.py", "from matcher import engine", wrong_arrows),
    ("matcher/domain/needs.py", "import matcher.service", wrong_arrows),
    ("matcher/domain/needs.py", "import numpy", strangers_in_the_domain),
    ("matcher/engine/solve.py", "from matcher.service.matching import Matching", wrong_arrows),
    ("matcher/engine/solve.py", "from matcher.storage import needs", wrong_arrows),
    ("matcher/engine/solve.py", "from .problem import Problem", wrong_arrows),
    ("matcher/engine/solve.py", "import sqlalchemy.orm", libraries_out_of_place),
    ("matcher/service/rounds.py", "from geodata import Postcodes", wrong_arrows),
    ("matcher/service/rounds.py", "from matcher.bootstrap import Tools", wrong_arrows),
    ("matcher/service/rounds.py", "from flask import g", libraries_out_of_place),
    ("matcher/config.py", "import geodata.postcodes", wrong_arrows),
    ("geodata/grid.py", "from matcher.domain.places import Point", wrong_arrows),
    ("web/needs.py", "from matcher.storage import needs", wrong_arrows),
    ("web/needs.py", "import apscheduler", libraries_out_of_place),
    ("scripts/commands/match.py", "from geodata import Postcodes", wrong_arrows),
    ("scripts/commands/match.py", "from matcher.engine.solve import solve", wrong_arrows),
    ("web/needs.py", "def show():\n    import json", imports_inside_functions),
    ("web/needs.py", "import_module('matcher.storage')", imports_inside_functions),
    ("matcher/engine/utils.py", "", names_that_say_nothing),
    ("web/form_helpers/__init__.py", "", names_that_say_nothing),
    ("web/helpers/forms.py", "", names_that_say_nothing),
    ("web/needs.py", "x = 1\n" * (MOST_LINES_IN_A_MODULE + 1), too_long),
    ("web/needs.py", "def show():\n" + "    x = 1\n" * MOST_LINES_IN_A_FUNCTION, too_long),
]


@pytest.mark.parametrize(("file", "source", "finds_it"), PLANTED)
def test_each_check_finds_a_planted_fault_and_no_other_check_does(
    tmp_path: Path, file: str, source: str, finds_it: Callable[[Path], list[str]]
):
    planted = tmp_path / file
    planted.parent.mkdir(parents=True)
    planted.write_text(source, encoding="utf-8")
    assert [check for check in CHECKS if check(tmp_path)] == [finds_it]


@pytest.mark.parametrize(
    ("file", "source"),
    [
        ("matcher/service/rounds.py", "from matcher.domain.needs import Need\nimport numpy"),
        ("matcher/bootstrap.py", "from geodata import Postcodes"),
        ("scripts/build_geodata.py", "import pyproj\nfrom geodata.pack import packed"),
        ("scripts/commands/bench.py", "from matcher.engine.solve import solve"),
        ("web/needs.py", 'def show():\n    """' + "\n    Explained.\n" * 60 + '    """'),
    ],
)
def test_no_check_complains_of_what_is_allowed(tmp_path: Path, file: str, source: str):
    allowed = tmp_path / file
    allowed.parent.mkdir(parents=True)
    allowed.write_text(source, encoding="utf-8")
    assert [complaint for check in CHECKS for complaint in check(tmp_path)] == []


def test_two_modules_that_need_each_other_are_found(tmp_path: Path):
    (tmp_path / "web").mkdir()
    (tmp_path / "web/needs.py").write_text("from web.offers import show", encoding="utf-8")
    (tmp_path / "web/offers.py").write_text("import web.needs", encoding="utf-8")
    assert len(circles(tmp_path)) == 1
