"""Clients with a fault: what being killed has to bring to light."""

import time
from datetime import datetime
from typing import Any

from sqlalchemy import text

from matcher.service.acting import Act
from matcher.storage.database import Database
from tests.matcher.service.acts import SEALER
from tests.proof.kill.deeds import CHAIN, Do, Known, do, once_in

# What comes after a commit takes a while, as an answer over the net does.
ON_ITS_WAY_S = 0.02


def do_and_post_afterwards(
    database: Database, now: datetime, key: str, verb: str, known: Known
) -> str:
    """The letters are posted once the deed is committed: what if the machine stops in between?"""
    with database.begin() as store:
        before = set(store.scalars(text("SELECT id FROM outbox")))
        done = once_in(Act(store, now, SEALER), key, verb, known)
        store.flush()
        letters = [
            row for row in store.execute(text("SELECT * FROM outbox")).mappings()
            if row["id"] not in before
        ]  # fmt: skip
        for row in letters:
            store.execute(text("DELETE FROM outbox WHERE id = :id").bindparams(id=row["id"]))
    time.sleep(ON_ITS_WAY_S)
    with database.begin() as store:
        for row in letters:
            _insert(store, dict(row))
    return done


def do_without_a_key(database: Database, now: datetime, key: str, verb: str, known: Known) -> str:
    """Whoever asks again is a new one: what if the answer got lost on the way?"""
    if verb != "register":
        return do(database, now, key, verb, known)
    with database.begin() as store:
        done = CHAIN[verb](Act(store, now, SEALER), known)
    time.sleep(ON_ITS_WAY_S)
    return done


def _insert(store: Any, row: dict[str, Any]) -> None:
    names = ", ".join(row)
    values = ", ".join(f":{name}" for name in row)
    store.execute(text(f"INSERT INTO outbox ({names}) VALUES ({values})").bindparams(**row))


WAYS: dict[str, Do] = {
    "do": do,
    "do_and_post_afterwards": do_and_post_afterwards,
    "do_without_a_key": do_without_a_key,
}
