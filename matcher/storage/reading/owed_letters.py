"""Letters of a round that have no link yet name nobody: their match says whose they are.

A round owes 100,000 letters at once, and each index of what a letter names would be written to in
100,000 places. Whoever takes such a letter to send it writes the names in; from then on it is a
letter like any other.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, select

from matcher.storage.database import Store
from matcher.storage.tables import MatchRow, OfferRow, OutboxRow, table_of

_OUTBOX, _MATCHES, _OFFERS = table_of(OutboxRow), table_of(MatchRow), table_of(OfferRow)
_NAMES_NOBODY = and_(_OUTBOX.c.person_id.is_(None), _OUTBOX.c.coordinator_id.is_(None))


class Names(NamedTuple):
    """What a letter about a match names."""

    need_id: str
    person_id: str


def owed_to(*columns: Any, whose: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    """Columns of letters that name nobody yet, of volunteers who meet a condition of their offers.

    From offers to matches to letters: each is found by its index.
    """
    of_offer = _OFFERS.join(_MATCHES, _MATCHES.c.offer_id == _OFFERS.c.id)
    about = of_offer.join(_OUTBOX, _OUTBOX.c.match_id == _MATCHES.c.id)
    return select(*columns).select_from(about).where(_NAMES_NOBODY, whose)


def is_owed_to(person_id: str) -> ColumnElement[bool]:
    """The condition that a letter names nobody yet and is for this volunteer."""
    theirs = (
        select(MatchRow.id)
        .join(OfferRow, OfferRow.id == MatchRow.offer_id)
        .where(OfferRow.volunteer_id == person_id)
    )
    return and_(OutboxRow.match_id.in_(theirs), _NAMES_NOBODY)


def names_of(store: Store, match_ids: Sequence[str]) -> dict[str, Names]:
    """Whom letters about these matches are for, and of which need they tell."""
    found = store.execute(
        select(MatchRow.id, MatchRow.need_id, OfferRow.volunteer_id)
        .join(OfferRow, OfferRow.id == MatchRow.offer_id)
        .where(MatchRow.id.in_(match_ids))
    )
    return {id: Names(need_id, volunteer_id) for id, need_id, volunteer_id in found}
