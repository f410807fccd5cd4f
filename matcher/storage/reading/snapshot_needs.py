"""The needs of a round: open, confirmed, with units that nobody fills."""

from datetime import date
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Select, Text, exists, or_, select, type_coerce

from matcher.domain.life_cycles import NeedStatus
from matcher.storage.database import Store
from matcher.storage.reading.columns import Coded, Rows, coded, ordinals, read_columns, rows
from matcher.storage.reading.in_order import holds
from matcher.storage.reading.on_runs import on_a_run
from matcher.storage.reading.standing import of_unit, standing
from matcher.storage.tables import NeedRow, UnitRow


class SnapshotNeeds(NamedTuple):
    """One row for each need, and for one that recurs, one for each need and date."""

    id: tuple[str, ...]
    person_id: tuple[str, ...]
    easting: Rows  # (n,) metres
    northing: Rows  # (n,) metres
    borough: Coded
    category: Coded
    urgency: Coded
    registered_on: Rows  # (n,) as date.toordinal
    on_date: Rows  # (n,) as date.toordinal; 0 for a need with no date
    wanted_on: Rows  # (n,) the same, for the day that a need which comes once is wanted on
    languages: Coded  # word sets, as the three below
    requires: Coded
    availability: Coded
    unit_start: NDArray[np.int64]  # (n + 1,) where each row's part of unit_id begins
    unit_id: tuple[str, ...]  # open units, in the order of their numbers

    @property
    def units(self) -> Rows:
        """How many open units each row has."""
        return np.diff(self.unit_start).astype(np.int32)


def read_needs(
    store: Store, *, today: date, until: date, apart_from: str | None = None
) -> SnapshotNeeds:
    """Read every open unit of every open and confirmed need."""
    units = read_columns(store, _open_units(store, today, until, apart_from))
    ids, days, unit_ids = units[0], units[1], units[2]
    # One need's units of one date stand together: a row begins where either changes.
    pairs = list(zip(ids, days, strict=True))
    later = [at + 1 for at, (one, next) in enumerate(pairwise(pairs)) if one != next]
    begins = [0, *later] if ids else []
    columns = [tuple(map(column.__getitem__, begins)) for column in units]
    return SnapshotNeeds(
        id=columns[0],
        on_date=ordinals(columns[1]),
        person_id=columns[3],
        easting=rows(columns[4]),
        northing=rows(columns[5]),
        borough=coded(columns[6]),
        category=coded(columns[7]),
        urgency=coded(columns[8]),
        registered_on=ordinals(columns[9]),
        languages=coded(columns[10]),
        requires=coded(columns[11]),
        availability=coded(columns[12]),
        wanted_on=ordinals(columns[13]),
        unit_start=np.array([*begins, len(ids)], dtype=np.int64),
        unit_id=tuple(unit_ids),
    )


def _open_units(
    store: Store, today: date, until: date, apart_from: str | None
) -> Select[*tuple[Any, ...]]:
    # Sets, words and dates come as the text that they are: each different one is translated once.
    return (
        select(
            NeedRow.id,
            type_coerce(UnitRow.on_date, Text),
            UnitRow.id,
            NeedRow.person_id,
            NeedRow.easting,
            NeedRow.northing,
            NeedRow.borough,
            NeedRow.category,
            type_coerce(NeedRow.urgency, Text),
            type_coerce(NeedRow.registered_on, Text),
            type_coerce(NeedRow.languages, Text),
            type_coerce(NeedRow.requires, Text),
            type_coerce(NeedRow.availability, Text),
            type_coerce(NeedRow.wanted_on, Text),
        )
        .join(UnitRow, UnitRow.need_id == NeedRow.id)
        .where(
            holds(store, NeedRow.status, NeedStatus.OPEN),
            NeedRow.confirmed_at.is_not(None),
            UnitRow.closed_at.is_(None),
            or_(UnitRow.on_date.is_(None), UnitRow.on_date.between(today, until)),
            ~exists().where(of_unit(), standing(apart_from)),
            ~on_a_run(),
        )
        .order_by(UnitRow.need_id, UnitRow.on_date.nulls_first(), UnitRow.number)
    )
