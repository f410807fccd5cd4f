"""What people see in a terminal: colour and progress there, plain silence in a pipe."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

Report = Callable[[str, float], None]
"""Called with a stage's name and the part of it that is done, 0 to 1."""


def answers() -> Console:
    """Where results go: stdout. Rich itself heeds NO_COLOR and the width of the terminal."""
    return Console(highlight=False)


def remarks() -> Console:
    """Where everything else goes: stderr, so that results can be piped on."""
    return Console(stderr=True, highlight=False)


@contextmanager
def progress(console: Console | None = None) -> Iterator[Report]:
    """Yield what a use case calls with each stage; bars are drawn only in a terminal.

    The bars go away when the work is done: what stays on the screen is the result.
    """
    console = console or remarks()
    if not console.is_terminal:
        yield lambda _stage, _done: None
        return
    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True) as bars:
        yield _one_bar_a_stage(bars)


def _one_bar_a_stage(bars: Progress) -> Report:
    task_of: dict[str, TaskID] = {}

    def report(stage: str, done: float) -> None:
        if stage not in task_of:
            task_of[stage] = bars.add_task(stage, total=1.0)
        bars.update(task_of[stage], completed=done)

    return report
