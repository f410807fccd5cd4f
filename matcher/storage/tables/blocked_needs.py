"""What stands in the way of needs that nobody serves, as the latest round found it."""

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from matcher.domain.eligibility import Blocker
from matcher.storage.tables.base import Base, Id, Moment, one_of


class BlockedNeedRow(Base):
    """One need with units that the latest round found nobody for, and the first gate that is shut.

    `wider_radius_m` is how much wider some offer's radius would have to be to serve it with a
    place still free; None where no radius would help. `since` is when it was first found so.
    """

    __tablename__ = "blocked_needs"
    __table_args__ = (
        CheckConstraint("units >= 1", "units"),
        CheckConstraint("wider_radius_m >= 0", "wider_radius_m"),
        Index(None, "blocker"),
    )

    need_id: Mapped[Id] = mapped_column(
        ForeignKey("needs.id", ondelete="CASCADE"), primary_key=True
    )
    blocker: Mapped[Blocker] = mapped_column(one_of(Blocker, "blocker"))
    units: Mapped[int]
    wider_radius_m: Mapped[int | None]
    since: Mapped[Moment]
