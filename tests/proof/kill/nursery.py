"""Where those who are killed come from: a process that has loaded and compiled all they need.

`main(URL, FOLDER, WAY, OFFER, …)`. It hears `start NOW` and forks two
clients and a carrier of letters; it hears `kill`, kills them and says `dead`. So a cycle takes as
long as the work in it, and not as long as Python takes to wake up.
"""

import os
import signal
import sys
import traceback
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from matcher.service.acting import Act
from matcher.storage.database import Database
from tests.matcher.service.acts import SEALER
from tests.matcher.storage.rows import NOW
from tests.proof.kill.clients import carry_letters, help_and_be_helped
from tests.proof.kill.deeds import CHAIN, once_in
from tests.proof.kill.ledger import Ledger

CLIENTS = ("ann", "bob")


class Enough(Exception):
    """The rehearsal is over, and none of it is kept."""


def rehearse(database: Database, offers: list[str]) -> None:
    """One chain that is taken back: from then on every statement is compiled."""
    with suppress(Enough), database.begin() as store:
        known = {"offer": offers[0]}
        for verb in CHAIN:
            known[verb] = once_in(Act(store, NOW, SEALER), "rehearsal", verb, known)
        raise Enough


def main(url: str, folder: str, way: str, *offers: str) -> None:
    database = Database(url)
    rehearse(database, list(offers))
    database.close()
    print("ready", flush=True)
    children: list[int] = []
    for line in sys.stdin:
        if line.startswith("start"):
            now = datetime.fromisoformat(line.split()[1])
            children = [_born(database, Path(folder), who, now, way, list(offers)) for who in
                        (*CLIENTS, "post")]  # fmt: skip
            print("started", flush=True)
        else:
            for child in children:
                os.kill(child, signal.SIGKILL)
                os.waitpid(child, 0)
            print("dead", flush=True)


def _born(
    database: Database, folder: Path, who: str, now: datetime, way: str, offers: list[str]
) -> int:
    child = os.fork()
    if child:
        return child
    try:
        database.forget_connections()
        if who == "post":
            carry_letters(database, folder / "arrived", f"{who}-{os.getpid()}", now)
        else:
            mine = offers[CLIENTS.index(who) :: len(CLIENTS)]
            help_and_be_helped(database, Ledger(folder / who), who, mine, now, way)
    except BaseException:
        (folder / f"{who}.fault").write_text(traceback.format_exc())
    os._exit(1)
