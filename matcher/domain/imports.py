"""Sheets brought in: what may become of one, what a row comes to, and how long it can be undone."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum

from matcher.domain.refusals import Conflict

UNDO_FOR = timedelta(days=7)
# What nobody said yes to is somebody's list of people: it is not kept for longer than this.
UNAGREED_KEPT_FOR = timedelta(days=7)
MOST_ROWS = 10_000
MOST_BYTES = 5_000_000
LONGEST_CELL = 2_000


class SheetKind(StrEnum):
    """What a sheet is a list of; each kind is one module of `matcher.service.imports`."""

    VOLUNTEERS = "volunteers"
    OFFERS = "offers"
    NEEDS = "needs"
    RESIDENTS = "residents"
    STOCK = "stock"
    STOPS = "stops"


class ListKind(StrEnum):
    """What is only ever taken out as a sheet: what happened is not brought in."""

    RUNS = "runs"
    ROTA = "rota"
    LEDGER = "ledger"


class Proven(StrEnum):
    """How whoever brings a sheet in knows that people are reached as it says.

    Without it numbers and mailboxes wait for their proof, like those that somebody typed.
    """

    RANG = "rang"
    WROTE = "wrote"
    MET = "met"


class ImportStatus(StrEnum):
    """Where an import stands. Nothing of it is among people's records before `applying`."""

    READ = "read"
    LOOKING = "looking"
    LOOKED = "looked"
    APPLYING = "applying"
    DONE = "done"
    UNDOING = "undoing"
    UNDONE = "undone"
    DROPPED = "dropped"


class Verdict(StrEnum):
    """What a row of a sheet is, held against the charity's own records."""

    NEW = "new"
    SAME = "same"
    CHANGED = "changed"
    DUPLICATE = "duplicate"
    WRONG = "wrong"


class Why(StrEnum):
    """What a row was known by."""

    ID = "id"
    PHONE = "phone"
    EMAIL = "email"
    NAME_AND_PLACE = "name_and_place"
    CODE = "code"
    NAME = "name"


class Fate(StrEnum):
    """What became of a row: it waits, it was made or changed, left out, or taken back."""

    WAITING = "waiting"
    MADE = "made"
    CHANGED = "changed"
    LEFT_OUT = "left_out"
    REFUSED = "refused"
    UNDONE = "undone"
    GONE = "gone"


_S = ImportStatus
IMPORT_MOVES: Mapping[ImportStatus, frozenset[ImportStatus]] = {
    _S.READ: frozenset({_S.LOOKING, _S.DROPPED}),
    _S.LOOKING: frozenset({_S.LOOKED, _S.DROPPED}),
    # Other columns may be chosen, and all of it looked at again.
    _S.LOOKED: frozenset({_S.LOOKING, _S.APPLYING, _S.DROPPED}),
    _S.APPLYING: frozenset({_S.DONE}),
    _S.DONE: frozenset({_S.UNDOING}),
    # Where somebody built on a row just now, the rest is taken back all the same, once asked.
    _S.UNDOING: frozenset({_S.UNDONE, _S.DONE}),
    _S.UNDONE: frozenset(),
    _S.DROPPED: frozenset(),
}
AT_WORK = frozenset({_S.LOOKING, _S.APPLYING, _S.UNDOING})

_STANDS: Mapping[ImportStatus, str] = {
    _S.READ: "This sheet is read: say first what its columns are.",
    _S.LOOKING: "We are looking through this sheet: wait until that is done.",
    _S.LOOKED: "This sheet is looked through: say yes to bring it in, or drop it.",
    _S.APPLYING: "This sheet is being brought in: wait until that is done.",
    _S.DONE: "This sheet is brought in already.",
    _S.UNDOING: "This import is being undone: wait until that is done.",
    _S.UNDONE: "This import was undone: bring the sheet in again if it is wanted after all.",
    _S.DROPPED: "This sheet was dropped: bring it in again if it is wanted after all.",
}
TOO_LATE = (
    "An import can be undone for 7 days, and those are over: change or end what it brought one by"
    " one."
)


def moved_to(status: ImportStatus, to: ImportStatus) -> ImportStatus:
    """The status after a move; `Conflict` with how it stands where there is no such move."""
    if to not in IMPORT_MOVES[status]:
        raise Conflict(_STANDS[status])
    return to


def require_in_time(done_at: datetime | None, now: datetime) -> None:
    """Raise Conflict once an import can no longer be undone."""
    if done_at is None or now > done_at + UNDO_FOR:
        raise Conflict(TOO_LATE)
