"""Lists handed out as sheets, in the columns that imports read; each look is noted.

Bringing an export in again finds every row the same.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from matcher.domain.imports import ListKind, SheetKind, Verdict
from matcher.domain.refusals import Invalid, Refusal
from matcher.domain.roles import Right
from matcher.service.acting import Act
from matcher.service.desk import Desk
from matcher.service.imports.arriving import reach_of
from matcher.service.imports.ground import Ground, Reach
from matcher.service.imports.kind import Kind
from matcher.service.imports.kinds import KINDS
from matcher.service.imports.lines import own_words, row_of, told_of
from matcher.service.imports.listed import Listed
from matcher.service.imports.out_ledger import the_ledger
from matcher.service.imports.out_rota import the_rota
from matcher.service.imports.out_runs import the_runs
from matcher.service.imports.steps import import_in_scope
from matcher.service.runs_days import day_at
from matcher.service.sheets.writing import csv_bytes, xlsx_bytes
from matcher.storage.reading.import_stops import known_stops
from matcher.storage.reading.imports import some_lines
from matcher.storage.writing.log import note_looks

MEND = "what to mend"
NOBODY = "There is nothing on this list yet, so there is nothing to hand out."


class Format(StrEnum):
    """What a sheet is written as."""

    CSV = "csv"
    XLSX = "xlsx"


# What is taken out and never brought in.
LISTS: Mapping[ListKind, Callable[[Act, Desk, str], Listed]] = {
    ListKind.RUNS: the_runs,
    ListKind.ROTA: the_rota,
    ListKind.LEDGER: the_ledger,
}


@dataclass(frozen=True, slots=True)
class HandedOut:
    """A list on its way out, of which kind and whose."""

    kind: SheetKind | ListKind
    charity_id: str
    listed: Listed

    @property
    def rows(self) -> list[list[str]]:
        """Its rows."""
        return self.listed.rows

    def written(self, form: Format) -> bytes:
        """The file."""
        write = csv_bytes if form is Format.CSV else xlsx_bytes
        return write(self.listed.header, self.listed.rows)


def a_list(
    act: Act, desk: Desk, kind: SheetKind | ListKind, charity_id: str, ground: Ground
) -> HandedOut:
    """A charity's list in the boroughs of this desk; `Invalid` where there is nothing on it.

    Call `note_handed_out` before anybody gets it.
    """
    reach = Reach(charity_id, reach_of(act, desk, charity_id))
    if isinstance(kind, ListKind):
        listed = LISTS[kind](act, desk, charity_id)
    else:
        filled = KINDS[kind]
        listed = _listed(act, filled, filled.listed(act, reach), ground)
    return _required(HandedOut(kind, charity_id, listed))


def list_of_day(act: Act, desk: Desk, day_id: str, ground: Ground) -> HandedOut:
    """The delivery list of one day, as whoever sees that day on its page may print it."""
    day = day_at(act, desk, day_id)
    desk.require_at(Right.MOVE_SHEETS, day.charity_id)
    ids = [row.id for row in known_stops(act.store, [day.id])]
    listed = _listed(act, KINDS[SheetKind.STOPS], ids, ground)
    return _required(HandedOut(SheetKind.STOPS, day.charity_id, listed))


def _listed(act: Act, kind: Kind, ids: Sequence[str], ground: Ground) -> Listed:
    texts = kind.texts_of(act, ground, ids)
    person_of = kind.person_of(act, ids)
    shown = [id for id in ids if id in texts]
    rows = [
        [kind.printed.get(name, str)(texts[id].get(name, "")) for name in kind.goes_out]
        for id in shown
    ]
    people = dict.fromkeys(person_of[id] for id in shown if id in person_of)
    return Listed(kind.goes_out, rows, tuple(people))


def _required(found: HandedOut) -> HandedOut:
    if not found.rows:
        raise Invalid(NOBODY, "kind")
    return found


def note_handed_out(act: Act, desk: Desk, handed_out: HandedOut, form: Format) -> None:
    """Note who took which list; everybody on it can read that their details were seen."""
    desk.require_at(Right.MOVE_SHEETS, handed_out.charity_id)
    people = handed_out.listed.people
    note_looks(act.store, people, at=act.now, by=act.by, what="export")
    act.note(
        "list_exported",
        "charity",
        handed_out.charity_id,
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
