"""Volunteers for tests of services, made by the verbs themselves."""

from datetime import date
from itertools import count

from matcher.domain.contact import Contact, ContactWay, Email, Phone
from matcher.domain.places import Point
from matcher.messages.letters.letter import Letter
from matcher.service.acting import Act
from matcher.service.contacts import Details
from matcher.service.offers import OfferWords, make_offer
from matcher.service.post import opened_letter
from matcher.service.volunteers import Joined, prove_contact, sign_up
from matcher.service.whereabouts import Whereabouts
from matcher.storage.database import Database
from matcher.storage.tables import OutboxRow
from tests.builders import HERE, LAMBETH
from tests.matcher.service.acts import A_PHONE, SEALER, a_check, acting

GROWN_UP = date(1980, 5, 1)
_helpers = count(1)


def joined(*, born_on: date = GROWN_UP, **said: object) -> Joined:
    usual: dict[str, object] = {"phone": Phone(A_PHONE), "prefers": ContactWay.TEXT}
    if "email" in said:
        usual = {"email": Email(str(said["email"])), "prefers": ContactWay.EMAIL}
    return Joined(Details(str(said.get("name", "Val")), Contact(**usual)), born_on)  # type: ignore[arg-type]


def a_home(place: Point = HERE) -> Whereabouts:
    return Whereabouts(place, LAMBETH, "TQ3175", "SW2 1RW")


def words(**said: object) -> OfferWords:
    usual = {"categories": frozenset({"groceries"}), "place": a_home()}
    return OfferWords(**usual | said)  # type: ignore[arg-type]


def a_helper(database: Database, *, level: str | None = "references", **said: object) -> str:
    """A volunteer who proved their contact, has a check, and offers groceries in Lambeth."""
    with acting(database) as act:
        volunteer_id = sign_up(act, joined(email=f"helper-{next(_helpers)}@example.org"))
        prove_contact(act, volunteer_id)
        if level:
            a_check(act.store, volunteer_id, level)
        make_offer(act, volunteer_id, words(**said))
    return volunteer_id


def letters_to(act: Act, person_id: str) -> list[Letter]:
    """Every letter in the outbox for somebody, the oldest first."""
    rows = act.store.query(OutboxRow).filter_by(person_id=person_id).order_by(OutboxRow.created_at)
    return [opened_letter(SEALER, row.payload, row.id) for row in rows if row.payload]
