"""Accounts of charities' staff: by address, by session, with what each may see."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from matcher.domain.drawn_areas import DrawnArea
from matcher.domain.roles import Role, Scope
from matcher.storage.database import Store
from matcher.storage.reading.verified import is_verified
from matcher.storage.tables import (
    AreaRow,
    CharityRow,
    CoordinatorRow,
    DrawnAreaRow,
    MembershipRow,
    PasskeyRow,
    ScopeRow,
)


@dataclass(frozen=True, slots=True)
class StaffLine:
    """One account, as an administrator's list shows it; `charities` are names with the role."""

    id: str
    name: str
    email: str
    role: Role
    active: bool
    signed_in_at: datetime | None
    has_password: bool
    charities: tuple[tuple[str, Role], ...]


def normal_address(email: str) -> str:
    """An address as accounts are found by: two that differ in capitals are one."""
    return email.strip().lower()


def account_by_email(store: Store, email: str) -> CoordinatorRow | None:
    """The account with this address."""
    return store.scalar(select(CoordinatorRow).where(CoordinatorRow.email == normal_address(email)))


def account_by(
    store: Store, *, session_word: str | None = None, account_id: str | None = None
) -> CoordinatorRow | None:
    """The account whose sessions know this word, or the one with this id; active or not."""
    if account_id is not None:
        return store.get(CoordinatorRow, account_id)
    return store.scalar(select(CoordinatorRow).where(CoordinatorRow.fs_uniquifier == session_word))


def scope_of(store: Store, account: CoordinatorRow) -> Scope:
    """What an account may see: nothing for a charity that is pending, or has ended."""
    found = store.execute(
        select(ScopeRow.charity_id, ScopeRow.borough, DrawnAreaRow.corners, DrawnAreaRow.lies_in)
        .join(CharityRow, CharityRow.id == ScopeRow.charity_id)
        .outerjoin(DrawnAreaRow, DrawnAreaRow.charity_id == ScopeRow.charity_id)
        .where(ScopeRow.coordinator_id == account.id, is_verified())
    ).all()
    drawn = {id: (corners, there) for id, _, corners, there in found if corners is not None}
    return Scope.of(
        account.role,
        ((charity_id, borough) for charity_id, borough, *_ in found),
        {id: DrawnArea.from_text(*kept) for id, kept in drawn.items()},
    )


def roles_of(store: Store, account: CoordinatorRow) -> dict[str, Role]:
    """What an account is at each of its charities, by id; at pending ones too."""
    found = store.scalars(select(MembershipRow).where(MembershipRow.coordinator_id == account.id))
    return {one.charity_id: one.role for one in found}


def passkeys_of(store: Store, coordinator_id: str) -> Sequence[PasskeyRow]:
    """The passkeys of an account, the oldest first."""
    found = select(PasskeyRow).where(PasskeyRow.coordinator_id == coordinator_id)
    return store.scalars(found.order_by(PasskeyRow.id)).all()


def passkey_by_credential(store: Store, credential_id: bytes) -> PasskeyRow | None:
    """The passkey with this id, whosever it is."""
    return store.scalar(select(PasskeyRow).where(PasskeyRow.credential_id == credential_id))


def staff(store: Store, account_id: str | None = None) -> list[StaffLine]:
    """Every account, by name; or the one that is asked for."""
    named = select(MembershipRow.coordinator_id, CharityRow.name, MembershipRow.role).join(
        CharityRow, CharityRow.id == MembershipRow.charity_id
    )
    accounts = select(CoordinatorRow).order_by(func.lower(CoordinatorRow.name))
    if account_id is not None:
        named = named.where(MembershipRow.coordinator_id == account_id)
        accounts = accounts.where(CoordinatorRow.id == account_id)
    charities: dict[str, list[tuple[str, Role]]] = {}
    for coordinator_id, name, role in store.execute(named):
        charities.setdefault(coordinator_id, []).append((name, role))
    rows = store.scalars(accounts)
    return [
        StaffLine(
            id=row.id,
            name=row.name,
            email=row.email,
            role=row.role,
            active=row.active,
            signed_in_at=row.signed_in_at,
            has_password=row.password is not None,
            charities=tuple(sorted(charities.get(row.id, ()))),
        )
        for row in rows
    ]


def charity_names(store: Store, scope: Scope) -> list[tuple[str, str]]:
    """Ids and names of the charities in a scope, by name."""
    found = select(CharityRow.id, CharityRow.name).where(is_verified())
    if not scope.everything:
        found = found.where(CharityRow.id.in_(sorted(scope.charities)))
    return [(id, name) for id, name in store.execute(found.order_by(CharityRow.name))]


def charity_by_name(store: Store, name: str) -> CharityRow | None:
    """The verified charity of this name, however its capitals were typed."""
    named = func.lower(CharityRow.name) == name.strip().lower()
    return store.scalar(select(CharityRow).where(named, is_verified()).limit(1))


def boroughs_of_charity(store: Store, charity_id: str) -> frozenset[str]:
    """The boroughs that a charity covers, or that somebody of its staff works in."""
    areas = select(AreaRow.borough).where(AreaRow.charity_id == charity_id)
    scopes = select(ScopeRow.borough).where(ScopeRow.charity_id == charity_id)
    return frozenset(store.scalars(areas)) | frozenset(store.scalars(scopes))


def boroughs_of_charities(store: Store) -> Mapping[str, frozenset[str]]:
    """Where each charity works, by its id; one that never said where is not among them."""
    found: dict[str, set[str]] = {}
    for charity_id, borough in store.execute(select(AreaRow.charity_id, AreaRow.borough)):
        found.setdefault(charity_id, set()).add(borough)
    return {id: frozenset(boroughs) for id, boroughs in found.items()}
