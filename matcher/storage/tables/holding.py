"""Charities that ask another to release a need that it took from the shared list."""

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from matcher.domain.holding import ReleaseEnd, ReleaseReason
from matcher.storage.tables.base import Actor, Base, Id, Moment, one_of

OPEN_ASK = '"end" IS NULL'


class ReleaseAskRow(Base):
    """One asking; after its deadline silence is a yes. A need has one that is open at most."""

    __tablename__ = "release_asks"
    __table_args__ = (
        CheckConstraint("holder_id <> asker_id", "two_charities"),
        CheckConstraint('("end" IS NULL) = (ended_at IS NULL)', "an_end_has_a_moment"),
        Index(
            "uq_release_asks_one_open",
            "need_id",
            unique=True,
            sqlite_where=text(OPEN_ASK),
            postgresql_where=text(OPEN_ASK),
        ),
        Index(None, "holder_id"),
        Index(None, "asker_id"),
    )

    id: Mapped[Id] = mapped_column(primary_key=True)
    need_id: Mapped[Id] = mapped_column(ForeignKey("needs.id"))
    holder_id: Mapped[Id] = mapped_column(ForeignKey("charities.id"))
    asker_id: Mapped[Id] = mapped_column(ForeignKey("charities.id"))
    reason: Mapped[ReleaseReason] = mapped_column(one_of(ReleaseReason, "reason"))
    asked_by: Mapped[Actor]
    asked_at: Mapped[Moment]
    deadline: Mapped[Moment]
    end: Mapped[ReleaseEnd | None] = mapped_column(one_of(ReleaseEnd, "end"))
    ended_at: Mapped[Moment | None]
    ended_by: Mapped[Actor | None]
