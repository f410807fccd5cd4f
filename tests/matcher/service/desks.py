"""Members of staff for tests: at a desk at once, or with an account to sign in to."""

from matcher.domain.roles import Role, at_a_charity, highest
from matcher.service.desk import Desk
from matcher.storage.database import Store
from matcher.storage.ids import new_id
from matcher.storage.reading.coordinators import roles_of, scope_of
from matcher.storage.tables import CharityRow, CoordinatorRow, MembershipRow, ScopeRow
from tests.builders import LAMBETH
from tests.matcher.storage.rows import NOW


def a_charity(store: Store, name: str = "Lambeth Larder") -> str:
    row = CharityRow(id=new_id(), slug=new_id(), name=name, created_at=NOW)
    store.add(row)
    store.flush()
    return row.id


def an_account(store: Store, role: str = "coordinator", **said: object) -> CoordinatorRow:
    usual = {
        "id": new_id(),
        "email": f"{new_id()[:8]}@example.org",
        "name": "Cora Coordinator",
        "role": role,
        "fs_uniquifier": new_id() * 2,
        "created_at": NOW,
        "changed_at": NOW,
    }
    row = CoordinatorRow(**usual | said)
    store.add(row)
    store.flush()
    return row


def a_desk(
    store: Store,
    role: Role = Role.COORDINATOR,
    *,
    charity_id: str | None = None,
    boroughs: tuple[str, ...] = (LAMBETH,),
) -> Desk:
    """Somebody of a charity, made where none is said, that works in these boroughs."""
    account = an_account(store, role)
    charity_id = charity_id or a_charity(store)
    a_membership(store, account.id, charity_id, role, boroughs)
    return desk_of_account(store, account)


def a_membership(
    store: Store,
    account_id: str,
    charity_id: str,
    role: Role | str = Role.COORDINATOR,
    boroughs: tuple[str, ...] = (LAMBETH,),
) -> None:
    """Let an account work for a charity, in these boroughs."""
    joins = {"coordinator_id": account_id, "charity_id": charity_id}
    store.add(MembershipRow(role=at_a_charity(Role(role)), **joins))
    store.add_all(ScopeRow(borough=borough, **joins) for borough in boroughs)
    store.flush()


def desk_of_account(store: Store, account: CoordinatorRow) -> Desk:
    """Where an account sits now."""
    roles = roles_of(store, account)
    role = account.role if account.role is Role.ADMINISTRATOR else highest(roles.values())
    return Desk(account.id, account.name, role, scope_of(store, account), True, roles)
