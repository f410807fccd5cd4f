"""Volunteers on the board: who was not asked lately, who is tired, whose check runs out."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from matcher.domain.board import CHECK_RUNS_OUT_DAYS, LATELY_DAYS, VolunteerOrder
from matcher.domain.checks import CheckLevel
from matcher.domain.contact import ContactWay
from matcher.domain.refusals import NotFound
from matcher.domain.roles import Right
from matcher.service.acting import Act
from matcher.service.contacts import details_of
from matcher.service.desk import Desk
from matcher.service.volunteers_known import (
    lift_suspension,
    note_check,
    revoke_check,
    suspend_volunteer,
)
from matcher.storage.reading.board_need import Look, looks_at
from matcher.storage.reading.board_people import references_among, volunteers_among
from matcher.storage.reading.board_volunteers import (
    OfferLine,
    VolunteerLine,
    VolunteerMatch,
    is_within,
    matches_of_volunteer,
    offers_of,
    volunteer_line,
    volunteer_lines,
)
from matcher.storage.reading.checks import KeptCheck, kept_checks
from matcher.storage.tables import PersonRow

NO_SUCH_VOLUNTEER = "There is no such volunteer on your board."


@dataclass(frozen=True, slots=True)
class VolunteersPage:
    """One page of a list; `next` is the id to go on from, None at the end."""

    lines: tuple[VolunteerLine, ...]
    next: str | None


@dataclass(frozen=True, slots=True)
class VolunteerPage:
    """One volunteer, before their details are opened.

    `needs` are the references of those of their needs that this desk sees too, by id.
    """

    volunteer: VolunteerLine
    offers: tuple[OfferLine, ...]
    matches: tuple[VolunteerMatch, ...]
    checks: tuple[KeptCheck, ...]
    looks: tuple[Look, ...]
    reads: str
    needs: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class VolunteerContact:
    """Who a volunteer is; never printed, and each opening is noted."""

    name: str = field(repr=False)
    phone: str = field(repr=False)
    email: str = field(repr=False)
    ways: tuple[ContactWay, ...]


def volunteers(
    act: Act, desk: Desk, order: VolunteerOrder, *, after: str = "", most: int = 50
) -> VolunteersPage:
    """One page of the volunteers that a desk sees, in one of a few lists."""
    here = desk.require(Right.SEE_VOLUNTEERS)
    lines, more = volunteer_lines(
        act.store,
        here,
        order,
        since=act.now - timedelta(days=LATELY_DAYS),
        checks_until=act.today + timedelta(days=CHECK_RUNS_OUT_DAYS),
        after=after,
        most=most,
    )
    return VolunteersPage(tuple(lines), lines[-1].id if more else None)


def volunteer_page(act: Act, desk: Desk, volunteer_id: str) -> VolunteerPage:
    """A volunteer of this desk's scope."""
    require_volunteer(act, desk, volunteer_id)
    line = volunteer_line(act.store, volunteer_id, since=act.now - timedelta(days=LATELY_DAYS))
    if line is None:
        raise NotFound(NO_SUCH_VOLUNTEER)
    matches = matches_of_volunteer(act.store, volunteer_id)
    on_board = desk.within(Right.SEE_BOARD)
    return VolunteerPage(
        volunteer=line,
        offers=tuple(offers_of(act.store, volunteer_id)),
        matches=tuple(matches),
        checks=tuple(kept_checks(act.store, volunteer_id)),
        looks=tuple(looks_at(act.store, desk.within(Right.SEE_VOLUNTEERS), volunteer_id)),
        reads=act.store.get_one(PersonRow, volunteer_id).language,
        needs=references_among(act.store, on_board, {one.need_id for one in matches}),
    )


def seen_among(act: Act, desk: Desk, volunteer_ids: Collection[str]) -> frozenset[str]:
    """Those of these volunteers whose pages this desk may open; some live elsewhere."""
    if not desk.may(Right.SEE_VOLUNTEERS):
        return frozenset()
    here = desk.within(Right.SEE_VOLUNTEERS)
    return frozenset(volunteers_among(act.store, here, volunteer_ids))


def volunteer_contact(act: Act, desk: Desk, volunteer_id: str) -> VolunteerContact:
    """Open who a volunteer is; the look is noted, and the volunteer can read it."""
    desk.require(Right.SEE_DETAILS)
    require_volunteer(act, desk, volunteer_id)
    person = act.store.get(PersonRow, volunteer_id)
    details = details_of(act, person) if person else None
    if details is None:
        raise NotFound("These details are erased and cannot be shown any more.")
    act.note_look(volunteer_id, "contact")
    contact = details.contact
    return VolunteerContact(
        name=details.name,
        phone=contact.phone.number if contact.phone else "",
        email=contact.email.address if contact.email else "",
        ways=contact.ways(),
    )


def require_volunteer(
    act: Act, desk: Desk, volunteer_id: str, right: Right = Right.SEE_VOLUNTEERS
) -> None:
    """Raise NotFound for a volunteer who is not there for this desk with this right."""
    if not is_within(act.store, desk.require(right), volunteer_id):
        raise NotFound(NO_SUCH_VOLUNTEER)


def see_check(
    act: Act,
    desk: Desk,
    volunteer_id: str,
    level: CheckLevel,
    *,
    seen_on: date,
    review_on: date | None,
) -> None:
    """Note that whoever sits here saw a check of a volunteer."""
    require_volunteer(act, desk, volunteer_id, Right.NOTE_CHECKS)
    note_check(act, volunteer_id, level, seen_on=seen_on, review_on=review_on)


def take_check_back(act: Act, desk: Desk, volunteer_id: str, check_id: str) -> None:
    """Let a check of a volunteer count for nothing from now on."""
    require_volunteer(act, desk, volunteer_id, Right.NOTE_CHECKS)
    if check_id not in {one.id for one in kept_checks(act.store, volunteer_id)}:
        raise NotFound("There is no such check.")
    revoke_check(act, check_id)


def suspend(act: Act, desk: Desk, volunteer_id: str) -> None:
    """Ask nothing more of a volunteer of this scope."""
    require_volunteer(act, desk, volunteer_id, Right.SUSPEND)
    suspend_volunteer(act, volunteer_id)


def lift(act: Act, desk: Desk, volunteer_id: str) -> None:
    """Let a suspended volunteer help again: an administrator's word."""
    require_volunteer(act, desk, volunteer_id, Right.LIFT_SUSPENSIONS)
    lift_suspension(act, volunteer_id)
