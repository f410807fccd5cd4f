"""Residents whom a charity keeps on its list, whether they need something just now or not."""

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from matcher.storage.tables.base import Base, Borough, Cell, Id, Moment, Postcode


class ResidentRow(Base):
    """One person on one charity's list, and where they live; who they are is sealed elsewhere."""

    __tablename__ = "residents"
    __table_args__ = (Index(None, "charity_id", "borough"),)

    person_id: Mapped[Id] = mapped_column(
        ForeignKey("people.id", ondelete="CASCADE"), primary_key=True
    )
    charity_id: Mapped[Id] = mapped_column(ForeignKey("charities.id"))
    easting: Mapped[int]
    northing: Mapped[int]
    borough: Mapped[Borough]
    cell: Mapped[Cell]
    postcode: Mapped[Postcode | None]
    created_at: Mapped[Moment]
    changed_at: Mapped[Moment]
