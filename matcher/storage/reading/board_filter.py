"""Which needs a board's filter wants, and how many of a need's units stand how: as SQL."""

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, func, select

from matcher.domain.board import BoardFilter, Standing
from matcher.domain.life_cycles import MatchStatus, NeedStatus
from matcher.storage.reading.standing import of_unit
from matcher.storage.tables import BlockedNeedRow, MatchRow, NeedRow, UnitRow

_FILLS = (MatchStatus.ACCEPTED, MatchStatus.DONE_REPORTED)


def units_wanted(today: date) -> ColumnElement[int]:
    """Units that want somebody still: not closed, not past, not confirmed as done."""
    confirmed = exists().where(of_unit(), MatchRow.status == MatchStatus.CONFIRMED)
    return _counted(select(func.count()).select_from(UnitRow).where(_current(today), ~confirmed))


def units_with(today: date, *statuses: MatchStatus) -> ColumnElement[int]:
    """Of those units, how many have a match in one of these statuses."""
    units = select(func.count(func.distinct(UnitRow.id))).join(MatchRow, of_unit())
    return _counted(units.where(_current(today), MatchRow.status.in_(statuses)))


def _counted(units: Select[*tuple[Any, ...]]) -> ColumnElement[int]:
    return units.where(UnitRow.need_id == NeedRow.id).correlate(NeedRow).scalar_subquery()


def _current(today: date) -> ColumnElement[bool]:
    return UnitRow.closed_at.is_(None) & (UnitRow.on_date.is_(None) | (UnitRow.on_date >= today))


def conditions(wanted: BoardFilter, today: date) -> list[ColumnElement[bool]]:
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
    filled = units_with(today, *_FILLS) >= units_wanted(today)
    is_open = [confirmed, NeedRow.status == NeedStatus.OPEN]
    if how in (Standing.COMING, Standing.DONE_REPORTED):
        coming = units_with(today, MatchStatus.ACCEPTED) > 0
        return [*is_open, filled, coming if how is Standing.COMING else ~coming]
    asked = units_with(today, MatchStatus.PROPOSED) > 0
    return [*is_open, ~filled, asked if how is Standing.ASKED else ~asked]
