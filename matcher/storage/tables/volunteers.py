"""People who help: how well they are known, and when and how often they may be written to."""

from datetime import time

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from matcher.domain.life_cycles import VolunteerStatus
from matcher.storage.tables.base import Actor, Base, Id, Moment, one_of


class VolunteerRow(Base):
    """One volunteer. Quiet hours are London wall-clock and may run past midnight."""

    __tablename__ = "volunteers"
    __table_args__ = (
        CheckConstraint("messages_per_week >= 0", "messages_per_week"),
        CheckConstraint("matches_per_week >= 0", "matches_per_week"),
        CheckConstraint("(quiet_from IS NULL) = (quiet_until IS NULL)", "quiet_hours"),
        Index(None, "status"),
        # Few, so that a round finds in no time that somebody is not among them.
        Index(
            "ix_volunteers_suspended",
            "person_id",
            sqlite_where=text("status = 'suspended'"),
            postgresql_where=text("status = 'suspended'"),
        ),
        Index(None, "charity_id"),
    )

    person_id: Mapped[Id] = mapped_column(ForeignKey("people.id"), primary_key=True)
    charity_id: Mapped[Id | None] = mapped_column(ForeignKey("charities.id"))
    status: Mapped[VolunteerStatus] = mapped_column(
        one_of(VolunteerStatus, "status"), default=VolunteerStatus.NEW
    )
    # What the volunteer was before, so that lifting a suspension needs no guess.
    status_before: Mapped[VolunteerStatus | None] = mapped_column(
        one_of(VolunteerStatus, "status_before")
    )
    suspended_by: Mapped[Actor | None]
    suspended_at: Mapped[Moment | None]
    is_adult_at: Mapped[Moment | None]
    quiet_from: Mapped[time | None]
    quiet_until: Mapped[time | None]
    messages_per_week: Mapped[int | None]
    matches_per_week: Mapped[int | None]
    urgent_at_any_hour: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[Moment]
    changed_at: Mapped[Moment]
