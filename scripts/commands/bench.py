"""`nearhand bench`: measure the solver against other ways of pairing."""

import json
from collections.abc import Sequence
from pathlib import Path

import click
from rich.console import Console

from scripts.bench.routes_table import (
    average_gap,
    day_promise,
    folder_promise,
    measure_day,
    measure_folder,
    routes_table,
)
from scripts.bench.run import Row, beside, check_what_is_needed, gap_of, json_of, measure_sizes
from scripts.bench.sizes import DEFAULT_SIZES, GB_PACK, METHODS, SEED, SIZES
from scripts.bench.table import promises_kept, table_of
from scripts.console import Report, answers, progress

# What is measured besides ways of pairing: the module to run, and what it is told before the seed.
OTHERS: dict[str, tuple[str, ...]] = {
    "match": ("scripts.bench.match_job", "100000", "90000"),
    "round": ("scripts.bench.round_job", "100000", "90000"),
    "live": ("scripts.bench.live", "90000"),
    "load": ("scripts.bench.load", "100000", "20000", "60"),
    "imports": ("scripts.bench.imports", "10000", "50000"),
    "map": ("scripts.bench.map_figures", "1000000"),
}
ROUTES = "routes"
WIDE = 180

EPILOG = (
    "\b\nSizes (needs x offers):\n"
    + "".join(f"  {size.name:<9}{size.needs:>9,} x {size.offers:,}\n" for size in SIZES.values())
    + "Methods:\n"
    + "".join(f"  {method.name:<9} {method.what}\n" for method in METHODS.values())
    + """Besides: match (the whole job on sheets), round (one on an SQLite database), live (the
live index), load (the pages under load, beside a bare one), imports (a sheet of 10,000), map.

routes DIR: plan runs for every instance of a folder in Solomon's format (.vrptw or .txt), with
the fleet and the best known distances of its best_known.csv; distances are real-valued, not
rounded. With no DIR: a day of 200 stops with time windows on 8 vehicles, made by seed.

\b
Examples:
  nearhand bench town borough --methods nearhand,greedy --json
"""
)


def _named_methods(
    _context: click.Context, _option: click.Parameter, text: str | None
) -> list[str]:
    names = [name.strip() for name in (text or "").split(",") if name.strip()]
    for name in names:
        if name not in METHODS:
            raise click.BadParameter(f"“{name}” is not one of {', '.join(METHODS)}.")
    return list(dict.fromkeys(names))


def _named_what(
    context: click.Context, argument: click.Parameter, words: tuple[str, ...]
) -> tuple[str, ...]:
    """Known words only; after `routes` there may be one folder."""
    if words[:1] == (ROUTES,):
        if len(words) > 2:
            raise click.BadParameter(f"{ROUTES} reads one folder.", context, argument)
        folders = click.Path(exists=True, file_okay=False)
        return (ROUTES, *(str(folders.convert(word, argument, context)) for word in words[1:]))
    choice = click.Choice([*SIZES, *OTHERS, ROUTES])
    return tuple(choice.convert(word, argument, context) for word in words)


@click.command(name="bench", epilog=EPILOG)
@click.argument("what", nargs=-1, callback=_named_what, metavar="[WHAT]...")
@click.option(
    "--methods", callback=_named_methods, metavar="LIST", help="Only these, with commas between."
)
@click.option("--json", "as_json", is_flag=True, help="Answer as JSON.")
@click.option(
    "--seed",
    type=click.IntRange(min=0),
    default=SEED,
    show_default=True,
    help="The same seed draws the same towns.",
)
@click.option(
    "--runs",
    type=click.IntRange(1, 100),
    default=1,
    show_default=True,
    help="Run each so often: the quickest time and the highest peak count.",
)
@click.option(
    "--pack",
    type=click.Path(path_type=Path),
    default=GB_PACK,
    show_default=True,
    help="The map data of Great Britain, for country.",
)
@click.option(
    "--seconds",
    type=click.FloatRange(min=0.1, max=3_600),
    default=30.0,
    show_default=True,
    help="How long to look for the runs of one instance, for routes.",
)
def command(
    what: Sequence[str],
    methods: list[str],
    as_json: bool,
    seed: int,
    runs: int,
    pack: Path,
    seconds: float,
) -> None:
    """Measure the solver against other ways of pairing.

    WHAT is any of the sizes below, or match, round, live, load, imports or map; with none named,
    all sizes but country; or it is routes, with or without a folder of instances. Every figure
    comes from a process of its own, after its loops were compiled on a tiny town.
    """
    if ROUTES in what:
        _measure_routes(what, as_json, seed, seconds)
        return
    sizes = [SIZES[name] for name in dict.fromkeys(what or DEFAULT_SIZES) if name in SIZES]
    check_what_is_needed(sizes, methods, pack, what)
    with progress() as report:
        rows = list(measure_sizes(sizes, methods, pack=pack, seed=seed, runs=runs, report=report))
        others = {name: _other(name, seed, report) for name in OTHERS if name in what}
    if as_json:
        click.echo(json.dumps(as_document(rows, others, seed, runs), indent=1))
        return
    _print(rows, others)


def as_document(
    rows: Sequence[Row], others: dict[str, Row], seed: int, runs: int
) -> dict[str, object]:
    """Everything that was measured, as one JSON document."""
    pairing = [row | beside(rows, row) | {"gap": gap_of(row)} for row in rows]
    return {"seed": seed, "runs": runs, "pairing": pairing} | others


def _other(name: str, seed: int, report: Report) -> Row:
    report(name, 0.0)
    module, *told = OTHERS[name]
    row = json_of(module, *told, str(seed))
    report(name, 1.0)
    return row


def _measure_routes(what: Sequence[str], as_json: bool, seed: int, seconds: float) -> None:
    """Runs for the instances of a folder, or else for the day that a seed makes."""
    if tuple(what[:1]) != (ROUTES,):
        raise click.BadParameter(f"{ROUTES} is measured by itself.", param_hint="WHAT")
    console = _wide()
    if len(what) == 1:
        with progress() as report:
            day = measure_day(seconds=seconds, seed=seed, report=report)
        if as_json:
            click.echo(json.dumps({"seed": seed, "day": day}, indent=1))
            return
        for label, value in _flat(day).items():
            console.print(f"  {label:<34}{value:>14}", soft_wrap=True)
        console.print(day_promise(day), soft_wrap=True)
        return
    with progress() as report:
        rows = list(measure_folder(Path(what[1]), seconds=seconds, seed=seed, report=report))
    if as_json:
        gap = average_gap(rows)
        told = {"seed": seed, "seconds": seconds, "average_gap_percent": gap, "routes": rows}
        click.echo(json.dumps(told, indent=1))
        return
    console.print(routes_table(rows))
    console.print(folder_promise(rows), soft_wrap=True)


def _wide() -> Console:
    console = answers()
    if not console.is_terminal:
        # A pipe has no width, and a table cut to 80 columns tells nothing.
        console.width = WIDE
    return console


def _print(rows: Sequence[Row], others: dict[str, Row]) -> None:
    console = _wide()
    if rows:
        console.print(table_of(rows))
        for line in promises_kept(rows):
            console.print(line, soft_wrap=True)
        console.print(
            "Seconds and memory are of a fresh process each, after a warm-up on a tiny town "
            "that compiles all loops; “beyond” is the peak above the loaded town.",
            soft_wrap=True,
        )
    for name, row in others.items():
        console.print(f"\n{name}")
        for label, value in _flat(row).items():
            console.print(f"  {label:<34}{value:>14}", soft_wrap=True)


def _flat(row: Row, before: str = "") -> dict[str, str]:
    shown: dict[str, str] = {}
    for name, value in row.items():
        if isinstance(value, dict):
            shown |= _flat(value, f"{before}{name} ")
        else:
            label = f"{before}{name.replace('_', ' ')}"
            if value is None:
                shown[label] = "none"
                continue
            shown[label] = f"{value:,.4f}" if isinstance(value, float) else f"{value:,}"
    return shown
