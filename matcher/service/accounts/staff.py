"""The staff, as an administrator looks after it: who is there, who may no longer come in."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from matcher.domain.refusals import Conflict, NotFound
from matcher.domain.roles import Right, Role
from matcher.service.accounts.invite import (
    end_links,
    give_scope,
    new_session_word,
    new_slug,
    post_link,
    require_scope,
    require_there,
)
from matcher.service.acting import Act
from matcher.service.desk import Desk
from matcher.service.where_charities_work import work_in_more
from matcher.storage.ids import new_id
from matcher.storage.reading.coordinators import (
    StaffLine,
    boroughs_of_charities,
    charity_by_name,
    charity_names,
    roles_of,
    scope_of,
    staff,
)
from matcher.storage.tables import CharityRow, CoordinatorRow, PasskeyRow

NO_SUCH_ACCOUNT = "There is no such account."
NOT_YOURSELF = "You cannot do this to your own account: please ask another administrator."
ENDED = "This account is ended: let it in again first."


@dataclass(frozen=True, slots=True)
class Member:
    """One account and what it sees: pairs of a charity's id and a borough's code; and its role
    at each of these charities.

    `works_in` has the boroughs of every charity, by its id; one that never said where it works is
    not among them, and its people may be given any borough."""

    line: StaffLine
    pairs: frozenset[tuple[str, str]]
    roles: Mapping[str, Role]
    works_in: Mapping[str, frozenset[str]]

    def may_see_at(self, charity_id: str) -> frozenset[str] | None:
        """The boroughs to choose from at a charity: its own and those they have; None for all."""
        own = self.works_in.get(charity_id)
        have = {borough for charity, borough in self.pairs if charity == charity_id}
        return None if own is None else own | have


def all_staff(act: Act, desk: Desk) -> list[StaffLine]:
    """Every account, for administrators."""
    desk.require(Right.MANAGE_STAFF)
    return staff(act.store)


def charities_of(act: Act, desk: Desk, right: Right) -> list[tuple[str, str]]:
    """Ids and names of the charities for which this desk has a right."""
    return charity_names(act.store, desk.within(right))


def end_account(act: Act, desk: Desk, account_id: str) -> None:
    """Nobody comes in by this account any more: its sessions end at once, and so do its links."""
    account = _of_another(act, desk, account_id)
    end_links(act, account)
    account.active = False
    account.fs_uniquifier = new_session_word()
    account.changed_at = act.now
    act.note("ended_account", "coordinator", account_id)


def take_up_account(act: Act, desk: Desk, account_id: str) -> None:
    """Let an account in again that was ended."""
    account = _of_another(act, desk, account_id)
    account.active, account.changed_at = True, act.now
    act.note("took_up_account", "coordinator", account_id)


def forget_second_step(act: Act, desk: Desk, account_id: str) -> None:
    """For somebody who lost telephone and recovery codes: they set it up anew when they sign in."""
    account = _of_another(act, desk, account_id)
    account.tf_primary_method = account.tf_totp_secret = account.mf_recovery_codes = None
    act.store.query(PasskeyRow).filter_by(coordinator_id=account_id).delete()
    account.fs_uniquifier = new_session_word()
    account.changed_at = act.now
    act.note("forgot_second_step", "coordinator", account_id)


def member(act: Act, desk: Desk, account_id: str) -> Member:
    """One account of somebody else's, with what it sees, as its role and scope are changed."""
    account = _of_another(act, desk, account_id)
    [line] = staff(act.store, account_id)
    scope, roles = scope_of(act.store, account), roles_of(act.store, account)
    return Member(line, scope.pairs, roles, boroughs_of_charities(act.store))


def change_member(
    act: Act,
    desk: Desk,
    account_id: str,
    role: Role,
    scope: frozenset[tuple[str, str]],
    roles: Mapping[str, Role] = MappingProxyType({}),
) -> None:
    """Give somebody these charities and boroughs and no others, from now on, with their role at
    each; `role` where `roles` does not name it, and an administrator's everywhere.

    `Invalid` for a borough in which a charity does not work, unless they have it already.
    """
    account = _of_another(act, desk, account_id)
    require_scope(role, scope)
    require_there(act, scope - scope_of(act.store, account).pairs)
    account.role, account.changed_at = role, act.now
    give_scope(act, account.id, scope, role, roles)
    act.note("changed_role", "coordinator", account_id, role=str(role), boroughs=len(scope))


def invite_again(act: Act, desk: Desk, account_id: str) -> None:
    """Post a new link to choose a password, which ends those before it."""
    account = _of_another(act, desk, account_id)
    if not account.active:
        raise Conflict(ENDED)
    post_link(act, account)
    act.note("invited_again", "coordinator", account_id)


def charity_named(act: Act, name: str, boroughs: Iterable[str] = ()) -> str:
    """The id of the charity of this name, which is made where there is none; its area grows."""
    charity = charity_by_name(act.store, name.strip())
    if charity is None:
        charity = CharityRow(
            id=new_id(), slug=new_slug(name), name=name.strip()[:160], created_at=act.now
        )
        act.store.add(charity)
        act.store.flush()
        act.note("registered_charity", "charity", charity.id)
    work_in_more(act, charity.id, frozenset(boroughs))
    return charity.id


def _of_another(act: Act, desk: Desk, account_id: str) -> CoordinatorRow:
    desk.require(Right.MANAGE_STAFF)
    account = act.store.get(CoordinatorRow, account_id)
    if account is None:
        raise NotFound(NO_SUCH_ACCOUNT)
    if account.id == desk.coordinator_id:
        raise Conflict(NOT_YOURSELF)
    return account
