"""Imports as their pages show them: a list, one sheet with its columns, and its rows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from matcher.domain.imports import (
    AT_WORK,
    UNDO_FOR,
    Fate,
    ImportStatus,
    Proven,
    SheetKind,
    Verdict,
    Why,
)
from matcher.domain.refusals import Refusal
from matcher.domain.roles import Right
from matcher.domain.sheet_columns import SheetColumn
from matcher.service.acting import Act
from matcher.service.desk import Desk
from matcher.service.imports.arriving import SAMPLES, samples_of
from matcher.service.imports.ground import PROVEN, Ground, Said
from matcher.service.imports.kinds import KINDS
from matcher.service.imports.lines import Told, own_words, row_of, told_of
from matcher.service.imports.steps import import_in_scope
from matcher.service.imports.taking_back import in_the_way
from matcher.storage.reading.imports import (
    ImportSummary,
    count_by_fate,
    count_by_verdict,
    count_ticked,
    imports_within,
    lines_of,
    same_file_before,
    some_lines,
)
from matcher.storage.tables import CharityRow, ImportLineRow, ImportRow

LINES_ON_A_PAGE = 50
NAMED_IN_THE_WAY = 20


@dataclass(frozen=True, slots=True)
class GivenColumn:
    """One column of a sheet: its name, what it is taken for, a few of its cells."""

    header: str
    taken_for: str
    samples: tuple[str, ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class ImportPage:
    """One import, without its rows."""

    id: str
    kind: SheetKind
    status: ImportStatus
    charity: str
    file: str
    lines: int
    through: int
    trouble: str | None
    created_at: datetime
    done_at: datetime | None
    emptied: bool
    how: Proven | None
    verdicts: Mapping[Verdict, int]
    fates: Mapping[Fate, int]
    ticked: int
    same_file_at: datetime | None

    @property
    def at_work(self) -> bool:
        """Whether the worker has something to do with it."""
        return self.status in AT_WORK

    @property
    def brings(self) -> int:
        """How many rows a yes would make or change."""
        said = self.verdicts
        return said.get(Verdict.NEW, 0) + said.get(Verdict.CHANGED, 0) + self.ticked

    @property
    def undo_until(self) -> date | None:
        """The last day on which it can be undone."""
        return (self.done_at + UNDO_FOR).date() if self.done_at else None


@dataclass(frozen=True, slots=True)
class LineShown:
    """One row of the dry run. `changes` are (column, before, after) of what is not personal.

    `replaced` are the personal columns that change: what was there is not shown here.
    """

    line: int
    verdict: Verdict | None
    fate: Fate
    name: str = field(repr=False)
    why: Why | None
    like_line: int | None
    like_id: str | None
    column: str
    no: Refusal | None = field(repr=False)
    changes: tuple[tuple[str, str, str], ...] = field(repr=False)
    replaced: tuple[str, ...]
    bring: bool
    may_bring: bool


@dataclass(frozen=True, slots=True)
class InTheWay:
    """A row that keeps an import from being undone: which, whose record, and why."""

    line: int
    id: str
    why: str


def imports_seen(act: Act, desk: Desk) -> list[ImportSummary]:
    """The newest imports that this desk sees."""
    return imports_within(act.store, desk.require(Right.MOVE_SHEETS))


def import_page(act: Act, desk: Desk, import_id: str) -> ImportPage:
    """An import of this desk's scope."""
    row = import_in_scope(act, desk, import_id)
    before = same_file_before(act.store, row.charity_id, [row.file_hash])
    return ImportPage(
        id=row.id,
        kind=row.kind,
        status=row.status,
        charity=act.store.get_one(CharityRow, row.charity_id).name,
        file="" if row.emptied_at else own_words(act, row)[0],
        lines=row.lines,
        through=row.through,
        trouble=row.trouble,
        created_at=row.created_at,
        done_at=row.done_at,
        emptied=row.emptied_at is not None,
        how=Said.told(row.said).how,
        verdicts=count_by_verdict(act.store, import_id),
        fates=count_by_fate(act.store, import_id),
        ticked=count_ticked(act.store, import_id),
        same_file_at=before.created_at if before and before.id != row.id else None,
    )


def columns_of(
    act: Act, desk: Desk, import_id: str
) -> tuple[list[GivenColumn], Sequence[SheetColumn]]:
    """The sheet's columns with samples, and those of ours that they may be."""
    row = import_in_scope(act, desk, import_id)
    kind, (_, header) = KINDS[row.kind], own_words(act, row)
    first = some_lines(act.store, import_id, most=SAMPLES)
    cells = [row_of(act, line).cells for line in first]
    given = [
        GivenColumn(name, taken, () if taken in kind.stays_in else samples_of(cells, place))
        for place, (name, taken) in enumerate(zip(header, row.columns, strict=True))
    ]
    return given, kind.columns


def lines_seen(
    act: Act,
    desk: Desk,
    import_id: str,
    *,
    verdict: Verdict | None = None,
    fate: Fate | None = None,
    after: int = 0,
) -> tuple[list[LineShown], int | None]:
    """A page of rows, and the line to go on from, None at the end."""
    row = import_in_scope(act, desk, import_id)
    found = some_lines(
        act.store,
        import_id,
        verdict=verdict,
        fate=fate,
        after=after,
        most=LINES_ON_A_PAGE + 1,
    )
    shown = [_shown(act, row, line) for line in found[:LINES_ON_A_PAGE]]
    return shown, shown[-1].line if len(found) > LINES_ON_A_PAGE else None


def what_is_in_the_way(
    act: Act, desk: Desk, import_id: str, ground: Ground
) -> tuple[int, list[InTheWay]]:
    """How many rows somebody has built on, and the first of them by name."""
    row = import_in_scope(act, desk, import_id)
    lines = lines_of(act.store, import_id, fates={Fate.MADE, Fate.CHANGED})
    found = in_the_way(act, KINDS[row.kind], ground, lines)
    found = {line: why for line, why in found.items() if why != "gone"}
    id_of = {line.line: str(line.made_id) for line in lines}
    named = sorted(found)[:NAMED_IN_THE_WAY]
    return len(found), [InTheWay(line, id_of[line], found[line]) for line in named]


def _shown(act: Act, row: ImportRow, line: ImportLineRow) -> LineShown:
    told = told_of(act, line)
    personal = {column.name for column in KINDS[row.kind].columns if column.personal}
    changed = [name for name in told.before if name != PROVEN]
    return LineShown(
        line=line.line,
        verdict=line.verdict,
        fate=line.fate,
        name=_name(act, row, line, told),
        why=line.why,
        like_line=line.like_line,
        like_id=line.like_id,
        column=told.column,
        no=Refusal.retold(told.no) if told.no else None,
        changes=tuple(
            (name, told.before[name], told.texts.get(name, ""))
            for name in sorted(changed)
            if name not in personal
        ),
        replaced=tuple(sorted(personal & {*changed})),
        bring=line.bring,
        may_bring=line.verdict is Verdict.DUPLICATE and line.made_id is not None,
    )


def _name(act: Act, row: ImportRow, line: ImportLineRow, told: Told) -> str:
    """What the row itself calls somebody: never what is kept of them."""
    if name := told.texts.get("name") or told.texts.get("item"):
        return name
    cells = row_of(act, line).cells
    named = zip(row.columns, cells, strict=False)
    who = (cell.strip() for column, cell in named if column in ("name", "item"))
    return " ".join(filter(None, who))
