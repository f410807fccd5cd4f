"""A row of somebody's sheet as texts by our columns, or what is wrong with it."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from matcher.domain.imports import LONGEST_CELL
from matcher.domain.refusals import Invalid, Refusal
from matcher.domain.sheet_text import plain_text
from matcher.service.imports.cells import TOO_LONG
from matcher.service.imports.ground import Ground, Said, Texts
from matcher.service.imports.kind import Kind
from matcher.service.imports.lines import Told


class WrongRow(Exception):
    """A row that cannot be brought in; `told` says why, and how to mend it."""

    def __init__(self, column: str, no: Refusal, value: str = "") -> None:
        super().__init__(column)
        self.told = Told(column=column, no=no.told(), value=value)


@dataclass(slots=True)
class RowReader:
    """Reads rows of one sheet, whose columns were said; texts that come again are read once."""

    kind: Kind
    ground: Ground
    columns: Sequence[str]
    said: Said
    # In which order columns are put together, where not in that of the sheet.
    order: Sequence[int] = ()
    _readers: Mapping[str, Callable[[str], str]] = field(init=False)
    _joins: Mapping[str, str] = field(init=False)
    _read: dict[tuple[str, str], str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        readers = dict(self.kind.read(self.ground))
        readers.setdefault(self.kind.id_column, str.strip)
        self._readers = readers
        self._joins = {column.name: column.joins for column in self.kind.columns}

    def look_ahead(self, rows: Iterable[Sequence[str]]) -> None:
        """Look up at once what would otherwise be looked up row by row."""
        places = [place for place, name in enumerate(self.columns) if name == "postcode"]
        typed = (plain_text(row[place]).strip() for row in rows for place in places)
        self.ground.learn(filter(None, typed))

    def texts(self, row: Sequence[str]) -> dict[str, str]:
        """What a row says, by column, without what it leaves empty; `WrongRow` where it is none."""
        gathered: dict[str, list[str]] = {}
        for place in self.order or range(len(self.columns)):
            name, cell = self.columns[place], row[place] if place < len(row) else ""
            typed = plain_text(cell).strip()
            if name and typed:
                gathered.setdefault(name, []).append(typed)
        texts = {
            name: self._one(name, self._joins[name].join(dict.fromkeys(parts)))
            for name, parts in gathered.items()
        }
        return {name: text for name, text in self.kind.tidy(texts).items() if text}

    def with_defaults(self, texts: dict[str, str]) -> dict[str, str]:
        """The same with what holds for rows that do not say it themselves."""
        usual = {name: text for name, text in self.said.defaults.items() if text}
        return usual | texts

    def _one(self, name: str, cell: str) -> str:
        if (name, cell) in self._read:
            return self._read[name, cell]
        if len(cell) > LONGEST_CELL:
            raise WrongRow(name, Invalid(TOO_LONG, most=LONGEST_CELL, has=len(cell)))
        try:
            text = self._readers[name](cell)
        except Invalid as no:
            raise WrongRow(name, no, cell[:40]) from None
        self._read[name, cell] = text
        return text


def changes(kind: Kind, said: Texts, kept: Texts) -> frozenset[str]:
    """The columns in which a row says something else than is kept; an empty cell says nothing."""
    return frozenset(
        name
        for name, text in said.items()
        if name != kind.id_column and not kind.same(name, kept.get(name, ""), text)
    )
