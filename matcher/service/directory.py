"""The directory: to whom outside a resident can be sent. Administrators keep it."""

from dataclasses import dataclass

from matcher.domain.referrals import DirectoryKind
from matcher.domain.refusals import Invalid, NotFound
from matcher.domain.roles import Right
from matcher.service.acting import Act
from matcher.service.desk import Desk
from matcher.storage.ids import new_id
from matcher.storage.reading.referrals import DirectoryLine, directory
from matcher.storage.tables import DirectoryRow
from matcher.storage.writing.one_row import add_row

LONGEST = 120
NAME_IS_MISSING = "Say who it is."
NO_WAY_THERE = "Give a telephone number or a website: a name alone helps nobody."
NO_SUCH_ENTRY = "There is nobody like this in the directory."

__all__ = ["DirectoryLine", "Entry", "add_entry", "all_entries", "end_entry"]


@dataclass(frozen=True, slots=True)
class Entry:
    """Somebody outside; no boroughs are all of them."""

    kind: DirectoryKind
    name: str
    does: str = ""
    phone: str = ""
    website: str = ""
    boroughs: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        if not self.name.strip():
            raise Invalid(NAME_IS_MISSING, "name")
        if not (self.phone.strip() or self.website.strip()):
            raise Invalid(NO_WAY_THERE, "phone")
        for name in ("name", "phone", "website"):
            if len(getattr(self, name)) > LONGEST:
                raise Invalid("Please use at most %(most)s letters.", name, most=LONGEST)


def all_entries(act: Act, desk: Desk) -> list[DirectoryLine]:
    """Everybody in it, by name."""
    desk.require(Right.KEEP_DIRECTORY)
    return directory(act.store)


def add_entry(act: Act, desk: Desk, entry: Entry) -> str:
    """Keep somebody outside, as of today; return their id."""
    desk.require(Right.KEEP_DIRECTORY)
    entry_id = new_id()
    said = {name: getattr(entry, name) for name in Entry.__slots__}
    kept = {"id": entry_id, "checked_on": act.today, "created_at": act.now, "changed_at": act.now}
    add_row(act.store, DirectoryRow, said | kept)
    act.note("added", "directory", entry_id)
    return entry_id


def end_entry(act: Act, desk: Desk, entry_id: str) -> None:
    """Nobody is sent there any more; what was noted stays. Twice is once."""
    desk.require(Right.KEEP_DIRECTORY)
    row = act.store.get(DirectoryRow, entry_id)
    if row is None:
        raise NotFound(NO_SUCH_ENTRY)
    if row.ended_at is None:
        row.ended_at = row.changed_at = act.now
        act.note("ended", "directory", entry_id)
