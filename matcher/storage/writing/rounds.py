"""Rounds: a slot is taken once, taken up again where somebody was stopped, and finished once."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from sqlalchemy import Table, func, select, update
from sqlalchemy.dialects import postgresql, sqlite

from matcher.storage.database import Store
from matcher.storage.ids import new_id
from matcher.storage.tables import MatchRow, RoundRow


@dataclass(frozen=True, slots=True)
class Taken:
    """The round of a slot; `fresh` when nobody had begun it."""

    id: str
    fresh: bool
    finished: bool


@dataclass(frozen=True, slots=True)
class Certificate:
    """What a round came to: the sizes of its problem, what it found, and the proof."""

    needs: int
    units: int
    offers: int
    matched: int
    objective: int
    lower_bound: int
    gap: float


def take_slot(store: Store, slot: datetime, *, now: datetime) -> Taken:
    """Take a slot, or take it up where somebody has it already."""
    connection = store.connection()
    make = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
    table = cast(Table, RoundRow.__table__)
    fresh_id = new_id()
    counts = dict.fromkeys(("needs", "units", "offers", "matched", "recorded", "skipped"), 0)
    connection.execute(
        make(table)
        .values(id=fresh_id, slot=slot, started_at=now, **counts)
        .on_conflict_do_nothing(index_elements=["slot"])
    )
    id, finished_at = store.execute(
        select(RoundRow.id, RoundRow.finished_at).where(RoundRow.slot == slot)
    ).one()
    return Taken(id, id == fresh_id, finished_at is not None)


def finish_round(
    store: Store,
    round_id: str,
    certificate: Certificate,
    *,
    skipped: int,
    report: Mapping[str, Any],
    now: datetime,
) -> bool:
    """Write down what a round came to; False where somebody else has, whose word stands.

    What it recorded is counted in the database: another process may have recorded some of it.
    """
    recorded = select(func.count()).where(MatchRow.round_id == round_id).scalar_subquery()
    done = store.execute(
        update(RoundRow)
        .where(RoundRow.id == round_id, RoundRow.finished_at.is_(None))
        .values(
            finished_at=now,
            needs=certificate.needs,
            units=certificate.units,
            offers=certificate.offers,
            matched=certificate.matched,
            objective=certificate.objective,
            lower_bound=certificate.lower_bound,
            gap=certificate.gap,
            recorded=recorded,
            skipped=skipped,
            report=dict(report),
        )
        .returning(RoundRow.id)
        .execution_options(synchronize_session=False)
    )
    return done.one_or_none() is not None
