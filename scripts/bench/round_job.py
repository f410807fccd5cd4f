"""One round on an SQLite database of a city: what it takes beside the solve, and who waits."""

import gc
import json
import os
import sys
from datetime import time
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter, process_time

from matcher.bootstrap import Tools
from matcher.config import DATABASE_URL, KEY
from matcher.domain.london_time import moment_at
from matcher.service.example.stored import store_example_town
from matcher.service.example.town import EXAMPLE_DAY, example_town
from matcher.service.rounds import RoundDone, run_round, slot_at
from matcher.service.upkeep import upgrade_database
from scripts.bench.measure import peak_mb

# Late in the morning: nobody's quiet hours put their letters off.
NOW = moment_at(EXAMPLE_DAY, time(11))
PAIRING = "Pairing"
A_KEY = "00112233445566778899aabbccddeeff" * 2


def main(arguments: list[str]) -> None:
    """Take needs, offers and a seed; print JSON."""
    needs, offers, seed = map(int, arguments)
    with TemporaryDirectory(prefix="nearhand-bench-") as folder:
        run(Path(folder) / "warm-up.sqlite", 300, 250, seed)
        json.dump(run(Path(folder) / "town.sqlite", needs, offers, seed), sys.stdout)


def run(file: Path, needs: int, offers: int, seed: int) -> dict[str, object]:
    """Fill a database, then run one round of it with the clock running."""
    settings = {DATABASE_URL: f"sqlite:///{file}", KEY: A_KEY}
    tools = Tools.from_env(dict(os.environ) | settings)
    upgrade_database(tools.database)
    town = example_town(tools.postcodes, needs=needs, offers=offers, seed=seed)
    begin = perf_counter()
    store_example_town(tools.database, tools.sealer, town, now=NOW, seed=seed)
    filled = perf_counter() - begin
    del town
    tools.database.close()
    return {"fill_s": filled} | measured(Tools.from_env(dict(os.environ) | settings))


def measured(tools: Tools) -> dict[str, object]:
    """Run the round, and tell seconds on the wall and at work, and how long the lock was held."""
    turns: list[float] = []
    database = tools.database_telling(turns.append)
    solving = [0.0, 0.0]

    def progress(stage: str, part: float) -> None:
        if stage == PAIRING and part in (0.0, 1.0):
            solving[int(part)] = process_time()

    # As the command does: with rows by the million, looking for cycles takes as long as they do.
    gc.disable()
    wall, work = perf_counter(), process_time()
    done = run_round(database, tools.sealer, slot=slot_at(NOW), now=lambda: NOW, progress=progress)
    wall, work = perf_counter() - wall, process_time() - work
    gc.enable()
    database.close()
    return figures(done, wall, work, solving[1] - solving[0], turns)


def figures(
    done: RoundDone, wall: float, work: float, solve_work: float, turns: list[float]
) -> dict[str, object]:
    """What is told of one round."""
    summary = done.summary
    seconds = (summary.report or {})["seconds"]
    return {
        "needs": summary.needs,
        "units": summary.units,
        "offers": summary.offers,
        "matched": summary.matched,
        "recorded": summary.recorded,
        "skipped": summary.skipped,
        "gap": summary.gap,
        "total_s": wall,
        "solve_s": seconds["solve"],
        "beyond_the_solve_s": wall - seconds["solve"],
        "beyond_the_solve_at_work_s": work - solve_work,
        "writes": len(turns),
        "longest_write_s": max(turns, default=0.0),
        "writes_over_200_ms": sum(turn > 0.2 for turn in turns),
        "stages_s": seconds,
        "peak_mb": peak_mb(),
    }


if __name__ == "__main__":
    main(sys.argv[1:])
