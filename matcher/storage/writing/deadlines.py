"""When proposals lapse, once it is known when their volunteers are told."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import bindparam, update

from matcher.domain.life_cycles import MatchStatus
from matcher.storage.database import Store
from matcher.storage.tables import MatchRow

_PUT_OFF = (
    update(MatchRow)
    .where(MatchRow.id == bindparam("match"), MatchRow.status == MatchStatus.PROPOSED)
    .values(deadline=bindparam("lapses_at"))
)


def set_deadlines(store: Store, lapses_at: Mapping[str, datetime]) -> None:
    """Give each of these proposals its deadline."""
    if lapses_at:
        store.connection().execute(
            _PUT_OFF, [{"match": id, "lapses_at": at} for id, at in sorted(lapses_at.items())]
        )
