"""What volunteers can give."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from matcher.domain.life_cycles import OfferStatus
from matcher.domain.offers import DEFAULT_RADIUS_M, MOST_CAPACITY, MOST_RADIUS_M
from matcher.storage.tables.base import (
    Base,
    Borough,
    Cell,
    Id,
    Moment,
    Postcode,
    Words,
    one_of,
)


class OfferRow(Base):
    """One offer. `held` counts its matches that hold a place (proposed or accepted).

    It is a counter and not only a count: the CHECK refuses the match too many, whoever
    writes it. `confirmed_at` is when the volunteer last said that it still stands.
    """

    __tablename__ = "offers"
    __table_args__ = (
        CheckConstraint(f"capacity BETWEEN 0 AND {MOST_CAPACITY}", "capacity"),
        CheckConstraint("held >= 0 AND held <= capacity", "held_within_capacity"),
        CheckConstraint(f"radius_m BETWEEN 0 AND {MOST_RADIUS_M}", "radius_m"),
        Index(None, "volunteer_id"),
        Index(None, "charity_id"),
        Index(None, "status", "borough"),
        # Who is near: the offers of a 1 km cell.
        Index(None, "cell", "status"),
        # A round goes from offer to offer, and finds them side by side.
        {"sqlite_with_rowid": False},
    )

    id: Mapped[Id] = mapped_column(primary_key=True)
    volunteer_id: Mapped[Id] = mapped_column(ForeignKey("volunteers.person_id"))
    charity_id: Mapped[Id | None] = mapped_column(ForeignKey("charities.id"))
    categories: Mapped[Words]
    easting: Mapped[int]
    northing: Mapped[int]
    borough: Mapped[Borough]
    cell: Mapped[Cell]
    postcode: Mapped[Postcode | None]
    radius_m: Mapped[int] = mapped_column(default=DEFAULT_RADIUS_M)
    capacity: Mapped[int] = mapped_column(default=1)
    held: Mapped[int] = mapped_column(default=0)
    languages: Mapped[Words] = mapped_column(default=frozenset({"en"}))
    provides: Mapped[Words] = mapped_column(default=frozenset())
    availability: Mapped[Words] = mapped_column(default=frozenset())
    status: Mapped[OfferStatus] = mapped_column(
        one_of(OfferStatus, "status"), default=OfferStatus.ACTIVE
    )
    paused_until: Mapped[date | None]
    ends_on: Mapped[date | None]
    created_at: Mapped[Moment]
    changed_at: Mapped[Moment]
    confirmed_at: Mapped[Moment | None]
    ended_at: Mapped[Moment | None]
