"""Measure the planner of runs on a folder of instances, and say whether it kept its promise."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from rich.box import SIMPLE
from rich.table import Table

from scripts.bench.run import Row, json_of
from scripts.bench.solomon import read_folder
from scripts.console import Report

MOST_AVERAGE_GAP_PERCENT = 1.0
MOST_SECONDS_TO_A_PLAN = 15.0
COLUMNS = (
    "instance",
    "distance",
    "best known",
    "gap %",
    "vehicles",
    "unserved",
    "rounds",
    "seconds",
    "CPU s",
)


def measure_folder(folder: Path, *, seconds: float, seed: int, report: Report) -> Iterator[Row]:
    """Yield a row for each instance of a folder, each from a process of its own."""
    for path in read_folder(folder):
        report(path.stem, 0.0)
        row = json_of("scripts.bench.routes", str(path), str(seconds), str(seed))
        report(path.stem, 1.0)
        yield row


def measure_day(*, seconds: float, seed: int, report: Report) -> Row:
    """The day of 200 stops that a seed makes."""
    report("a day of 200 stops", 0.0)
    row = json_of("scripts.bench.routes_day", str(seconds), str(seed))
    report("a day of 200 stops", 1.0)
    return row


def routes_table(rows: Sequence[Row]) -> Table:
    """Return the table of all instances."""
    table = Table(box=SIMPLE, pad_edge=False)
    for title in COLUMNS:
        table.add_column(title, justify="left" if title == COLUMNS[0] else "right", no_wrap=True)
    for row in rows:
        table.add_row(
            row["instance"],
            _shown(row["distance"], ",.3f"),
            _shown(row["best_known"], ",.3f"),
            _shown(row["gap_percent"], "+.3f"),
            f"{row['vehicles']} of {row['fleet']}",
            f"{row['unserved']:,}",
            f"{row['rounds']:,}",
            f"{row['seconds']:.1f}",
            f"{row['cpu_seconds']:.1f}",
        )
    return table


def average_gap(rows: Sequence[Row]) -> float | None:
    """The mean gap in per cent; None unless every instance has one."""
    gaps = [row["gap_percent"] for row in rows if row["gap_percent"] is not None]
    return sum(gaps) / len(gaps) if gaps and len(gaps) == len(rows) else None


def folder_promise(rows: Sequence[Row]) -> str:
    """What was promised of a folder, and what came out."""
    left_out = [row["instance"] for row in rows if row["unserved"]]
    if left_out:
        return f"NOT KEPT: somebody is left out in {', '.join(left_out)}."
    gap = average_gap(rows)
    if gap is None:
        return "No average: the folder has not the best known distance of every instance."
    kept = "kept" if gap <= MOST_AVERAGE_GAP_PERCENT else "NOT KEPT"
    return (
        f"{kept}: {gap:.3f} % above the best known on average "
        f"(at most {MOST_AVERAGE_GAP_PERCENT:g} %)."
    )


def day_promise(row: Row) -> str:
    """What was promised of the day of 200 stops, and what came out."""
    after_s = row["all_served_after_s"]
    if after_s is None:
        return f"NOT KEPT: {row['unserved']} stops are not served."
    if after_s > MOST_SECONDS_TO_A_PLAN:
        return f"NOT KEPT: all stops are served only after {after_s:.1f} s."
    return (
        f"kept: all {row['stops']} stops on {row['drivers']} vehicles after {after_s:.1f} s "
        f"(at most {MOST_SECONDS_TO_A_PLAN:g} s)."
    )


def _shown(value: float | None, form: str) -> str:
    return "" if value is None else f"{value:{form}}"
