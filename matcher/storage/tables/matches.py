"""The pairings of units with offers."""

from datetime import date
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from matcher.domain.life_cycles import MatchStatus
from matcher.domain.outcomes import (
    HOLDS_UNIT,
    SPOKEN_FOR,
    DeclineReason,
    FailureReason,
    WithdrawalReason,
    WithdrawnBy,
)
from matcher.storage.tables.base import Actor, Base, Id, Moment, one_of, these

# Of several who are asked together each holds a place, and the first yes fills the unit.
ONE_PER_UNIT = f"status IN ({these(HOLDS_UNIT)}) OR (status = 'proposed' AND NOT asked_together)"
ONE_PER_PAIR = f"status IN ({these(SPOKEN_FOR)})"
ON_NO_DATE = text(f"{ONE_PER_PAIR} AND on_date IS NULL")
ON_A_DATE = text(f"{ONE_PER_PAIR} AND on_date IS NOT NULL")
WITH_A_DEADLINE = text("status = 'proposed'")


class MatchRow(Base):
    """One unit paired with one offer. `need_id` and `on_date` repeat the unit's, for its keys.

    `locked` matches were touched by a person: a round leaves them and they only take capacity.
    `distance_m` is None for remote help.
    """

    __tablename__ = "matches"
    __table_args__ = (
        ForeignKeyConstraint(["unit_id", "need_id"], ["units.id", "units.need_id"]),
        CheckConstraint("distance_m >= 0", "distance_m"),
        CheckConstraint("minutes_given >= 0", "minutes_given"),
        CheckConstraint("status <> 'proposed' OR deadline IS NOT NULL", "proposals_lapse"),
        CheckConstraint(
            "(status = 'declined') = (decline_reason IS NOT NULL)", "a_decline_has_a_reason"
        ),
        CheckConstraint(
            "(status = 'failed') = (failure_reason IS NOT NULL)", "a_failure_has_a_reason"
        ),
        CheckConstraint(
            "(status = 'withdrawn') = (withdrawn_by IS NOT NULL AND withdrawn_reason IS NOT NULL)",
            "withdrawn_by_somebody",
        ),
        # All of a need or of a unit are found by it too: whoever asks for a unit's says its need.
        # A round writes its matches in the order of their offers, so this is the only index that
        # it writes to all over, and one of two of the kind that there were. NULLs are not alike.
        Index(
            "uq_matches_one_per_unit",
            "need_id",
            "unit_id",
            text(f"(CASE WHEN {ONE_PER_UNIT} THEN 1 END)"),
            unique=True,
        ),
        Index(
            "uq_matches_one_per_pair",
            "offer_id",
            "need_id",
            unique=True,
            sqlite_where=ON_NO_DATE,
            postgresql_where=ON_NO_DATE,
        ),
        Index(
            "uq_matches_one_per_pair_and_date",
            "offer_id",
            "need_id",
            "on_date",
            unique=True,
            sqlite_where=ON_A_DATE,
            postgresql_where=ON_A_DATE,
        ),
        Index(
            "ix_matches_deadline",
            "deadline",
            sqlite_where=WITH_A_DEADLINE,
            postgresql_where=WITH_A_DEADLINE,
        ),
        # A volunteer's own page, and how much an offer did lately.
        Index(None, "offer_id", "proposed_at"),
        Index(None, "round_id"),
    )

    id: Mapped[Id] = mapped_column(primary_key=True)
    unit_id: Mapped[Id]
    need_id: Mapped[Id]
    on_date: Mapped[date | None]
    offer_id: Mapped[Id] = mapped_column(ForeignKey("offers.id"))
    round_id: Mapped[Id | None] = mapped_column(ForeignKey("rounds.id"))
    status: Mapped[MatchStatus] = mapped_column(
        one_of(MatchStatus, "status"), default=MatchStatus.PROPOSED
    )
    asked_together: Mapped[bool] = mapped_column(default=False)
    locked: Mapped[bool] = mapped_column(default=False)
    touched_by: Mapped[Actor | None]
    cost: Mapped[int]
    distance_m: Mapped[int | None]
    reasons: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    proposed_at: Mapped[Moment]
    deadline: Mapped[Moment | None]
    answered_at: Mapped[Moment | None]
    details_agreed_at: Mapped[Moment | None]
    on_my_way_at: Mapped[Moment | None]
    done_reported_at: Mapped[Moment | None]
    confirmed_at: Mapped[Moment | None]
    ended_at: Mapped[Moment | None]
    minutes_given: Mapped[int | None]
    decline_reason: Mapped[DeclineReason | None] = mapped_column(
        one_of(DeclineReason, "decline_reason")
    )
    failure_reason: Mapped[FailureReason | None] = mapped_column(
        one_of(FailureReason, "failure_reason")
    )
    withdrawn_by: Mapped[WithdrawnBy | None] = mapped_column(one_of(WithdrawnBy, "withdrawn_by"))
    withdrawn_reason: Mapped[WithdrawalReason | None] = mapped_column(
        one_of(WithdrawalReason, "withdrawn_reason")
    )
