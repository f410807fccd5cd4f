"""Starting processes once, and letting them race for many rounds."""

import json
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from time import monotonic

from matcher.storage.database import Database
from tests.born_ready import Born

# From the call to the start: time for all to have read it.
TO_THE_START_S = 0.003


class Racers:
    """Processes that wait for the next round."""

    def __init__(self, processes: Sequence[Born]) -> None:
        self._processes = processes
        for process in processes:
            assert process.stdout.readline().strip() == "ready"

    def race(self, verb: str, said: Sequence[Sequence[str]]) -> list[list[str]]:
        """Let each do the verb with its own part of `said`, all at once; what became of each."""
        return self.race_each([(verb, *mine) for mine in said])

    def race_each(self, said: Sequence[Sequence[str]]) -> list[list[str]]:
        """The same, where each has a verb of its own."""
        at = monotonic() + TO_THE_START_S
        for process, (verb, *mine) in zip(self._processes, said, strict=True):
            process.stdin.write(json.dumps([at, verb, mine]) + "\n")
            process.stdin.flush()
        return [json.loads(process.stdout.readline()) for process in self._processes]


@contextmanager
def racers(
    database: Database, number: int, module: str = "tests.proof.races.racer"
) -> Iterator[Racers]:
    """So many processes on one database, until the block is over; `module` has their verbs."""
    url = database.url.render_as_string(hide_password=False)
    with ExitStack() as stack:
        processes = [stack.enter_context(Born(module, url)) for _ in range(number)]
        # Closing its ears lets each of them go home.
        yield Racers(processes)
