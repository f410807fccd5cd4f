"""The board: needs of one scope, filtered, in one of a few orders, a page at a time.

A page begins after a mark: the last row's place in the order and its id. Needs that come or go
meanwhile move nothing that was seen already.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    Subquery,
    case,
    cast,
    func,
    literal,
    select,
    tuple_,
)
from sqlalchemy import String as Text

from matcher.domain.board import BoardFilter, BoardOrder, Standing, standing
from matcher.domain.eligibility import Blocker
from matcher.domain.life_cycles import MatchStatus, NeedStatus
from matcher.domain.origins import CameBy
from matcher.domain.roles import Scope
from matcher.domain.urgency import Urgency
from matcher.storage.database import Store
from matcher.storage.reading.board_filter import conditions, units_wanted, units_with
from matcher.storage.reading.scope import needs_within
from matcher.storage.tables import BlockedNeedRow, CharityRow, NeedRow

_RANK = {Urgency.URGENT: 0, Urgency.SOON: 1, Urgency.ROUTINE: 2}
_FAR = date(9999, 12, 31)


@dataclass(frozen=True, slots=True)
class BoardLine:
    """One need on the board: nothing of who or where exactly.

    `blocker` is what the latest round found in the way of a unit that nobody serves, and
    `wider_radius_m` how much wider some volunteer's radius would have to be.
    """

    id: str
    reference: str
    category: str
    borough: str
    cell: str
    urgency: Urgency
    registered_on: date
    wanted_on: date | None
    came_by: CameBy
    charity: str | None
    status: NeedStatus
    confirmed: bool
    people_needed: int
    wanted: int
    asked: int
    accepted: int
    reported: int
    blocker: Blocker | None
    wider_radius_m: int | None
    mark: str

    @property
    def standing(self) -> Standing:
        """How it stands, in one word."""
        return standing(
            self.status,
            confirmed=self.confirmed,
            wanted=self.wanted,
            asked=self.asked,
            accepted=self.accepted,
            reported=self.reported,
        )


def board_needs(
    store: Store,
    scope: Scope,
    wanted: BoardFilter,
    order: BoardOrder,
    *,
    today: date,
    after: tuple[str, str] | None = None,
    most: int = 50,
) -> tuple[list[BoardLine], bool]:
    """So many needs of a scope from a mark on, and whether there are more behind them."""
    key = _key(order)
    picked = select(NeedRow.id, key.label("mark")).where(
        needs_within(scope), *conditions(wanted, today)
    )
    ends = (key, NeedRow.id)
    down = order is BoardOrder.NEWEST
    if after is not None:
        mark = tuple_(literal(after[0]), literal(after[1]))
        picked = picked.where(tuple_(*ends) < mark if down else tuple_(*ends) > mark)
    # First the few that are shown, then what is counted for each: not for all that is open.
    page = picked.order_by(*(end.desc() if down else end for end in ends)).limit(most + 1)
    lines = [BoardLine(*row) for row in store.execute(_lines(page.subquery(), down, today))]
    return lines[:most], len(lines) > most


def needs_by_cell(
    store: Store, scope: Scope, wanted: BoardFilter, *, today: date
) -> list[tuple[str, str, int, int, int, int]]:
    """Cell, borough, south-west corner of the cell in km, how many needs, how many urgent."""
    urgent = func.sum(case((NeedRow.urgency == Urgency.URGENT, 1), else_=0))
    corner = (func.min(NeedRow.easting) // 1_000, func.min(NeedRow.northing) // 1_000)
    found = (
        select(NeedRow.cell, NeedRow.borough, *corner, func.count(), urgent)
        .where(needs_within(scope), *conditions(wanted, today))
        .group_by(NeedRow.cell, NeedRow.borough)
        .order_by(func.count().desc(), NeedRow.cell)
    )
    return [
        (cell, borough, int(east), int(north), count, int(hot))
        for cell, borough, east, north, count, hot in store.execute(found)
    ]


def count_by_urgency(store: Store, scope: Scope) -> Mapping[Urgency, int]:
    """How many needs of a scope are open, by urgency."""
    found = (
        select(NeedRow.urgency, func.count())
        .where(needs_within(scope), NeedRow.status == NeedStatus.OPEN)
        .group_by(NeedRow.urgency)
    )
    return dict(store.execute(found).all())


def _lines(page: Subquery, down: bool, today: date) -> Select[*tuple[Any, ...]]:
    lines = select(
        NeedRow.id,
        NeedRow.reference,
        NeedRow.category,
        NeedRow.borough,
        NeedRow.cell,
        NeedRow.urgency,
        NeedRow.registered_on,
        NeedRow.wanted_on,
        NeedRow.came_by,
        CharityRow.name,
        NeedRow.status,
        NeedRow.confirmed_at.is_not(None),
        NeedRow.people_needed,
        units_wanted(today),
        units_with(today, MatchStatus.PROPOSED),
        units_with(today, MatchStatus.ACCEPTED),
        units_with(today, MatchStatus.DONE_REPORTED),
        BlockedNeedRow.blocker,
        BlockedNeedRow.wider_radius_m,
        page.c.mark,
    )
    ends = (page.c.mark, NeedRow.id)
    return (
        lines.join(page, page.c.id == NeedRow.id)
        .outerjoin(CharityRow, CharityRow.id == NeedRow.charity_id)
        .outerjoin(BlockedNeedRow, BlockedNeedRow.need_id == NeedRow.id)
        .order_by(*(end.desc() if down else end for end in ends))
    )


def _key(order: BoardOrder) -> ColumnElement[str]:
    """A text that sorts as the order wants it, so that a mark in an address is one word."""
    rank = case(*((NeedRow.urgency == one, str(n)) for one, n in _RANK.items()), else_="3")
    since = cast(NeedRow.registered_on, Text)
    wanted = cast(func.coalesce(NeedRow.wanted_on, _FAR), Text)
    keys: dict[BoardOrder, ColumnElement[str]] = {
        BoardOrder.URGENT_FIRST: rank + since,
        BoardOrder.LONGEST_WAIT: since,
        BoardOrder.NEWEST: since,
        BoardOrder.WANTED_SOONEST: wanted,
        BoardOrder.BY_BOROUGH: NeedRow.borough + rank,
        BoardOrder.BY_CATEGORY: NeedRow.category + rank,
    }
    return keys[order]
