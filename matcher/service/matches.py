"""What volunteers do with a match: yes, no, hand back, set out, done, could not.

Each verb is one guarded move with what hangs on it, all in the caller's transaction: places, the
others who were asked, letters, the log. Whoever comes second is refused with how things stand.
"""

from datetime import date

from matcher.domain.checks import require_check
from matcher.domain.life_cycles import MatchStatus, VolunteerStatus, how_it_stands
from matcher.domain.outcomes import DeclineReason, FailureReason, WithdrawalReason, WithdrawnBy
from matcher.domain.refusals import Conflict, Invalid, NotAllowed
from matcher.service.acting import Act
from matcher.service.match_letters import (
    drop_questions,
    tell_of_setting_out,
    tell_of_yes,
    tell_that_it_was_taken,
    tell_that_nobody_comes,
)
from matcher.storage.reading.checks import checks_of
from matcher.storage.reading.pairings import Pairing, pairing_of
from matcher.storage.writing import matches
from matcher.storage.writing.match_marks import mark_on_my_way

# Nobody helps for longer than a day at a time; more is a slip of the keyboard.
MOST_MINUTES = 24 * 60


def accept_match(act: Act, match_id: str) -> None:
    """Say yes: the unit is taken, the others who were asked are told, and so is the resident.

    `Conflict` where it was taken, lapsed or withdrawn meanwhile; `NotAllowed` where a check that
    this kind of help needs is not held today.
    """
    match = pairing_of(act.store, match_id)
    _require_trust(act, match)
    moved = matches.accept(act.store, match_id, now=act.now)
    drop_questions(act, match_id)
    act.note(
        "accepted", "match", match_id, person_id=match.resident_id, volunteer_id=match.volunteer_id
    )
    for other in matches.withdraw_others(act.store, moved, now=act.now):
        asked = pairing_of(act.store, other.id)
        tell_that_it_was_taken(act, asked)
        act.note("taken_by_another", "match", other.id, person_id=asked.volunteer_id)
    tell_of_yes(act, match)


def decline_match(act: Act, match_id: str, reason: DeclineReason) -> None:
    """Say no, and why; the pair is not proposed again."""
    match = pairing_of(act.store, match_id)
    matches.decline(act.store, match_id, reason=reason, now=act.now)
    drop_questions(act, match_id)
    act.note("declined", "match", match_id, person_id=match.resident_id, reason=reason)


def hand_back(act: Act, match_id: str) -> None:
    """Give back what one had said yes to; somebody else is looked for at once."""
    match = _accepted(act, match_id)
    matches.withdraw(
        act.store,
        match_id,
        by=WithdrawnBy.VOLUNTEER,
        reason=WithdrawalReason.HANDED_BACK,
        now=act.now,
    )
    act.note("handed_back", "match", match_id, person_id=match.resident_id)
    tell_that_nobody_comes(act, match)


def on_my_way(act: Act, match_id: str) -> None:
    """Say that one has set out; the resident hears of it once, however often it is said."""
    match = _accepted(act, match_id)
    require_details_open(match)
    if mark_on_my_way(act.store, match_id, now=act.now):
        act.note("on_my_way", "match", match_id, person_id=match.resident_id)
        tell_of_setting_out(act, match)


def report_done(act: Act, match_id: str, minutes: int | None = None) -> None:
    """Say that it is done, and how long it took; from now on one's hands are free."""
    if minutes is not None and not 0 <= minutes <= MOST_MINUTES:
        raise Invalid("Please say how many minutes it took, up to a day (1,440).", "minutes")
    match = _accepted(act, match_id)
    matches.report_done(act.store, match_id, now=act.now, minutes=minutes)
    act.note("done_reported", "match", match_id, person_id=match.resident_id, minutes=minutes)


def could_not(act: Act, match_id: str, reason: FailureReason) -> None:
    """Say that it could not be done, and why; the unit is open again."""
    match = _accepted(act, match_id)
    matches.fail(act.store, match_id, reason=reason, now=act.now)
    act.note("failed", "match", match_id, person_id=match.resident_id, reason=reason)
    tell_that_nobody_comes(act, match)


def require_details_open(match: Pairing) -> None:
    """Raise NotAllowed while a resident who wants to be asked first has not agreed."""
    if match.asks_first and match.details_agreed_at is None:
        raise NotAllowed(
            "The person you help wants to agree first to who comes. We write to you as soon as"
            " they have."
        )


def _accepted(act: Act, match_id: str) -> Pairing:
    match = pairing_of(act.store, match_id)
    if match.status is not MatchStatus.ACCEPTED:
        raise Conflict(how_it_stands(match.status))
    return match


def _require_trust(act: Act, match: Pairing) -> None:
    """What was true when they were asked must still be: not suspended, and checked for this."""
    if match.volunteer_status is VolunteerStatus.SUSPENDED:
        raise Conflict(how_it_stands(match.volunteer_status))
    today: date = act.today
    require_check(match.category, checks_of(act.store, match.volunteer_id), today)
