"""A charity of one's own: what it says, when it is full, who works for it."""

from dataclasses import dataclass
from datetime import date

from matcher.domain.charities import CharityStanding, CharityWords, new_pause
from matcher.domain.contact import Email
from matcher.domain.refusals import Conflict, Invalid, NotAllowed, NotFound
from matcher.domain.roles import Right, Role
from matcher.service.acting import Act
from matcher.service.charities import NO_SUCH_CHARITY, ask_in, keep_words
from matcher.service.desk import Desk
from matcher.storage.reading.charities import (
    CharityLine,
    OwnStaffLine,
    VouchLine,
    charities_of_account,
    charity_with,
    own_staff,
    vouches_for,
)
from matcher.storage.reading.coordinators import charity_by_name
from matcher.storage.tables import (
    CharityRow,
    CoordinatorRow,
    IntakePauseRow,
    MembershipRow,
    ScopeRow,
)
from matcher.storage.writing.one_row import put_row

NAME_IS_TAKEN = "Another charity has this name: add something that tells the two apart."
NO_ADMINISTRATORS = "Only an administrator makes somebody an administrator."
NOT_VERIFIED = "Once your charity is verified you can invite others."
CHOOSE_BOROUGHS = "Choose at least one borough of your charity: without it they see nothing."
NOT_YOURSELF = "You cannot take yourself out: please ask a colleague."
NOBODY_THERE = "There is nobody like this at your charity."


@dataclass(frozen=True, slots=True)
class OwnCharity:
    """A charity as its own staff see it."""

    charity: CharityLine
    vouches: tuple[VouchLine, ...]
    staff: tuple[OwnStaffLine, ...]


def charities_at(act: Act, desk: Desk) -> list[CharityLine]:
    """The charities that somebody works for, by name; those that wait to be let in, too."""
    desk.require(Right.SEE_CHARITIES)
    return charities_of_account(act.store, desk.coordinator_id)


def own_charity(
    act: Act, desk: Desk, charity_id: str, right: Right = Right.SEE_CHARITIES
) -> OwnCharity:
    """One of them, with who vouched for it and who works there."""
    charity = _own(act, desk, charity_id, right)
    verified = charity.standing is CharityStanding.VERIFIED
    # Before it is let in, nobody's address is shown to somebody whom nobody knows.
    people = own_staff(act.store, charity_id) if verified else []
    vouches = vouches_for(act.store, [charity_id]).get(charity_id, [])
    return OwnCharity(charity, tuple(vouches), tuple(people))


def change_words(act: Act, desk: Desk, charity_id: str, words: CharityWords) -> None:
    """Say something else of one's charity. Its boroughs stay an administrator's to change."""
    charity = _own(act, desk, charity_id, Right.STEER_CHARITIES)
    named = charity_by_name(act.store, words.name)
    if named is not None and named.id != charity_id:
        raise Conflict(NAME_IS_TAKEN)
    if frozenset(charity.boroughs) != words.boroughs:
        raise NotAllowed("Please ask an administrator to change where your charity works.")
    act.store.get_one(CharityRow, charity_id).name = words.name.strip()
    keep_words(act, charity_id, words)
    act.note("changed", "charity", charity_id)


def pause_intake(act: Act, desk: Desk, charity_id: str, why: str, until: date) -> None:
    """Take no new needs until a day; residents read why, and whom else they can ask."""
    _own(act, desk, charity_id, Right.STEER_CHARITIES)
    pause = new_pause(why, until, act.today)
    said = {
        "charity_id": charity_id,
        "why": pause.why,
        "until": pause.until,
        "by": act.by,
        "at": act.now,
    }
    put_row(act.store, IntakePauseRow, said)
    act.note("paused_intake", "charity", charity_id, days=(until - act.today).days)


def end_pause(act: Act, desk: Desk, charity_id: str) -> None:
    """Take new needs again; twice is once."""
    _own(act, desk, charity_id, Right.STEER_CHARITIES)
    if act.store.query(IntakePauseRow).filter_by(charity_id=charity_id).delete():
        act.note("took_up_intake", "charity", charity_id)


def invite_to(
    act: Act, desk: Desk, charity_id: str, email: str, role: Role, boroughs: frozenset[str]
) -> None:
    """Ask somebody to work for one's charity; the answer is the same for whoever is known."""
    charity = _own(act, desk, charity_id, Right.STEER_CHARITIES)
    if charity.standing is not CharityStanding.VERIFIED:
        raise NotAllowed(NOT_VERIFIED)
    if role is Role.ADMINISTRATOR:
        raise NotAllowed(NO_ADMINISTRATORS)
    if not boroughs or not boroughs <= {*charity.boroughs}:
        raise Invalid(CHOOSE_BOROUGHS, "boroughs")
    account_id = ask_in(act, Email(email).address, role, charity_id, boroughs)
    act.note("invited_to", "charity", charity_id, account=account_id, role=str(role))


def take_out(act: Act, desk: Desk, charity_id: str, account_id: str) -> None:
    """Somebody works for one's charity no longer; their account, and other charities, stay."""
    _own(act, desk, charity_id, Right.STEER_CHARITIES)
    if account_id == desk.coordinator_id:
        raise Conflict(NOT_YOURSELF)
    theirs = {"coordinator_id": account_id, "charity_id": charity_id}
    if not act.store.query(ScopeRow).filter_by(**theirs).delete():
        raise NotFound(NOBODY_THERE)
    act.store.query(MembershipRow).filter_by(**theirs).delete()
    act.store.get_one(CoordinatorRow, account_id).changed_at = act.now
    act.note("left_charity", "coordinator", account_id, charity=charity_id)


def _own(act: Act, desk: Desk, charity_id: str, right: Right) -> CharityLine:
    """A charity that this desk works for, or NotFound; an administrator works for all.

    One that waits to be let in is its staff's own already, so this asks for their role there.
    """
    desk.require(right)
    charity = charity_with(act.store, id=charity_id)
    works = {one.id for one in charities_of_account(act.store, desk.coordinator_id)}
    if charity is None or not (desk.is_administrator or charity_id in works):
        raise NotFound(NO_SUCH_CHARITY)
    desk.require_at(right, charity_id)
    return charity
