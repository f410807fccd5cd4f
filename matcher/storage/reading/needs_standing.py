"""How one need stands, in one question: its resident's own page asks it each time."""

from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import bindparam, func, select

from matcher.domain.contact import ContactWay
from matcher.domain.life_cycles import MatchStatus, NeedStatus
from matcher.domain.origins import CameBy
from matcher.domain.outcomes import NeedEnding
from matcher.domain.urgency import Urgency
from matcher.storage.asking import ask_for_one
from matcher.storage.database import Store
from matcher.storage.tables import MatchRow, NeedRow, OutboxRow, PersonRow, is_one_of, table_of

_NEEDS, _PEOPLE = table_of(NeedRow).c, table_of(PersonRow).c
_MATCHES, _OUTBOX = table_of(MatchRow).c, table_of(OutboxRow).c
_PROPOSED = frozenset({MatchStatus.PROPOSED})


@dataclass(frozen=True, slots=True)
class NeedNow:
    """One need, all of it for its own resident's eyes.

    `reached_by` is how they are written to, `code_goes_by` how the newest message went that asks
    to confirm it; `asked_now` counts the volunteers who are being asked at this moment.
    """

    id: str
    person_id: str
    reference: str
    category: str
    borough: str
    postcode: str | None = field(repr=False)
    easting: int = field(repr=False)
    northing: int = field(repr=False)
    urgency: Urgency
    registered_on: date
    wanted_on: date | None
    recurrence: str | None
    availability: frozenset[str]
    languages: frozenset[str]
    requires: frozenset[str]
    people_needed: int
    asks_first: bool
    came_by: CameBy
    status: NeedStatus
    ending: NeedEnding | None
    paused_until: date | None
    created_at: datetime
    confirmed_at: datetime | None
    closed_at: datetime | None
    reached_by: ContactWay | None
    code_goes_by: ContactWay | None
    asked_now: int


_CODE_GOES_BY = (
    select(_OUTBOX.way)
    .where(_OUTBOX.need_id == _NEEDS.id, _OUTBOX.kind == "confirm_need")
    .order_by(_OUTBOX.created_at.desc(), _OUTBOX.id)
    .limit(1)
    .scalar_subquery()
)
# The word stands in the statement: an index holds some words only, and of a value that comes later
# SQLite cannot know whether it is one, so it would make its plan anew for each question.
_ASKED_NOW = (
    select(func.count())
    .where(_MATCHES.need_id == _NEEDS.id, is_one_of(_MATCHES.status, _PROPOSED))
    .scalar_subquery()
)
_WORKED_OUT = {
    "reached_by": _PEOPLE.contact_way,
    "code_goes_by": _CODE_GOES_BY,
    "asked_now": _ASKED_NOW,
}
_NEED_NOW = (
    select(
        *(
            _WORKED_OUT[name] if name in _WORKED_OUT else _NEEDS[name]
            for name in NeedNow.__dataclass_fields__
        )
    )
    .join_from(table_of(NeedRow), table_of(PersonRow), _PEOPLE.id == _NEEDS.person_id)
    .where(_NEEDS.id == bindparam("need"))
)


def need_now(store: Store, need_id: str) -> NeedNow | None:
    """One need as it stands; None where there is none."""
    row = ask_for_one(store, _NEED_NOW, need=need_id)
    return None if row is None else NeedNow(*row)
