"""What all processes share: who leads, and how often somebody has asked."""

from sqlalchemy import CheckConstraint, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from matcher.storage.tables.base import Base, Moment


class LeaseRow(Base):
    """A role that one process holds until a moment, such as the scheduler's."""

    __tablename__ = "leases"

    name: Mapped[str] = mapped_column(String(48), primary_key=True)
    holder: Mapped[str] = mapped_column(String(96))
    until: Mapped[Moment]


class RateRow(Base):
    """How often one asker (a hash or an id, never an address) asked in one window."""

    __tablename__ = "rates"
    __table_args__ = (CheckConstraint("asked >= 0", "asked"), Index(None, "window_end"))

    asker: Mapped[str] = mapped_column(String(96), primary_key=True)
    window_end: Mapped[Moment] = mapped_column(primary_key=True)
    asked: Mapped[int] = mapped_column(default=0)
