"""The board: needs of one scope, filtered, in one of a few orders, a page at a time.

A page begins after a mark: the last row's place in the order and its id. Needs that come or go
meanwhile move nothing that was seen already.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, case, cast, exists, func, literal, select, tuple_
from sqlalchemy import String as Text

from matcher.domain.board import BoardFilter, BoardOrder, Standing, standing
from matcher.domain.eligibility import Blocker
from matcher.domain.life_cycles import MatchStatus, NeedStatus
from matcher.domain.origins import CameBy
from matcher.domain.roles import Scope
from matcher.domain.urgency import Urgency
from matcher.storage.database import Store
from matcher.storage.reading.scope import needs_within
from matcher.storage.tables import BlockedNeedRow, CharityRow, MatchRow, NeedRow, UnitRow

_RANK = {Urgency.URGENT: 0, Urgency.SOON: 1, Urgency.ROUTINE: 2}
_FILLS = (MatchStatus.ACCEPTED, MatchStatus.DONE_REPORTED)
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
    found = _lines(key, today).where(needs_within(scope), *_conditions(wanted, today))
    ends = (key, NeedRow.id)
    down = order is BoardOrder.NEWEST
    if after is not None:
        mark = tuple_(literal(after[0]), literal(after[1]))
        found = found.where(tuple_(*ends) < mark if down else tuple_(*ends) > mark)
    found = found.order_by(*(end.desc() if down else end for end in ends)).limit(most + 1)
    lines = [BoardLine(*row) for row in store.execute(found)]
    return lines[:most], len(lines) > most


def needs_by_cell(
    store: Store, scope: Scope, wanted: BoardFilter, *, today: date
) -> list[tuple[str, str, int, int, int, int]]:
    """Cell, borough, south-west corner of the cell in km, how many needs, how many urgent."""
    urgent = func.sum(case((NeedRow.urgency == Urgency.URGENT, 1), else_=0))
    corner = (func.min(NeedRow.easting) // 1_000, func.min(NeedRow.northing) // 1_000)
    found = (
        select(NeedRow.cell, NeedRow.borough, *corner, func.count(), urgent)
        .where(needs_within(scope), *_conditions(wanted, today))
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


def _lines(key: ColumnElement[str], today: date) -> Select[*tuple[Any, ...]]:
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
        _units(today),
        _units_with(today, MatchStatus.PROPOSED),
        _units_with(today, MatchStatus.ACCEPTED),
        _units_with(today, MatchStatus.DONE_REPORTED),
        BlockedNeedRow.blocker,
        BlockedNeedRow.wider_radius_m,
        key.label("mark"),
    )
    return lines.outerjoin(CharityRow, CharityRow.id == NeedRow.charity_id).outerjoin(
        BlockedNeedRow, BlockedNeedRow.need_id == NeedRow.id
    )


def _units(today: date) -> ColumnElement[int]:
    """Units that want somebody still: not closed, not past, not confirmed as done."""
    confirmed = exists().where(
        MatchRow.unit_id == UnitRow.id, MatchRow.status == MatchStatus.CONFIRMED
    )
    return _counted(select(func.count()).select_from(UnitRow).where(_current(today), ~confirmed))


def _units_with(today: date, *statuses: MatchStatus) -> ColumnElement[int]:
    """Of those units, how many have a match in one of these statuses."""
    units = select(func.count(func.distinct(UnitRow.id))).join(
        MatchRow, MatchRow.unit_id == UnitRow.id
    )
    return _counted(units.where(_current(today), MatchRow.status.in_(statuses)))


def _counted(units: Select[*tuple[Any, ...]]) -> ColumnElement[int]:
    return units.where(UnitRow.need_id == NeedRow.id).correlate(NeedRow).scalar_subquery()


def _current(today: date) -> ColumnElement[bool]:
    return UnitRow.closed_at.is_(None) & (UnitRow.on_date.is_(None) | (UnitRow.on_date >= today))


def _conditions(wanted: BoardFilter, today: date) -> list[ColumnElement[bool]]:
    """All that a filter asks for, as SQL."""
    closed = wanted.closed or wanted.standing is Standing.CLOSED
    if wanted.reference:
        # A need that somebody names is found however it stands.
        return [NeedRow.reference == wanted.reference]
    found: list[ColumnElement[bool]] = [
        NeedRow.status == NeedStatus.CLOSED
        if closed
        else NeedRow.status.in_([NeedStatus.OPEN, NeedStatus.PAUSED])
    ]
    for column, value in (
        (NeedRow.urgency, wanted.urgency),
        (NeedRow.category, wanted.category),
        (NeedRow.borough, wanted.borough),
        (NeedRow.charity_id, wanted.charity_id),
    ):
        if value is not None:
            found.append(column == value)
    if wanted.blocker is not None:
        blocked = select(BlockedNeedRow.need_id).where(BlockedNeedRow.blocker == wanted.blocker)
        found.append(NeedRow.id.in_(blocked))
    if wanted.standing is not None:
        found += _that_stand(wanted.standing, today)
    return found


def _that_stand(how: Standing, today: date) -> list[ColumnElement[bool]]:
    """The rule of `domain.board.standing` as SQL; a test holds the two equal."""
    if how is Standing.CLOSED:
        return []
    if how is Standing.UNCONFIRMED:
        return [NeedRow.confirmed_at.is_(None)]
    confirmed = NeedRow.confirmed_at.is_not(None)
    if how is Standing.PAUSED:
        return [confirmed, NeedRow.status == NeedStatus.PAUSED]
    filled = _units_with(today, *_FILLS) >= _units(today)
    is_open = [confirmed, NeedRow.status == NeedStatus.OPEN]
    if how in (Standing.COMING, Standing.DONE_REPORTED):
        coming = _units_with(today, MatchStatus.ACCEPTED) > 0
        return [*is_open, filled, coming if how is Standing.COMING else ~coming]
    asked = _units_with(today, MatchStatus.PROPOSED) > 0
    return [*is_open, ~filled, asked if how is Standing.ASKED else ~asked]


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
