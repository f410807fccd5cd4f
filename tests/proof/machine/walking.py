"""Many walks, each through a town of its own: `python -m tests.proof.machine.walking URL SEED N`.

The address is that of a migrated and empty SQLite file; each town is a copy of it.
"""

import gc
import secrets
import shutil
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from hypothesis import seed
from hypothesis.stateful import run_state_machine_as_test
from sqlalchemy import event

from matcher.storage.database import Database
from tests.proof.machine.laws import Step, hold
from tests.proof.machine.town import VERBS, Town, Verbs
from tests.proof.machine.walks import Walk, walks

STEPS = 100
NewDatabase = Callable[[], Database]


def walk(
    new_database: NewDatabase,
    *,
    operations: int,
    seeded: int = 1,
    steps: int = STEPS,
    verbs: Verbs = VERBS,
    judge: Callable[[Step], None] = hold,
) -> Counter[str]:
    """Walk until so many operations were done; how often each was. `LawBroken` where one is."""
    done: Counter[str] = Counter()
    ids = Random(seeded)

    class Walks(Walk):
        def new_town(self) -> Town:
            ids.seed(seeded)
            return Town(new_database(), verbs, judge)

        def teardown(self) -> None:
            if hasattr(self, "town"):
                done.update(self.town.done)

    # A walk is hardly ever shorter than it may be; where some are, there are more of them.
    with ids_from(ids):
        while done.total() < operations:
            missing = operations - done.total()
            run_state_machine_as_test(
                seed(seeded + done.total())(Walks), settings=walks(steps, -(-missing // steps))
            )
    return done


@contextmanager
def ids_from(chance: Random) -> Iterator[None]:
    """Draw ids from a source that can be wound back: a round settles its ties by their order."""
    real = secrets.token_hex
    secrets.token_hex = lambda nbytes=None: chance.randbytes(nbytes or 16).hex()
    try:
        yield
    finally:
        secrets.token_hex = real


def copies_of(empty: Path, folder: Path) -> NewDatabase:
    """Databases that are copies of a file, one after the other in the same place."""
    file = folder / "town.sqlite"
    database = Database(f"sqlite:///{file}")

    @event.listens_for(database._writer, "connect")
    def _forgetful(raw: object, _record: object) -> None:
        # What is lost with the power is not looked at here; tests of being killed do that.
        raw.execute("PRAGMA synchronous = OFF")  # type: ignore[attr-defined]

    def new() -> Database:
        database.close()
        for old in folder.glob(f"{file.name}*"):
            old.unlink()
        shutil.copy(empty, file)
        return database

    return new


if __name__ == "__main__":
    _, empty, seeded, operations = sys.argv
    # What is loaded stays; looking through it again and again is a fifteenth of the time.
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)
    with TemporaryDirectory() as folder:
        new = copies_of(Path(empty), Path(folder))
        done = walk(new, operations=int(operations), seeded=int(seeded))
    for did, times in done.most_common():
        print(times, did)
