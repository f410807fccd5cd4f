"""The board: needs of one scope, filtered, in one of a few orders, a page at a time.

A page begins after a mark: the last row's place in the order and its id. Needs that come or go
meanwhile move nothing that was seen already.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Row,
    Select,
    case,
    cast,
    func,
    literal,
    literal_column,
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
from matcher.storage.reading.among import among
from matcher.storage.reading.board_filter import conditions, units_wanted, units_with
from matcher.storage.reading.scope import needs_within
from matcher.storage.tables import BlockedNeedRow, CharityRow, NeedRow

_RANK = {Urgency.URGENT: 0, Urgency.SOON: 1, Urgency.ROUTINE: 2}
_FAR = date(9999, 12, 31)
_BY_DATE = frozenset({BoardOrder.URGENT_FIRST, BoardOrder.LONGEST_WAIT, BoardOrder.NEWEST})
_DATE_LETTERS = len("2026-03-02")


@dataclass(frozen=True, slots=True)
class BoardLine:
    """One need on the board: nothing of who or where exactly.

    `blocker` is what the latest round found in the way of a unit that nobody serves, and
    `wider_radius_m` how much wider some radius would have to be. `wanted` is of all dates to come.
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
    def dates(self) -> int:
        """On how many dates to come, of those that are known."""
        return -(-self.wanted // self.people_needed)

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
    looked_for = [needs_within(scope), *conditions(wanted, today)]
    asked = _Asked(looked_for, order, _mark_of(after, order), most + 1)
    if order in _BY_DATE and not (wanted.closed or wanted.reference):
        picked = _first_by_date(store, asked, wanted.urgency)
    else:
        picked = store.execute(_by_key(asked)).all()
    # First the few that are shown, then what is counted for each: not for all that is open.
    marks = dict(picked[:most])
    found = store.execute(_lines(today).where(among(store, NeedRow.id, marks)))
    lines = {row[0]: BoardLine(*(*row, marks[row[0]])) for row in found}
    return [lines[id] for id in marks], len(picked) > most


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


@dataclass(frozen=True, slots=True)
class _Asked:
    """Which needs are looked for, in which order, from where on, and how many."""

    looked_for: list[ColumnElement[bool]]
    order: BoardOrder
    after: tuple[str, str] | None
    most: int

    @property
    def down(self) -> bool:
        return self.order is BoardOrder.NEWEST


def _mark_of(after: tuple[str, str] | None, order: BoardOrder) -> tuple[str, str] | None:
    """Where to go on from; a mark that is none of this order's is as if it were not there."""
    if after is not None and order in _BY_DATE:
        try:
            date.fromisoformat(after[0][-_DATE_LETTERS:])
        except ValueError:
            return None
    return after


def _first_by_date(store: Store, asked: _Asked, urgency: Urgency | None) -> Sequence[Row[str, str]]:
    """The first needs of an order by date, urgency by urgency, each along the board's index.

    So a page is found without a look at everything that is open.
    """
    found: list[Row[str, str]] = []
    for one in (urgency,) if urgency else _RANK:
        urgent_first = asked.order is BoardOrder.URGENT_FIRST
        rank = str(_RANK[one]) if urgent_first else ""
        if asked.after is not None and asked.after[0][:-_DATE_LETTERS] > rank:
            continue
        some = _of_urgency(asked, one, rank)
        found += store.execute(some.limit(asked.most - len(found) if urgent_first else asked.most))
        if urgent_first and len(found) >= asked.most:
            break
    if asked.order is not BoardOrder.URGENT_FIRST:
        found.sort(key=lambda row: (row[1], row[0]), reverse=asked.down)
    return found[: asked.most]


def _of_urgency(asked: _Asked, urgency: Urgency, rank: str) -> Select[str, str]:
    ends = (NeedRow.registered_on, NeedRow.id)
    mark = literal(rank) + cast(NeedRow.registered_on, Text) if rank else _key(asked.order)
    some = select(NeedRow.id, mark).where(
        NeedRow.urgency == literal_column(f"'{urgency}'"), *asked.looked_for
    )
    if asked.after is not None and asked.after[0][:-_DATE_LETTERS] == rank:
        begin = tuple_(
            literal(date.fromisoformat(asked.after[0][-_DATE_LETTERS:])), literal(asked.after[1])
        )
        some = some.where(tuple_(*ends) < begin if asked.down else tuple_(*ends) > begin)
    return some.order_by(*(end.desc() if asked.down else end for end in ends))


def _by_key(asked: _Asked) -> Select[str, str]:
    key = _key(asked.order)
    ends = (key, NeedRow.id)
    picked = select(NeedRow.id, key.label("mark")).where(*asked.looked_for)
    if asked.after is not None:
        mark = tuple_(literal(asked.after[0]), literal(asked.after[1]))
        picked = picked.where(tuple_(*ends) < mark if asked.down else tuple_(*ends) > mark)
    return picked.order_by(*(end.desc() if asked.down else end for end in ends)).limit(asked.most)


def _lines(today: date) -> Select[*tuple[Any, ...]]:
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
    )
    lines = lines.outerjoin(CharityRow, CharityRow.id == NeedRow.charity_id)
    return lines.outerjoin(BlockedNeedRow, BlockedNeedRow.need_id == NeedRow.id)


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
