"""Verbs that look first and then do it, in two transactions: what the races have to find."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import text

from matcher.storage.database import Database, Store
from matcher.storage.ids import new_id
from tests.matcher.storage.rows import NOW, TOMORROW

UNGUARDED = {
    "sqlite": ("DROP INDEX uq_matches_one_per_unit", "DROP INDEX uq_matches_one_per_pair"),
    "postgresql": (
        "DROP INDEX uq_matches_one_per_unit",
        "DROP INDEX uq_matches_one_per_pair",
        "ALTER TABLE offers DROP CONSTRAINT ck_offers_held_within_capacity",
    ),
}


def take_the_guards_away(database: Database) -> None:
    """As if nobody had thought of unique keys and CHECKs."""
    with database.begin() as store:
        for statement in UNGUARDED["sqlite" if database.is_sqlite else "postgresql"]:
            _do(store, statement)


def accept_after_a_look(database: Database, *matches: str) -> list[str]:
    return [_accepted(database, match) for match in matches]


def find_a_place_after_a_look(database: Database, unit: str, *offers: str) -> list[str]:
    for offer in offers:
        with database.read() as store:
            free = _one(store, "SELECT capacity > held FROM offers WHERE id = :id", id=offer)
        if free:
            return [_paired(database, unit, offer), "yes"]
    return ["no: full"]


def look_at_doors(database: Database, *stops: str) -> list[str]:
    """Of these doors, those at which nothing is noted yet."""
    with database.read() as store:
        out = "SELECT status FROM stops WHERE id = :id"
        return [stop for stop in stops if _one(store, out, id=stop) == "out"]


def note_what_was_looked_at(database: Database, who: str, seen: Sequence[str]) -> list[str]:
    """Note all of them as if nobody else had been there meanwhile."""
    now = NOW.replace(tzinfo=None) if database.is_sqlite else NOW
    for stop in seen:
        with database.begin() as store:
            _do(
                store,
                "UPDATE stops SET status = 'delivered', noted_at = :now, noted_by = :who"
                " WHERE id = :id",
                now=now,
                who=f"volunteer:{who}",
                id=stop,
            )
    return ["yes"] * len(seen)


def _accepted(database: Database, match: str) -> str:
    unit = "(SELECT unit_id FROM matches WHERE id = :id)"
    with database.read() as store:
        taken = f"SELECT count(*) FROM matches WHERE status = 'accepted' AND unit_id = {unit}"
        if _one(store, taken, id=match):
            return "no: taken"
    with database.begin() as store:
        _do(store, "UPDATE matches SET status = 'accepted' WHERE id = :id", id=match)
    return "yes"


def _paired(database: Database, unit: str, offer: str) -> str:
    match = new_id()
    with database.begin() as store:
        if database.is_sqlite:
            _do(store, "PRAGMA ignore_check_constraints = ON")
        _do(store, "UPDATE offers SET held = held + 1 WHERE id = :id", id=offer)
        _do(
            store,
            "INSERT INTO matches (id, unit_id, need_id, offer_id, status, asked_together, locked,"
            " cost, reasons, proposed_at, deadline) SELECT :id, id, need_id, :offer, 'accepted',"
            " false, false, 0, '{}', :now, :until FROM units WHERE id = :unit",
            id=match,
            offer=offer,
            unit=unit,
            now=NOW.replace(tzinfo=None) if database.is_sqlite else NOW,
            until=TOMORROW.replace(tzinfo=None) if database.is_sqlite else TOMORROW,
        )
    return match


def _do(store: Store, statement: str, **said: Any) -> None:
    store.execute(text(statement).bindparams(**said))


def _one(store: Store, statement: str, **said: Any) -> Any:
    return store.scalar(text(statement).bindparams(**said))
