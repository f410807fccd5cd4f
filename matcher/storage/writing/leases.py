"""Leases: a role that one process holds until a moment, and no longer than it says so.

There is nothing to clean up: who dies renews no more, and when the moment has passed the next one
takes it. The moments are the processes' own clocks, so those must agree to a second or so.
"""

from datetime import datetime, timedelta
from typing import Any, cast

from sqlalchemy import Table, delete, or_, select
from sqlalchemy.dialects import postgresql, sqlite

from matcher.storage.database import Store
from matcher.storage.tables import LeaseRow

# Nobody asks for longer. A lease that claims more is of a clock that was ahead, and is nobody's:
# who died before it was set back would be waited for until then.
LONGEST = timedelta(minutes=10)


def take_lease(store: Store, name: str, holder: str, *, now: datetime, for_: timedelta) -> bool:
    """Take a role, or renew it for as long again; False while somebody else holds it."""
    table = cast(Table, LeaseRow.__table__)
    make: Any = sqlite.insert if store.get_bind().dialect.name == "sqlite" else postgresql.insert
    values = {"holder": holder, "until": now + for_}
    taken = (
        make(table)
        .values(name=name, **values)
        .on_conflict_do_update(
            index_elements=[table.c.name],
            set_=values,
            where=or_(
                table.c.holder == holder, table.c.until <= now, table.c.until > now + LONGEST
            ),
        )
        .returning(table.c.name)
    )
    return store.execute(taken).first() is not None


def give_up_lease(store: Store, name: str, holder: str) -> None:
    """Give a role back, so that nobody has to wait until it runs out."""
    mine = delete(LeaseRow).where(LeaseRow.name == name, LeaseRow.holder == holder)
    store.execute(mine.execution_options(synchronize_session=False))


def holder_of(store: Store, name: str, *, now: datetime) -> str | None:
    """Who holds a role now."""
    held = select(LeaseRow.holder).where(
        LeaseRow.name == name, LeaseRow.until > now, LeaseRow.until <= now + LONGEST
    )
    return store.scalar(held)
