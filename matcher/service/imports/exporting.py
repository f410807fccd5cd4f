"""Lists handed out as sheets, in the columns that imports read; each look is noted.

Bringing an export in again finds every row the same.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum

from matcher.domain.imports import SheetKind, Verdict
from matcher.domain.refusals import Invalid, Refusal
from matcher.domain.roles import Right
from matcher.service.acting import Act
from matcher.service.desk import Desk
from matcher.service.imports.arriving import reach_of
from matcher.service.imports.ground import Ground, Reach
from matcher.service.imports.kinds import KINDS
from matcher.service.imports.lines import own_words, row_of, told_of
from matcher.service.imports.steps import import_in_scope
from matcher.service.sheets.writing import csv_bytes, xlsx_bytes
from matcher.storage.reading.imports import some_lines
from matcher.storage.writing.log import note_looks

MEND = "what to mend"
NOBODY = "There is nothing on this list yet, so there is nothing to hand out."


class Format(StrEnum):
    """What a sheet is written as."""

    CSV = "csv"
    XLSX = "xlsx"


@dataclass(frozen=True, slots=True)
class HandedOut:
    """A list on its way out: whose records it has, and its rows."""

    kind: SheetKind
    header: tuple[str, ...]
    rows: list[list[str]] = field(repr=False)
    people: tuple[str, ...] = field(repr=False)

    def written(self, form: Format) -> bytes:
        """The file."""
        write = csv_bytes if form is Format.CSV else xlsx_bytes
        return write(self.header, self.rows)


def a_list(act: Act, desk: Desk, kind: SheetKind, charity_id: str, ground: Ground) -> HandedOut:
    """A charity's list in the boroughs of this desk; `Invalid` where there is nobody on it.

    Call `note_handed_out` before anybody gets it.
    """
    reach = Reach(charity_id, reach_of(act, desk, charity_id))
    filled = KINDS[kind]
    ids = filled.listed(act, reach)
    if not ids:
        raise Invalid(NOBODY, "kind")
    texts = filled.texts_of(act, ground, ids)
    person_of = filled.person_of(act, ids)
    shown = [id for id in ids if id in texts]
    rows = [
        [filled.printed.get(name, str)(texts[id].get(name, "")) for name in filled.names]
        for id in shown
    ]
    people = dict.fromkeys(person_of[id] for id in shown if id in person_of)
    return HandedOut(kind, filled.names, rows, tuple(people))


def note_handed_out(
    act: Act, desk: Desk, handed_out: HandedOut, charity_id: str, form: Format
) -> None:
    """Note who took which list; everybody on it can read that their details were seen."""
    desk.require(Right.MOVE_SHEETS)
    note_looks(act.store, handed_out.people, at=act.now, by=act.by, what="export")
    act.note(
        "list_exported",
        "charity",
        charity_id,
        kind=handed_out.kind,
        form=form,
        lines=len(handed_out.rows),
    )


def wrong_rows(act: Act, desk: Desk, import_id: str, in_words: Callable[[Refusal], str]) -> bytes:
    """The rows of a sheet that are wrong, as they came, each with what to mend in it."""
    row = import_in_scope(act, desk, import_id)
    _, header = own_words(act, row)
    found = some_lines(act.store, import_id, verdict=Verdict.WRONG, most=row.lines)
    rows = [
        [*row_of(act, line).cells, in_words(Refusal.retold(told_of(act, line).no))]
        for line in found
    ]
    return csv_bytes([*header, MEND], rows)
