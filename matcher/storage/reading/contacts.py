"""Contact details, opened; whoever shows them to somebody writes a `looks` row beside it."""

from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select

from matcher.domain.contact import ContactWay
from matcher.storage.asking import ask_for_value
from matcher.storage.database import Store
from matcher.storage.normal_form import normal_email, normal_phone
from matcher.storage.sealed import Sealer, contact_seal, need_seal, new_contact_seal
from matcher.storage.tables import ContactRow, NeedDetailsRow, NewContactRow, PersonRow, table_of

_CONTACTS, _DETAILS = table_of(ContactRow).c, table_of(NeedDetailsRow).c
_CONTACT = select(_CONTACTS.sealed).where(_CONTACTS.person_id == bindparam("person"))
_WAY = select(table_of(PersonRow).c.contact_way).where(
    table_of(PersonRow).c.id == bindparam("person")
)
_NEED_DETAILS = select(_DETAILS.sealed).where(_DETAILS.need_id == bindparam("need"))


def contact_of(store: Store, sealer: Sealer, person_id: str) -> dict[str, Any] | None:
    """A person's details, None where there are none (or no longer)."""
    sealed = ask_for_value(store, _CONTACT, person=person_id)
    return None if sealed is None else sealer.open(sealed, contact_seal(person_id))


def way_liked_by(store: Store, person_id: str) -> ContactWay | None:
    """Which way a person likes best, None where they said none or there is no such person."""
    liked: ContactWay | None = ask_for_value(store, _WAY, person=person_id)
    return liked


def new_contact_of(
    store: Store, sealer: Sealer, person_id: str, *, now: datetime
) -> dict[str, Any] | None:
    """The contact that a person wants and has not proven yet, None where nothing waits."""
    row = store.get(NewContactRow, person_id)
    if row is None or row.until <= now:
        return None
    return sealer.open(row.sealed, new_contact_seal(person_id))


def need_details_of(store: Store, sealer: Sealer, need_id: str) -> dict[str, Any] | None:
    """A need's exact place and notes, None where there are none (or no longer)."""
    sealed = ask_for_value(store, _NEED_DETAILS, need=need_id)
    return None if sealed is None else sealer.open(sealed, need_seal(need_id))


def people_with_phone(store: Store, sealer: Sealer, phone: str) -> list[str]:
    """The ids of everybody with exactly this number, however it was or is typed."""
    hashes = sealer.search_hashes(f"phone:{normal_phone(phone)}")
    found = select(ContactRow.person_id).where(ContactRow.phone_hash.in_(hashes))
    return list(store.scalars(found.order_by(ContactRow.person_id)))


def people_with_email(store: Store, sealer: Sealer, email: str) -> list[str]:
    """The ids of everybody with exactly this mailbox, however it was or is typed."""
    hashes = sealer.search_hashes(f"email:{normal_email(email)}")
    found = select(ContactRow.person_id).where(ContactRow.email_hash.in_(hashes))
    return list(store.scalars(found.order_by(ContactRow.person_id)))


def any_contact(store: Store) -> ContactRow | None:
    """Some row of contact details, to try a key on; None where there is none."""
    return store.scalar(select(ContactRow).limit(1))
