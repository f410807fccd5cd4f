"""Who looked at whom, and what was done to whose record."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import exists, or_, select, union_all

from matcher.storage.database import Store
from matcher.storage.tables import CoordinatorRow, LogRow, LookRow, MatchRow, NeedRow, OfferRow

_A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Look:
    """Somebody saw a person's details; `name` is a coordinator's, as it stands on their account."""

    at: datetime
    by: str
    what: str
    match_id: str | None
    name: str | None = None


@dataclass(frozen=True, slots=True)
class Deed:
    """One line of the log."""

    at: datetime
    by: str
    verb: str
    about: str
    about_id: str
    facts: dict[str, Any]


def looks_at(store: Store, person_id: str, *, most: int) -> list[Look]:
    """The latest looks at a person's details, newest first; their own are no looks."""
    found = store.execute(
        select(LookRow.at, LookRow.by, LookRow.what, LookRow.match_id, CoordinatorRow.name)
        .outerjoin(CoordinatorRow, LookRow.by == "coordinator:" + CoordinatorRow.id)
        .where(
            LookRow.person_id == person_id,
            LookRow.by.not_in((f"resident:{person_id}", f"volunteer:{person_id}")),
        )
        .order_by(LookRow.id.desc())
        .limit(most)
    )
    return [Look(*row) for row in found]


def looked_lately(store: Store, *, by: str, match_id: str, now: datetime) -> bool:
    """Whether this look was noted within a day."""
    found = exists().where(
        LookRow.by == by, LookRow.match_id == match_id, LookRow.at > now - _A_DAY
    )
    return bool(store.scalar(select(found)))


def deeds_in(
    store: Store, person_id: str, need_ids: Sequence[str] = (), *, most: int
) -> list[Deed]:
    """The latest lines of the log in a person's record, newest first."""
    theirs = LogRow.person_id == person_id
    about_needs = (LogRow.about == "need") & LogRow.about_id.in_(need_ids)
    # By the match, of which a person has few, and not by the person: see `LogRow`.
    helped = select(MatchRow.id).join(NeedRow, NeedRow.id == MatchRow.need_id)
    helping = select(MatchRow.id).join(OfferRow, OfferRow.id == MatchRow.offer_id)
    matches = union_all(
        helped.where(NeedRow.person_id == person_id),
        helping.where(OfferRow.volunteer_id == person_id),
    )
    about_matches = (LogRow.about == "match") & LogRow.about_id.in_(matches) & theirs
    found = store.execute(
        select(LogRow.at, LogRow.by, LogRow.verb, LogRow.about, LogRow.about_id, LogRow.facts)
        .where(or_(theirs & (LogRow.about != "match"), about_needs, about_matches))
        .order_by(LogRow.id.desc())
        .limit(most)
    )
    return [Deed(*row) for row in found]
