"""Whether all of many proposals still hold, in one question, for SQLite's only writer.

It is the quick way past `matcher.storage.writing.proposal_state`, which says of each what has come
in its way, and reads every row into Python for that: half of a batch's time. Nearly always nothing
has. A test holds the two equal.
"""

from collections.abc import Sequence
from functools import lru_cache
from itertools import chain

from matcher.domain.life_cycles import NeedStatus, OfferStatus, VolunteerStatus
from matcher.domain.outcomes import SPOKEN_FOR
from matcher.domain.run_days import HOLDS_ITS_UNIT
from matcher.storage.database import Store
from matcher.storage.tables.base import these
from matcher.storage.writing.proposal_state import Thought

# In this order and by their keys, whatever SQLite thinks of it: CROSS keeps the order, and a
# plus before a status keeps it from walking all that is open by an index.
_HOLD = f"""
WITH thought (unit, need, offer, day) AS (VALUES {{thoughts}})
SELECT count(*)
FROM thought
CROSS JOIN units INDEXED BY ix_units_wanted ON units.need_id = thought.need
    AND units.on_date IS thought.day AND units.id = thought.unit AND units.closed_at IS NULL
CROSS JOIN needs ON needs.id = thought.need
    AND +needs.status = '{NeedStatus.OPEN}' AND needs.confirmed_at IS NOT NULL
CROSS JOIN offers ON offers.id = thought.offer AND +offers.status = '{OfferStatus.ACTIVE}'
WHERE NOT EXISTS (
    SELECT 1 FROM volunteers INDEXED BY ix_volunteers_suspended
    WHERE volunteers.person_id = offers.volunteer_id
        AND volunteers.status = '{VolunteerStatus.SUSPENDED}'
) AND NOT EXISTS (
    SELECT 1 FROM matches
    WHERE matches.need_id = needs.id AND +matches.status IN ({these(SPOKEN_FOR)})
        AND (
            matches.unit_id = units.id
            OR (matches.offer_id = offers.id AND matches.on_date IS units.on_date)
        )
) AND NOT EXISTS (
    SELECT 1 FROM stops
    WHERE stops.unit_id = units.id AND +stops.status IN ({these(HOLDS_ITS_UNIT)})
) AND NOT EXISTS (
    SELECT 1 FROM declined_pairs AS declined
    WHERE declined.need_id = needs.id AND declined.offer_id = offers.id
) AND NOT EXISTS (
    SELECT 1 FROM avoided_pairs AS avoided
    WHERE avoided.resident_id = needs.person_id AND avoided.volunteer_id = offers.volunteer_id
)
"""


def all_hold(store: Store, proposals: Sequence[Thought]) -> bool:
    """Whether nothing has come in the way of any of them; False where this cannot tell.

    What they may take from one another is not asked: unique keys find two for one unit, and the
    places of an offer are counted when they are taken (`matcher.storage.writing.places`).
    """
    if not proposals or any(one.asked_together for one in proposals):
        return False
    thoughts = chain.from_iterable(
        (one.unit_id, one.need_id, one.offer_id, one.on_date and one.on_date.isoformat())
        for one in proposals
    )
    statement = _statement(len(proposals))
    held = store.connection().exec_driver_sql(statement, tuple(thoughts)).scalar_one()
    return bool(held == len(proposals))


@lru_cache(maxsize=8)
def _statement(proposals: int) -> str:
    return _HOLD.format(thoughts=", ".join(["(?, ?, ?, ?)"] * proposals))
