"""A need that rests, is open again, or is taken back; volunteers who said yes are told."""

from datetime import date, timedelta

from matcher.domain.life_cycles import NeedStatus
from matcher.domain.outcomes import NeedEnding, WithdrawalReason, WithdrawnBy
from matcher.domain.refusals import Invalid
from matcher.service.acting import Act
from matcher.service.matches_withdrawn import withdraw_matches_of_need
from matcher.service.needs_units import fit_units
from matcher.storage.reading.needs import paused_until_before
from matcher.storage.writing.needs import held_need, move_need

LONGEST_PAUSE = timedelta(days=183)


def pause_need(act: Act, need_id: str, until: date | None = None) -> None:
    """Ask nobody until a day (on which it opens again), or until somebody says so."""
    if until is not None and not act.today < until <= act.today + LONGEST_PAUSE:
        raise Invalid("Please choose a day after today, within the next six months.", "until")
    last = held_need(act.store, need_id).expires_on
    if until is not None and last is not None and until > last:
        raise Invalid("That is after the last day that it is for. Choose an earlier one.", "until")
    withdraw_matches_of_need(act, need_id, withdrawn_by(act), WithdrawalReason.NO_LONGER_NEEDED)
    need = move_need(act.store, need_id, NeedStatus.PAUSED, now=act.now, paused_until=until)
    act.note("paused", "need", need_id, person_id=need.person_id)


def reopen_need(act: Act, need_id: str) -> None:
    """Look for somebody again, before a pause is over or because it is."""
    need = move_need(act.store, need_id, NeedStatus.OPEN, now=act.now)
    fit_units(act, need)
    act.note("reopened", "need", need_id, person_id=need.person_id)


def reopen_paused_needs(act: Act, *, most: int = 200) -> int:
    """Open needs whose pause is over, some at a time; return how many."""
    due = paused_until_before(act.store, act.today, most)
    for need_id in due:
        reopen_need(act, need_id)
    return len(due)


def withdraw_need(act: Act, need_id: str) -> None:
    """Close a need that is not wanted any more; whoever was asked or said yes is told."""
    withdraw_matches_of_need(act, need_id, withdrawn_by(act), WithdrawalReason.NO_LONGER_NEEDED)
    need = move_need(
        act.store, need_id, NeedStatus.CLOSED, now=act.now, ending=NeedEnding.WITHDRAWN
    )
    act.note("withdrawn", "need", need_id, person_id=need.person_id)


def withdrawn_by(act: Act) -> WithdrawnBy:
    """In whose name a match is taken back when a need changes: the resident's, or ours for them."""
    kind = act.by.partition(":")[0]
    if kind in ("coordinator", "charity"):
        return WithdrawnBy.COORDINATOR
    return WithdrawnBy.RESIDENT
