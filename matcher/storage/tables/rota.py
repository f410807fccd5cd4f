"""The rota: places, slots that come again, what is otherwise on some dates, and the shifts.

Two who sign up at once meet at the counters of the shift, which cannot pass the CHECKs.
"""

from datetime import date, time

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from matcher.domain.checks import CheckLevel
from matcher.domain.rota import LONGEST_TITLE, Skill
from matcher.domain.rota_rules import LONGEST_RULE
from matcher.storage.tables.base import Actor, Base, Borough, Cell, Id, Moment, Postcode, one_of


class RotaPlaceRow(Base):
    """Where shifts are: a hall of a charity's, which is no secret."""

    __tablename__ = "rota_places"
    __table_args__ = (UniqueConstraint("charity_id", "name"), Index(None, "borough"))

    id: Mapped[Id] = mapped_column(primary_key=True)
    charity_id: Mapped[Id] = mapped_column(ForeignKey("charities.id"))
    name: Mapped[str] = mapped_column(String(LONGEST_TITLE))
    postcode: Mapped[Postcode]
    easting: Mapped[int]
    northing: Mapped[int]
    borough: Mapped[Borough]
    cell: Mapped[Cell]
    created_at: Mapped[Moment]


class RotaSlotRow(Base):
    """One slot that comes again. `led_by` is told when somebody leaves late.

    `stopped_on` is the first day on which it comes no more.
    """

    __tablename__ = "rota_slots"
    __table_args__ = (
        CheckConstraint("wanted >= 1 AND trained_wanted BETWEEN 0 AND wanted", "people"),
        CheckConstraint("trained_wanted = 0 OR skill IS NOT NULL", "trained_in_something"),
        CheckConstraint("late_hours >= 0", "late_hours"),
        Index(None, "place_id"),
    )

    id: Mapped[Id] = mapped_column(primary_key=True)
    place_id: Mapped[Id] = mapped_column(ForeignKey("rota_places.id"))
    title: Mapped[str] = mapped_column(String(LONGEST_TITLE))
    rule: Mapped[str] = mapped_column(String(LONGEST_RULE))
    first_on: Mapped[date]
    starts: Mapped[time]
    ends: Mapped[time]
    wanted: Mapped[int]
    trained_wanted: Mapped[int] = mapped_column(default=0)
    skill: Mapped[Skill | None] = mapped_column(one_of(Skill, "skill"))
    check_level: Mapped[CheckLevel] = mapped_column(
        one_of(CheckLevel, "check_level"), default=CheckLevel.NONE
    )
    late_hours: Mapped[int] = mapped_column(default=48)
    led_by: Mapped[Id | None] = mapped_column(ForeignKey("coordinators.id"))
    stopped_on: Mapped[date | None]
    created_by: Mapped[Actor]
    created_at: Mapped[Moment]
    changed_at: Mapped[Moment]


class RotaExceptionRow(Base):
    """What is otherwise on one date: left out (EXDATE), or there with times of its own.

    A date that the rule does not name comes in with it (RDATE).
    """

    __tablename__ = "rota_exceptions"
    __table_args__ = (
        CheckConstraint("left_out = (starts IS NULL)", "times_unless_left_out"),
        CheckConstraint("(starts IS NULL) = (ends IS NULL)", "both_times"),
    )

    slot_id: Mapped[Id] = mapped_column(ForeignKey("rota_slots.id"), primary_key=True)
    on_date: Mapped[date] = mapped_column(primary_key=True)
    left_out: Mapped[bool]
    starts: Mapped[time | None]
    ends: Mapped[time | None]
    by: Mapped[Actor]
    at: Mapped[Moment]


class RotaShiftRow(Base):
    """One date of a slot. `taken` counts all who hold a place, `untrained` those not trained."""

    __tablename__ = "rota_shifts"
    __table_args__ = (
        UniqueConstraint("slot_id", "on_date"),
        CheckConstraint("taken BETWEEN 0 AND wanted", "never_more_than_wanted"),
        CheckConstraint(
            "untrained BETWEEN 0 AND taken AND untrained <= wanted - trained_wanted",
            "trained_places_kept",
        ),
        CheckConstraint("trained_wanted BETWEEN 0 AND wanted", "people"),
        CheckConstraint("ends_at > starts_at", "times"),
        Index(None, "starts_at"),
    )

    id: Mapped[Id] = mapped_column(primary_key=True)
    slot_id: Mapped[Id] = mapped_column(ForeignKey("rota_slots.id"))
    on_date: Mapped[date]
    starts_at: Mapped[Moment]
    ends_at: Mapped[Moment]
    wanted: Mapped[int]
    trained_wanted: Mapped[int] = mapped_column(default=0)
    taken: Mapped[int] = mapped_column(default=0)
    untrained: Mapped[int] = mapped_column(default=0)
    called_off_at: Mapped[Moment | None]
    created_at: Mapped[Moment]
    changed_at: Mapped[Moment]
