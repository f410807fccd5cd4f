"""What is kept of each line of a sheet: its cells, and what they came to; both are sealed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from matcher.domain.refusals import NotFound
from matcher.service.acting import Act
from matcher.service.imports.ground import Texts
from matcher.storage.sealed import Sealer, import_seal, line_seal
from matcher.storage.tables import ImportLineRow, ImportRow

CELLS, TOLD = "cells", "told"
DROPPED = "This sheet was dropped, and what it said is gone: bring it in once more."


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One row of a sheet as it came; `fault` says why it could not even be read."""

    line: int
    cells: list[str] = field(repr=False)
    fault: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """What a line came to.

    `texts` are what it says or was made of; `before` what was there, by column, of those that it
    changed. A wrong one has a `column`, what is wrong (`no`, a refusal as it is told) and the
    `value` that was there.
    """

    texts: Texts = field(default_factory=dict, repr=False)
    before: Texts = field(default_factory=dict, repr=False)
    column: str = ""
    no: Mapping[str, Any] = field(default_factory=dict, repr=False)
    value: str = field(default="", repr=False)

    def packed(self) -> dict[str, Any]:
        """The same as JSON, without what is empty."""
        said = {
            "texts": dict(self.texts),
            "before": dict(self.before),
            "column": self.column,
            "no": dict(self.no),
            "value": self.value,
        }
        return {name: value for name, value in said.items() if value}


def seal_row(sealer: Sealer, import_id: str, row: SheetRow) -> bytes:
    """A line's cells, closed."""
    words = {"cells": row.cells} | ({"fault": row.fault} if row.fault else {})
    return sealer.seal(words, line_seal(import_id, row.line, CELLS))


def seal_told(sealer: Sealer, import_id: str, line: int, told: Told) -> bytes:
    """What a line came to, closed."""
    return sealer.seal(told.packed(), line_seal(import_id, line, TOLD))


def row_of(act: Act, line: ImportLineRow) -> SheetRow:
    """A line as it came."""
    opened = act.sealer.open(line.sealed, line_seal(line.import_id, line.line, CELLS))
    return SheetRow(line.line, opened["cells"], opened.get("fault", ""))


def told_of(act: Act, row: ImportLineRow) -> Told:
    """What a line came to; nothing where nobody looked yet."""
    if row.told is None:
        return Told()
    opened: Mapping[str, Any] = act.sealer.open(row.told, line_seal(row.import_id, row.line, TOLD))
    return Told(**opened)


def own_words(act: Act, row: ImportRow) -> tuple[str, tuple[str, ...]]:
    """What a sheet is called, and the names of its columns; `NotFound` once it was dropped."""
    if row.emptied_at:
        raise NotFound(DROPPED)
    opened = act.sealer.open(row.sealed, import_seal(row.id))
    return str(opened.get("file", "")), tuple(opened.get("header", ()))
