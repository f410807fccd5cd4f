"""The helpers that needs want, one row each."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from matcher.storage.tables.base import Base, Id, Moment


class UnitRow(Base):
    """One helper wanted by a need; for a need that recurs, one for each helper and date.

    Whether it is filled is read off its matches. `closed_at` is set when nobody is wanted
    any more: the date is past, or fewer people are needed.
    """

    __tablename__ = "units"
    __table_args__ = (
        CheckConstraint("number >= 1", "number"),
        UniqueConstraint("need_id", "number"),
        # What a match's foreign key leans on: its unit and its need belong together.
        UniqueConstraint("id", "need_id"),
        Index(
            "ix_units_wanted",
            "need_id",
            "on_date",
            # So that a round finds all of a unit here, where those of a need lie side by side.
            "number",
            "id",
            postgresql_where=text("closed_at IS NULL"),
            sqlite_where=text("closed_at IS NULL"),
        ),
    )

    id: Mapped[Id] = mapped_column(primary_key=True)
    need_id: Mapped[Id] = mapped_column(ForeignKey("needs.id"))
    number: Mapped[int]
    on_date: Mapped[date | None]
    closed_at: Mapped[Moment | None]
