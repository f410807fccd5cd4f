"""What residents ask for."""

from datetime import date
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from matcher.domain.life_cycles import NeedStatus
from matcher.domain.needs import MOST_PEOPLE_NEEDED
from matcher.domain.origins import CameBy, ConfirmedBy
from matcher.domain.outcomes import NeedEnding
from matcher.domain.urgency import Urgency
from matcher.storage.tables.base import (
    Base,
    Borough,
    Cell,
    Id,
    Moment,
    Postcode,
    Words,
    index_where_given,
    one_of,
)

CONFIRMED = "confirmed_at IS NOT NULL"
WANTED = f"status = 'open' AND {CONFIRMED}"


def _of(some: str) -> dict[str, Any]:
    """What makes an index one of some rows, on both databases."""
    return {"sqlite_where": text(some), "postgresql_where": text(some)}


class NeedRow(Base):
    """One need. It is matched once it is open and confirmed; its units hold its places.

    `charity_id` is who holds it, None for nobody; `taken_at` when they took it from the shared
    list, None where it was theirs from the start, or came by referral.
    `recurrence` is an RFC 5545 rule, None for a need that comes once. `asks_first` says that
    the resident wants to agree to each person before that person sees their details.
    """

    __tablename__ = "needs"
    __table_args__ = (
        CheckConstraint(f"people_needed BETWEEN 1 AND {MOST_PEOPLE_NEEDED}", "people_needed"),
        CheckConstraint("(status = 'closed') = (ending IS NOT NULL)", "closed_has_an_ending"),
        CheckConstraint("(status = 'closed') = (closed_at IS NOT NULL)", "closed_has_a_moment"),
        CheckConstraint("(confirmed_at IS NULL) = (confirmed_by IS NULL)", "confirmed_by_somebody"),
        Index(None, "person_id"),
        Index(None, "charity_id"),
        # The board: a borough's open needs, the urgent and long-waiting first.
        Index(None, "status", "borough", "urgency", "registered_on", "charity_id"),
        # The same for all boroughs, a page at a time.
        Index("ix_needs_board", "urgency", "registered_on", "id", **_of("status <> 'closed'")),
        index_where_given("expires_on"),
        # Why a volunteer was not asked: what waits around them, west to east.
        Index("ix_needs_wanted", "category", "easting", "northing", **_of(WANTED)),
        # How long the latest of a kind waited; needs that wait for their code are not in it.
        Index(
            "ix_needs_waits_in_borough",
            "category",
            "borough",
            "confirmed_at",
            **_of(CONFIRMED),
        ),
        Index("ix_needs_waits", "category", "confirmed_at", **_of(CONFIRMED)),
    )

    id: Mapped[Id] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(String(24), unique=True)
    person_id: Mapped[Id] = mapped_column(ForeignKey("people.id"))
    charity_id: Mapped[Id | None] = mapped_column(ForeignKey("charities.id"))
    category: Mapped[str] = mapped_column(String(32))
    easting: Mapped[int]
    northing: Mapped[int]
    borough: Mapped[Borough]
    cell: Mapped[Cell]
    postcode: Mapped[Postcode | None]
    people_needed: Mapped[int] = mapped_column(default=1)
    urgency: Mapped[Urgency] = mapped_column(one_of(Urgency, "urgency"), default=Urgency.ROUTINE)
    registered_on: Mapped[date]
    wanted_on: Mapped[date | None]
    expires_on: Mapped[date | None]
    languages: Mapped[Words] = mapped_column(default=frozenset())
    requires: Mapped[Words] = mapped_column(default=frozenset())
    availability: Mapped[Words] = mapped_column(default=frozenset())
    recurrence: Mapped[str | None] = mapped_column(Text)
    asks_first: Mapped[bool] = mapped_column(default=False)
    came_by: Mapped[CameBy] = mapped_column(one_of(CameBy, "came_by"), default=CameBy.WEB)
    status: Mapped[NeedStatus] = mapped_column(
        one_of(NeedStatus, "status"), default=NeedStatus.OPEN
    )
    paused_until: Mapped[date | None]
    ending: Mapped[NeedEnding | None] = mapped_column(one_of(NeedEnding, "ending"))
    confirmed_at: Mapped[Moment | None]
    confirmed_by: Mapped[ConfirmedBy | None] = mapped_column(one_of(ConfirmedBy, "confirmed_by"))
    created_at: Mapped[Moment]
    changed_at: Mapped[Moment]
    closed_at: Mapped[Moment | None]
    taken_at: Mapped[Moment | None]
