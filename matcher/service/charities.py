"""A charity comes in: it registers, is vouched for by its neighbours, is let in or refused.

Until then its staff can sign in and say what it does, and see nobody's people.
"""

from dataclasses import dataclass, field

from matcher.domain.charities import CharityStanding, CharityWords, is_vouched_for
from matcher.domain.contact import Email
from matcher.domain.refusals import Conflict, NotAllowed, NotFound
from matcher.domain.roles import Right, Role, at_a_charity
from matcher.service.accounts.invite import AskedStaff, invite, new_slug, post_link
from matcher.service.acting import Act
from matcher.service.charities_letters import tell_founder, tell_of_joining
from matcher.service.desk import Desk
from matcher.service.drawn_areas import AreaSeen
from matcher.service.where_charities_work import keep_area
from matcher.storage.ids import new_id
from matcher.storage.reading.charities import (
    CharityLine,
    VouchLine,
    charity_with,
    pending_charities,
    registration_of,
    vouches_for,
)
from matcher.storage.reading.coordinators import account_by_email, charity_by_name
from matcher.storage.tables import (
    CharityPageRow,
    CharityRow,
    MembershipRow,
    RegistrationRow,
    ScopeRow,
    VouchRow,
)
from matcher.storage.writing.areas import keep_areas
from matcher.storage.writing.one_row import add_row, put_row

NAME_IS_TAKEN = (
    "A charity of this name is here already. If it is yours, ask its coordinators to invite you."
)
NO_SUCH_CHARITY = "There is no such charity."
SETTLED = "This charity is not waiting any more: somebody was first."
NOT_FOR_YOUR_OWN = "Nobody vouches for a charity of their own: please ask its neighbours."
NOT_A_NEIGHBOUR = (
    "You can vouch for a charity only on behalf of one of yours that works in a borough of theirs."
)


@dataclass(frozen=True, slots=True)
class Newcomer:
    """A charity that waits to be let in, and who vouches for it.

    `can_vouch` are the ids and names of those of the desk's charities that may still do so.
    """

    charity: CharityLine
    vouches: tuple[VouchLine, ...]
    can_vouch: tuple[tuple[str, str], ...] = field(default=())


def register_charity(
    act: Act, words: CharityWords, email: str, seen: AreaSeen | None = None
) -> str:
    """Keep a charity that nobody has verified, and ask its first coordinator in; return its id.

    `seen` is what it drew in its boroughs, if it drew. Whose address this is, and whether it has an
    account, nobody learns from it.
    """
    if charity_by_name(act.store, words.name) is not None:
        raise Conflict(NAME_IS_TAKEN)
    charity_id = new_id()
    name = words.name.strip()
    charity = CharityRow(id=charity_id, slug=new_slug(name), name=name, created_at=act.now)
    act.store.add(charity)
    act.store.flush()
    keep_words(act, charity_id, words)
    if seen is not None:
        keep_area(act, charity_id, seen, words.boroughs)
    account_id = ask_in(act, Email(email).address, Role.COORDINATOR, charity_id, words.boroughs)
    registered = {
        "charity_id": charity_id,
        "coordinator_id": account_id,
        "registered_at": act.now,
    }
    add_row(act.store, RegistrationRow, registered)
    act.note("registered", "charity", charity_id, boroughs=len(words.boroughs))
    return charity_id


def keep_words(act: Act, charity_id: str, words: CharityWords) -> None:
    """Keep what a charity says of itself, and where it works."""
    said = {name: getattr(words, name).strip() for name in ("does", "opening", "number")}
    said |= {name: getattr(words, name).strip() for name in ("phone", "email", "website")}
    page = {"charity_id": charity_id, "categories": words.categories, "changed_at": act.now}
    put_row(act.store, CharityPageRow, page | said)
    keep_areas(act.store, charity_id, words.boroughs)


def ask_in(act: Act, email: str, role: Role, charity_id: str, boroughs: frozenset[str]) -> str:
    """Let somebody work for a charity, with an account that is made where there is none.

    An account that is there keeps all else that it sees and does: no charity decides what
    somebody does at another. Nobody changes their own role by it. Return the account's id.
    """
    account = account_by_email(act.store, email)
    scope = frozenset((charity_id, borough) for borough in boroughs)
    if account is None:
        invite(act, AskedStaff(email, role, scope))
        account = account_by_email(act.store, email)
        assert account is not None
        return account.id
    joins = {"coordinator_id": account.id, "charity_id": charity_id}
    known = act.store.get(MembershipRow, (account.id, charity_id))
    if known is None or act.by != f"coordinator:{account.id}":
        act.store.merge(MembershipRow(role=at_a_charity(role), **joins))
    for borough in sorted(boroughs):
        act.store.merge(ScopeRow(borough=borough, **joins))
    act.store.flush()
    if account.password is None:
        post_link(act, account)
    elif known is None and act.by != f"coordinator:{account.id}":
        tell_of_joining(act, account.id, charity_id)
    act.note("joined_charity", "coordinator", account.id, charity=charity_id)
    return account.id


def newcomers(act: Act, desk: Desk) -> list[Newcomer]:
    """Charities that wait to be let in near this desk; all of them for an administrator."""
    here = desk.require(Right.VOUCH)
    waiting = pending_charities(act.store, None if here.everything else here.boroughs)
    vouches = vouches_for(act.store, [one.id for one in waiting])
    return [
        Newcomer(one, tuple(said), _can_vouch(act, desk, one, {by.charity_id for by in said}))
        for one in waiting
        for said in [vouches.get(one.id, [])]
    ]


def vouch(act: Act, desk: Desk, charity_id: str, by_charity_id: str) -> bool:
    """Put the name of one's charity to a newcomer; whether it is let in by that. Twice is once."""
    here = desk.require(Right.VOUCH)
    charity = _pending(act, charity_id)
    if (
        act.store.query(ScopeRow)
        .filter_by(coordinator_id=desk.coordinator_id, charity_id=charity_id)
        .first()
    ):
        raise NotAllowed(NOT_FOR_YOUR_OWN)
    shared = {one for one in charity.boroughs if (by_charity_id, one) in here.pairs}
    if not shared:
        raise NotAllowed(NOT_A_NEIGHBOUR)
    said = {
        "charity_id": charity_id,
        "by_charity_id": by_charity_id,
        "coordinator_id": desk.coordinator_id,
        "at": act.now,
    }
    if add_row(act.store, VouchRow, said, skip_known=True):
        act.note("vouched", "charity", charity_id, by_charity=by_charity_id)
    theirs = vouches_for(act.store, [charity_id]).get(charity_id, [])
    if not is_vouched_for(one.charity_id for one in theirs):
        return False
    _settle(act, charity_id, verified=True)
    return True


def verify(act: Act, desk: Desk, charity_id: str) -> None:
    """Let a charity in: an administrator's word."""
    desk.require(Right.SETTLE_CHARITIES)
    _pending(act, charity_id)
    _settle(act, charity_id, verified=True)


def refuse(act: Act, desk: Desk, charity_id: str) -> None:
    """Do not let a charity in: it is ended, and its staff go on seeing nothing."""
    desk.require(Right.SETTLE_CHARITIES)
    _pending(act, charity_id)
    act.store.get_one(CharityRow, charity_id).ended_at = act.now
    _settle(act, charity_id, verified=False)


def _pending(act: Act, charity_id: str) -> CharityLine:
    """A charity that waits, held until this is over: of two who settle it, one does."""
    registration = registration_of(act.store, charity_id)
    charity = charity_with(act.store, id=charity_id)
    if charity is None:
        raise NotFound(NO_SUCH_CHARITY)
    if registration is None or charity.standing is not CharityStanding.PENDING:
        raise Conflict(SETTLED)
    return charity


def _settle(act: Act, charity_id: str, *, verified: bool) -> None:
    """Keep that it waits no more, and tell whoever registered it."""
    registration = act.store.get_one(RegistrationRow, charity_id)
    registration.settled_at, registration.settled_by = act.now, act.by
    act.store.flush()
    act.note("verified" if verified else "refused", "charity", charity_id)
    tell_founder(act, registration.coordinator_id, charity_id, verified=verified)


def _can_vouch(
    act: Act, desk: Desk, newcomer: CharityLine, said: set[str]
) -> tuple[tuple[str, str], ...]:
    own = act.store.query(ScopeRow).filter_by(
        coordinator_id=desk.coordinator_id, charity_id=newcomer.id
    )
    vouched = act.store.query(VouchRow).filter_by(
        coordinator_id=desk.coordinator_id, charity_id=newcomer.id
    )
    if own.first() or vouched.first():
        return ()
    pairs = desk.within(Right.VOUCH).pairs
    near = {charity for charity, borough in pairs if borough in newcomer.boroughs}
    names = {one: act.store.get_one(CharityRow, one).name for one in near - said}
    return tuple(sorted(names.items(), key=lambda one: one[1]))
