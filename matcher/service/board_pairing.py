"""Pairing by hand from the board: whom to ask, asking, locking, undoing, keeping two apart.

Each verb asks the desk first whether the role may and whether the need is theirs to see. Whoever
could help is looked for everywhere: a volunteer over the border is as near as one on this side.
"""

from collections.abc import Sequence

from matcher.domain.life_cycles import how_it_stands
from matcher.domain.outcomes import LIVE
from matcher.domain.refusals import Conflict, NotFound
from matcher.domain.roles import Right
from matcher.service.acting import Act
from matcher.service.by_hand import avoid_pair, pair_by_hand, undo_match
from matcher.service.candidates import Candidate, ranked_candidates
from matcher.service.desk import Desk, need_in_scope
from matcher.storage.tables import MatchRow

MOST_CANDIDATES = 12
WIDER_M = (0, 500, 1_000, 2_000, 5_000)
NO_SUCH_MATCH = "There is no such match on your board."


def candidates(act: Act, desk: Desk, need_id: str, *, wider_m: int = 0) -> list[Candidate]:
    """Who could help, cheapest first by what is shown of costs.

    `wider_m` also shows whoever would have to go further.
    """
    need_in_scope(act, desk, need_id, Right.PAIR)
    found = ranked_candidates(act, need_id, MOST_CANDIDATES, wider_m=wider_m, full_too=False)
    # By their ids where that is equal: by exact costs the order would tell who lives nearer.
    return sorted(found, key=lambda one: (one.shown_cost, one.offer_id))


def ask(
    act: Act,
    desk: Desk,
    need_id: str,
    offer_ids: Sequence[str],
    *,
    together: bool = False,
    knowingly: bool = False,
) -> int:
    """Ask these volunteers; `together` about one place, which the first yes takes."""
    need_in_scope(act, desk, need_id, Right.PAIR)
    told = pair_by_hand(act, need_id, offer_ids, together=together, knowingly=knowingly)
    return len(told)


def undo(act: Act, desk: Desk, match_id: str) -> str:
    """Take a match back; return the id of its need."""
    need_id = _need_of(act, desk, match_id)
    undo_match(act, match_id)
    return need_id


def lock(act: Act, desk: Desk, match_id: str) -> str:
    """Let no round touch a match that waits for its answer; return the id of its need."""
    need_id = _need_of(act, desk, match_id)
    match = act.store.get_one(MatchRow, match_id, with_for_update=True)
    if match.status not in LIVE:
        raise Conflict(how_it_stands(match.status))
    if not match.locked:
        match.locked, match.touched_by = True, act.by
        act.note("locked", "match", match_id)
    return need_id


def keep_apart(act: Act, desk: Desk, need_id: str, offer_id: str) -> None:
    """Never bring these two together again."""
    need_in_scope(act, desk, need_id, Right.PAIR)
    avoid_pair(act, need_id, offer_id)


def _need_of(act: Act, desk: Desk, match_id: str) -> str:
    desk.require(Right.PAIR)
    match = act.store.get(MatchRow, match_id)
    if match is None:
        raise NotFound(NO_SUCH_MATCH)
    return need_in_scope(act, desk, match.need_id, Right.PAIR).id
