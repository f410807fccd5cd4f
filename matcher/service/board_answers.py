"""What people answer on the telephone, written down by whoever rang them.

The log says who wrote it down. The rules are those of the pages: a yes needs the same checks, and
comes too late when somebody else was first.
"""

from collections.abc import Callable, Mapping
from enum import StrEnum

from matcher.domain.outcomes import DeclineReason
from matcher.domain.refusals import NotFound
from matcher.domain.roles import Right
from matcher.service.acting import Act
from matcher.service.desk import Desk, need_in_scope
from matcher.service.matches import accept_match, decline_match
from matcher.service.matches_resident import confirm_done
from matcher.storage.tables import MatchRow

NO_SUCH_MATCH = "There is no such match on your board."


class Answer(StrEnum):
    """What was said: the volunteer's yes or no, or the resident's “it was done”."""

    YES = "yes"
    NO = "no"
    DONE = "done"


def _said_no(act: Act, match_id: str) -> None:
    decline_match(act, match_id, DeclineReason.OTHER)


_DEEDS: Mapping[Answer, Callable[[Act, str], None]] = {
    Answer.YES: accept_match,
    Answer.NO: _said_no,
    Answer.DONE: confirm_done,
}


def note_answer(act: Act, desk: Desk, match_id: str, answer: Answer) -> str:
    """Write an answer down; return the id of the need."""
    desk.require(Right.RING)
    match = act.store.get(MatchRow, match_id)
    if match is None:
        raise NotFound(NO_SUCH_MATCH)
    need = need_in_scope(act, desk, match.need_id, Right.RING)
    _DEEDS[answer](act, match_id)
    return need.id
