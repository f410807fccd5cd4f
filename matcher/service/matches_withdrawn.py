"""Taking matches back: one by one, or all that hang on a need or an offer; people are told."""

from collections.abc import Iterable
from datetime import date

from matcher.domain.life_cycles import MatchStatus
from matcher.domain.outcomes import HOLDS_CAPACITY, WithdrawalReason, WithdrawnBy
from matcher.service.acting import Act
from matcher.service.match_letters import (
    drop_questions,
    tell_that_nobody_comes,
    tell_that_nobody_need_come,
)
from matcher.storage.reading.pairings import (
    Pairing,
    pairing_of,
    pairings_of_need,
    pairings_of_offer,
)
from matcher.storage.writing import matches
from matcher.storage.writing.need_endings import hold_need
from matcher.storage.writing.offers import hold_offer

# The resident knows, since they said so; or there is nobody left to tell.
_RESIDENT_KNOWS = frozenset(
    {
        WithdrawalReason.NO_LONGER_NEEDED,
        WithdrawalReason.NEED_CHANGED,
        WithdrawalReason.NEED_CLOSED,
    }
)
_VOLUNTEER_KNOWS = frozenset({WithdrawalReason.HANDED_BACK, WithdrawalReason.OFFER_ENDED})


def withdraw_match(act: Act, match_id: str, by: WithdrawnBy, reason: WithdrawalReason) -> None:
    """Take one match back; whoever did not do it themselves is told."""
    _withdraw(act, pairing_of(act.store, match_id), by, reason)


def withdraw_matches_of_need(
    act: Act,
    need_id: str,
    by: WithdrawnBy,
    reason: WithdrawalReason,
    *,
    on_date: date | None = None,
) -> int:
    """Take back all that waits or was accepted for a need; how many there were.

    `on_date` leaves those of a need's other dates. The need is held first: whoever records a match
    for it at this moment is waited for, so that theirs is among those found.
    """
    hold_need(act.store, need_id)
    found = pairings_of_need(act.store, need_id)
    if on_date is not None:
        found = [match for match in found if match.on_date == on_date]
    return _withdraw_all(act, found, by, reason)


def withdraw_matches_of_offer(
    act: Act,
    offer_id: str,
    by: WithdrawnBy,
    reason: WithdrawalReason,
    *,
    proposals_only: bool = False,
) -> int:
    """Take back all that waits or was accepted with an offer; how many there were.

    `proposals_only` leaves what was promised, for somebody who only rests. The offer is held first,
    as needs are above.
    """
    hold_offer(act.store, offer_id)
    found = pairings_of_offer(act.store, offer_id)
    if proposals_only:
        found = [match for match in found if match.status is MatchStatus.PROPOSED]
    return _withdraw_all(act, found, by, reason)


def _withdraw_all(
    act: Act, found: Iterable[Pairing], by: WithdrawnBy, reason: WithdrawalReason
) -> int:
    live = [match for match in found if match.status in HOLDS_CAPACITY]
    for match in live:
        _withdraw(act, match, by, reason)
    return len(live)


def _withdraw(act: Act, match: Pairing, by: WithdrawnBy, reason: WithdrawalReason) -> None:
    matches.withdraw(act.store, match.match_id, by=by, reason=reason, now=act.now)
    act.note(
        "withdrawn", "match", match.match_id, person_id=match.resident_id, on_behalf=by, why=reason
    )
    volunteer_did = by is WithdrawnBy.VOLUNTEER or reason in _VOLUNTEER_KNOWS
    if volunteer_did or reason is WithdrawalReason.VOLUNTEER_SUSPENDED:
        drop_questions(act, match.match_id)
    else:
        tell_that_nobody_need_come(act, match)
    resident_did = by is WithdrawnBy.RESIDENT or reason in _RESIDENT_KNOWS
    if match.status is MatchStatus.ACCEPTED and not resident_did:
        tell_that_nobody_comes(act, match)
