"""What a member of staff says to a sheet: these are its columns, these rows too, yes, no, back.

Each only says what is to be done; the doing takes longer than anybody may hold a pen
(`matcher.service.imports.working`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from matcher.domain.imports import Fate, ImportStatus, Proven, require_in_time
from matcher.domain.refusals import Conflict, Invalid, NotFound
from matcher.domain.roles import Right
from matcher.domain.sheet_words import COLUMN_WORDS
from matcher.service.acting import Act
from matcher.service.desk import Desk
from matcher.service.imports.arriving import reach_of
from matcher.service.imports.kind import Kind
from matcher.service.imports.kinds import KINDS
from matcher.storage.reading.imports import lines_of
from matcher.storage.tables import ImportRow
from matcher.storage.writing.imports import (
    NO_SUCH_IMPORT,
    choose_lines,
    empty_import,
    held_import,
    move_import,
)

NO_CONSENT = "Nobody may be put on a list without their yes: tick this once you know that."
NOT_VOUCHED = (
    "Say how you know that these people are reached so: nothing is brought to a door for a need"
    " that nobody has confirmed."
)
NOT_ADULTS = "Volunteers are 18 or over: tick this once you know that."

WHICH_COLUMN = "Say which column is this one: %(name)s."
FOR_ALL = "Say which column is this one, or choose one for all rows below: %(name)s."


@dataclass(frozen=True, slots=True)
class Columns:
    """What the sheet's columns are, one of ours or "" for each, and what holds for all rows."""

    columns: Sequence[str]
    consent: bool = False
    adults: bool = False
    how: Proven | None = None
    defaults: Mapping[str, str] = field(default_factory=dict)


def import_in_scope(act: Act, desk: Desk, import_id: str) -> ImportRow:
    """The import, or NotFound where it is not there for this desk."""
    here = desk.require(Right.MOVE_SHEETS)
    row = act.store.get(ImportRow, import_id)
    if row is None or not here.covers_charity(row.charity_id):
        raise NotFound(NO_SUCH_IMPORT)
    if not all(here.covers(row.charity_id, borough) for borough in row.boroughs):
        raise NotFound(NO_SUCH_IMPORT)
    return row


def say_columns(act: Act, desk: Desk, import_id: str, said: Columns) -> None:
    """Say what the columns are, and let the sheet be looked through."""
    row = import_in_scope(act, desk, import_id)
    kind = KINDS[row.kind]
    _check_columns(kind, row, said)
    if not said.consent and not kind.goods:
        raise Invalid(NO_CONSENT, "consent")
    if kind.adults and not said.adults:
        raise Invalid(NOT_ADULTS, "adults")
    if kind.vouched and said.how is None:
        raise Invalid(NOT_VOUCHED, "how")
    words = {"how": said.how, "defaults": dict(said.defaults), "adults": said.adults}
    move_import(
        act.store,
        import_id,
        ImportStatus.LOOKING,
        columns=list(said.columns),
        said=words,
        boroughs=reach_of(act, desk, row.charity_id),
    )


def _check_columns(kind: Kind, row: ImportRow, said: Columns) -> None:
    if len(said.columns) != len(row.columns) or not set(said.columns) <= {"", *kind.names}:
        raise Invalid("Choose what each column is, from the list.", "columns")
    alone = {column.name for column in kind.columns if not column.joins}
    for name in sorted(alone):
        if list(said.columns).count(name) > 1:
            raise Invalid(
                "Two columns are taken for “%(name)s”: choose which of them it is, and leave the"
                " other out.",
                "columns",
                name=COLUMN_WORDS[name],
            )
    if {kind.id_column, "reference"} & {*said.columns}:
        return
    given = {*said.columns, *(name for name, text in said.defaults.items() if text)}
    missing = [column.name for column in kind.columns if column.needed and column.name not in given]
    if "postcode" in missing and {"street", "borough"} <= given:
        missing.remove("postcode")
    if missing:
        if missing[0] in said.defaults:
            raise Invalid(FOR_ALL, "columns", name=COLUMN_WORDS[missing[0]])
        raise Invalid(WHICH_COLUMN, "columns", name=COLUMN_WORDS[missing[0]])


def bring_lines(
    act: Act, desk: Desk, import_id: str, shown: Sequence[int], brought: Sequence[int]
) -> None:
    """Of the likely duplicates that were shown, bring some in all the same."""
    row = import_in_scope(act, desk, import_id)
    if row.status is not ImportStatus.LOOKED:
        raise Conflict("Rows can be chosen once the sheet is looked through, and before your yes.")
    choose_lines(act.store, import_id, shown, sorted({*brought} & {*shown}))


def say_yes(act: Act, desk: Desk, import_id: str) -> None:
    """Let it be brought in: what is new, what is changed, and the duplicates that were ticked."""
    import_in_scope(act, desk, import_id)
    if held_import(act.store, import_id).status in (ImportStatus.APPLYING, ImportStatus.DONE):
        return
    row = move_import(act.store, import_id, ImportStatus.APPLYING, by=act.by, done_at=act.now)
    how = row.said.get("how")
    act.note("sheet_agreed", "import", import_id, kind=row.kind, lines=row.lines, how=how)


def drop(act: Act, desk: Desk, import_id: str) -> None:
    """Forget a sheet that nobody said yes to; nothing of it was ever kept elsewhere."""
    import_in_scope(act, desk, import_id)
    if held_import(act.store, import_id).status is ImportStatus.DROPPED:
        return
    row = move_import(act.store, import_id, ImportStatus.DROPPED)
    empty_import(act.store, row, now=act.now)
    act.note("sheet_dropped", "import", import_id, kind=row.kind)


def try_again(act: Act, desk: Desk, import_id: str) -> None:
    """Let work go on that stopped at a fault of ours."""
    import_in_scope(act, desk, import_id)
    held_import(act.store, import_id).trouble = None


def undo(act: Act, desk: Desk, import_id: str) -> None:
    """Let an import be taken back, within seven days; the work looks at each row once more."""
    row = import_in_scope(act, desk, import_id)
    if held_import(act.store, import_id).status in (ImportStatus.UNDOING, ImportStatus.UNDONE):
        return
    require_in_time(row.done_at, act.now)
    if not lines_of(act.store, import_id, fates={Fate.MADE, Fate.CHANGED}):
        raise Conflict("This import brought nothing, so there is nothing to undo.")
    move_import(act.store, import_id, ImportStatus.UNDOING)
    act.note("sheet_undo_asked", "import", import_id, kind=row.kind)
