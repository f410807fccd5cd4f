"""Which needs a board's filter wants, and how many of a need's units stand how: as SQL."""

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, func, literal_column, select

from matcher.domain.board import BoardFilter, Standing
from matcher.domain.life_cycles import MatchStatus, NeedStatus
from matcher.domain.outcomes import HOLDS_UNIT
from matcher.storage.reading.standing import of_unit
from matcher.storage.tables import BlockedNeedRow, MatchRow, NeedRow, UnitRow


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
        NeedRow.status == NeedStatus.CLOSED if closed else still_here()
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


def still_here() -> ColumnElement[bool]:
    """Needs that are not closed, written as the index of the board has it."""
    return NeedRow.status != literal_column(f"'{NeedStatus.CLOSED}'")


def _that_stand(how: Standing, today: date) -> list[ColumnElement[bool]]:
    """The rule of `domain.board.standing` as SQL; a test holds the two equal."""
    if how is Standing.CLOSED:
        return []
    if how is Standing.UNCONFIRMED:
        return [NeedRow.confirmed_at.is_(None)]
    confirmed = NeedRow.confirmed_at.is_not(None)
    if how is Standing.PAUSED:
        return [confirmed, NeedRow.status == NeedStatus.PAUSED]
    is_open = [confirmed, NeedRow.status != literal_column(f"'{NeedStatus.PAUSED}'")]
    # A unit is filled by one match at most, so all are filled when none is found that is not:
    # to find one is quick, to count them all takes four times as long.
    some_open = exists().where(_of_need(today), ~_has_match(*HOLDS_UNIT))
    if how in (Standing.COMING, Standing.DONE_REPORTED):
        coming = exists().where(_of_need(today), _has_match(MatchStatus.ACCEPTED))
        if how is Standing.DONE_REPORTED:
            return [*is_open, ~some_open, ~coming]
        return [*is_open, _in_some_match(MatchStatus.ACCEPTED), ~some_open, coming]
    asked = exists().where(_of_need(today), _has_match(MatchStatus.PROPOSED))
    if how is Standing.NOBODY_YET:
        return [*is_open, some_open, ~asked]
    return [*is_open, _in_some_match(MatchStatus.PROPOSED), some_open, asked]


def _in_some_match(status: MatchStatus) -> ColumnElement[bool]:
    """Asked before all else where most needs have no such match: that is one list for all."""
    some = select(MatchRow.need_id).where(MatchRow.status == literal_column(f"'{status}'"))
    return NeedRow.id.in_(some)


def _of_need(today: date) -> ColumnElement[bool]:
    return (UnitRow.need_id == NeedRow.id) & _current(today)


def _has_match(*statuses: MatchStatus) -> ColumnElement[bool]:
    return exists().where(
        MatchRow.need_id == UnitRow.need_id,
        MatchRow.unit_id == UnitRow.id,
        MatchRow.status.in_([literal_column(f"'{status}'") for status in statuses]),
    )
