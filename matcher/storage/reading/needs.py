"""Needs, as a resident's own page and the verbs about needs read them."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import bindparam, func, select

from matcher.domain.life_cycles import MatchStatus, NeedStatus
from matcher.domain.outcomes import HOLDS_UNIT
from matcher.storage.asking import ask
from matcher.storage.database import Store
from matcher.storage.tables import MatchRow, NeedRow, OfferRow, UnitRow, is_one_of, table_of

_MATCHES, _OFFERS = table_of(MatchRow).c, table_of(OfferRow).c


@dataclass(frozen=True, slots=True)
class Helper:
    """One match of a need that a person must know of, with its volunteer's id."""

    match_id: str
    volunteer_id: str
    status: MatchStatus
    on_date: date | None
    accepted_at: datetime | None
    agreed_at: datetime | None
    on_my_way_at: datetime | None
    done_at: datetime | None
    confirmed_at: datetime | None


_HELPERS = (
    select(
        _MATCHES.id,
        _OFFERS.volunteer_id,
        _MATCHES.status,
        _MATCHES.on_date,
        _MATCHES.answered_at,
        _MATCHES.details_agreed_at,
        _MATCHES.on_my_way_at,
        _MATCHES.done_reported_at,
        _MATCHES.confirmed_at,
    )
    .join_from(table_of(MatchRow), table_of(OfferRow), _OFFERS.id == _MATCHES.offer_id)
    .where(_MATCHES.need_id == bindparam("need"), is_one_of(_MATCHES.status, HOLDS_UNIT))
    .order_by(func.coalesce(_MATCHES.on_date, date.min), _MATCHES.answered_at, _MATCHES.id)
)


def needs_of(store: Store, person_id: str) -> list[NeedRow]:
    """All needs of a person, the oldest first."""
    found = select(NeedRow).where(NeedRow.person_id == person_id)
    return list(store.scalars(found.order_by(NeedRow.created_at, NeedRow.id)))


def recurring_needs(
    store: Store, *, after: str = "", most: int | None = None
) -> list[tuple[NeedRow, dict[date, int]]]:
    """Open needs that come again, by id, each with how many open units its dates have."""
    needs = store.scalars(
        select(NeedRow)
        .where(
            NeedRow.status == NeedStatus.OPEN,
            NeedRow.recurrence.is_not(None),
            NeedRow.id > after,
        )
        .order_by(NeedRow.id)
        .limit(most)
    ).all()
    known: dict[str, Counter[date]] = {need.id: Counter() for need in needs}
    if needs:
        units = store.execute(
            select(UnitRow.need_id, UnitRow.on_date).where(
                UnitRow.need_id.between(needs[0].id, needs[-1].id),
                UnitRow.closed_at.is_(None),
                UnitRow.on_date.is_not(None),
            )
        )
        for need_id, on_date in units:
            if on_date is not None and need_id in known:
                known[need_id][on_date] += 1
    return [(need, dict(known[need.id])) for need in needs]


def paused_until_before(store: Store, today: date, most: int) -> list[str]:
    """The ids of paused needs whose pause is over today."""
    found = select(NeedRow.id).where(
        NeedRow.status == NeedStatus.PAUSED, NeedRow.paused_until <= today
    )
    return list(store.scalars(found.order_by(NeedRow.id).limit(most)))


def helpers_of(store: Store, need_id: str) -> list[Helper]:
    """Everybody who said yes and still stands by it, or has done it, by date."""
    return [Helper(*row) for row in ask(store, _HELPERS, need=need_id)]
