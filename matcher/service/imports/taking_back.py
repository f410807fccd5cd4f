"""What stands in the way of undoing an import, and undoing it a few rows at a time."""

from collections.abc import Mapping, Sequence

from matcher.domain.imports import Fate
from matcher.domain.refusals import Refusal
from matcher.service.acting import Act
from matcher.service.imports.ground import Change, Ground, Texts
from matcher.service.imports.kind import Kind
from matcher.service.imports.lines import Told, told_of
from matcher.service.imports.people import PERSON_COLUMNS
from matcher.storage.tables import ImportLineRow
from matcher.storage.writing.log import Deed, note_deeds

GONE, CHANGED = "gone", "changed"


def in_the_way(
    act: Act, kind: Kind, ground: Ground, lines: Sequence[ImportLineRow]
) -> dict[int, str]:
    """One word for each line that cannot be taken back: what somebody built on it."""
    done = [line for line in lines if line.fate in (Fate.MADE, Fate.CHANGED) and line.made_id]
    made = [str(line.made_id) for line in done if line.fate is Fate.MADE]
    built = kind.in_the_way(act, made)
    kept = kind.texts_of(act, ground, [str(line.made_id) for line in done])
    found: dict[int, str] = {}
    for line in done:
        why = built.get(str(line.made_id)) if line.fate is Fate.MADE else None
        why = why or _difference(kind, line, told_of(act, line), kept.get(str(line.made_id)))
        if why:
            found[line.line] = why
    return found


def _difference(
    kind: Kind, line: ImportLineRow, told: Told, there: Mapping[str, str] | None
) -> str | None:
    """Whether what the line wrote is still what is there; one who was erased is left in peace."""
    if there is None:
        return GONE
    left = kind.drifts | {kind.id_column}
    if line.fate is Fate.MADE and not line.new_person:
        # Whoever was known already was left as they are, whatever the row said of them.
        left |= {column.name for column in PERSON_COLUMNS}
    same = all(
        kind.same(name, there.get(name, ""), text)
        for name, text in told.texts.items()
        if name not in left
    )
    return None if same else CHANGED


def take_back(
    act: Act, kind: Kind, ground: Ground, import_id: str, lines: Sequence[ImportLineRow]
) -> list[int]:
    """Take back what some lines did, but for those that somebody built on; return these.

    Within the transaction of the caller, who holds the import.
    """
    stuck = in_the_way(act, kind, ground, lines)
    changed = [str(line.made_id) for line in lines if line.fate is Fate.CHANGED]
    there = kind.texts_of(act, ground, changed)
    ground.learn(filter(None, (one.get("postcode") for one in there.values())))
    free = [line for line in lines if line.line not in stuck]
    for line in free:
        if line.fate is Fate.CHANGED and not _changed_back(
            act, kind, ground, line, there[str(line.made_id)]
        ):
            stuck[line.line] = CHANGED
    made = [
        line for line in free if line.fate is Fate.MADE and line.made_id and line.line not in stuck
    ]
    new_people = [str(line.person_id) for line in made if line.new_person]
    if made:
        kind.put_back(act, {str(line.made_id): told_of(act, line).texts for line in made})
        kind.unmake(act, [str(line.made_id) for line in made], sorted({*new_people}))
    _note(act, kind, import_id, made)
    for line in lines:
        if line.line not in stuck:
            line.fate = Fate.UNDONE
        elif stuck[line.line] == GONE:
            # Erased, or taken back in another way: there is nothing left to undo.
            line.fate = Fate.GONE
    act.store.flush()
    return [number for number, why in stuck.items() if why != GONE]


def _changed_back(act: Act, kind: Kind, ground: Ground, line: ImportLineRow, there: Texts) -> bool:
    told, id = told_of(act, line), str(line.made_id)
    try:
        with act.store.begin_nested():
            back = Change({**there, **told.before}, frozenset(told.before), before=told.texts)
            kind.change(act, ground, id, back)
    except Refusal:
        return False
    return True


def _note(act: Act, kind: Kind, import_id: str, made: Sequence[ImportLineRow]) -> None:
    deeds = [Deed(str(line.made_id), line.person_id, {"import_id": import_id}) for line in made]
    note_deeds(act.store, deeds, at=act.now, by=act.by, verb="import_undone", about=kind.about)
