"""A sheet from its first line to its last: values where a row is good, reasons where it is not."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Generic, Protocol, TypeVar

from matcher.domain.needs import Need
from matcher.domain.offers import Offer
from matcher.domain.refusals import Invalid
from matcher.service.gazetteer import Gazetteer
from matcher.service.sheets.cells import an_id
from matcher.service.sheets.columns import Batch, Column, batches_of
from matcher.service.sheets.needs import NeedColumns
from matcher.service.sheets.offers import OfferColumns
from matcher.service.sheets.rejected import RejectedRow
from matcher.service.sheets.tables import Table, open_table

Value = TypeVar("Value", covariant=True)
PartRead = Callable[[float], None]
"""Called with the part of the file that is read, 0 to 1."""


@dataclass(frozen=True, slots=True)
class Sheet(Generic[Value]):
    """What one file held: its good rows as values, the others with reasons, in line order."""

    file: str
    values: tuple[Value, ...]
    rejected: tuple[RejectedRow, ...]
    ignored_columns: tuple[str, ...]
    notes: tuple[str, ...]


class Columns(Protocol[Value]):
    """What a kind of sheet knows: its columns, and how a batch becomes values."""

    @property
    def names(self) -> tuple[str, ...]: ...
    @property
    def required(self) -> tuple[str, ...]: ...
    def read(self, batch: Batch, ids: list[str]) -> Iterator[Value]: ...


def read_needs(
    path: Path, gazetteer: Gazetteer, *, today: date, read: PartRead | None = None
) -> Sheet[Need]:
    """Read a sheet of needs, CSV or .xlsx; `Invalid` when the file as a whole cannot be read."""
    return _read_sheet(path, NeedColumns(gazetteer, today), read)


def read_offers(path: Path, gazetteer: Gazetteer, *, read: PartRead | None = None) -> Sheet[Offer]:
    """Read a sheet of offers, CSV or .xlsx; `Invalid` when the file as a whole cannot be read."""
    return _read_sheet(path, OfferColumns(gazetteer), read)


def _read_sheet(path: Path, columns: Columns[Value], read: PartRead | None) -> Sheet[Value]:
    values: list[Value] = []
    rejected: list[RejectedRow] = []
    ids = Ids()
    with open_table(path, columns.names) as table:
        _check_columns(table, columns.required)
        for batch, lost in batches_of(table):
            values.extend(columns.read(batch, ids.read(batch)))
            faults = (*lost, *batch.faults.values())
            rejected.extend(RejectedRow.of(path.name, fault) for fault in faults)
            if read:
                read(table.part_read())
    rejected.sort(key=lambda row: row.line)
    return Sheet(path.name, tuple(values), tuple(rejected), table.ignored_columns, table.notes)


class Ids:
    """The ids of one file: each is there once, and the first line that has it keeps it."""

    def __init__(self) -> None:
        self._column = Column("id", an_id, "", required=True)
        self._line_of: dict[str, int] = {}

    def read(self, batch: Batch) -> list[str]:
        """Return the ids of a batch as typed, and refuse the rows that repeat one."""
        ids = batch.read(self._column)
        self._column.clear()  # no id comes twice in a good file: remembering them is no gain
        for row, id in enumerate(ids):
            first = self._line_of.setdefault(id, batch.lines[row])
            if first != batch.lines[row] and row not in batch.faults:
                reason = f"Line {first} has this id already; give each row an id of its own."
                batch.refuse(row, "id", reason, id)
        return ids


def _check_columns(table: Table, required: Sequence[str]) -> None:
    have = table.place_of
    missing = [name for name in required if name not in have]
    if "postcode" not in have and not {"lat", "lon"} <= have.keys():
        missing.append("postcode (or lat and lon)")
    if missing:
        found = ", ".join(name for name in table.names if name) or "none"
        raise Invalid(
            f"the first line must name the columns; {' and '.join(missing)} "
            f"{'is' if len(missing) == 1 else 'are'} missing, and these were found: {found[:300]}."
        )
