"""Run the measurements, each in a process of its own, and gather what they print."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from matcher.config import GEODATA
from matcher.domain.refusals import Invalid, Refusal
from scripts.bench.sizes import FLOOR, METHODS, OURS, Method, Size
from scripts.console import Report

ROOT = Path(__file__).resolve().parent.parent.parent
# What the yardsticks are made with: module and package. The service itself needs none of them.
YARDSTICKS = {
    "balltree": ("sklearn", "scikit-learn"),
    "floor": ("ortools", "OR-Tools"),
    "live": ("rtree", "rtree"),
}
Row = dict[str, Any]
"""What one process printed, with its size and method."""


class Broken(Refusal):
    """A measurement did not come to its end."""


def measure_sizes(
    sizes: Sequence[Size],
    methods: Sequence[str],
    *,
    pack: Path,
    seed: int,
    runs: int,
    report: Report,
) -> Iterator[Row]:
    """Yield a row for each size and method: the quickest of its runs, and their highest peak."""
    for size in sizes:
        environment = {GEODATA: str(pack)} if size.everywhere else {}
        with TemporaryDirectory(prefix="nearhand-bench-") as folder:
            report(f"{size.name}: drawing the town", 0.0)
            made = ("scripts.bench.make_instance", size.name, str(seed), folder)
            json_of(*made, environment=environment)
            report(f"{size.name}: drawing the town", 1.0)
            for method in chosen(methods, size):
                stage = f"{size.name}: {method.name}"
                done = []
                for run in range(runs):
                    report(stage, run / runs)
                    files = (f"{folder}/warm-up.pickle", f"{folder}/town.pickle")
                    done.append(json_of(method.module, *files))
                report(stage, 1.0)
                yield {"size": size.name, "method": method.name} | best_of(done)


def chosen(names: Sequence[str], size: Size) -> list[Method]:
    """The methods that were named; with no names, all that are fit for the size."""
    if names:
        return [METHODS[name] for name in names]
    return [
        method
        for method in METHODS.values()
        if method.most_needs is None or size.needs <= method.most_needs
    ]


def best_of(rows: Sequence[Row]) -> Row:
    """The quickest row, with the highest peak of all: others on the machine only ever slow."""
    quickest = min(rows, key=lambda row: row["seconds"])
    return quickest | {
        name: max(row[name] for row in rows) for name in quickest if name.startswith("peak_")
    }


def beside(rows: Sequence[Row], row: Row) -> dict[str, float | None]:
    """How a row compares with ours of the same size: cost in %, seconds as a ratio."""
    of_size = {one["method"]: one for one in rows if one["size"] == row["size"]}
    ours, floor = of_size.get(OURS), of_size.get(FLOOR)
    return {
        "dearer_than_ours_percent": (
            100 * (row["objective"] / max(1, ours["objective"]) - 1) if ours else None
        ),
        "seconds_over_ours": row["seconds"] / ours["seconds"] if ours else None,
        "seconds_over_floor": row["seconds"] / floor["seconds"] if floor else None,
    }


def gap_of(row: Row) -> float | None:
    """(objective - lower bound) / objective; None with no lower bound."""
    if row["lower_bound"] is None:
        return None
    gap: float = (row["objective"] - row["lower_bound"]) / max(1, row["objective"])
    return gap


def check_what_is_needed(
    sizes: Sequence[Size], methods: Sequence[str], pack: Path, others: Sequence[str] = ()
) -> None:
    """Say in one sentence what is missing, before anything is measured."""
    if any(size.everywhere for size in sizes) and not pack.is_dir():
        raise Invalid(
            f"The country needs the postcodes of Great Britain, and {pack} is not there; build "
            "it with: python -m scripts.build_geodata --region gb"
        )
    wanted = {method.name for size in sizes for method in chosen(methods, size)} | set(others)
    for name, (module, package) in YARDSTICKS.items():
        if name in wanted and find_spec(module) is None:
            raise Invalid(
                f"{name} needs {package}; install Nearhand with its extra “bench”, or measure "
                "without it."
            )


def json_of(module: str, *arguments: str, environment: dict[str, str] | None = None) -> Row:
    """Run a module with Python and return the JSON that it prints."""
    paths = [str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])]
    done = subprocess.run(
        [sys.executable, "-m", module, *arguments],
        env=os.environ | {"PYTHONPATH": os.pathsep.join(paths)} | (environment or {}),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        last = (done.stderr.strip().splitlines() or ["it said nothing"])[-1]
        raise Broken(f"{module.rpartition('.')[2]} stopped with code {done.returncode}: {last}")
    row: Row = json.loads(done.stdout)
    return row
