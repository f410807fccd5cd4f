"""Contact details: sealed on the way in, with hashes to search by."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select

from matcher.storage.database import Store
from matcher.storage.normal_form import normal_email, normal_phone
from matcher.storage.sealed import Sealer, contact_seal, need_seal
from matcher.storage.tables import ContactRow, NeedDetailsRow
from matcher.storage.writing.one_row import put_row


def put_contact(
    store: Store, sealer: Sealer, person_id: str, details: Mapping[str, Any], *, now: datetime
) -> None:
    """Keep a person's details (`name`, `phone`, `email`, …) instead of what was there."""
    phone = normal_phone(str(details.get("phone") or ""))
    email = normal_email(str(details.get("email") or ""))
    row = {
        "person_id": person_id,
        "sealed": sealer.seal(details, contact_seal(person_id)),
        "phone_hash": sealer.search_hash(f"phone:{phone}") if phone else None,
        "email_hash": sealer.search_hash(f"email:{email}") if email else None,
        "changed_at": now,
    }
    put_row(store, ContactRow, row)


def put_need_details(
    store: Store, sealer: Sealer, need_id: str, details: Mapping[str, Any], *, now: datetime
) -> None:
    """Keep where exactly a need is, and its notes, instead of what was there."""
    sealed = sealer.seal(details, need_seal(need_id))
    put_row(store, NeedDetailsRow, {"need_id": need_id, "sealed": sealed, "changed_at": now})


def reseal_contacts(
    store: Store, sealer: Sealer, *, now: datetime, after: str = "", most: int = 200
) -> str | None:
    """Seal the next contacts again with the newest key; the last id seen, None at the end."""
    rows = store.scalars(
        select(ContactRow)
        .where(ContactRow.person_id > after)
        .order_by(ContactRow.person_id)
        .limit(most)
    ).all()
    for row in rows:
        if sealer.is_stale(row.sealed):
            details = sealer.open(row.sealed, contact_seal(row.person_id))
            put_contact(store, sealer, row.person_id, details, now=now)
    return rows[-1].person_id if rows else None
