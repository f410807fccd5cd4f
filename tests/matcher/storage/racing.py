"""Real processes that write at once; each does one thing, and says so line by line.

`main(VERB, URL, …)` is one of them; a verb with `!` before it goes round the queue.
"""

import sys
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from io import FileIO
from pathlib import Path

from matcher.domain.refusals import Refusal
from matcher.storage import fair_queue
from matcher.storage.database import Database
from matcher.storage.tables import LogRow
from matcher.storage.writing.leases import take_lease
from matcher.storage.writing.matches import accept
from tests.born_ready import Born

ROOT = Path(__file__).resolve().parents[3]


class Racer:
    """One of the processes, as the test sees it."""

    module = __name__

    def __init__(self, verb: str, database: Database, *arguments: str) -> None:
        url = database.url.render_as_string(hide_password=False)
        self.process = Born(self.module, verb, url, *arguments)

    def heard(self) -> str:
        """The next line that it says; empty when it says no more."""
        return self.process.stdout.readline().strip()

    def go(self) -> None:
        self.process.stdin.write("go\n")
        self.process.stdin.flush()

    def kill(self) -> None:
        self.process.kill()
        self.end()

    def end(self) -> int:
        return self.process.end()

    def __enter__(self) -> "Racer":
        return self

    def __exit__(self, *_: object) -> None:
        if not self.process.stdin.closed:
            self.kill()


def all_at_once(racers: Sequence[Racer]) -> list[list[str]]:
    """Start them together once all are ready; what each says until it ends."""
    for racer in racers:
        assert racer.heard() == "ready"
    for racer in racers:
        racer.go()
    said = [racer.process.stdout.read().splitlines() for racer in racers]
    assert [racer.end() for racer in racers] == [0] * len(racers)
    return said


def say(text: str) -> None:
    print(text, flush=True)


def write(database: Database, who: str, times: str) -> None:
    """Write one row after the other, as fast as the queue lets us; each with its ticket."""
    drawn = tickets_of_this_process()
    say("ready")
    sys.stdin.readline()
    for _ in range(int(times)):
        try:
            with database.begin() as store:
                now, ticket = datetime.now(UTC), str(drawn[-1] if drawn else 0)
                store.add(LogRow(at=now, by=who, verb="wrote", about="race", about_id=ticket))
        except Refusal as refusal:
            say(str(refusal))


def tickets_of_this_process() -> list[int]:
    """A list that grows by each ticket that this process draws."""
    draw, drawn = fair_queue._draw_ticket, []

    def noting(place: FileIO) -> int:
        drawn.append(draw(place))
        return drawn[-1]

    fair_queue._draw_ticket = noting
    return drawn


def hold(database: Database) -> None:
    """Keep the writer's place until told, or killed."""
    with database.begin() as store:
        store.add(LogRow(at=datetime.now(UTC), by="h", verb="held", about="race", about_id="h"))
        store.flush()
        say("holding")
        sys.stdin.readline()
    say("released")


def queue(database: Database) -> None:
    """Get in line and say when our turn has come."""
    say("ready")
    with database.begin():
        say("in")


def say_yes(database: Database, *match_ids: str) -> None:
    """Accept one match after the other."""
    say("ready")
    sys.stdin.readline()
    for match_id in match_ids:
        try:
            with database.begin() as store:
                accept(store, match_id, now=datetime(2026, 3, 2, 10, tzinfo=UTC))
            say("yes")
        except Refusal as refusal:
            say(f"{type(refusal).__name__}: {refusal}")


def lead(database: Database, name: str) -> None:
    """Take the lease of the clock, or not."""
    say("ready")
    sys.stdin.readline()
    with database.begin() as store:
        now, a_while = datetime(2026, 3, 2, 9, 30, tzinfo=UTC), timedelta(seconds=15)
        say("yes" if take_lease(store, "clock", name, now=now, for_=a_while) else "no")


VERBS = {verb.__name__: verb for verb in (write, hold, queue, say_yes, lead)}


def main(verb: str, url: str, *arguments: str) -> None:
    database = Database(url)
    if verb.startswith("!"):
        database._queue = None
    VERBS[verb.lstrip("!")](database, *arguments)
