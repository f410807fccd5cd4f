"""One way of pairing on one town, in a process of its own: seconds, memory, worth.

The compiled loops are warmed on a tiny town first, so that nobody pays for a compiler; then
the town is read; then the clock starts.
"""

import json
import re
import resource
import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from time import perf_counter, process_time

from matcher.engine.problem import Problem, Rows
from scripts.bench.evaluate import Unfair, worth_of
from scripts.bench.instance import read_instance


@dataclass(frozen=True, slots=True)
class Answer:
    """Pairs of rows; what the method says of them where it says anything."""

    need: Rows
    offer: Rows
    objective: int | None = None
    lower_bound: int | None = None


def peak_mb() -> float:
    """The most memory that this program held, in megabytes.

    Where Linux says so, the peak of this program alone: the one that `getrusage` gives counts
    the process that started it too, as it was before this program took its place.
    """
    status = Path("/proc/self/status")
    if status.exists():
        kilobytes = re.search(r"VmHWM:\s*(\d+) kB", status.read_text(encoding="ascii"))
        if kilobytes:
            return int(kilobytes[1]) * 1_024 / 1e6
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / 1e6 if sys.platform == "darwin" else peak * 1_024 / 1e6


def measured(method: Callable[[Problem], Answer], arguments: list[str]) -> None:
    """Run a method on the instance file that is named, after the warm-up; print JSON."""
    warm_up, instance = map(Path, arguments)
    method(read_instance(warm_up))
    problem = read_instance(instance)
    loaded_mb, wall, cpu = peak_mb(), perf_counter(), process_time()
    answer = method(problem)
    seconds, cpu_seconds = perf_counter() - wall, process_time() - cpu
    # Before the evaluation, which needs memory of its own.
    whole_mb = peak_mb()
    worth = worth_of(problem, answer.need, answer.offer)
    if answer.objective not in (None, worth.objective):
        raise Unfair(f"It says {answer.objective:,} and is worth {worth.objective:,}.")
    json.dump(
        asdict(worth)
        | {
            "mean_distance_m": worth.mean_distance_m,
            "lower_bound": answer.lower_bound,
            "seconds": seconds,
            "cpu_seconds": cpu_seconds,
            "peak_mb": whole_mb,
            "peak_beyond_instance_mb": whole_mb - loaded_mb,
        },
        sys.stdout,
    )
