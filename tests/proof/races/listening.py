"""How a racer hears of its rounds: a line each, with a moment of the clock, a verb and its part."""

import json
import sys
from collections.abc import Callable, Mapping
from time import monotonic, sleep

from matcher.storage.database import Database

Said = list[str]


def listen(url: str, verbs: Mapping[str, Callable[..., Said]]) -> None:
    """Do what each line says, when it says, and say in one line what became of it."""
    database = Database(url)
    with database.read():
        print("ready", flush=True)
    for line in sys.stdin:
        at, verb, said = json.loads(line)
        # The clock is one for all processes of a machine: a starting gun that nobody has to fire.
        while (left := at - monotonic()) > 0:
            sleep(max(0.0, left - 0.000_5))
        print(json.dumps(verbs[verb](database, *said)), flush=True)
