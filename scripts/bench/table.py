"""The figures as people read them: one table, and below it what was promised."""

from collections.abc import Sequence

from rich.box import SIMPLE
from rich.table import Table

from scripts.bench.run import Row, beside, gap_of
from scripts.bench.sizes import FLOOR, GREEDY, OURS, SIZES

# Title, and whether it is a number.
COLUMNS: tuple[tuple[str, bool], ...] = (
    ("size", False),
    ("method", False),
    ("objective", True),
    ("vs ours", True),
    ("served", True),
    ("unserved", True),
    ("mean m", True),
    ("total km", True),
    ("seconds", True),
    ("x ours", True),
    ("x floor", True),
    ("peak MB", True),
    ("beyond MB", True),
    ("certificate", False),
)


def table_of(rows: Sequence[Row]) -> Table:
    """Return one table of all sizes and methods."""
    table = Table(box=SIMPLE, pad_edge=False)
    for title, is_number in COLUMNS:
        table.add_column(title, justify="right" if is_number else "left", no_wrap=True)
    for before, row in zip([None, *rows], rows, strict=False):
        if before is not None and before["size"] != row["size"]:
            table.add_section()
        table.add_row(*cells_of(rows, row))
    return table


def cells_of(rows: Sequence[Row], row: Row) -> list[str]:
    """One row as it is shown, in the order of `COLUMNS`."""
    ratios = beside(rows, row)
    return [
        row["size"],
        row["method"],
        f"{row['objective']:,}",
        _shown(ratios["dearer_than_ours_percent"], "+.3f", "%"),
        f"{row['served']:,}",
        f"{row['unserved']:,}",
        f"{row['mean_distance_m']:,.0f}",
        f"{row['total_distance_m'] / 1000:,.0f}",
        f"{row['seconds']:.2f}",
        _shown(ratios["seconds_over_ours"], ".2f"),
        _shown(ratios["seconds_over_floor"], ".2f"),
        f"{row['peak_mb']:,.0f}",
        f"{row['peak_beyond_instance_mb']:,.0f}",
        certificate(row),
    ]


def certificate(row: Row) -> str:
    """What is proven of an answer."""
    gap = gap_of(row)
    if gap is None:
        return "none"
    return "proven best" if gap == 0 else f"gap {gap:.1e}"


def promises_kept(rows: Sequence[Row]) -> list[str]:
    """Say for each size what was promised, what came out, and what greedy leaves undone."""
    lines = []
    for name, size in SIZES.items():
        of_size = {row["method"]: row for row in rows if row["size"] == name}
        ours = of_size.get(OURS)
        if ours and size.promise and FLOOR in of_size:
            gap, times = gap_of(ours), beside(rows, ours)["seconds_over_floor"]
            assert gap is not None
            assert times is not None
            promise = size.promise
            kept = (
                gap <= promise.gap
                and times <= promise.times_floor
                and ours["peak_mb"] <= promise.peak_mb
            )
            lines.append(
                f"{name}: {'kept' if kept else 'NOT KEPT'}: {certificate(ours)} (at most "
                f"{promise.gap:g}), {times:.2f} x the floor (at most {promise.times_floor:g}), "
                f"{ours['peak_mb']:,.0f} MB (at most {promise.peak_mb:,})."
            )
        if ours and GREEDY in of_size:
            greedy = of_size[GREEDY]
            lines.append(
                f"{name}: nearest first leaves {greedy['unserved']:,} unserved where ours leaves "
                f"{ours['unserved']:,}, and travels {greedy['total_distance_m'] / 1000:,.0f} km "
                f"where ours travels {ours['total_distance_m'] / 1000:,.0f} km."
            )
    return lines


def _shown(value: float | None, form: str, unit: str = "") -> str:
    return "" if value is None else f"{value:{form}}{unit}"
