"""Real processes that are born with all they need already loaded.

To start Python and load the house takes a second of work, and races want some two hundred
processes. So one is started for each run of tests, loads the house once, does nothing else and
has no threads, and forks whoever is asked for (the library's fork server). What is born is a
process like any other: its own memory, its own connections, killed with everything it holds.
"""

import os
import signal
import sys
from collections.abc import Callable
from contextlib import suppress
from importlib import import_module
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from typing import IO

PATIENCE_S = 300
# Whose `main` is run; all that they load is loaded before anyone is born.
MODULES = (
    "tests.matcher.service.asking_by_token",
    "tests.matcher.service.hanging",
    "tests.matcher.service.one_round",
    "tests.matcher.service.racing_charities",
    "tests.matcher.service.rota.racing",
    "tests.matcher.storage.racing",
    "tests.proof.kill.nursery",
    "tests.proof.races.racer",
    "tests.proof.stock.deeds",
)
_MOTHER = get_context("forkserver")
_MOTHER.set_forkserver_preload(list(MODULES))


class Born:
    """One process that runs a module's `main`, as its mother's process sees it.

    What it says on its standard output is read at `stdout`; what is written to `stdin` it hears.
    """

    def __init__(self, module: str, *arguments: str) -> None:
        assert module in (*MODULES, __name__), f"each would load {module} anew; add it to MODULES"
        hears, ours = _MOTHER.Pipe(duplex=False)
        theirs, says = _MOTHER.Pipe(duplex=False)
        # Where complaints go is ours at this moment: pytest shows them with the test that fails.
        complains = Connection(os.dup(2), readable=False)
        self._process = _MOTHER.Process(
            target=_live, args=(module, arguments, hears, says, complains), daemon=True
        )
        self._process.start()
        for end in (hears, says, complains):
            end.close()
        self.stdin = _file_of(ours, "w")
        self.stdout = _file_of(theirs, "r")
        self.pid = self._process.pid or 0

    def poll(self) -> int | None:
        """Its exit code, once it has one."""
        return self._process.exitcode

    def wait(self, timeout_s: float = PATIENCE_S) -> int:
        """Wait until it has ended; its exit code."""
        wait([self._process.sentinel], timeout_s)
        code = self.poll()
        assert code is not None, "it did not end"
        return code

    def send_signal(self, number: signal.Signals) -> None:
        os.kill(self.pid, number)

    def kill(self) -> None:
        if self.poll() is None:
            # It may end by itself in between.
            with suppress(ProcessLookupError):
                self.send_signal(signal.SIGKILL)

    def end(self) -> int:
        """Say no more to it, and wait until it has gone home; its exit code."""
        with suppress(BrokenPipeError):
            self.stdin.close()
        code = self.wait()
        self.stdout.close()
        return code

    def __enter__(self) -> "Born":
        return self

    def __exit__(self, *_: object) -> None:
        self.end()


def _file_of(end: Connection, mode: str) -> IO[str]:
    fd = os.dup(end.fileno())
    end.close()
    return open(fd, mode, encoding="utf-8")


def _live(
    module: str,
    arguments: tuple[str, ...],
    hears: Connection,
    says: Connection,
    complains: Connection,
) -> None:
    """In the newborn: hear and speak as a program does, and run its `main`."""
    for end, number in ((hears, 0), (says, 1), (complains, 2)):
        os.dup2(end.fileno(), number)
        end.close()
    # For as long as it lives.
    sys.stdin = open(0, encoding="utf-8")  # noqa: SIM115
    sys.stdout = open(1, "w", encoding="utf-8")  # noqa: SIM115
    sys.stderr = open(2, "w", encoding="utf-8", buffering=1)  # noqa: SIM115
    main: Callable[..., None] = import_module(module).main
    main(*arguments)


def main() -> None:
    """Say which of the modules the newborn would have to load itself."""
    print(*(module for module in MODULES if module not in sys.modules), flush=True)
    sys.stdin.readline()
