"""Bringing rows in, a few at a time: new ones are made together, changed ones one by one."""

from collections.abc import Sequence

from matcher.domain.imports import Fate, Proven, Verdict
from matcher.domain.refusals import Refusal
from matcher.service.acting import Act
from matcher.service.imports.ground import Bringing, Change, Ground, Newcomer, Texts
from matcher.service.imports.kind import Kind
from matcher.service.imports.lines import told_of
from matcher.storage.tables import ImportLineRow


def bring_in(
    act: Act, kind: Kind, ground: Ground, bringing: Bringing, lines: Sequence[ImportLineRow]
) -> None:
    """Make or change what these lines say, and note it on each; the rest is left out.

    Within the transaction of the caller, who holds the import. A line that is done with is not
    touched again.
    """
    waiting = [line for line in lines if line.fate is Fate.WAITING]
    made = [line for line in waiting if _makes(line)]
    refused: frozenset[str] = frozenset()
    if made:
        newcomers = [_newcomer(act, line) for line in made]
        ground.learn(filter(None, (one.texts.get("postcode") for one in newcomers)))
        refused = kind.make(act, ground, bringing, newcomers) or refused
    changed = [str(line.made_id) for line in waiting if line.verdict is Verdict.CHANGED]
    there = kind.texts_of(act, ground, changed)
    ground.learn(filter(None, (one.get("postcode") for one in there.values())))
    for line in waiting:
        if line.verdict is Verdict.CHANGED:
            there_now = there.get(str(line.made_id))
            line.fate = _changed(act, kind, ground, line, there_now, bringing.said.how)
        elif _makes(line):
            line.fate = Fate.REFUSED if line.made_id in refused else Fate.MADE
        else:
            line.fate = Fate.LEFT_OUT
    act.store.flush()


def _makes(line: ImportLineRow) -> bool:
    if line.made_id is None or line.person_id is None:
        return False
    brought = line.verdict is Verdict.DUPLICATE and line.bring
    return line.verdict is Verdict.NEW or brought


def _newcomer(act: Act, line: ImportLineRow) -> Newcomer:
    return Newcomer(
        str(line.made_id), str(line.person_id), line.new_person, told_of(act, line).texts
    )


def _changed(
    act: Act,
    kind: Kind,
    ground: Ground,
    line: ImportLineRow,
    there: Texts | None,
    how: Proven | None,
) -> Fate:
    """Change a record, unless it is not what it was when somebody looked and said yes."""
    told, id = told_of(act, line), str(line.made_id)
    if there is None or any(there.get(name, "") != text for name, text in told.before.items()):
        return Fate.REFUSED
    after: Texts = {**there, **told.texts}
    try:
        with act.store.begin_nested():
            kind.change(act, ground, id, Change(after, frozenset(told.texts), how, told.before))
    except Refusal:
        return Fate.REFUSED
    return Fate.CHANGED
