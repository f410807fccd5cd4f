"""The dry run: each row held against the charity's own records. Nothing of theirs is written."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from matcher.domain.imports import Verdict, Why
from matcher.domain.refusals import Invalid, Refusal
from matcher.service.acting import Act
from matcher.service.imports.goods import Goods
from matcher.service.imports.ground import (
    CONFIRMED,
    NOT_PROVEN,
    PROVEN,
    REACHED_BY,
    Ground,
    Reach,
    Texts,
)
from matcher.service.imports.judged import Judged
from matcher.service.imports.kind import Kind, Leaning
from matcher.service.imports.knowing import (
    Found,
    People,
    Somebody,
    as_known,
    require_one,
    somebody,
)
from matcher.service.imports.lines import SheetRow, Told
from matcher.service.imports.rows import RowReader, WrongRow, changes
from matcher.storage.ids import new_id

NOBODY_WITH_IT = (
    "None of your records has this id: leave the cell empty, and the row is added as a new one."
)
NOT_YOUR_BOROUGH = (
    "This place is not in a borough that you look after: leave the row to a colleague there, or"
    " check the postcode."
)
_ALIKE = frozenset({Why.NAME_AND_PLACE, Why.NAME})


@dataclass(slots=True)
class Looking:
    """One dry run: the charity's people, and those whom earlier lines of the sheet bring."""

    act: Act
    kind: Kind
    ground: Ground
    reach: Reach
    reader: RowReader
    # Rows that were left out as likely duplicates when this very file came before: they stay so,
    # though what they were like has moved since.
    left_out: Mapping[int, tuple[Why | None, str | None, int | None]] = field(default_factory=dict)
    _known: People | Goods = field(init=False)
    _sheet: People | Goods = field(init=False)
    _leaning: Leaning = field(init=False)
    _line_of: dict[str, int] = field(default_factory=dict)
    _elsewhere: dict[str, str] = field(default_factory=dict)
    # The columns that each line says itself: what holds for all rows changes no record.
    _typed: dict[int, frozenset[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        index = Goods if self.kind.goods else People
        self._known = index.of(self.kind.known(self.act, self.reach))
        self._sheet = index()
        self._leaning = self.kind.leans(self.act, self.ground, self.reach)

    def judge(self, rows: Sequence[SheetRow]) -> list[Judged]:
        """The verdicts on these lines, in their order; call it once with all of a sheet."""
        read: list[tuple[int, dict[str, str] | Told]] = []
        self.reader.look_ahead(row.cells for row in rows if not row.fault)
        for row in rows:
            try:
                read.append((row.line, self._texts(row)))
            except WrongRow as wrong:
                read.append((row.line, wrong.told))
        people = [self._somebody(said) for _, said in read if isinstance(said, dict)]
        hashes = sorted({hash for one in people for hash in (*one.phones, *one.emails)})
        self._elsewhere = dict(self.kind.elsewhere(self.act, self.reach, hashes))
        judged = [self._first_look(line, said) for line, said in read]
        return self._held_against_what_is_kept(judged)

    def _texts(self, row: SheetRow) -> dict[str, str]:
        if row.fault:
            raise WrongRow("", Refusal.retold({"sentence": row.fault}))
        texts = self.reader.texts(row.cells)
        self._typed[row.line] = frozenset(texts)
        return self.reader.with_defaults(texts)

    def _first_look(self, line: int, said: dict[str, str] | Told) -> tuple[Judged, Texts]:
        if isinstance(said, Told):
            return Judged(line, Verdict.WRONG, said), {}
        try:
            return self._matched(line, said), said
        except WrongRow as wrong:
            return Judged(line, Verdict.WRONG, wrong.told), {}

    def _matched(self, line: int, said: dict[str, str]) -> Judged:
        if mark := said.get(self.kind.id_column):
            known = self._known.by_mark.get(mark)
            if known is None:
                raise WrongRow(self.kind.id_column, Invalid(NOBODY_WITH_IT), mark)
            return self._of(line, said, Found(known, Why.ID, sure=True))
        row = self._somebody(said)
        found = self._named(said, row) or self._known.like(row)
        require_one(self.kind, found, said)
        if found is not None and found.sure:
            return self._of(line, said, found)
        earlier = self._sheet.like(row)
        if earlier is not None and earlier.sure:
            first = self._line_of[earlier.known.id]
            told = Told(self._complete(said))
            return Judged(line, Verdict.DUPLICATE, told, earlier.why, like_line=first)
        return self._new(line, said, row, found, earlier)

    def _named(self, said: Texts, row: Somebody) -> Found | None:
        """Whom a row names outright by something else than our own number."""
        marks = self.kind.marks(said)
        for mark in marks:
            if (known := self._known.by_mark.get(mark)) is not None:
                about = known.what == row.what
                return Found(known, Why.ID, sure=about, same_person=not about)
        if marks:
            raise WrongRow("reference", Invalid(NOBODY_WITH_IT), said["reference"])
        return None

    def _of(self, line: int, said: Texts, found: Found) -> Judged:
        """The very record: whether it is the same or changed is seen once what is kept is read."""
        first = self._line_of.setdefault(found.known.id, line)
        if first != line:
            return Judged(line, Verdict.DUPLICATE, Told(said), found.why, like_line=first)
        return Judged(
            line,
            Verdict.SAME,
            Told(said),
            found.why,
            like_id=found.known.id,
            made_id=found.known.id,
            person_id=found.known.person_id,
        )

    def _new(
        self, line: int, said: Texts, row: Somebody, found: Found | None, earlier: Found | None
    ) -> Judged:
        person = next((one for one in (found, earlier) if one and one.same_person), None)
        person_id = person.known.person_id if person else new_id()
        texts = self._complete(self._leaning.filled(person_id, said, self._typed[line]))
        self._leaning.require(texts, frozenset(texts))
        from_sheet = person is not None and person is earlier
        nobodys = self._nobodys(row)
        made = Judged(
            line,
            Verdict.NEW,
            Told(texts),
            made_id=person_id if self.kind.is_person else new_id(),
            person_id=person_id,
            new_person=person is None or from_sheet,
        )
        if found is not None and not found.same_person:
            like = found.known.id
            made = replace(made, verdict=Verdict.DUPLICATE, why=found.why, like_id=like)
        elif nobodys is not None:
            why, like = nobodys
            made = replace(made, verdict=Verdict.DUPLICATE, why=why, like_id=like)
        elif earlier is not None and earlier.why in _ALIKE and not earlier.same_person:
            first = self._line_of[earlier.known.id]
            made = replace(made, verdict=Verdict.DUPLICATE, why=earlier.why, like_line=first)
        self._remember(made, row)
        return made

    def _remember(self, made: Judged, row: Somebody) -> None:
        if made.verdict is not Verdict.NEW:
            return
        assert made.made_id
        assert made.person_id
        self._leaning.note(made.person_id, made.told.texts)
        self._line_of[made.made_id] = made.line
        self._sheet.add(as_known(made.made_id, made.person_id, row))

    def _nobodys(self, row: Somebody) -> tuple[Why, str] | None:
        for why, hashes in ((Why.PHONE, row.phones), (Why.EMAIL, row.emails)):
            for hash in hashes:
                if hash in self._elsewhere:
                    return why, self._elsewhere[hash]
        return None

    def _complete(self, said: Texts) -> Texts:
        """All that a new record needs, in a borough of whoever brings it."""
        try:
            texts = self.kind.complete(said, self.ground)
            if not self.kind.has_place(texts):
                return texts
            place = self.ground.place(texts)
        except Invalid as no:
            raise WrongRow(no.field or "", no) from None
        if place.borough not in self.reach.boroughs:
            raise WrongRow("postcode", Invalid(NOT_YOUR_BOROUGH), texts.get("postcode", ""))
        return texts

    def _somebody(self, said: Texts) -> Somebody:
        return somebody(self.act, self.kind, self.ground, said)

    def _held_against_what_is_kept(self, judged: list[tuple[Judged, Texts]]) -> list[Judged]:
        ids = [one.like_id for one, _ in judged if one.verdict is Verdict.SAME and one.like_id]
        kept = self.kind.texts_of(self.act, self.ground, ids)
        return [self._as_before(self._compared(one, said, kept)) for one, said in judged]

    def _as_before(self, one: Judged) -> Judged:
        if one.verdict is not Verdict.NEW or one.line not in self.left_out:
            return one
        why, like_id, like_line = self.left_out[one.line]
        return replace(
            one, verdict=Verdict.DUPLICATE, why=why, like_id=like_id, like_line=like_line
        )

    def _compared(self, one: Judged, said: Texts, kept: dict[str, dict[str, str]]) -> Judged:
        if one.verdict is not Verdict.SAME or one.like_id not in kept:
            return one
        there = kept[one.like_id]
        changed = changes(self.kind, said, there) & self._typed[one.line]
        if not changed:
            return one
        try:
            after = self._changed(said, there, changed)
        except WrongRow as wrong:
            return Judged(one.line, Verdict.WRONG, wrong.told)
        beside = {PROVEN} if changed & REACHED_BY else set()
        before = {name: there.get(name, "") for name in changed | beside}
        told = Told({name: after[name] for name in changed}, before)
        return Judged(
            one.line,
            Verdict.CHANGED,
            told,
            one.why,
            like_id=one.like_id,
            made_id=one.made_id,
            person_id=one.person_id,
        )

    def _changed(self, said: Texts, there: Texts, changed: frozenset[str]) -> Texts:
        for name in sorted(changed & self.kind.fixed.keys()):
            raise WrongRow(name, self.kind.fixed[name], said[name])
        in_use = there.get(PROVEN) or there.get(CONFIRMED)
        if changed & REACHED_BY and in_use and not self.reader.said.vouched:
            name = min(changed & REACHED_BY, key=self.kind.names.index)
            raise WrongRow(name, Invalid(NOT_PROVEN), said[name])
        after = self._complete({**there, **{name: said[name] for name in changed}})
        self._leaning.require(after, changed)
        return after
