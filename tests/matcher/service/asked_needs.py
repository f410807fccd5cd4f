"""Needs as residents ask for them, and how to read what was posted about them."""

from typing import Any

from matcher.domain.contact import Contact, ContactWay, Phone
from matcher.domain.places import Point
from matcher.service.contacts import Details
from matcher.service.needs import Registered, register_need
from matcher.service.needs_asked import AskedNeed
from matcher.service.needs_confirming import confirm_by_code
from matcher.service.post import opened_letter
from matcher.service.whereabouts import Whereabouts
from matcher.storage.database import Database, Store
from matcher.storage.tables import OutboxRow
from tests.builders import HERE, LAMBETH
from tests.matcher.service.acts import A_PHONE, SEALER, acting

BRIXTON = Whereabouts(HERE, LAMBETH, "TQ3175", "SW2 1RW")
ELSEWHERE = Whereabouts(Point(533_000, 176_000), LAMBETH, "TQ3376", "SE5 8TS")
ROSA = Details("Rosa Resident", Contact(phone=Phone(A_PHONE), prefers=ContactWay.TEXT))


def an_asked_need(**said: Any) -> AskedNeed:
    """Groceries once for Rosa, who has a mobile, unless it is said otherwise."""
    return AskedNeed(**{"category": "groceries", "place": BRIXTON, "person": ROSA} | said)


def registered(database: Database, **said: Any) -> Registered:
    with acting(database) as act:
        return register_need(act, an_asked_need(**said))


def confirmed(database: Database, **said: Any) -> Registered:
    """A need that was confirmed with the code that was sent."""
    need = registered(database, **said)
    with acting(database) as act:
        assert confirm_by_code(act, need.need_id, newest_code(act.store, need.need_id))
    return need


def newest_letter(store: Store, need_id: str) -> Any:
    rows = store.query(OutboxRow).filter_by(need_id=need_id, kind="confirm_need").all()
    newest = max(rows, key=lambda row: row.created_at)
    return opened_letter(SEALER, newest.payload, newest.id)


def newest_code(store: Store, need_id: str) -> str:
    return str(newest_letter(store, need_id).code.digits)


def newest_secret(store: Store, need_id: str) -> str:
    return str(newest_letter(store, need_id).link.path.split("/")[-1])
