"""Acts for tests of services: one transaction, at a moment that the test says, by somebody."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime

from matcher.domain.contact import Contact, ContactWay, Email, Phone
from matcher.service.acting import SOMEBODY, Act
from matcher.service.contacts import Details, keep_details
from matcher.storage.database import Database, Store
from matcher.storage.ids import new_id
from matcher.storage.reading.contacts import contact_of
from matcher.storage.sealed import Sealer
from matcher.storage.tables import CheckRow, OutboxRow, PersonRow
from tests.matcher.storage.rows import NOW, a_person

SEALER_KEY = "0123456789abcdef" * 4
SEALER = Sealer.from_text(SEALER_KEY)
# Ofcom keeps it for films: it is nobody's.
A_PHONE = "+447700900123"


@contextmanager
def acting(database: Database, *, now: datetime = NOW, by: str = SOMEBODY) -> Iterator[Act]:
    with database.begin() as store:
        yield Act(store, now, SEALER, by)


@contextmanager
def looking(database: Database, *, now: datetime = NOW, by: str = SOMEBODY) -> Iterator[Act]:
    with database.read() as store:
        yield Act(store, now, SEALER, by)


def reachable(store: Store, person_id: str, *, name: str = "Ann Example", **said: object) -> str:
    """Give a person a name and a way to be written to, a telephone where nothing else is said."""
    person = store.get(PersonRow, person_id)
    assert person is not None
    usual: dict[str, object] = {"phone": Phone(A_PHONE), "prefers": ContactWay.TEXT}
    if "email" in said:
        usual = {"email": Email(str(said["email"])), "prefers": ContactWay.EMAIL}
    keep_details(Act(store, NOW, SEALER), person, Details(name, Contact(**usual)))  # type: ignore[arg-type]
    store.flush()
    return person_id


def a_reachable_person(store: Store, **said: object) -> str:
    return reachable(store, a_person(store).id, **said)


def a_check(store: Store, volunteer_id: str, level: str, *, review_on: date | None = None) -> None:
    """Something that a coordinator saw of a volunteer."""
    store.add(
        CheckRow(
            id=new_id(),
            volunteer_id=volunteer_id,
            level=level,
            seen_on=date(2026, 1, 5),
            seen_by="coordinator:tests",
            review_on=review_on,
            created_at=NOW,
        )
    )
    store.flush()


def posted(store: Store) -> list[tuple[str, str | None]]:
    """Every message that waits, as its kind and whom it is for, in the order of their kinds."""
    rows = store.query(OutboxRow).filter_by(state="waiting")
    return sorted((row.kind, row.person_id or "") for row in rows)


def kinds_posted(store: Store) -> list[str]:
    return [kind for kind, _ in posted(store)]


def has_details(store: Store, person_id: str) -> bool:
    return contact_of(store, SEALER, person_id) is not None
