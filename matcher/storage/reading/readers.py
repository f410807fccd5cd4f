"""Whom letters go to: all that decides how and when, for many people at once."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, time
from typing import NamedTuple

from sqlalchemy import Integer, Text, exists, select, type_coerce

from matcher.domain.contact import ContactWay
from matcher.storage.database import Store
from matcher.storage.reading.among import among
from matcher.storage.reading.columns import read_columns
from matcher.storage.reading.owed_letters import owed_to
from matcher.storage.tables import ContactRow, OfferRow, OutboxRow, PersonRow, VolunteerRow


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
    """Those of these people whose details are still there, with their messages since a moment.

    Messages are read of those who want so many a week, and of nobody else.
    """
    ids, ways, *said = read_columns(
        store,
        select(
            PersonRow.id,
            type_coerce(PersonRow.contact_way, Text),
            VolunteerRow.person_id.is_not(None),
            type_coerce(VolunteerRow.quiet_from, Text),
            type_coerce(VolunteerRow.quiet_until, Text),
            VolunteerRow.messages_per_week,
            type_coerce(VolunteerRow.urgent_at_any_hour, Integer),
        )
        .outerjoin(VolunteerRow, VolunteerRow.person_id == PersonRow.id)
        .where(
            among(store, PersonRow.id, person_ids),
            exists().where(ContactRow.person_id == PersonRow.id),
        ),
    )
    most_per_week = said[3]
    counting = [id for id, most in zip(ids, most_per_week, strict=True) if most]
    sends = sends_since(store, counting, since) if counting else {}
    # Many say the same; each different thing is read once.
    rows = list(zip(*said, strict=True))
    known = {row: _said(*row) for row in set(rows)}
    way = {text: None if text is None else ContactWay(text) for text in set(ways)}
    return {
        id: ReaderFacts(way[likes], known[row], sends.get(id, ()))
        for id, likes, row in zip(ids, ways, rows, strict=True)
    }


def _said(
    helps: bool,
    quiet_from: str | time | None,
    quiet_until: str | time | None,
    messages_per_week: int | None,
    urgent_at_any_hour: bool | None,
) -> SaidOfMessages | None:
    if not helps:
        return None
    return SaidOfMessages(
        _time(quiet_from), _time(quiet_until), messages_per_week, bool(urgent_at_any_hour)
    )


def _time(text: str | time | None) -> time | None:
    return time.fromisoformat(text) if isinstance(text, str) else text


def sends_since(
    store: Store, person_ids: Sequence[str], since: datetime
) -> dict[str, list[datetime]]:
    """When messages went, or are to go, to each of these people: those since a moment."""
    sends: defaultdict[str, list[datetime]] = defaultdict(list)
    lately = OutboxRow.not_before > since
    named = select(OutboxRow.person_id, OutboxRow.not_before).where(
        among(store, OutboxRow.person_id, person_ids), lately
    )
    owed = owed_to(
        OfferRow.volunteer_id,
        OutboxRow.not_before,
        whose=among(store, OfferRow.volunteer_id, person_ids),
    ).where(lately)
    connection = store.connection()
    for person_id, goes_at in (*connection.execute(named), *connection.execute(owed)):
        sends[person_id].append(goes_at)
    return sends


def went_since(
    store: Store, person_ids: Sequence[str], since: datetime
) -> dict[str, list[datetime]]:
    """When messages really went out to each of these people since a moment, however planned."""
    went: defaultdict[str, list[datetime]] = defaultdict(list)
    if person_ids:
        found = select(OutboxRow.person_id, OutboxRow.sent_at).where(
            among(store, OutboxRow.person_id, person_ids), OutboxRow.sent_at > since
        )
        for person_id, at in store.execute(found):
            if person_id is not None and at is not None:
                went[person_id].append(at)
    return went
