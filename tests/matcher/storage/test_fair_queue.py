"""Writers get their turns in the order in which they came, over threads and processes."""

import signal
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from matcher.domain.refusals import Busy
from matcher.storage.database import Database
from matcher.storage.fair_queue import FairQueue
from matcher.storage.sqlite import database_file, queue_file
from matcher.storage.tables import LogRow
from tests.matcher.storage.racing import Racer, all_at_once

PROCESSES, TIMES = 8, 40
# Of what comes at once where all is well: only a failure waits so long.
LONG_S = 120


@dataclass(frozen=True)
class Turns:
    """Who wrote, and with which ticket, in the order in which they did; and every complaint."""

    order: list[str]
    tickets: list[int]
    complaints: list[str]


def turns(database: Database, verb: str) -> Turns:
    """What comes of it when eight processes write at once."""
    with ExitStack() as stack:
        racers = [
            stack.enter_context(Racer(verb, database, f"w{number}", str(TIMES)))
            for number in range(PROCESSES)
        ]
        complaints = [line for said in all_at_once(racers) for line in said]
    with database.read() as store:
        rows = store.query(LogRow).order_by(LogRow.id).all()
        return Turns([row.by for row in rows], [int(row.about_id) for row in rows], complaints)


def longest_wait(order: list[str]) -> int:
    """The most turns that others had between two of one process's, while it wanted the next."""
    last: dict[str, int] = {}
    longest = 0
    for at, who in enumerate(order):
        longest = max(longest, at - last.get(who, at))
        last[who] = at
    return longest


def test_eight_processes_write_with_no_failure_and_take_turns(empty_sqlite: Database):
    took = turns(empty_sqlite, "write")
    assert took.complaints == []
    assert len(took.order) == PROCESSES * TIMES
    # By tickets and not by waits: one that the machine lets sleep has not asked for its turn yet.
    assert took.tickets == sorted(set(took.tickets))


def test_without_the_queue_some_wait_far_longer_or_fail(empty_sqlite: Database):
    before = 0

    def unfair() -> bool:
        nonlocal before
        took = turns(empty_sqlite, "!write")
        order, before = took.order[before:], len(took.order)
        # One that writes all it has before another gets in at all is unfair too.
        first_turns = max(order.index(who) for who in set(order))
        return bool(took.complaints) or max(longest_wait(order), first_turns) > 3 * PROCESSES

    # How unfair it is hangs on the machine's mood, so it has some goes to show it.
    assert any(unfair() for _go in range(10))


def test_a_holder_that_is_killed_blocks_nobody_and_leaves_nothing(empty_sqlite: Database):
    with Racer("hold", empty_sqlite) as holder:
        assert holder.heard() == "holding"
        holder.kill()
    with empty_sqlite.begin() as store:
        assert store.query(LogRow).count() == 0


@contextmanager
def one_holds_and_two_wait(database: Database) -> Iterator[tuple[Racer, Racer, Racer]]:
    """Three processes, each started when the one before it stands in line."""
    with ExitStack() as stack:
        holder = stack.enter_context(Racer("hold", database))
        assert holder.heard() == "holding"
        waiting = []
        for place in (2, 3):
            waiting.append(stack.enter_context(Racer("queue", database)))
            assert waiting[-1].heard() == "ready"
            until_drawn(queue_file(database_file(database.url)), place)
        yield holder, *waiting


def until_drawn(file: Path, tickets: int) -> None:
    """Wait until so many have ever stood in line."""
    while int.from_bytes(file.read_bytes(), "little") < tickets:
        time.sleep(0.005)


def until_stopped(pid: int) -> None:
    """Wait until a process stands still; who is not its parent has to look."""
    while Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "T":
        time.sleep(0.005)


def test_a_waiter_that_is_killed_blocks_nobody(empty_sqlite: Database):
    with one_holds_and_two_wait(empty_sqlite) as (holder, first, second):
        first.kill()
        holder.go()
        assert second.heard() == "in"


def test_a_waiter_that_only_stopped_keeps_its_place(empty_sqlite: Database):
    """So the test above would find out if a killed one did."""
    with one_holds_and_two_wait(empty_sqlite) as (holder, first, second):
        # Its turn comes while it sleeps, and whoever is behind it has to wait.
        first.process.send_signal(signal.SIGSTOP)
        until_stopped(first.process.pid)
        holder.go()
        assert holder.heard() == "released"
        impatient = Database(str(empty_sqlite.url), wait_s=0.3)
        with pytest.raises(Busy, match="try again"), impatient.begin():
            pass
        first.process.send_signal(signal.SIGCONT)
        assert [first.heard(), second.heard()] == ["in", "in"]
        impatient.close()


def test_threads_take_their_turns_in_the_order_in_which_they_came(tmp_path: Path):
    queue, order = FairQueue(tmp_path / "queue"), []

    def wait_for_turn(number: int) -> None:
        with queue.turn(LONG_S):
            order.append(number)

    with queue.turn(1):
        waiting = [threading.Thread(target=wait_for_turn, args=(number,)) for number in range(12)]
        for place, thread in enumerate(waiting, start=2):
            thread.start()
            until_drawn(tmp_path / "queue", place)
        assert order == []
    for thread in waiting:
        thread.join()
    assert order == list(range(12))


def test_who_gives_up_waiting_is_not_waited_for(tmp_path: Path):
    queue = FairQueue(tmp_path / "queue")
    with queue.turn(1), pytest.raises(Busy), queue.turn(0.05):
        pass
    with queue.turn(LONG_S):
        pass


def test_an_error_inside_a_turn_ends_it(tmp_path: Path):
    queue = FairQueue(tmp_path / "queue")
    with pytest.raises(ZeroDivisionError), queue.turn(1):
        raise ZeroDivisionError
    with queue.turn(0):
        pass


def test_a_queue_file_that_was_cut_short_starts_again(tmp_path: Path):
    file = tmp_path / "queue"
    file.write_bytes(b"\x07")
    with FairQueue(file).turn(0):
        pass
    with FairQueue(file).turn(0):
        pass
