"""Charities for tests: registered, or there from the start with somebody at a desk."""

from dataclasses import dataclass

from sqlalchemy import select

from matcher.domain.charities import CharityWords
from matcher.domain.roles import Role, Scope
from matcher.service.acting import Act
from matcher.service.charities import register_charity
from matcher.service.desk import Desk
from matcher.storage.database import Store
from matcher.storage.reading.coordinators import account_by_email, scope_of
from matcher.storage.tables import AreaRow, NeedRow
from tests.builders import LAMBETH
from tests.matcher.service.desks import a_charity, a_desk, desk_of_account

AN_ADDRESS = "first@example.org"


@dataclass(frozen=True)
class Group:
    """A verified charity and its coordinator."""

    id: str
    desk: Desk


def words_of_a_charity(**said: object) -> CharityWords:
    usual: dict[str, object] = {
        "name": "Brixton Larder",
        "does": "Parcels to the door.",
        "boroughs": frozenset({LAMBETH}),
    }
    return CharityWords(**usual | said)  # type: ignore[arg-type]


def a_group(
    store: Store,
    name: str = "Lambeth Larder",
    *,
    boroughs: tuple[str, ...] = (LAMBETH,),
    role: Role = Role.COORDINATOR,
) -> Group:
    charity_id = a_charity(store, name)
    store.add_all(AreaRow(charity_id=charity_id, borough=borough) for borough in boroughs)
    return Group(charity_id, a_desk(store, role, charity_id=charity_id, boroughs=boroughs))


def a_newcomer(act: Act, **said: object) -> str:
    return register_charity(act, words_of_a_charity(**said), AN_ADDRESS)


def seen_by(store: Store, email: str = AN_ADDRESS) -> Scope:
    """What somebody may see now, by their address."""
    account = account_by_email(store, email)
    assert account is not None
    return scope_of(store, account)


def desk_of(store: Store, email: str = AN_ADDRESS) -> Desk:
    account = account_by_email(store, email)
    assert account is not None
    return desk_of_account(store, account)


def held_by(store: Store, need_id: str) -> str | None:
    """Who holds a need now."""
    return store.scalar(select(NeedRow.charity_id).where(NeedRow.id == need_id))
