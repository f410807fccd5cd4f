"""The work on sheets, done by the worker: looking through, bringing in, undoing.

It thinks without holding the database, and writes in short turns. What it must remember is on the
import and its lines, so that it may stop anywhere, run twice, or run in two places at once.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from matcher.domain.imports import Fate, ImportStatus, Verdict, Why
from matcher.domain.london_time import in_london
from matcher.domain.sheet_columns import order_of_parts
from matcher.service.acting import Act, Rules
from matcher.service.gazetteer import Gazetteer
from matcher.service.imports.bringing_in import bring_in
from matcher.service.imports.ground import Bringing, Ground, Reach, Said
from matcher.service.imports.kinds import KINDS
from matcher.service.imports.lines import own_words, row_of, seal_told
from matcher.service.imports.looking import Looking
from matcher.service.imports.rows import RowReader
from matcher.service.imports.taking_back import take_back
from matcher.storage.database import Database, Store
from matcher.storage.reading.imports import import_at_work, lines_at, lines_of, same_file_before
from matcher.storage.sealed import Sealer
from matcher.storage.tables import ImportRow
from matcher.storage.writing.batches import in_short_turns
from matcher.storage.writing.imports import count_through, judge_lines, move_import, still

# A row that changes a record takes some milliseconds, where one of a round takes a fraction.
LEAST_AT_ONCE = 40


@dataclass(frozen=True, slots=True)
class Workshop:
    """What the work is done with."""

    database: Database
    sealer: Sealer
    gazetteer: Gazetteer
    now: Callable[[], datetime]
    rules: Rules = field(default_factory=Rules)

    def act(self, store: Store, by: str) -> Act:
        """An act in the name of whoever said yes."""
        return Act(store, self.now(), self.sealer, by, self.rules)

    def ground(self) -> Ground:
        """The map, today."""
        return Ground(self.gazetteer, in_london(self.now()).date())


def work_on_sheets(shop: Workshop) -> int:
    """Do what waits to be done on the sheet that waits longest; return how many lines it has.

    0 where none waits. A fault of ours stops the work on that sheet until somebody asks for it
    again, so that it never keeps the others waiting.
    """
    with shop.database.read() as store:
        row = import_at_work(store)
    if row is None:
        return 0
    try:
        _WORK[row.status](shop, row)
    except Exception as fault:
        with shop.database.begin() as store:
            if still(store, row.id, row.status):
                store.get_one(ImportRow, row.id).trouble = type(fault).__name__[:64]
        raise
    return row.lines


def _look_through(shop: Workshop, row: ImportRow) -> None:
    kind, ground = KINDS[row.kind], shop.ground()
    said = Said.told(row.said)
    with shop.database.read() as store:
        act = shop.act(store, row.by)
        rows = [row_of(act, line) for line in lines_of(store, row.id)]
        _, header = own_words(act, row)
        reader = RowReader(kind, ground, row.columns, said, order_of_parts(header))
        reach = Reach(row.charity_id, row.boroughs)
        looking = Looking(act, kind, ground, reach, reader, _left_out_before(store, row))
        judged = looking.judge(rows)
    told = [
        one.columns() | {"told": seal_told(shop.sealer, row.id, one.line, one.told)}
        for one in judged
    ]
    through = _Through(shop, row, ImportStatus.LOOKING)

    def write(store: Store, some: Sequence[dict[str, object]]) -> None:
        if through.goes_on(store, len(some)):
            judge_lines(store, row.id, some)

    in_short_turns(shop.database, told, write)
    _finish(shop, row, ImportStatus.LOOKING, ImportStatus.LOOKED)


def _left_out_before(
    store: Store, row: ImportRow
) -> dict[int, tuple[Why | None, str | None, int | None]]:
    before = same_file_before(store, row.charity_id, [row.file_hash])
    if before is None or before.kind is not row.kind or before.columns != row.columns:
        return {}
    return {
        line.line: (line.why, line.like_id, line.like_line)
        for line in lines_of(store, before.id, fates={Fate.LEFT_OUT})
        if line.verdict is Verdict.DUPLICATE
    }


def _bring_in(shop: Workshop, row: ImportRow) -> None:
    kind, ground = KINDS[row.kind], shop.ground()
    said = Said.told(row.said)
    bringing = Bringing(row.id, Reach(row.charity_id, row.boroughs), said)
    with shop.database.read() as store:
        waiting = [line.line for line in lines_of(store, row.id, fates={Fate.WAITING})]
    through = _Through(shop, row, ImportStatus.APPLYING, row.lines - len(waiting))

    def write(store: Store, some: Sequence[int]) -> None:
        if through.goes_on(store, len(some)):
            act = shop.act(store, row.by)
            bring_in(act, kind, ground, bringing, lines_at(store, row.id, some))

    in_short_turns(shop.database, waiting, write, least=LEAST_AT_ONCE)
    _finish(shop, row, ImportStatus.APPLYING, ImportStatus.DONE)


def _undo(shop: Workshop, row: ImportRow) -> None:
    kind, ground = KINDS[row.kind], shop.ground()
    with shop.database.read() as store:
        # The last first: what a later line made may lean on what an earlier one did.
        done = lines_of(store, row.id, fates={Fate.MADE, Fate.CHANGED})
        numbers = [line.line for line in reversed(done)]
    through = _Through(shop, row, ImportStatus.UNDOING)
    stuck: list[int] = []

    def write(store: Store, some: Sequence[int]) -> None:
        if through.goes_on(store, len(some)):
            act = shop.act(store, row.by)
            stuck.extend(take_back(act, kind, ground, row.id, lines_at(store, row.id, some)))

    in_short_turns(shop.database, numbers, write, least=LEAST_AT_ONCE)
    # What somebody built on between the look and the undoing stays, and is named.
    end = ImportStatus.DONE if stuck else ImportStatus.UNDONE
    _finish(shop, row, ImportStatus.UNDOING, end)


def _finish(shop: Workshop, row: ImportRow, status: ImportStatus, to: ImportStatus) -> None:
    with shop.database.begin() as store:
        if still(store, row.id, status):
            act = shop.act(store, row.by)
            more = {"undone_at": act.now} if to is ImportStatus.UNDONE else {}
            move_import(store, row.id, to, **more)
            act.note(f"sheet_{to}", "import", row.id, kind=row.kind)


@dataclass(slots=True)
class _Through:
    """How far the work is, for whoever waits; it ends when somebody moved the import on."""

    shop: Workshop
    row: ImportRow
    status: ImportStatus
    done: int = 0

    def goes_on(self, store: Store, number: int) -> bool:
        if not still(store, self.row.id, self.status):
            return False
        self.done += number
        count_through(store, self.row.id, self.done)
        return True


_WORK = {
    ImportStatus.LOOKING: _look_through,
    ImportStatus.APPLYING: _bring_in,
    ImportStatus.UNDOING: _undo,
}
