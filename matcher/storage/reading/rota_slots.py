"""Places and slots of the rota, and which of them lie in somebody's scope."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, and_, false, or_, select, true

from matcher.domain.roles import Scope
from matcher.storage.database import Store
from matcher.storage.tables import CharityRow, RotaExceptionRow, RotaPlaceRow, RotaSlotRow


@dataclass(frozen=True, slots=True)
class PlaceLine:
    """Where shifts are."""

    id: str
    name: str
    postcode: str
    borough: str
    charity_id: str
    charity: str


@dataclass(frozen=True, slots=True)
class SlotLine:
    """What a slot is called, and when it comes."""

    slot_id: str
    title: str
    rule: str
    first_on: date


def places_within(scope: Scope) -> ColumnElement[bool]:
    """The places that lie in a scope: those of its charities, in its boroughs."""
    if scope.everything:
        return true()
    if not scope.pairs:
        return false()
    return or_(
        *(
            and_(RotaPlaceRow.charity_id == charity_id, RotaPlaceRow.borough == borough)
            for charity_id, borough in sorted(scope.pairs)
        )
    )


def places_of(store: Store, scope: Scope) -> list[PlaceLine]:
    """The places of a scope, by name."""
    found = (
        select(
            RotaPlaceRow.id,
            RotaPlaceRow.name,
            RotaPlaceRow.postcode,
            RotaPlaceRow.borough,
            RotaPlaceRow.charity_id,
            CharityRow.name,
        )
        .join(CharityRow, CharityRow.id == RotaPlaceRow.charity_id)
        .where(places_within(scope))
        .order_by(RotaPlaceRow.name, RotaPlaceRow.id)
    )
    return [PlaceLine(*row) for row in store.execute(found)]


def slots_of(store: Store, scope: Scope) -> list[tuple[RotaSlotRow, str]]:
    """The slots of a scope that come, with the name of their place, by title."""
    found = (
        select(RotaSlotRow, RotaPlaceRow.name)
        .join(RotaPlaceRow, RotaPlaceRow.id == RotaSlotRow.place_id)
        .where(places_within(scope), RotaSlotRow.stopped_on.is_(None))
        .order_by(RotaSlotRow.title, RotaSlotRow.id)
    )
    return [(slot, place) for slot, place in store.execute(found)]


def slot_lines(store: Store, slot_ids: Collection[str]) -> list[SlotLine]:
    """These slots as somebody sees who has to do with them, by title."""
    found = (
        select(RotaSlotRow.id, RotaSlotRow.title, RotaSlotRow.rule, RotaSlotRow.first_on)
        .where(RotaSlotRow.id.in_(slot_ids), RotaSlotRow.stopped_on.is_(None))
        .order_by(RotaSlotRow.title, RotaSlotRow.id)
    )
    return [SlotLine(*row) for row in store.execute(found)]


def exceptions_of(store: Store, slot_id: str, since: date) -> Sequence[RotaExceptionRow]:
    """What is otherwise on dates from one on, in their order."""
    found = select(RotaExceptionRow).where(
        RotaExceptionRow.slot_id == slot_id, RotaExceptionRow.on_date >= since
    )
    return store.scalars(found.order_by(RotaExceptionRow.on_date)).all()


def slots_to_go_through(store: Store, after: str, most: int) -> Sequence[str]:
    """The ids of slots that come, in their order, from behind an id on."""
    found = select(RotaSlotRow.id).where(RotaSlotRow.id > after, RotaSlotRow.stopped_on.is_(None))
    return store.scalars(found.order_by(RotaSlotRow.id).limit(most)).all()
