"""The planner of runs on one instance, in a process of its own: distance, vehicles, seconds."""

import json
import sys
from pathlib import Path
from time import perf_counter, process_time

from matcher.engine.routes import Effort, plan_routes
from scripts.bench.measure import peak_mb
from scripts.bench.solomon import distance_of, problem_from, read_instance


def main(arguments: list[str]) -> None:
    """Take an instance's file, seconds and a seed; print JSON."""
    instance = read_instance(Path(arguments[0]))
    seconds, seed = float(arguments[1]), int(arguments[2])
    problem = problem_from(instance)
    began, cpu = perf_counter(), process_time()
    # The best known runs leave nobody out, so until the end it is not asked who might be.
    effort = Effort(rounds=None, time_limit_s=seconds, give_up_after=1.0)
    result = plan_routes(problem, seed=seed, effort=effort)
    took, cpu_seconds = perf_counter() - began, process_time() - cpu
    routes = [[visit.stop for visit in walked.visits] for walked in result.walks]
    kept = not result.unserved
    distance = distance_of(instance, routes) if kept else None
    json.dump(
        {
            "instance": instance.name,
            "distance": distance,
            "best_known": instance.best_known,
            "gap_percent": gap_percent(distance, instance.best_known),
            "vehicles": len(routes),
            "fleet": instance.vehicles,
            "unserved": len(result.unserved),
            "rounds": result.rounds,
            "seconds": took,
            "cpu_seconds": cpu_seconds,
            "peak_mb": peak_mb(),
        },
        sys.stdout,
    )


def gap_percent(distance: float | None, best_known: float | None) -> float | None:
    """How much longer than the best known, in per cent; None where one of them is missing."""
    if distance is None or best_known is None:
        return None
    return 100 * (distance / best_known - 1)


if __name__ == "__main__":
    main(sys.argv[1:])
