"""20,000 operations in tiny towns, and after each of them every law holds."""

import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from matcher.storage.database import Database
from tests.matcher.storage.racing import ROOT
from tests.proof.machine.walking import NewDatabase, walk
from tests.throwaway_postgresql import Server

OPERATIONS = int(os.environ.get("NEARHAND_PROOF_OPERATIONS", "20000"))
WALKERS = 2
# Each of these has to have happened, and also to have been refused where that can be.
COMMON = {
    "register", "confirm", "volunteer", "round", "lapse", "clock", "post", "pair", "accept",
    "decline", "hand_back", "could_not", "report_done", "confirm_done", "not_done", "pause_need",
    "reopen_need", "withdraw_need", "pause_offer", "take_up_offer", "end_offer", "change_offer",
    "pair_by_hand", "pair_by_hand refused", "ask_nearby", "send",
    "suspend", "lift", "erase", "keep_apart", "accept refused", "hand_back refused",
    "change_offer refused",
}  # fmt: skip


@pytest.fixture
def towns_on_postgresql(postgresql: Server, migrated_name: str) -> Iterator[NewDatabase]:
    with ExitStack() as stack:

        def new() -> Database:
            stack.close()
            database = postgresql.empty_database(like=migrated_name)
            stack.callback(postgresql.take_back, database)
            stack.callback(database.close)
            return database

        yield new


# First, so that walkers find on the disk what is compiled here: each would compile it again.
def test_every_law_holds_on_postgresql_too(towns_on_postgresql: NewDatabase):
    done = walk(towns_on_postgresql, operations=OPERATIONS // 20)
    assert done.total() >= OPERATIONS // 20


def test_every_law_holds_after_each_of_20_000_operations(migrated_file: Path):
    done: Counter[str] = Counter()
    for walker in _side_by_side(migrated_file):
        said, mistakes = walker.communicate()
        assert walker.returncode == 0, mistakes[-8_000:]
        done.update({did: int(n) for n, did in (line.split(" ", 1) for line in said.splitlines())})
    assert done.total() >= OPERATIONS
    assert done.keys() >= COMMON


def _side_by_side(empty: Path) -> Iterator[subprocess.Popen[str]]:
    """Processes that walk at the same time, each with a seed of its own."""
    with ExitStack() as stack:
        yield from [
            stack.enter_context(
                subprocess.Popen(
                    [sys.executable, "-m", "tests.proof.machine.walking", str(empty),
                     str(number * 1_000_000), str(-(-OPERATIONS // WALKERS))],
                    cwd=ROOT, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                )
            )
            for number in range(WALKERS)
        ]  # fmt: skip
