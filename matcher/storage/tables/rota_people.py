"""Who is on the rota: sign-ups, regulars, those who step in, trainings, and calendars' addresses.

Nobody is in two shifts at one time, since each shift takes quarters of an hour and a person has
each of them once.
"""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, Integer, text
from sqlalchemy.orm import Mapped, mapped_column

from matcher.domain.rota import HOLDS_PLACE, LeaveReason, SignUpState, Skill
from matcher.storage.tables.base import Actor, Base, Hash, Id, Moment, one_of, these

HOLDING = text(f"state IN ({these(HOLDS_PLACE)})")


class RotaSignUpRow(Base):
    """One volunteer on one shift. `offered_at`: they would like somebody to take it over.

    `minutes` are those that were given, noted with `came`.
    """

    __tablename__ = "rota_sign_ups"
    __table_args__ = (
        CheckConstraint("(state = 'came') = (minutes IS NOT NULL)", "hours_of_those_who_came"),
        CheckConstraint("minutes >= 0", "minutes"),
        Index(
            "uq_rota_sign_ups_once_a_shift",
            "shift_id",
            "volunteer_id",
            unique=True,
            sqlite_where=HOLDING,
            postgresql_where=HOLDING,
        ),
        Index(None, "volunteer_id"),
    )

    id: Mapped[Id] = mapped_column(primary_key=True)
    shift_id: Mapped[Id] = mapped_column(ForeignKey("rota_shifts.id"))
    volunteer_id: Mapped[Id] = mapped_column(ForeignKey("volunteers.person_id"))
    state: Mapped[SignUpState] = mapped_column(
        one_of(SignUpState, "state"), default=SignUpState.COMING
    )
    trained: Mapped[bool] = mapped_column(default=False)
    regular: Mapped[bool] = mapped_column(default=False)
    late: Mapped[bool] = mapped_column(default=False)
    reason: Mapped[LeaveReason | None] = mapped_column(one_of(LeaveReason, "reason"))
    minutes: Mapped[int | None]
    signed_at: Mapped[Moment]
    offered_at: Mapped[Moment | None]
    ended_at: Mapped[Moment | None]
    noted_by: Mapped[Actor | None]


class RotaQuarterRow(Base):
    """A quarter of an hour, counted from 1970, that a volunteer has promised to a shift."""

    __tablename__ = "rota_quarters"
    __table_args__ = (Index(None, "sign_up_id"), Index(None, "quarter"))

    volunteer_id: Mapped[Id] = mapped_column(ForeignKey("volunteers.person_id"), primary_key=True)
    quarter: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    sign_up_id: Mapped[Id] = mapped_column(ForeignKey("rota_sign_ups.id"))


class RotaRegularRow(Base):
    """A volunteer who is taken in for every coming date of a slot; the first come are first."""

    __tablename__ = "rota_regulars"
    __table_args__ = (Index(None, "volunteer_id"),)

    slot_id: Mapped[Id] = mapped_column(ForeignKey("rota_slots.id"), primary_key=True)
    volunteer_id: Mapped[Id] = mapped_column(ForeignKey("volunteers.person_id"), primary_key=True)
    since: Mapped[Moment]


class RotaStandbyRow(Base):
    """A volunteer who said: ask me when somebody is missing there."""

    __tablename__ = "rota_standbys"
    __table_args__ = (Index(None, "volunteer_id"),)

    slot_id: Mapped[Id] = mapped_column(ForeignKey("rota_slots.id"), primary_key=True)
    volunteer_id: Mapped[Id] = mapped_column(ForeignKey("volunteers.person_id"), primary_key=True)
    since: Mapped[Moment]


class RotaTrainingRow(Base):
    """What a volunteer was trained in, as a coordinator saw: a word and two dates, no paper."""

    __tablename__ = "rota_trainings"
    __table_args__ = (Index(None, "volunteer_id"),)

    id: Mapped[Id] = mapped_column(primary_key=True)
    volunteer_id: Mapped[Id] = mapped_column(ForeignKey("volunteers.person_id"))
    charity_id: Mapped[Id | None] = mapped_column(ForeignKey("charities.id"))
    skill: Mapped[Skill] = mapped_column(one_of(Skill, "skill"))
    seen_on: Mapped[date]
    seen_by: Mapped[Actor]
    review_on: Mapped[date | None]
    revoked_at: Mapped[Moment | None]
    revoked_by: Mapped[Actor | None]
    created_at: Mapped[Moment]


class RotaNameRow(Base):
    """A volunteer who agreed that those on the same shift see their first name."""

    __tablename__ = "rota_names"

    volunteer_id: Mapped[Id] = mapped_column(ForeignKey("volunteers.person_id"), primary_key=True)
    agreed_at: Mapped[Moment]


class RotaFeedRow(Base):
    """A calendar's secret address for a place, or for a whole charity; kept as its keyed hash."""

    __tablename__ = "rota_feeds"
    __table_args__ = (Index(None, "charity_id"), Index(None, "place_id"))

    id: Mapped[Id] = mapped_column(primary_key=True)
    token_hash: Mapped[Hash] = mapped_column(unique=True)
    charity_id: Mapped[Id] = mapped_column(ForeignKey("charities.id"))
    # None for all places of the charity.
    place_id: Mapped[Id | None] = mapped_column(ForeignKey("rota_places.id"))
    created_by: Mapped[Actor]
    created_at: Mapped[Moment]
    revoked_at: Mapped[Moment | None]
