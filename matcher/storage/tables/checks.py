"""What was seen of a volunteer's checks: level, date, by whom; never a certificate."""

from datetime import date

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from matcher.domain.checks import CheckLevel
from matcher.storage.tables.base import Actor, Base, Id, Moment, one_of


class CheckRow(Base):
    """One check that a coordinator saw, until its review date or until it is revoked."""

    __tablename__ = "checks"
    __table_args__ = (Index(None, "volunteer_id"), Index(None, "review_on"))

    id: Mapped[Id] = mapped_column(primary_key=True)
    volunteer_id: Mapped[Id] = mapped_column(ForeignKey("volunteers.person_id"))
    charity_id: Mapped[Id | None] = mapped_column(ForeignKey("charities.id"))
    level: Mapped[CheckLevel] = mapped_column(one_of(CheckLevel, "level"))
    seen_on: Mapped[date]
    seen_by: Mapped[Actor]
    review_on: Mapped[date | None]
    revoked_at: Mapped[Moment | None]
    revoked_by: Mapped[Actor | None]
    created_at: Mapped[Moment]
