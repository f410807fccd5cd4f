"""What others built on records since a sheet brought them: while any of it stands, they stay.

Whatever points at a record stands in its way, whichever table it is in, but for what was made
together with it. So a table that is made tomorrow is looked at without anybody thinking of it.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select, true

from matcher.domain.life_cycles import NeedStatus, OfferStatus
from matcher.domain.origins import ConfirmedBy
from matcher.domain.outbox import OutboxState
from matcher.storage.database import Store
from matcher.storage.reading.import_people import parts
from matcher.storage.tables import (
    Base,
    NeedRow,
    OfferRow,
    OutboxRow,
    PersonRow,
    StopRow,
    UnitRow,
    VolunteerRow,
)

# Made with a record, and gone with it.
_OF_A_NEED = frozenset({"units", "links", "outbox", "need_details", "blocked_needs"})
_OF_A_PERSON = frozenset({"contacts", "links", "outbox"})
_ON_ITS_WAY = (OutboxState.SENDING, OutboxState.SENT)
_WORDS = {"matches": "matched", "notes": "noted", "checks": "checked", "needs": "needs"} | {
    "stock_holdings": "set_aside"
}
Asked = tuple[str, Any]


def built_on_needs(store: Store, need_ids: Sequence[str]) -> dict[str, str]:
    """One word for what stands in the way of taking a need back, by need: the first found."""

    def asked(some: Sequence[str]) -> Iterator[Asked]:
        yield from _pointing_at("needs", "id", some, but=_OF_A_NEED)
        yield "written_to", _letters(OutboxRow.need_id, some)
        by_themselves = NeedRow.confirmed_by != ConfirmedBy.COORDINATOR
        moved = or_(NeedRow.status != NeedStatus.OPEN, by_themselves)
        yield "moved", select(NeedRow.id).where(NeedRow.id.in_(some), moved)

    return _first_found(store, need_ids, asked)


def built_on_volunteers(store: Store, person_ids: Sequence[str]) -> dict[str, str]:
    """The same by volunteer, with their offers."""

    def asked(some: Sequence[str]) -> Iterator[Asked]:
        offers = select(OfferRow.id).where(OfferRow.volunteer_id.in_(some))
        for why, pointing in _pointing_at("offers", "id", offers):
            held = pointing.subquery()
            yield (
                why,
                select(OfferRow.volunteer_id).join(held, held.c[0] == OfferRow.id),
            )
        yield from _pointing_at("volunteers", "person_id", some, but=frozenset({"offers"}))
        yield from _pointing_at("people", "id", some, but=_OF_A_PERSON | {"volunteers"})
        yield "written_to", _letters(OutboxRow.person_id, some)
        proven = and_(
            PersonRow.contact_proven_at.is_not(None),
            PersonRow.contact_proven_at != PersonRow.created_at,
        )
        moved = or_(
            VolunteerRow.suspended_at.is_not(None), OfferRow.status != OfferStatus.ACTIVE, proven
        )
        yield (
            "moved",
            select(VolunteerRow.person_id)
            .join(PersonRow, PersonRow.id == VolunteerRow.person_id)
            .outerjoin(OfferRow, OfferRow.volunteer_id == VolunteerRow.person_id)
            .where(VolunteerRow.person_id.in_(some), moved),
        )

    return _first_found(store, person_ids, asked)


def built_on_residents(store: Store, person_ids: Sequence[str]) -> dict[str, str]:
    """The same by resident on a charity's list."""

    def asked(some: Sequence[str]) -> Iterator[Asked]:
        yield from _pointing_at("people", "id", some, but=_OF_A_PERSON | {"residents"})
        yield from _pointing_at("residents", "person_id", some)
        erased = PersonRow.erased_at.is_not(None)
        yield "moved", select(PersonRow.id).where(PersonRow.id.in_(some), erased)

    return _first_found(store, person_ids, asked)


def people_in_use(store: Store, person_ids: Sequence[str]) -> frozenset[str]:
    """Which of these people something still points at, so that they stay."""

    def asked(some: Sequence[str]) -> Iterator[Asked]:
        yield from _pointing_at("people", "id", some, but=_OF_A_PERSON)

    return frozenset(_first_found(store, person_ids, asked))


def _pointing_at(
    table: str, column: str, ids: Any, *, but: frozenset[str] = frozenset()
) -> Iterator[Asked]:
    """Ask each table that points at this one which of these it points at, under a word for it."""
    for one in Base.metadata.sorted_tables:
        if one.name in but:
            continue
        for key in one.foreign_keys:
            if key.column.table.name == table and key.column.name == column:
                yield _why(one.name), select(key.parent).where(key.parent.in_(ids), _apart(one))
    if table == "needs":
        # A match, and what is set aside on the shelf, point at a unit.
        units = select(UnitRow.id).where(UnitRow.need_id.in_(ids))
        for why, pointing in _pointing_at("units", "id", units):
            held = pointing.subquery()
            yield why, select(UnitRow.need_id).join(held, held.c[0] == UnitRow.id)


def _apart(table: Any) -> ColumnElement[bool]:
    """A need that came with a stop of a delivery list has its id: the two go together."""
    return StopRow.id != StopRow.need_id if table is StopRow.__table__ else true()


def _why(table: str) -> str:
    return _WORDS.get(table, "used")


def _letters(about: Any, some: Sequence[str]) -> Any:
    sent: ColumnElement[bool] = OutboxRow.state.in_(_ON_ITS_WAY)
    return select(about).where(about.in_(some), sent)


def _first_found(store: Store, ids: Sequence[str], asked: Any) -> dict[str, str]:
    found: dict[str, str] = {}
    for some in parts(ids):
        for why, which in asked(some):
            for id in store.scalars(which):
                found.setdefault(str(id), why)
    return found
