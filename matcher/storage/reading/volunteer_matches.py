"""A volunteer's matches as they may see them: what kind of help, roughly where, how it stands.

Nothing here says who somebody is. Places are corners of 1 km squares, made so in the database, so
that no page can show more by mistake.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import bindparam, select

from matcher.domain.life_cycles import MatchStatus
from matcher.domain.outcomes import DeclineReason, FailureReason, WithdrawalReason, WithdrawnBy
from matcher.domain.places import Point
from matcher.domain.urgency import Urgency
from matcher.storage.asking import ask, ask_for_one
from matcher.storage.database import Store
from matcher.storage.tables import MatchRow, NeedRow, OfferRow, table_of

_CELL_M = 1_000


@dataclass(frozen=True, slots=True)
class OwnMatch:
    """One match of a volunteer. `need_corner` and `own_corner` are those of 1 km squares."""

    match_id: str
    status: MatchStatus
    proposed_at: datetime
    deadline: datetime | None
    answered_at: datetime | None
    details_agreed_at: datetime | None
    on_my_way_at: datetime | None
    done_reported_at: datetime | None
    ended_at: datetime | None
    minutes_given: int | None
    decline_reason: DeclineReason | None
    failure_reason: FailureReason | None
    withdrawn_by: WithdrawnBy | None
    withdrawn_reason: WithdrawalReason | None
    on_date: date | None
    asked_together: bool
    reasons: dict[str, Any] = field(repr=False)
    category: str
    borough: str
    urgency: Urgency
    wanted_on: date | None
    availability: frozenset[str]
    languages: frozenset[str]
    requires: frozenset[str]
    asks_first: bool
    need_corner: Point
    offer_id: str
    volunteer_id: str
    own_corner: Point
    own_availability: frozenset[str]

    @property
    def day(self) -> date | None:
        """The day that it is for, where one was named."""
        return self.on_date or self.wanted_on

    @property
    def was_accepted(self) -> bool:
        """Whether the volunteer ever said yes to it."""
        return self.answered_at is not None and self.status is not MatchStatus.DECLINED


_OF_THE_MATCH = (
    "id",
    "status",
    "proposed_at",
    "deadline",
    "answered_at",
    "details_agreed_at",
    "on_my_way_at",
    "done_reported_at",
    "ended_at",
    "minutes_given",
    "decline_reason",
    "failure_reason",
    "withdrawn_by",
    "withdrawn_reason",
    "on_date",
    "asked_together",
    "reasons",
)
_OF_THE_NEED = (
    "category",
    "borough",
    "urgency",
    "wanted_on",
    "availability",
    "languages",
    "requires",
    "asks_first",
)
_COLUMNS = ("match_id", *_OF_THE_MATCH[1:], *_OF_THE_NEED)
_MATCHES, _NEEDS, _OFFERS = (table_of(row).c for row in (MatchRow, NeedRow, OfferRow))

_OWN_MATCHES = (
    select(
        *(_MATCHES[name] for name in _OF_THE_MATCH),
        *(_NEEDS[name] for name in _OF_THE_NEED),
        _NEEDS.easting // _CELL_M * _CELL_M,
        _NEEDS.northing // _CELL_M * _CELL_M,
        _OFFERS.id,
        _OFFERS.volunteer_id,
        _OFFERS.easting // _CELL_M * _CELL_M,
        _OFFERS.northing // _CELL_M * _CELL_M,
        _OFFERS.availability,
    )
    .join_from(table_of(MatchRow), table_of(NeedRow), _NEEDS.id == _MATCHES.need_id)
    .join(table_of(OfferRow), _OFFERS.id == _MATCHES.offer_id)
)
_ONE = _OWN_MATCHES.where(_MATCHES.id == bindparam("match"))
_OF_A_VOLUNTEER = (
    _OWN_MATCHES.where(_OFFERS.volunteer_id == bindparam("volunteer"))
    .order_by(_MATCHES.proposed_at.desc(), _MATCHES.id)
    .limit(bindparam("most"))
)


def own_match(store: Store, match_id: str) -> OwnMatch | None:
    """One match; None where there is none."""
    row = ask_for_one(store, _ONE, match=match_id)
    return None if row is None else _from(row)


def own_matches(store: Store, volunteer_id: str, *, most: int) -> Sequence[OwnMatch]:
    """The matches of a volunteer, those that were proposed last first."""
    return [_from(row) for row in ask(store, _OF_A_VOLUNTEER, volunteer=volunteer_id, most=most)]


def _from(row: Any) -> OwnMatch:
    *columns, need_east, need_north, offer_id, volunteer_id, east, north, times = row
    named = dict(zip(_COLUMNS, columns, strict=True))
    return OwnMatch(
        **named,
        need_corner=Point(need_east, need_north),
        offer_id=offer_id,
        volunteer_id=volunteer_id,
        own_corner=Point(east, north),
        own_availability=times,
    )
