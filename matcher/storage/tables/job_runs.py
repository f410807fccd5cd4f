"""When each job of the clock last ran, and how it went."""

from sqlalchemy import CheckConstraint, String
from sqlalchemy.orm import Mapped, mapped_column

from matcher.storage.tables.base import Base, Moment


class JobRunRow(Base):
    """One job, such as `dispatch`; `failed_with` is the kind of its last error, never its text.

    It is written at most every so often, so the counts are those of the process that leads.
    """

    __tablename__ = "job_runs"
    __table_args__ = (CheckConstraint("runs >= 0 AND failures >= 0", "counts"),)

    name: Mapped[str] = mapped_column(String(48), primary_key=True)
    began_at: Mapped[Moment]
    ended_at: Mapped[Moment | None]
    good_at: Mapped[Moment | None]
    failed_with: Mapped[str | None] = mapped_column(String(64))
    runs: Mapped[int] = mapped_column(default=0)
    failures: Mapped[int] = mapped_column(default=0)
