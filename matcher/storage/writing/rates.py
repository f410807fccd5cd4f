"""How often somebody may ask for what is cheap to ask and dear to give, counted by all processes.

Windows are fixed stretches of time, so that one row a window is enough and an old one can go.
Whoever comes at the border of two may ask twice as much in a short while; that does no harm.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache

from sqlalchemy import Dialect, bindparam, delete, update
from sqlalchemy.dialects import postgresql, sqlite

from matcher.storage.asking import connection_of
from matcher.storage.database import Store
from matcher.storage.ready import Ready, made_ready, read_ready
from matcher.storage.sealed import Sealer
from matcher.storage.tables import RateRow, table_of

_ZERO = datetime(2020, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Allowance:
    """Whether it may be done; how often more in this window, and when the next one begins."""

    allowed: bool
    left: int
    again_at: datetime

    def __bool__(self) -> bool:
        return self.allowed


def asker_hash(sealer: Sealer, what: str, who: str) -> str:
    """A name for an asker that tells nobody who it is; `who` is an address, a number, an id.

    It differs for each `what`, so that rows of two kinds cannot be laid side by side.
    """
    return f"{what}:{sealer.search_hash(f'asker:{what}:{who}')}"


def allow(store: Store, asker: str, *, most: int, per: timedelta, now: datetime) -> Allowance:
    """Count one more time, unless it was `most` times already in this window.

    What is refused is not counted. The count is kept with the transaction, and two who ask at the
    same moment are counted one after the other.
    """
    window_end = _window_end(per, now)
    one_more = {"asker": asker, "window_end": window_end, "asked": 1, "most": most}
    connection = connection_of(store)
    counted = [*read_ready(connection, _counting(connection.dialect), one_more)]
    # Nothing where it was `most` times already, and more where `most` is less than it was.
    if not counted or (asked := counted[0][0]) > most:
        return Allowance(False, 0, window_end)
    return Allowance(True, most - asked, window_end)


@lru_cache(maxsize=64)
def _counting(dialect: Dialect) -> Ready:
    """Count one more time, made once for each database."""
    rates = table_of(RateRow)
    make = postgresql.insert if dialect.name == "postgresql" else sqlite.insert
    one_more = (
        make(rates)
        .on_conflict_do_update(
            index_elements=[rates.c.asker, rates.c.window_end],
            set_={"asked": rates.c.asked + 1},
            where=rates.c.asked < bindparam("most"),
        )
        .returning(rates.c.asked)
    )
    return made_ready(dialect, one_more, ("asker", "window_end", "asked"))


def give_back(store: Store, asker: str, *, per: timedelta, now: datetime) -> None:
    """Take back one that was counted in this window, since it was not one that is to be few."""
    store.execute(
        update(RateRow)
        .where(RateRow.asker == asker, RateRow.window_end == _window_end(per, now))
        .where(RateRow.asked > 0)
        .values(asked=RateRow.asked - 1)
        .execution_options(synchronize_session=False)
    )


def forget_old_rates(store: Store, *, now: datetime) -> int:
    """Remove windows that are over; return how many."""
    found = store.execute(delete(RateRow).where(RateRow.window_end <= now).returning(RateRow.asker))
    return len(found.all())


def _window_end(per: timedelta, now: datetime) -> datetime:
    return _ZERO + ((now - _ZERO) // per + 1) * per
