"""Those who are killed: clients that help and are helped, and one who carries the letters."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count
from pathlib import Path

from sqlalchemy.exc import OperationalError

from matcher.domain.refusals import Busy
from matcher.messages.delivery import Delivery
from matcher.messages.message import Message
from matcher.service.dispatch import send_due
from matcher.service.post_office import PostOffice
from matcher.storage.database import Database
from tests.matcher.messages.posting import a_voice
from tests.matcher.service.acts import SEALER
from tests.proof.kill.deeds import CHAIN
from tests.proof.kill.faults import WAYS
from tests.proof.kill.ledger import Ledger


def help_and_be_helped(
    database: Database, ledger: Ledger, name: str, offers: list[str], now: datetime, way: str
) -> None:
    """Do chain after chain, beginning where this client was stopped, until killed."""
    for number, known in _from_where_it_stopped(ledger, name):
        known["offer"] = offers[number % len(offers)]
        for verb in CHAIN:
            if verb not in known:
                key = f"{name}-{number}"
                ledger.note("tries", key, verb, "-")
                known[verb] = _until_done(database, now, key, verb, known, way)
                ledger.note("done", key, verb, known[verb])


def _from_where_it_stopped(ledger: Ledger, name: str) -> Iterator[tuple[int, dict[str, str]]]:
    known: dict[str, str] = {}
    number = 0
    for line in ledger.lines():
        at = int(line.key.rpartition("-")[2])
        if at != number:
            number, known = at, {}
        if line.what == "done":
            known[line.verb] = line.id
    yield number, known
    for later in count(number + 1):
        yield later, {}


def _until_done(
    database: Database, now: datetime, key: str, verb: str, known: dict[str, str], way: str
) -> str:
    while True:
        try:
            return WAYS[way](database, now, key, verb, known)
        except (Busy, OperationalError):
            # The second is a server that died in the middle of a sentence.
            continue


@dataclass
class FarEnd:
    """Where letters arrive: one line for each, with its id and its content's hash, on the disk."""

    ledger: Ledger
    seen: list[str] = field(default_factory=list)

    def send(self, message: Message, /) -> Delivery:
        content = hashlib.sha256(repr(message).encode()).hexdigest()
        self.ledger.note("arrived", message.id, content, "-")
        return Delivery.sent(message.id)


def carry_letters(database: Database, arrived: Path, name: str, now: datetime) -> None:
    """Send what is due, again and again, until killed."""
    while True:
        send_some(database, arrived, name, now)


def send_some(database: Database, arrived: Path, name: str, now: datetime) -> int:
    """Send a few; how many were taken."""
    far_end = FarEnd(Ledger(arrived))
    office = PostOffice(far_end, lambda language: a_voice(language=language), lambda: 1.0)
    try:
        return send_due(database, office, SEALER, by=name, now=lambda: now).taken
    except (Busy, OperationalError):
        return 0
