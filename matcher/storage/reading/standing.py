"""Which matches a round counts as standing; not those that it has recorded itself.

A round that was killed half-way, or that two processes run at once, is thus taken up as if it had
recorded nothing: the same question has the same answer, and what is there already is skipped.
"""

from sqlalchemy import ColumnElement, and_, or_

from matcher.domain.life_cycles import MatchStatus
from matcher.domain.outcomes import SPOKEN_FOR
from matcher.storage.tables import MatchRow, UnitRow


def of_unit() -> ColumnElement[bool]:
    """The condition that a match is of a unit; the index that finds it begins with the need."""
    return and_(MatchRow.need_id == UnitRow.need_id, MatchRow.unit_id == UnitRow.id)


def standing(apart_from: str | None = None) -> ColumnElement[bool]:
    """The condition of a match that fills its unit or waits for its answer.

    `apart_from` is the id of a round; its proposals that nobody has answered yet are left out.
    """
    spoken_for = MatchRow.status.in_(SPOKEN_FOR)
    if apart_from is None:
        return spoken_for
    return and_(
        spoken_for,
        or_(
            MatchRow.status != MatchStatus.PROPOSED,
            MatchRow.round_id.is_distinct_from(apart_from),
        ),
    )
