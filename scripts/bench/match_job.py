"""The whole job of `nearhand match`: two sheets in, matches and report out."""

import gc
import json
import os
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from matcher.bootstrap import Tools
from matcher.domain.params import Params
from matcher.service.example.sheets import write_example
from matcher.service.example.town import EXAMPLE_DAY, example_town
from matcher.service.match_files import Paths, match_files
from scripts.bench.measure import peak_mb


def main(arguments: list[str]) -> None:
    """Take needs, offers and a seed; print JSON."""
    needs, offers, seed = map(int, arguments)
    tools = Tools.from_env(os.environ)
    with TemporaryDirectory(prefix="nearhand-bench-") as name:
        folder = Path(name)
        run(tools, folder / "warm-up", 300, 250, seed)
        json.dump(run(tools, folder / "town", needs, offers, seed), sys.stdout)


def run(tools: Tools, folder: Path, needs: int, offers: int, seed: int) -> dict[str, object]:
    """Write the sheets, then read, pair and write with the clock running."""
    town = example_town(tools.postcodes, needs=needs, offers=offers, seed=seed)
    sheets = write_example(town, folder)
    del town
    gazetteer = tools.gazetteer
    paths = Paths(*sheets, folder / "matches.csv", folder / "report.json")
    # As the command does: with values by the million, looking for cycles doubles the time.
    gc.disable()
    begin = perf_counter()
    done, seconds = match_files(paths, gazetteer, today=EXAMPLE_DAY, params=Params())
    total = perf_counter() - begin
    gc.enable()
    solving = done.matching.seconds.get("solve", seconds["match"])
    return {
        "needs": needs,
        "offers": offers,
        "gap": done.matching.gap,
        "total_s": total,
        "solve_s": solving,
        "beyond_the_solve_s": total - solving,
        "stages_s": seconds | {f"match.{k}": v for k, v in done.matching.seconds.items()},
        "peak_mb": peak_mb(),
    }


if __name__ == "__main__":
    main(sys.argv[1:])
