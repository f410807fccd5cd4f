"""Write the instance files of one size, in a process of its own so that the parent stays small."""

import json
import os
import sys
from dataclasses import replace
from pathlib import Path

from matcher.bootstrap import Tools
from matcher.domain.params import Params
from scripts.bench.instance import problem_of, town_of, write_instance
from scripts.bench.sizes import SIZES, Size

# Short of offers, so that the steps that only a hard town needs are compiled too.
WARM_UP = Size("warm-up", 1_500, 600)


def main(arguments: list[str]) -> None:
    """Take a size, a seed and a folder; write warm-up.pickle and town.pickle there."""
    name, seed, folder = arguments[0], int(arguments[1]), Path(arguments[2])
    size = SIZES[name]
    postcodes = Tools.from_env(os.environ).postcodes
    for file, one in (
        ("warm-up.pickle", replace(WARM_UP, everywhere=size.everywhere)),
        ("town.pickle", size),
    ):
        problem = problem_of(town_of(one, postcodes, seed), Params())
        write_instance(problem, folder / file)
    json.dump({"units": problem.units}, sys.stdout)


if __name__ == "__main__":
    main(sys.argv[1:])
