"""Members of staff for tests: at a desk at once, or with an account to sign in to."""

from matcher.domain.roles import Role, Scope
from matcher.service.desk import Desk
from matcher.storage.database import Store
from matcher.storage.ids import new_id
from matcher.storage.tables import CharityRow, CoordinatorRow, ScopeRow
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
    pairs = [(charity_id, borough) for borough in boroughs]
    store.add_all(
        ScopeRow(coordinator_id=account.id, charity_id=charity, borough=borough)
        for charity, borough in pairs
    )
    store.flush()
    return Desk(account.id, account.name, role, Scope.of(role, pairs))
