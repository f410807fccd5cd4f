"""Whether a process can do its work yet: a list of named checks, each asked in turn."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from matcher.domain.refusals import Invalid
from matcher.storage.database import Database
from matcher.storage.reading.contacts import any_contact
from matcher.storage.schema import refuse_unless_current
from matcher.storage.sealed import SETTING, CannotOpen, Sealer, contact_seal


@dataclass(frozen=True, slots=True)
class ReadyCheck:
    """One thing that must hold. `look` raises when it does not; what it returns is ignored.

    One that is not `needed` is only told: people can be sent here all the same.
    """

    name: str
    look: Callable[[], object]
    needed: bool = True


def failing(checks: Iterable[ReadyCheck]) -> dict[str, str]:
    """Return the kind of error by name for each check that does not hold.

    Only the kind: its text may name hosts and paths, and the answer is for anybody to read.
    """
    found = {}
    for check in checks:
        try:
            check.look()
        # Whatever a check raises means the same here: not ready, and which one says so.
        except Exception as error:
            found[check.name] = type(error).__name__
    return found


def require_tables(database: Database) -> None:
    """`Conflict`, with what to run, unless the tables are those that this Nearhand knows."""
    refuse_unless_current(database)


def require_key(database: Database, sealer: Sealer) -> None:
    """`Invalid` where the key does not open what is kept: a wrong one would lock it in twice."""
    with database.read() as store:
        contact = any_contact(store)
    if contact is not None:
        try:
            sealer.open(contact.sealed, contact_seal(contact.person_id))
        except CannotOpen as wrong:
            raise Invalid(
                "NEARHAND_KEY does not open the details that are kept in this database: set the "
                "key that they were kept with.",
                SETTING,
            ) from wrong
