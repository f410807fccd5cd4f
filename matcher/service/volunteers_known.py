"""How well a volunteer is known: checks that a coordinator saw, and suspensions."""

from datetime import date

from matcher.domain.checks import Check, CheckLevel, level_held, reaches
from matcher.domain.life_cycles import VolunteerStatus
from matcher.domain.outcomes import WithdrawalReason, WithdrawnBy
from matcher.domain.refusals import Conflict, Invalid, NotFound
from matcher.domain.rota import LeaveReason
from matcher.service.acting import Act
from matcher.service.matches_withdrawn import withdraw_matches_of_offer
from matcher.service.rota.leaving import leave_all
from matcher.storage.ids import new_id
from matcher.storage.reading.checks import checks_of
from matcher.storage.reading.volunteers import offers_of
from matcher.storage.tables import CheckRow, PersonRow
from matcher.storage.writing.volunteers import hold_volunteer, move_volunteer


def note_check(
    act: Act,
    volunteer_id: str,
    level: CheckLevel,
    *,
    seen_on: date,
    review_on: date | None = None,
    charity_id: str | None = None,
) -> str:
    """Note that whoever acts saw a check: its level and two dates, never a certificate.

    Return its id. A newer one stands beside the older ones.
    """
    check = Check(level, seen_on, act.by, review_on)
    if seen_on > act.today:
        raise Invalid("The day it was seen cannot be in the future.", "seen_on")
    if review_on is not None and review_on < act.today:
        raise Invalid("The review date is over already: please see the check again.", "review_on")
    hold_volunteer(act.store, volunteer_id)
    row = CheckRow(
        id=new_id(),
        volunteer_id=volunteer_id,
        charity_id=charity_id,
        level=check.level,
        seen_on=seen_on,
        seen_by=act.by,
        review_on=review_on,
        created_at=act.now,
    )
    act.store.add(row)
    act.store.flush()
    act.note("check_noted", "volunteer", volunteer_id, person_id=volunteer_id, level=level)
    climb(act, volunteer_id)
    return row.id


def revoke_check(act: Act, check_id: str) -> None:
    """Take a check back; from now on it counts for nothing."""
    row = act.store.get(CheckRow, check_id)
    if row is None:
        raise NotFound("There is no such check.")
    if row.revoked_at is None:
        row.revoked_at, row.revoked_by = act.now, act.by
        act.store.flush()
        act.note("check_revoked", "volunteer", row.volunteer_id, person_id=row.volunteer_id)


def suspend_volunteer(act: Act, volunteer_id: str) -> None:
    """Ask nothing more of a volunteer, and take back whatever they were asked or had promised."""
    before = hold_volunteer(act.store, volunteer_id).status
    move_volunteer(
        act.store,
        volunteer_id,
        VolunteerStatus.SUSPENDED,
        now=act.now,
        status_before=before,
        suspended_by=act.by,
        suspended_at=act.now,
    )
    act.note("suspended", "volunteer", volunteer_id, person_id=volunteer_id)
    for offer in offers_of(act.store, volunteer_id):
        withdraw_matches_of_offer(
            act, offer.id, WithdrawnBy.SYSTEM, WithdrawalReason.VOLUNTEER_SUSPENDED
        )
    leave_all(act, volunteer_id, LeaveReason.SUSPENDED)


def lift_suspension(act: Act, volunteer_id: str) -> None:
    """Let a volunteer help again; they stand where their checks put them today."""
    hold_volunteer(act.store, volunteer_id)
    person = act.store.get_one(PersonRow, volunteer_id)
    if person.contact_proven_at is None:
        raise Conflict(
            "This volunteer has never proved their phone or e-mail: please let them do it first."
        )
    move_volunteer(
        act.store,
        volunteer_id,
        VolunteerStatus.CONTACT_PROVEN,
        now=act.now,
        status_before=None,
        suspended_by=None,
        suspended_at=None,
    )
    act.note("suspension_lifted", "volunteer", volunteer_id, person_id=volunteer_id)
    climb(act, volunteer_id)


def climb(act: Act, volunteer_id: str) -> None:
    """Move a volunteer up as far as the checks that hold today carry, and never down.

    Whoever has not proved their contact waits for that; a check that ran out is for `checks` to
    say, since what may be given hangs on it and not on this.
    """
    status = hold_volunteer(act.store, volunteer_id).status
    held = level_held(checks_of(act.store, volunteer_id), act.today)
    steps = (
        (VolunteerStatus.CONTACT_PROVEN, VolunteerStatus.IDENTITY_SEEN, CheckLevel.IDENTITY),
        (VolunteerStatus.IDENTITY_SEEN, VolunteerStatus.CHECKED, CheckLevel.REFERENCES),
    )
    for start, end, level in steps:
        if status is start and reaches(held, level):
            move_volunteer(act.store, volunteer_id, end, now=act.now)
            status = end
