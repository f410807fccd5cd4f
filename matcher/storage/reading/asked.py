"""Proposals as a letter needs them: what is wanted, who asks, who is asked."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import func, select

from matcher.domain.urgency import Urgency
from matcher.storage.database import Store
from matcher.storage.reading.among import among
from matcher.storage.tables import MatchRow, NeedRow, OfferRow


class AskedMatch(NamedTuple):
    """One match, with what may be said of its need, and the two people.

    `wanted_on` is the day of its unit, or of its need.
    """

    id: str
    need_id: str
    offer_id: str
    round_id: str | None
    deadline: datetime | None
    category: str
    borough: str
    urgency: Urgency
    resident_id: str
    volunteer_id: str
    wanted_on: date | None


def asked_matches(store: Store, match_ids: Sequence[str]) -> list[AskedMatch]:
    """These matches, in the order of their ids."""
    found: Iterable[Any] = store.execute(
        select(
            MatchRow.id,
            MatchRow.need_id,
            MatchRow.offer_id,
            MatchRow.round_id,
            MatchRow.deadline,
            NeedRow.category,
            NeedRow.borough,
            NeedRow.urgency,
            NeedRow.person_id,
            OfferRow.volunteer_id,
            func.coalesce(MatchRow.on_date, NeedRow.wanted_on),
        )
        .join(NeedRow, NeedRow.id == MatchRow.need_id)
        .join(OfferRow, OfferRow.id == MatchRow.offer_id)
        .where(among(store, MatchRow.id, match_ids))
        .order_by(MatchRow.id)
    )
    return [AskedMatch(*row) for row in found]
