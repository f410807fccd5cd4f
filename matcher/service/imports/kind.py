"""A kind of sheet as one table: what its columns are, and what becomes of its rows."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from matcher.domain.imports import SheetKind
from matcher.domain.refusals import Refusal
from matcher.domain.sheet_columns import SheetColumn
from matcher.service.acting import Act
from matcher.service.imports.ground import Bringing, Change, Ground, Known, Newcomer, Reach, Texts


class Leaning(Protocol):
    """What rows lean on besides whom they are about: an item's facts, the list of a day.

    Each of these raises `WrongRow` where a row does not fit.
    """

    def filled(self, id: str, said: Texts, typed: frozenset[str]) -> Texts:
        """A row about somebody (or an item), by their id, with what is said elsewhere of them."""
        ...

    def note(self, id: str, texts: Texts) -> None:
        """Remember a new row for those that follow."""
        ...

    def require(self, texts: Texts, names: frozenset[str]) -> None:
        """Look at these columns of a row that is new or changes something."""
        ...


class OnNothing:
    """For kinds whose rows stand by themselves."""

    def filled(self, _id: str, said: Texts, _typed: frozenset[str]) -> Texts:
        """The row as it is."""
        return said

    def note(self, id: str, texts: Texts) -> None:
        """Nothing is remembered."""

    def require(self, texts: Texts, names: frozenset[str]) -> None:
        """Every row fits."""


def as_it_is(texts: dict[str, str]) -> dict[str, str]:
    """For kinds whose cells need no second look."""
    return texts


def themselves(_act: Act, ids: Sequence[str]) -> Mapping[str, str]:
    """Whose each record is, for kinds in which a record is the person."""
    return {id: id for id in ids}


def nobody_elsewhere(_act: Act, _reach: Reach, _hashes: Sequence[str]) -> Mapping[str, str]:
    """For kinds in which nobody's records are not looked at."""
    return {}


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of sheet: its columns, and what becomes of its rows; one module fills one in.

    `read` turns each cell into its one writing, `tidy` looks at a whole row of them, `complete`
    fills in what a new record needs and refuses what cannot be; `texts_of` says what is kept, by
    id; `in_the_way` names what was built on records since they were made, by id. `printed` is for
    columns that people read in another writing than ours.
    """

    name: SheetKind
    about: str
    id_column: str
    columns: tuple[SheetColumn, ...]
    read: Callable[[Ground], Mapping[str, Callable[[str], str]]]
    tidy: Callable[[dict[str, str]], dict[str, str]]
    complete: Callable[[Texts, Ground], Texts]
    what: Callable[[Texts], str]
    known: Callable[[Act, Reach], list[Known]]
    elsewhere: Callable[[Act, Reach, Sequence[str]], Mapping[str, str]]
    texts_of: Callable[[Act, Ground, Sequence[str]], dict[str, dict[str, str]]]
    # Returns the ids of what was not made after all, where there may be any.
    make: Callable[[Act, Ground, Bringing, Sequence[Newcomer]], frozenset[str] | None]
    change: Callable[[Act, Ground, str, Change], None]
    in_the_way: Callable[[Act, Sequence[str]], dict[str, str]]
    unmake: Callable[[Act, Sequence[str], Sequence[str]], None]
    listed: Callable[[Act, Reach], list[str]]
    person_of: Callable[[Act, Sequence[str]], Mapping[str, str]]
    # Whether a record is the person: its id is then theirs.
    is_person: bool = False
    # Whether only adults may be on the list.
    adults: bool = False
    # Columns that no row may change, each with a sentence that says what to do instead.
    fixed: Mapping[str, Refusal] = field(default_factory=dict)
    printed: Mapping[str, Callable[[str], str]] = field(default_factory=dict)
    # Columns that come in and never go out.
    stays_in: frozenset[str] = frozenset()
    # Whether it is of things and not of people: an item is then what a person is elsewhere.
    goods: bool = False
    leans: Callable[[Act, Ground, Reach], Leaning] = lambda _act, _ground, _reach: OnNothing()
    # Columns in which two writings may say the same, each with the one that is compared, or with
    # what tells whether they do.
    folds: Mapping[str, Callable[[str], str]] = field(default_factory=dict)
    alike: Mapping[str, Callable[[str, str], bool]] = field(default_factory=dict)
    # What a plan may change by itself: nobody has built on a record by that.
    drifts: frozenset[str] = frozenset()
    # Whether a new record has a place of its own, which must lie in a borough of whoever brings it.
    has_place: Callable[[Texts], bool] = lambda _texts: True
    # What else names a record outright, the surest first.
    marks: Callable[[Texts], tuple[str, ...]] = lambda _texts: ()
    # Whether somebody must say how they know that people are reached so.
    vouched: bool = False
    # Puts back what making records changed of others, by the texts that they were made of.
    put_back: Callable[[Act, Mapping[str, Texts]], None] = lambda _act, _made: None

    def same(self, name: str, one: str, other: str) -> bool:
        """Whether two cells of a column say the same."""
        if name in self.alike:
            return self.alike[name](one, other)
        fold = self.folds.get(name, str)
        return fold(one) == fold(other)

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the columns, in the order of our exports."""
        return tuple(column.name for column in self.columns)

    @property
    def goes_out(self) -> tuple[str, ...]:
        """The names of those that an export has."""
        return tuple(name for name in self.names if name not in self.stays_in)
