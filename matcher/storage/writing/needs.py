"""Needs on their way, and the units that hold their places: guarded, so that of two one acts."""

import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import Dialect, select, update
from sqlalchemy.dialects import postgresql, sqlite

from matcher.domain.life_cycles import NEED_MOVES, NeedStatus, how_it_stands, moved
from matcher.domain.origins import ConfirmedBy
from matcher.domain.outcomes import HOLDS_UNIT, NeedEnding
from matcher.domain.references import REFERENCES, reference_from
from matcher.domain.refusals import Busy, Conflict, NotFound
from matcher.storage.asking import connection_of
from matcher.storage.database import Store
from matcher.storage.ids import new_id
from matcher.storage.ready import Ready, made_ready, write_ready
from matcher.storage.tables import MatchRow, NeedRow, UnitRow, table_of
from matcher.storage.writing.one_row import add_row

# Each day has room for so many units; see `unit_number`.
_ROOM = 1_000
_DRAWS = 40
NO_SUCH_NEED = "There is no such need."


def add_with_reference(store: Store, need: Mapping[str, Any]) -> str:
    """Add a need, given by column, under a spoken reference that nobody else has; return that.

    The unique key has the last word: whoever draws one that is taken draws again.
    """
    for _draw in range(_DRAWS):
        reference = reference_from(secrets.randbelow(REFERENCES))
        if add_row(store, NeedRow, {**need, "reference": reference}, skip_known=True):
            return reference
    raise Busy("We could not find a free reference just now: please try once more.")


def fresh_references(store: Store, count: int) -> list[str]:
    """So many different references that nobody has; the unique key has the last word."""
    found: list[str] = []
    taken: set[str] = set()
    while len(found) < count:
        drawn = {reference_from(secrets.randbelow(REFERENCES)) for _ in range(count)} - taken
        taken |= drawn
        theirs = store.scalars(select(NeedRow.reference).where(NeedRow.reference.in_(drawn)))
        found += sorted(drawn.difference(theirs))
    return found[:count]


def held_need(store: Store, need_id: str) -> NeedRow:
    """The need, with nobody else changing it until this transaction is over; or `NotFound`."""
    row = store.scalar(
        select(NeedRow)
        .where(NeedRow.id == need_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if row is None:
        raise NotFound(NO_SUCH_NEED)
    return row


def mark_confirmed(store: Store, need_id: str, by: ConfirmedBy, *, now: datetime) -> bool:
    """Let a need enter matching; False where it had already. `Conflict` once it is closed."""
    done = store.execute(
        update(NeedRow)
        .where(
            NeedRow.id == need_id,
            NeedRow.confirmed_at.is_(None),
            NeedRow.status != NeedStatus.CLOSED,
        )
        .values(confirmed_at=now, confirmed_by=by, changed_at=now)
        .returning(NeedRow.id)
    ).one_or_none()
    if done is not None:
        return True
    need = held_need(store, need_id)
    if need.confirmed_at is None:
        raise Conflict(how_it_stands(need.status))
    return False


def move_need(
    store: Store,
    need_id: str,
    to: NeedStatus,
    *,
    now: datetime,
    ending: NeedEnding | None = None,
    paused_until: date | None = None,
) -> NeedRow:
    """Move a need as the table of life cycles allows, or raise `Conflict` with how it stands."""
    need = held_need(store, need_id)
    need.status = moved(need.status, to)
    need.paused_until = paused_until if to is NeedStatus.PAUSED else None
    need.ending = ending
    need.closed_at = now if to is NeedStatus.CLOSED else None
    need.changed_at = now
    store.flush()
    return need


def may_still_change(need: NeedRow) -> None:
    """Raise `Conflict` for a need that is closed."""
    if not NEED_MOVES[need.status]:
        raise Conflict(how_it_stands(need.status))


def unit_number(on_date: date | None, place: int) -> int:
    """The number of a need's unit: `place` counts from 1, and each date has numbers of its own.

    So a date's units have the same numbers whenever and however often they are opened, and the
    unique key of need and number refuses to open them twice.
    """
    return place if on_date is None else on_date.toordinal() * _ROOM + place


@dataclass(frozen=True, slots=True)
class WantedUnits:
    """The units that one need wants: so many people on each of these dates (or on none)."""

    need_id: str
    dates: Iterable[date | None]
    people: int


def open_units(store: Store, wanted: Iterable[WantedUnits]) -> int:
    """Open a unit for each date and person where there is none yet; return how many were new.

    One that was closed before, since fewer people were needed, is opened again. Many needs at
    once share their statements: 200 with a date each take a tenth of what they would one by one.
    """
    rows = [
        {
            "id": new_id(),
            "need_id": one.need_id,
            "number": unit_number(day, place),
            "on_date": day,
        }
        for one in wanted
        for day in one.dates
        for place in range(1, one.people + 1)
    ]
    if not rows:
        return 0
    store.flush()
    connection = connection_of(store)
    return write_ready(connection, _opening(connection.dialect), rows)


@lru_cache(maxsize=64)
def _opening(dialect: Dialect) -> Ready:
    units = table_of(UnitRow)
    make = postgresql.insert if dialect.name == "postgresql" else sqlite.insert
    opening = (
        make(units)
        .inline()
        .on_conflict_do_update(
            index_elements=[units.c.need_id, units.c.number],
            set_={"closed_at": None},
            where=units.c.closed_at.is_not(None),
        )
    )
    return made_ready(dialect, opening, ("id", "need_id", "number", "on_date"))


def close_units(store: Store, unit_ids: Iterable[str], *, now: datetime) -> int:
    """Say of units that nobody is wanted for them any more; return how many were open."""
    ids = list(unit_ids)
    if not ids:
        return 0
    closed = store.execute(
        update(UnitRow)
        .where(UnitRow.id.in_(ids), UnitRow.closed_at.is_(None))
        .values(closed_at=now)
        .returning(UnitRow.id)
        .execution_options(synchronize_session=False)
    )
    return len(closed.all())


def close_past_units(store: Store, *, today: date, now: datetime, most: int = 200) -> int:
    """Close units of dates that are over, some at a time; return how many."""
    past = (
        select(UnitRow.id).where(UnitRow.closed_at.is_(None), UnitRow.on_date < today).limit(most)
    )
    return close_units(store, store.scalars(past).all(), now=now)


def spare_units(store: Store, need_id: str) -> list[tuple[str, int, date | None]]:
    """Open units that no match fills, as id, number and date, by number."""
    filled = select(MatchRow.unit_id).where(
        MatchRow.need_id == need_id, MatchRow.status.in_(HOLDS_UNIT)
    )
    found = store.execute(
        select(UnitRow.id, UnitRow.number, UnitRow.on_date)
        .where(UnitRow.need_id == need_id, UnitRow.closed_at.is_(None), UnitRow.id.not_in(filled))
        .order_by(UnitRow.number)
    )
    return [(id, number, on_date) for id, number, on_date in found]
