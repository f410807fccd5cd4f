"""Whom letters go to: all that decides how and when, for many people at once."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime, time
from typing import Any, NamedTuple

from sqlalchemy import exists, select

from matcher.domain.contact import ContactWay
from matcher.storage.database import Store
from matcher.storage.reading.among import among
from matcher.storage.tables import ContactRow, OutboxRow, PersonRow, VolunteerRow


class SaidOfMessages(NamedTuple):
    """What a volunteer said about messages; see `matcher.domain.message_budget`."""

    quiet_from: time | None
    quiet_until: time | None
    messages_per_week: int | None
    urgent_at_any_hour: bool


class ReaderFacts(NamedTuple):
    """One person: the way they like best, what they said, and what they were sent lately.

    `said` is None for a resident. `sends` are moments since the one that was asked for.
    """

    contact_way: ContactWay | None
    said: SaidOfMessages | None
    sends: Sequence[datetime]


def read_readers(
    store: Store, person_ids: Sequence[str], since: datetime
) -> dict[str, ReaderFacts]:
    """Those of these people whose details are still there, with their messages since a moment."""
    sends = sends_since(store, person_ids, since)
    found: Iterable[Any] = store.connection().execute(
        select(
            PersonRow.id,
            PersonRow.contact_way,
            VolunteerRow.person_id,
            VolunteerRow.quiet_from,
            VolunteerRow.quiet_until,
            VolunteerRow.messages_per_week,
            VolunteerRow.urgent_at_any_hour,
        )
        .outerjoin(VolunteerRow, VolunteerRow.person_id == PersonRow.id)
        .where(
            among(store, PersonRow.id, person_ids),
            exists().where(ContactRow.person_id == PersonRow.id),
        )
    )
    return {
        id: ReaderFacts(way, SaidOfMessages(*said) if helps else None, sends.get(id, ()))
        for id, way, helps, *said in found
    }


def sends_since(
    store: Store, person_ids: Sequence[str], since: datetime
) -> dict[str, list[datetime]]:
    """When messages went, or are to go, to each of these people: those since a moment."""
    sends: defaultdict[str, list[datetime]] = defaultdict(list)
    planned = select(OutboxRow.person_id, OutboxRow.not_before)
    for person_id, goes_at in store.execute(
        planned.where(among(store, OutboxRow.person_id, person_ids), OutboxRow.not_before > since)
    ):
        if person_id is not None:
            sends[person_id].append(goes_at)
    return sends
