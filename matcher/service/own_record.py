"""What a person may see of their own record: who looked, what was done, all of it to take away."""

from dataclasses import asdict, fields, is_dataclass
from datetime import date, datetime, time
from enum import Enum
from typing import Any

from matcher.domain.refusals import NotFound
from matcher.service.acting import Act
from matcher.service.contacts import details_of
from matcher.service.new_contacts import waiting_contact
from matcher.storage.reading.contacts import need_details_of
from matcher.storage.reading.looks import Deed, Look, deeds_in, looks_at
from matcher.storage.reading.needs import helpers_of, needs_of
from matcher.storage.reading.notes import notes_by
from matcher.storage.reading.run_records import deliveries_to
from matcher.storage.tables import NeedRow, PersonRow

# A page of them; the copy that people take away has them all.
LATEST = 100
ALL = 100_000

__all__ = ["Deed", "Look", "everything_of", "what_was_done", "who_looked"]


def who_looked(act: Act, person_id: str, *, most: int = LATEST) -> list[Look]:
    """Who saw a person's details, the latest first."""
    return looks_at(act.store, person_id, most=most)


def what_was_done(act: Act, person_id: str, *, most: int = LATEST) -> list[Deed]:
    """What was done in a person's record, the latest first."""
    return deeds_in(act.store, person_id, _need_ids(act, person_id), most=most)


def everything_of(act: Act, person_id: str) -> dict[str, Any]:
    """All that is kept about a resident, ready to be written as JSON; taking it is noted."""
    person = act.store.get(PersonRow, person_id)
    if person is None or person.erased_at is not None:
        raise NotFound("There is nothing left about this person.")
    details = details_of(act, person)
    copy = {
        "written_at": act.now,
        "person": {
            "id": person.id,
            "language": person.language,
            "consented_at": person.consented_at,
            "consent_wording": person.consent_wording,
            "contact_proven_at": person.contact_proven_at,
            "created_at": person.created_at,
        },
        "contact": None
        if details is None
        else {
            "name": details.name,
            "phone": details.contact.phone.number if details.contact.phone else None,
            "email": details.contact.email.address if details.contact.email else None,
            "prefers": details.contact.prefers,
            "waits_for_proof": waiting_contact(act, person_id),
            "never": sorted(details.contact.never),
        },
        "needs": [_need(act, need) for need in needs_of(act.store, person_id)],
        "notes_by_you": [
            {"kind": note.kind, "at": note.at, "need": note.need_id, "text": note.text}
            for note in notes_by(act.store, act.sealer, f"resident:{person_id}")
        ],
        "deliveries": [asdict(one) for one in deliveries_to(act.store, person_id)],
        "who_looked": [asdict(look) for look in who_looked(act, person_id, most=ALL)],
        "what_was_done": [asdict(deed) for deed in what_was_done(act, person_id, most=ALL)],
    }
    act.note("took_a_copy", "person", person_id, person_id=person_id)
    plain: dict[str, Any] = as_json(copy)
    return plain


def _need_ids(act: Act, person_id: str) -> list[str]:
    return [need.id for need in needs_of(act.store, person_id)]


def _need(act: Act, need: NeedRow) -> dict[str, Any]:
    columns = {
        column.key: getattr(need, column.key)
        for column in NeedRow.__table__.columns
        if column.key != "person_id"
    }
    matches = [
        {
            field.name: getattr(helper, field.name)
            for field in fields(helper)
            if field.name != "volunteer_id"
        }
        for helper in helpers_of(act.store, need.id)
    ]
    details = need_details_of(act.store, act.sealer, need.id)
    return {**columns, "details": details, "matches": matches}


def as_json(value: Any) -> Any:
    """Only what JSON has: moments as ISO 8601, sets in alphabetical order."""
    if isinstance(value, dict):
        return {key: as_json(inner) for key, inner in value.items()}
    if isinstance(value, frozenset | set):
        return sorted(value)
    if isinstance(value, list | tuple):
        return [as_json(inner) for inner in value]
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if is_dataclass(value) and not isinstance(value, type):
        return as_json(asdict(value))
    return value
