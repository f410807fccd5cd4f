"""Contact details: sealed on the way in, with hashes to search by."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import delete

from matcher.storage.database import Store
from matcher.storage.normal_form import normal_email, normal_phone
from matcher.storage.sealed import Sealer, contact_seal, need_seal, new_contact_seal
from matcher.storage.tables import ContactRow, NeedDetailsRow, NewContactRow
from matcher.storage.writing.one_row import put_row


def put_contact(
    store: Store, sealer: Sealer, person_id: str, details: Mapping[str, Any], *, now: datetime
) -> None:
    """Keep a person's details (`name`, `phone`, `email`, …) instead of what was there."""
    row = {
        "person_id": person_id,
        "sealed": sealer.seal(details, contact_seal(person_id)),
        **hashes_of(sealer, details),
        "changed_at": now,
    }
    put_row(store, ContactRow, row)


def put_new_contact(
    store: Store,
    sealer: Sealer,
    person_id: str,
    wanted: Mapping[str, Any],
    *,
    now: datetime,
    until: datetime,
) -> None:
    """Keep the contact that a person wants until it is proven, instead of what was there."""
    row = store.get(NewContactRow, person_id) or NewContactRow(person_id=person_id)
    row.sealed = sealer.seal(wanted, new_contact_seal(person_id))
    row.asked_at, row.until = now, until
    store.add(row)


def drop_new_contact(store: Store, person_id: str) -> None:
    """Forget the contact that a person wanted."""
    store.execute(delete(NewContactRow).where(NewContactRow.person_id == person_id))


def put_need_details(
    store: Store, sealer: Sealer, need_id: str, details: Mapping[str, Any], *, now: datetime
) -> None:
    """Keep where exactly a need is, and its notes, instead of what was there."""
    sealed = sealer.seal(details, need_seal(need_id))
    put_row(store, NeedDetailsRow, {"need_id": need_id, "sealed": sealed, "changed_at": now})


def hashes_of(sealer: Sealer, details: Mapping[str, Any]) -> dict[str, Any]:
    """The columns that a person is found by, from their details."""
    phone = normal_phone(str(details.get("phone") or ""))
    email = normal_email(str(details.get("email") or ""))
    return {
        "phone_hash": sealer.search_hash(f"phone:{phone}") if phone else None,
        "email_hash": sealer.search_hash(f"email:{email}") if email else None,
    }
