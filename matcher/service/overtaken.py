"""Which messages have been overtaken by events, so that they are dropped and not sent.

A table: for each kind of letter, how things must still stand for it to make sense. Kinds that are
not in it tell of what has happened, which stays true.
"""

from collections.abc import Mapping
from datetime import datetime

from matcher.domain.life_cycles import MatchStatus, NeedStatus
from matcher.messages.letters.letter import LetterKind
from matcher.storage.reading.outbox import Waiting

_ASKS_WHO_IS_COMING = frozenset({MatchStatus.ACCEPTED, MatchStatus.DONE_REPORTED})
MATCH_MUST_BE: Mapping[str, frozenset[MatchStatus]] = {
    LetterKind.PROPOSAL: frozenset({MatchStatus.PROPOSED}),
    LetterKind.PROPOSAL_REMINDER: frozenset({MatchStatus.PROPOSED}),
    LetterKind.MATCH_ACCEPTED: _ASKS_WHO_IS_COMING,
    LetterKind.MAY_THEY_KNOW: frozenset({MatchStatus.ACCEPTED}),
    LetterKind.THEY_MAY_KNOW: frozenset({MatchStatus.ACCEPTED}),
    LetterKind.ON_MY_WAY: frozenset({MatchStatus.ACCEPTED}),
    LetterKind.WAS_IT_DONE: _ASKS_WHO_IS_COMING,
    LetterKind.DID_YOU_DO_IT: frozenset({MatchStatus.ACCEPTED}),
}
NEED_MUST_NOT_BE_CLOSED = frozenset(
    {
        LetterKind.CONFIRM_NEED,
        LetterKind.STILL_NEEDED,
        LetterKind.PROPOSAL,
        LetterKind.PROPOSAL_REMINDER,
        LetterKind.HANDED_BACK,
        LetterKind.MAY_WE_HAND_ON,
    }
)


def overtaken(waiting: Waiting, now: datetime) -> bool:
    """Whether a message that waits should no longer go out."""
    row = waiting.row
    if row.drop_after is not None and row.drop_after <= now:
        return True
    if waiting.person is None and waiting.coordinator is None:
        return True
    if waiting.person is not None and waiting.person.erased_at is not None:
        return True
    if row.kind == LetterKind.CONFIRM_NEED and waiting.need_confirmed:
        return True
    if row.kind in NEED_MUST_NOT_BE_CLOSED and waiting.need_status is NeedStatus.CLOSED:
        return True
    fitting = MATCH_MUST_BE.get(row.kind)
    return (
        fitting is not None
        and waiting.match_status is not None
        and waiting.match_status not in fitting
    )
