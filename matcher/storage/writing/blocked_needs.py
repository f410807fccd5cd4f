"""What stands in the way of needs, as the latest round found it: only what differs is written."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple, cast

from sqlalchemy import Table, case, delete, select
from sqlalchemy.dialects import postgresql, sqlite

from matcher.domain.eligibility import Blocker
from matcher.storage.database import Database, Store
from matcher.storage.tables import BlockedNeedRow
from matcher.storage.writing.batches import in_short_turns


class Blocked(NamedTuple):
    """How many units of a need nobody serves, why, and how much wider a radius would help."""

    blocker: Blocker
    units: int
    wider_radius_m: int | None


def keep_blocked_needs(database: Database, found: Mapping[str, Blocked], *, now: datetime) -> float:
    """Make the table say what `found` says, by need; return the longest time it was locked.

    A need that was blocked by the same before keeps its `since`.
    """
    with database.read() as store:
        known = _known(store)
    gone = sorted(known.keys() - found.keys())
    fresh = sorted(id for id, blocked in found.items() if known.get(id) != blocked)
    longest = in_short_turns(database, gone, _remove)

    def put(store: Store, ids: Sequence[str]) -> None:
        _put(store, {id: found[id] for id in ids}, now)

    return max(longest, in_short_turns(database, fresh, put))


def _known(store: Store) -> dict[str, Blocked]:
    found = store.execute(
        select(
            BlockedNeedRow.need_id,
            BlockedNeedRow.blocker,
            BlockedNeedRow.units,
            BlockedNeedRow.wider_radius_m,
        )
    )
    return {id: Blocked(gate, units, wider_m) for id, gate, units, wider_m in found}


def _remove(store: Store, ids: Sequence[str]) -> None:
    store.execute(
        delete(BlockedNeedRow)
        .where(BlockedNeedRow.need_id.in_(ids))
        .execution_options(synchronize_session=False)
    )


def _put(store: Store, found: Mapping[str, Blocked], now: datetime) -> None:
    connection = store.connection()
    make = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
    statement = make(cast(Table, BlockedNeedRow.__table__))
    new = statement.excluded
    same = BlockedNeedRow.blocker == new.blocker
    statement = statement.on_conflict_do_update(
        index_elements=["need_id"],
        set_={
            "blocker": new.blocker,
            "units": new.units,
            "wider_radius_m": new.wider_radius_m,
            "since": case((same, BlockedNeedRow.since), else_=new.since),
        },
    )
    connection.execute(
        statement,
        [
            {"need_id": id, "since": now, **blocked._asdict()}
            for id, blocked in sorted(found.items())
        ],
    )
