"""What residents say of a match: you may know who I am, it was done, it was not done."""

from matcher.domain.life_cycles import MatchStatus, how_it_stands
from matcher.domain.outcomes import FailureReason
from matcher.domain.refusals import Conflict
from matcher.service.acting import Act
from matcher.service.match_letters import (
    tell_of_agreement,
    tell_thanks,
    tell_that_it_is_met,
)
from matcher.storage.reading.pairings import Pairing, pairing_of
from matcher.storage.writing import matches
from matcher.storage.writing.match_marks import mark_agreed
from matcher.storage.writing.need_endings import close_as_met, hold_need

_TO_BE_JUDGED = (MatchStatus.ACCEPTED, MatchStatus.DONE_REPORTED)


def agree_to_details(act: Act, match_id: str) -> None:
    """Let the volunteer who said yes see one's details; they hear of it once."""
    match = pairing_of(act.store, match_id)
    if mark_agreed(act.store, match_id, now=act.now):
        act.note("details_agreed", "match", match_id, person_id=match.resident_id)
        tell_of_agreement(act, match)


def confirm_done(act: Act, match_id: str) -> None:
    """Say that it was done, also where the volunteer has not said so; thanks go to them.

    A need that comes once is closed as met when all of its units are confirmed.
    """
    match = _judged(act, match_id)
    if match.status is MatchStatus.ACCEPTED:
        matches.report_done(act.store, match_id, now=act.now)
    matches.confirm(act.store, match_id, now=act.now)
    act.note("confirmed", "match", match_id, person_id=match.resident_id)
    tell_thanks(act, match)
    if close_as_met(act.store, match.need_id, now=act.now):
        act.note("met", "need", match.need_id, person_id=match.resident_id)
        # Whoever has just said it themselves needs no letter about it.
        if act.by != f"resident:{match.resident_id}":
            tell_that_it_is_met(act, match)


def say_not_done(
    act: Act, match_id: str, reason: FailureReason = FailureReason.DID_NOT_COME
) -> None:
    """Say that it was not done, whatever the volunteer said; the unit is open again."""
    match = _judged(act, match_id)
    matches.fail(act.store, match_id, reason=reason, now=act.now)
    act.note(
        "not_done",
        "match",
        match_id,
        person_id=match.resident_id,
        volunteer_id=match.volunteer_id,
        reason=reason,
    )


def _judged(act: Act, match_id: str) -> Pairing:
    """The match, with its need held, so that of two last units one sees the other confirmed."""
    hold_need(act.store, pairing_of(act.store, match_id).need_id)
    match = pairing_of(act.store, match_id)
    if match.status not in _TO_BE_JUDGED:
        raise Conflict(how_it_stands(match.status))
    return match
