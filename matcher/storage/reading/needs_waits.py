"""What can be told to somebody who waits: who helps near them, and how long others waited."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import cache

from sqlalchemy import Select, bindparam, func, select

from matcher.domain.life_cycles import OfferStatus, VolunteerStatus
from matcher.domain.outcomes import HOLDS_UNIT, NeedEnding
from matcher.storage.asking import ask, ask_for_value
from matcher.storage.database import Store
from matcher.storage.tables import (
    MatchRow,
    NeedRow,
    OfferRow,
    VolunteerRow,
    is_one_of,
    table_of,
)
from matcher.storage.words import has_word

_NEEDS, _MATCHES = table_of(NeedRow).c, table_of(MatchRow).c
_OFFERS, _VOLUNTEERS = table_of(OfferRow).c, table_of(VolunteerRow).c
# A cell and the four beside it.
MOST_CELLS = 5
_CELL_NAMES = tuple(f"cell{at}" for at in range(MOST_CELLS))
_NOT_ASKED = frozenset({VolunteerStatus.NEW, VolunteerStatus.SUSPENDED})

_FIRST_YES = (
    select(func.min(_MATCHES.answered_at))
    .where(_MATCHES.need_id == _NEEDS.id, is_one_of(_MATCHES.status, HOLDS_UNIT))
    .scalar_subquery()
)
_LATEST = (
    select(_NEEDS.confirmed_at, _FIRST_YES)
    .where(
        _NEEDS.category == bindparam("category"),
        _NEEDS.confirmed_at >= bindparam("since"),
        _NEEDS.ending.is_distinct_from(NeedEnding.WITHDRAWN),
    )
    .order_by(_NEEDS.confirmed_at.desc())
    .limit(bindparam("most"))
)
_LATEST_IN_BOROUGH = _LATEST.where(_NEEDS.borough == bindparam("borough"))


@cache
def _offers_of(category: str) -> Select[int]:
    """How many volunteers offer help of a category in some cells, as a question to be asked."""
    return (
        select(func.count(func.distinct(_OFFERS.volunteer_id)))
        .join_from(
            table_of(OfferRow),
            table_of(VolunteerRow),
            _VOLUNTEERS.person_id == _OFFERS.volunteer_id,
        )
        .where(
            # As many marks each time, or the question would be another one each time.
            _OFFERS.cell.in_([bindparam(name) for name in _CELL_NAMES]),
            _OFFERS.status == OfferStatus.ACTIVE,
            has_word(_OFFERS.categories, category),
            ~is_one_of(_VOLUNTEERS.status, _NOT_ASKED),
        )
    )


def volunteers_in_cells(store: Store, category: str, cells: Sequence[str]) -> int:
    """How many volunteers in these 1 km cells offer help of a category at present.

    There is at least one cell; `ValueError` for more than `MOST_CELLS`.
    """
    filled = [*cells, *[cells[0]] * (MOST_CELLS - len(cells))]
    asked = dict(zip(_CELL_NAMES, filled, strict=True))
    return ask_for_value(store, _offers_of(category), **asked) or 0


def latest_waits(
    store: Store, category: str, borough: str | None, *, since: datetime, most: int
) -> tuple[list[timedelta], int]:
    """How long the latest needs of a kind waited for a first yes, and how many had none yet.

    Those that were withdrawn say nothing about waiting and are left out. `borough` None is all
    of them.
    """
    like_it = {"category": category, "since": since, "most": most}
    if borough is None:
        found = ask(store, _LATEST, **like_it)
    else:
        found = ask(store, _LATEST_IN_BOROUGH, borough=borough, **like_it)
    met = [max(yes - asked, timedelta()) for asked, yes in found if asked and yes]
    return met, len(found) - len(met)
