"""Batch runs, with their certificates."""

from typing import Any

from sqlalchemy import JSON, BigInteger, CheckConstraint, Double, Index
from sqlalchemy.orm import Mapped, mapped_column

from matcher.storage.tables.base import Base, Id, Moment


class RoundRow(Base):
    """One round. Its slot is unique: however often the clock strikes, it runs once.

    A round that was killed half-way has no `finished_at`; who takes the slot up again goes on.
    """

    __tablename__ = "rounds"
    __table_args__ = (
        CheckConstraint("lower_bound <= objective", "bound_below_objective"),
        CheckConstraint("recorded >= 0 AND skipped >= 0", "counts"),
        Index(None, "started_at"),
    )

    id: Mapped[Id] = mapped_column(primary_key=True)
    slot: Mapped[Moment] = mapped_column(unique=True)
    started_at: Mapped[Moment]
    finished_at: Mapped[Moment | None]
    needs: Mapped[int] = mapped_column(default=0)
    units: Mapped[int] = mapped_column(default=0)
    offers: Mapped[int] = mapped_column(default=0)
    matched: Mapped[int] = mapped_column(default=0)
    recorded: Mapped[int] = mapped_column(default=0)
    skipped: Mapped[int] = mapped_column(default=0)
    objective: Mapped[int | None] = mapped_column(BigInteger)
    lower_bound: Mapped[int | None] = mapped_column(BigInteger)
    gap: Mapped[float | None] = mapped_column(Double)
    report: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
