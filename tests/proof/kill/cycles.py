"""Cycles of work and kill -9, and what is looked at when all is over."""

import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from random import Random

from sqlalchemy import text

from matcher.storage.database import Database
from tests.born_ready import Born
from tests.matcher.service.acts import a_check, reachable
from tests.matcher.storage.rows import NOW, a_stored_offer, a_volunteer
from tests.proof.kill.clients import send_some
from tests.proof.kill.ledger import Ledger, Line
from tests.proof.kill.nursery import CLIENTS

OFFERS = 16
# Longer than a lease, so that whoever comes next takes up what a dead one left.
BETWEEN_CYCLES = timedelta(minutes=6)
# So many lines in ledgers, each of some 80 letters, and then the kill falls at any moment of the
# next few steps. By what was done and not by the clock, so that slow machines kill at work too.
MOST_LINES, LETTERS_A_LINE, LONGEST_S, PATIENCE_S = 16, 80, 0.02, 120.0


@dataclass(frozen=True)
class Killed:
    """What there is to look at: the database, what clients were told, what has arrived."""

    database: Database
    folder: Path
    cycles: int

    @property
    def told(self) -> list[Line]:
        return [line for name in CLIENTS for line in Ledger(self.folder / name).lines()]

    @property
    def arrived(self) -> list[Line]:
        return list(Ledger(self.folder / "arrived").lines())


def killed(
    database: Database,
    folder: Path,
    *,
    cycles: int,
    way: str = "do",
    meanwhile: Callable[[int], None] = lambda cycle: None,
) -> Killed:
    """Let clients work and kill them, so many times; then let the post finish.

    `meanwhile` is called in each cycle while they work, and may do worse.
    """
    offers, chance = _offers(database), Random(7)
    database.close()
    with _nursery(database, folder, way, offers) as nursery:
        for cycle in range(cycles):
            _say(nursery, f"start {(NOW + cycle * BETWEEN_CYCLES).isoformat()}")
            _until_written(folder, chance.randrange(MOST_LINES) * LETTERS_A_LINE)
            time.sleep(chance.uniform(0, LONGEST_S))
            meanwhile(cycle)
            _say(nursery, "kill")
    end = NOW + (cycles + 1) * BETWEEN_CYCLES
    while send_some(database, folder / "arrived", "the last", end):
        pass
    return Killed(database, folder, cycles)


def _offers(database: Database) -> list[str]:
    with database.begin() as store:
        found = []
        for _ in range(OFFERS):
            volunteer = reachable(store, a_volunteer(store).person_id)
            a_check(store, volunteer, "references")
            found.append(a_stored_offer(store, volunteer_id=volunteer, capacity=20).id)
    return found


@contextmanager
def _nursery(database: Database, folder: Path, way: str, offers: list[str]) -> Iterator[Born]:
    url = database.url.render_as_string(hide_password=False)
    with Born("tests.proof.kill.nursery", url, str(folder), way, *offers) as nursery:
        assert nursery.stdout.readline().strip() == "ready"
        yield nursery


def _until_written(folder: Path, letters: int) -> None:
    """Wait until the ledgers have grown by so much."""
    until, so_far = time.monotonic() + PATIENCE_S, _written(folder)
    while _written(folder) < so_far + letters and time.monotonic() < until:
        time.sleep(0.002)


def _written(folder: Path) -> int:
    ledgers = (folder / name for name in (*CLIENTS, "arrived"))
    return sum(ledger.stat().st_size for ledger in ledgers if ledger.exists())


def _say(nursery: Born, what: str) -> None:
    nursery.stdin.write(f"{what}\n")
    nursery.stdin.flush()
    assert nursery.stdout.readline()


# What has to hold in the end: each returns what it complains of.


def lost(end: Killed) -> list[str]:
    """What a client was told is done, and is not there."""
    stands = {
        "register": "SELECT id FROM needs",
        "propose": "SELECT id FROM matches",
        "accept": "SELECT id FROM matches WHERE answered_at IS NOT NULL",
        "report": "SELECT id FROM matches WHERE done_reported_at IS NOT NULL",
        "thank": "SELECT id FROM matches WHERE confirmed_at IS NOT NULL",
    }
    there = {verb: set(_all(end, statement)) for verb, statement in stands.items()}
    done = [line for line in end.told if line.what == "done"]
    return [f"{line.verb} {line.key}" for line in done if line.id not in there[line.verb]]


def doubled(end: Killed) -> list[str]:
    """Deeds that were done more often than clients had a key for."""
    keys = {(line.key, line.verb) for line in end.told}
    tried = Counter(verb for _, verb in keys)
    found = []
    for verb, table in (("register", "needs"), ("propose", "matches")):
        [there] = _all(end, f"SELECT count(*) FROM {table}")
        # The last deed of each client may have been done without an answer, or not at all.
        if there > tried[verb]:
            found.append(f"{there} {table} for {tried[verb]} keys")
    pairs = _all(end, "SELECT count(*) FROM matches GROUP BY need_id HAVING count(*) > 1")
    return found + [f"a need has {number} matches" for number in pairs]


def untold(end: Killed) -> list[str]:
    """Deeds that are done, with no letter in the outbox that tells of them."""
    owed = {
        "confirm": "SELECT id FROM needs",
        "proposal": "SELECT id FROM matches",
        "accepted": "SELECT id FROM matches WHERE answered_at IS NOT NULL",
        "thanks": "SELECT id FROM matches WHERE confirmed_at IS NOT NULL",
    }
    posted = {tuple(key.split(":")[:2]) for key in _all(end, "SELECT idempotency_key FROM outbox")}
    return [
        f"{kind} of {id}"
        for kind, statement in owed.items()
        for id in _all(end, statement)
        if (kind, id) not in posted
    ]


# They ask, or say who comes: once that is answered, or over, nobody needs them any more.
MAY_BE_OVERTAKEN = {"confirm_need", "proposal", "match_accepted"}


def unsent(end: Killed) -> list[str]:
    """Letters that were not sent, though nothing overtook them."""
    arrived = {line.key for line in end.arrived}
    with end.database.read() as store:
        rows = store.execute(text("SELECT id, kind, state FROM outbox")).all()
    return [
        f"{kind} is {state}"
        for id, kind, state in rows
        if not (id in arrived if state == "sent" else (state, kind) in _OVERTAKEN)
    ]


_OVERTAKEN = {("dropped", kind) for kind in MAY_BE_OVERTAKEN}


def changed_on_the_way(end: Killed) -> list[str]:
    """Letters that arrived again with another content, or that nobody posted."""
    contents = defaultdict(set)
    for line in end.arrived:
        contents[line.key].add(line.verb)
    posted = set(_all(end, "SELECT id FROM outbox"))
    return [id for id, different in contents.items() if len(different) > 1 or id not in posted]


def too_often(end: Killed) -> list[str]:
    """Letters that arrived more often than whoever carried them was killed over them."""
    again = Counter(line.key for line in end.arrived)
    repeats = sum(number - 1 for number in again.values())
    # Four go out at once; each that is on its way when the carrier dies may come once more.
    return [f"{repeats} repeats in {end.cycles} cycles"] if repeats > 4 * end.cycles else []


def miscounted(end: Killed) -> list[str]:
    """Offers whose counter is not what their matches hold."""
    live = (
        "SELECT count(*) FROM matches WHERE offer_id = offers.id"
        " AND status IN ('proposed', 'accepted')"
    )
    return [f"held {held}" for held in _all(end, f"SELECT held FROM offers WHERE held <> ({live})")]


def stopped(end: Killed) -> list[str]:
    """Clients that were not killed, but gave up on something that they were told."""
    return [fault.read_text()[-2_000:] for fault in end.folder.glob("*.fault")]


LOOKS = (stopped, lost, doubled, untold, unsent, changed_on_the_way, too_often, miscounted)


def complaints(end: Killed) -> dict[str, list[str]]:
    """What each look complains of; those that do not are left out."""
    return {look.__name__: found for look in LOOKS if (found := look(end))}


def _all(end: Killed, statement: str) -> list:
    with end.database.read() as store:
        return list(store.scalars(text(statement)))
