"""A charity's own records, as rows of a sheet are held against them, and as a list hands them out.

Only what belongs to the charity, and lies in these boroughs, is ever read: somebody else's people
are not looked at, so that no answer can tell of them.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, or_, select

from matcher.domain.life_cycles import NeedStatus, OfferStatus
from matcher.domain.roles import Scope
from matcher.storage.database import Store
from matcher.storage.reading.drawn_areas import offers_near
from matcher.storage.reading.scope import is_nobodys
from matcher.storage.tables import (
    ContactRow,
    NeedDetailsRow,
    NeedRow,
    OfferRow,
    PersonRow,
    ResidentRow,
    VolunteerRow,
)

# SQLite takes some 32,000 values in one question.
AT_A_TIME = 5_000
Row = Any


def parts(ids: Sequence[str]) -> Iterator[Sequence[str]]:
    """So many ids as one question may hold, one part after the other."""
    for at in range(0, len(ids), AT_A_TIME):
        yield ids[at : at + AT_A_TIME]


def own_volunteers(charity_id: str, boroughs: Collection[str]) -> ColumnElement[bool]:
    """The condition for a charity's own volunteers with a standing offer in these boroughs."""
    return and_(
        VolunteerRow.charity_id == charity_id,
        OfferRow.status != OfferStatus.ENDED,
        OfferRow.borough.in_(sorted(boroughs)),
    )


def own_needs(charity_id: str, boroughs: Collection[str]) -> ColumnElement[bool]:
    """The condition for a charity's own needs in these boroughs that are not closed."""
    return and_(
        NeedRow.charity_id == charity_id,
        NeedRow.status != NeedStatus.CLOSED,
        NeedRow.borough.in_(sorted(boroughs)),
    )


def known_volunteers(store: Store, charity_id: str, boroughs: Collection[str]) -> list[Row]:
    """Ids, hashes, sealed contact and place of the charity's volunteers, with their offer's id."""
    asked: Select[*tuple[Any, ...]] = (
        select(
            VolunteerRow.person_id,
            OfferRow.id,
            ContactRow.phone_hash,
            ContactRow.email_hash,
            ContactRow.sealed,
            OfferRow.postcode,
            OfferRow.easting,
            OfferRow.northing,
        )
        .join(OfferRow, OfferRow.volunteer_id == VolunteerRow.person_id)
        .join(ContactRow, ContactRow.person_id == VolunteerRow.person_id)
        .where(own_volunteers(charity_id, boroughs))
        .order_by(VolunteerRow.created_at, VolunteerRow.person_id)
    )
    return list(store.execute(asked))


def known_needs(store: Store, charity_id: str, boroughs: Collection[str]) -> list[Row]:
    """The same of its needs, with reference, kind of help, day and whether it comes again."""
    asked: Select[*tuple[Any, ...]] = (
        select(
            NeedRow.id,
            NeedRow.person_id,
            NeedRow.reference,
            ContactRow.phone_hash,
            ContactRow.email_hash,
            ContactRow.sealed,
            NeedRow.postcode,
            NeedRow.easting,
            NeedRow.northing,
            NeedRow.category,
            NeedRow.wanted_on,
            NeedRow.recurrence,
        )
        .join(ContactRow, ContactRow.person_id == NeedRow.person_id)
        .where(own_needs(charity_id, boroughs))
        .order_by(NeedRow.created_at, NeedRow.id)
    )
    return list(store.execute(asked))


def known_residents(store: Store, charity_id: str, boroughs: Collection[str]) -> list[Row]:
    """The same of the residents on its list."""
    asked: Select[*tuple[Any, ...]] = (
        select(
            ResidentRow.person_id,
            ContactRow.phone_hash,
            ContactRow.email_hash,
            ContactRow.sealed,
            ResidentRow.postcode,
            ResidentRow.easting,
            ResidentRow.northing,
        )
        .join(ContactRow, ContactRow.person_id == ResidentRow.person_id)
        .where(
            ResidentRow.charity_id == charity_id,
            ResidentRow.borough.in_(sorted(boroughs)),
        )
        .order_by(ResidentRow.created_at, ResidentRow.person_id)
    )
    return list(store.execute(asked))


def nobodys_volunteers(store: Store, scope: Scope, hashes: Sequence[str]) -> dict[str, str]:
    """Volunteers of no charity where a scope works, by the hash of a number or mailbox among these.

    They stand on the board of everybody who works there; nothing of them is opened.
    """
    found: dict[str, str] = {}
    for some in parts(hashes):
        asked = (
            select(ContactRow.person_id, ContactRow.phone_hash, ContactRow.email_hash)
            .join(VolunteerRow, VolunteerRow.person_id == ContactRow.person_id)
            .join(OfferRow, OfferRow.volunteer_id == VolunteerRow.person_id)
            .where(
                is_nobodys(),
                or_(*offers_near(scope)),
                or_(ContactRow.phone_hash.in_(some), ContactRow.email_hash.in_(some)),
            )
        )
        for person_id, phone, email in store.execute(asked):
            found |= {one: person_id for one in (phone, email) if one}
    return found


def volunteers_whole(
    store: Store, person_ids: Sequence[str]
) -> Iterator[tuple[VolunteerRow, OfferRow, PersonRow, ContactRow]]:
    """These volunteers with their standing offer and sealed contact."""
    for some in parts(person_ids):
        asked = (
            select(VolunteerRow, OfferRow, PersonRow, ContactRow)
            .join(OfferRow, OfferRow.volunteer_id == VolunteerRow.person_id)
            .join(PersonRow, PersonRow.id == VolunteerRow.person_id)
            .join(ContactRow, ContactRow.person_id == VolunteerRow.person_id)
            .where(VolunteerRow.person_id.in_(some), OfferRow.status != OfferStatus.ENDED)
        )
        yield from store.execute(asked)


def needs_whole(
    store: Store, need_ids: Sequence[str]
) -> Iterator[tuple[NeedRow, PersonRow, ContactRow, NeedDetailsRow | None]]:
    """These needs with their sealed details and their resident's sealed contact."""
    for some in parts(need_ids):
        asked = (
            select(NeedRow, PersonRow, ContactRow, NeedDetailsRow)
            .join(PersonRow, PersonRow.id == NeedRow.person_id)
            .join(ContactRow, ContactRow.person_id == NeedRow.person_id)
            .outerjoin(NeedDetailsRow, NeedDetailsRow.need_id == NeedRow.id)
            .where(NeedRow.id.in_(some))
        )
        yield from store.execute(asked)


def residents_whole(
    store: Store, person_ids: Sequence[str]
) -> Iterator[tuple[ResidentRow, PersonRow, ContactRow]]:
    """These residents with their sealed contact."""
    for some in parts(person_ids):
        asked = (
            select(ResidentRow, PersonRow, ContactRow)
            .join(PersonRow, PersonRow.id == ResidentRow.person_id)
            .join(ContactRow, ContactRow.person_id == ResidentRow.person_id)
            .where(ResidentRow.person_id.in_(some))
        )
        yield from store.execute(asked)


def people_there(store: Store, person_ids: Sequence[str]) -> frozenset[str]:
    """Which of these people there are already."""
    found: set[str] = set()
    for some in parts(person_ids):
        found.update(store.scalars(select(PersonRow.id).where(PersonRow.id.in_(some))))
    return frozenset(found)


def people_of(store: Store, need_ids: Sequence[str]) -> Mapping[str, str]:
    """Whose these needs are."""
    found: dict[str, str] = {}
    for some in parts(need_ids):
        asked = select(NeedRow.id, NeedRow.person_id).where(NeedRow.id.in_(some))
        found |= {row[0]: row[1] for row in store.execute(asked)}
    return found
