"""What time does to needs: asked whether they are still wanted, closed when nobody says so.

Nothing is assumed to be done. A need that was asked about and of which nothing was heard is
closed as expired; so is one that nobody ever confirmed, and one whose day has passed.
"""

from datetime import timedelta

from matcher.domain.deadlines import (
    silence_ends_at,
    still_needed_asked_at,
    unconfirmed_need_expires_at,
)
from matcher.domain.life_cycles import NeedStatus
from matcher.domain.links import LinkPurpose
from matcher.domain.outcomes import NeedEnding, WithdrawalReason, WithdrawnBy
from matcher.messages.letters.contents import Help
from matcher.messages.letters.letter import LetterKind
from matcher.messages.letters.needs import NeedExpired, StillNeeded
from matcher.service.acting import Act
from matcher.service.follow_ups import BATCH, tell
from matcher.service.matches_withdrawn import withdraw_matches_of_need
from matcher.storage.reading.still_standing import (
    NeedToAskAbout,
    needs_that_are_silent,
    needs_to_ask_about,
    needs_whose_day_is_over,
    unconfirmed_needs,
    was_ever_helped,
)
from matcher.storage.writing.links import Subject
from matcher.storage.writing.needs import held_need, may_still_change, move_need

_A_DAY = timedelta(days=1)


def ask_still_needed(act: Act, *, most: int = BATCH) -> int:
    """Ask residents of whom nothing was heard for long whether they still want help."""
    waited = timedelta(days=act.rules.deadlines.still_needed_days) - _A_DAY
    found = needs_to_ask_about(
        act.store, heard_before=act.now - waited, kind=LetterKind.STILL_NEEDED, most=most
    )
    return sum(_asked(act, need) for need in found)


def say_still_needed(act: Act, need_id: str) -> None:
    """The resident still wants it: from now on it counts as heard of again."""
    need = held_need(act.store, need_id)
    may_still_change(need)
    need.changed_at = act.now
    act.note("still_needed", "need", need_id, person_id=need.person_id)


def close_silent_needs(act: Act, *, most: int = BATCH) -> int:
    """Close needs whose residents were asked and did not answer in time; nobody is written to."""
    waited = timedelta(days=act.rules.deadlines.silence_days) - _A_DAY
    found = needs_that_are_silent(
        act.store, asked_before=act.now - waited, kind=LetterKind.STILL_NEEDED, most=most
    )
    over = [n for n in found if silence_ends_at(n.heard_at, act.rules.deadlines) <= act.now]
    for need in over:
        _close(act, need, NeedEnding.EXPIRED, "silence")
    return len(over)


def expire_unconfirmed(act: Act, *, most: int = BATCH) -> int:
    """Close needs that nobody confirmed; whoever did not ask for them hears nothing more."""
    waited = timedelta(days=act.rules.deadlines.unconfirmed_days) - _A_DAY
    found = unconfirmed_needs(act.store, registered_before=act.now - waited, most=most)
    deadlines = act.rules.deadlines
    over = [n for n in found if unconfirmed_need_expires_at(n.heard_at, deadlines) <= act.now]
    for need in over:
        _close(act, need, NeedEnding.EXPIRED, "unconfirmed")
    return len(over)


def close_past_needs(act: Act, *, most: int = BATCH) -> int:
    """Close needs whose last day has passed: met where anybody helped, else with our regret."""
    found = needs_whose_day_is_over(act.store, today=act.today, most=most)
    for need in found:
        helped = was_ever_helped(act.store, need.need_id)
        _close(act, need, NeedEnding.MET if helped else NeedEnding.EXPIRED, "day_over")
        if not helped:
            _tell_of_the_end(act, need)
    return len(found)


def _asked(act: Act, need: NeedToAskAbout) -> bool:
    if act.now < still_needed_asked_at(need.heard_at, act.rules.deadlines):
        return False
    answer_by = silence_ends_at(act.now, act.rules.deadlines)
    return tell(
        act,
        lambda link: StillNeeded(link, Help(need.category, need.borough), answer_by),
        "n",
        LinkPurpose.NEED,
        Subject(person_id=need.resident_id, need_id=need.need_id),
        person_id=need.resident_id,
        key=f"still_needed:{need.need_id}:{need.heard_at.isoformat()}",
        need_id=need.need_id,
        drop_after=answer_by,
    )


def _tell_of_the_end(act: Act, need: NeedToAskAbout) -> None:
    tell(
        act,
        lambda link: NeedExpired(link, Help(need.category, need.borough)),
        "n",
        LinkPurpose.NEED,
        Subject(person_id=need.resident_id, need_id=need.need_id),
        person_id=need.resident_id,
        key=f"need_expired:{need.need_id}",
        need_id=need.need_id,
    )


def _close(act: Act, need: NeedToAskAbout, ending: NeedEnding, why: str) -> None:
    withdraw_matches_of_need(act, need.need_id, WithdrawnBy.SYSTEM, WithdrawalReason.NEED_CLOSED)
    move_need(act.store, need.need_id, NeedStatus.CLOSED, now=act.now, ending=ending)
    act.note(ending, "need", need.need_id, person_id=need.resident_id, why=why)
