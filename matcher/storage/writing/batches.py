"""Much to write, in short turns: nobody may have to wait for long, however much there is."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from matcher.storage.database import Database, Store

Thing = TypeVar("Thing")

# A batch grows or shrinks until it keeps the writer's place about so long: well under the
# 200 ms that nobody may have to wait, with room for a slow disk.
AIM_S = 0.08
FIRST_BATCH = 100
# A disk so slow that one commit takes longer than the aim is not mended by more commits: so few
# rows are written in a few milliseconds.
LEAST_BATCH = 100
MOST_BATCH = 2_000


def next_batch(batch: int, kept_s: float, least: int = LEAST_BATCH) -> int:
    """How many to write next, after `batch` kept the writer's place for `kept_s` seconds."""
    # Up by halves, down at once: one slow batch is one too many.
    grown = min(MOST_BATCH, batch * 3 // 2 + 1, int(batch * AIM_S / max(kept_s, 1e-6)))
    return max(least, grown)


def in_short_turns(
    database: Database,
    things: Sequence[Thing],
    write: Callable[[Store, Sequence[Thing]], None],
    *,
    least: int = LEAST_BATCH,
) -> float:
    """Write all of them in short transactions, in their order; the longest of these in seconds.

    `least` is how few are written at once, where each takes more than a few rows.
    """
    batch, at, longest = min(FIRST_BATCH, 2 * least), 0, 0.0
    while at < len(things):
        with database.begin() as store:
            write(store, things[at : at + batch])
        longest = max(longest, database.last_turn_s)
        at += batch
        batch = next_batch(batch, database.last_turn_s, least)
    return longest
