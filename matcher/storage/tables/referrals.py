"""Needs that are handed on, and the directory of those outside."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from matcher.domain.referrals import (
    ConsentBy,
    ConsentSaid,
    DirectoryKind,
    ReferralReason,
    ReferralState,
    WasItUse,
)
from matcher.storage.tables.base import Actor, Base, Id, Moment, Words, one_of

OFFERED, UNSAID = "state = 'offered'", "said IS NULL"


class DirectoryRow(Base):
    """Somebody outside to whom a resident can be sent: a food bank, the council, a helpline."""

    __tablename__ = "directory"

    id: Mapped[Id] = mapped_column(primary_key=True)
    kind: Mapped[DirectoryKind] = mapped_column(one_of(DirectoryKind, "kind"))
    name: Mapped[str] = mapped_column(String(120))
    does: Mapped[str] = mapped_column(Text)
    phone: Mapped[str] = mapped_column(String(200))
    website: Mapped[str] = mapped_column(String(200))
    boroughs: Mapped[Words]
    checked_on: Mapped[date]
    created_at: Mapped[Moment]
    changed_at: Mapped[Moment]
    ended_at: Mapped[Moment | None]


class ReferralRow(Base):
    """A need handed on: to another charity (`to_id`), or to somebody in the directory."""

    __tablename__ = "referrals"
    __table_args__ = (
        CheckConstraint("(to_id IS NULL) <> (directory_id IS NULL)", "to_one_of_both"),
        CheckConstraint("(state = 'sent') = (to_id IS NULL)", "outside_is_sent"),
        CheckConstraint("to_id IS NULL OR deadline IS NOT NULL", "offers_lapse"),
        CheckConstraint("to_id IS NULL OR from_id <> to_id", "two_charities"),
        CheckConstraint("(was_it_use IS NULL) = (noted_at IS NULL)", "use_has_a_moment"),
        Index(
            "uq_referrals_one_offered",
            "need_id",
            unique=True,
            sqlite_where=text(OFFERED),
            postgresql_where=text(OFFERED),
        ),
        Index(None, "need_id"),
        Index(None, "from_id"),
        Index(None, "to_id"),
    )

    id: Mapped[Id] = mapped_column(primary_key=True)
    need_id: Mapped[Id] = mapped_column(ForeignKey("needs.id"))
    from_id: Mapped[Id] = mapped_column(ForeignKey("charities.id"))
    to_id: Mapped[Id | None] = mapped_column(ForeignKey("charities.id"))
    directory_id: Mapped[Id | None] = mapped_column(ForeignKey("directory.id"))
    shared: Mapped[Words]
    consent_by: Mapped[ConsentBy] = mapped_column(one_of(ConsentBy, "consent_by"))
    state: Mapped[ReferralState] = mapped_column(one_of(ReferralState, "state"))
    asked_by: Mapped[Actor]
    asked_at: Mapped[Moment]
    deadline: Mapped[Moment | None]
    reason: Mapped[ReferralReason | None] = mapped_column(one_of(ReferralReason, "reason"))
    ended_at: Mapped[Moment | None]
    ended_by: Mapped[Actor | None]
    was_it_use: Mapped[WasItUse | None] = mapped_column(one_of(WasItUse, "was_it_use"))
    noted_at: Mapped[Moment | None]
    noted_by: Mapped[Actor | None]


class ConsentQuestionRow(Base):
    """A resident is asked whether their need may go to another charity."""

    __tablename__ = "consent_questions"
    __table_args__ = (
        CheckConstraint("from_id <> to_id", "two_charities"),
        CheckConstraint("(said IS NULL) = (said_at IS NULL)", "a_word_has_a_moment"),
        Index(
            "uq_consent_questions_one_open",
            "need_id",
            unique=True,
            sqlite_where=text(UNSAID),
            postgresql_where=text(UNSAID),
        ),
        Index(None, "need_id"),
    )

    id: Mapped[Id] = mapped_column(primary_key=True)
    need_id: Mapped[Id] = mapped_column(ForeignKey("needs.id"))
    from_id: Mapped[Id] = mapped_column(ForeignKey("charities.id"))
    to_id: Mapped[Id] = mapped_column(ForeignKey("charities.id"))
    shared: Mapped[Words]
    asked_by: Mapped[Actor]
    asked_at: Mapped[Moment]
    deadline: Mapped[Moment]
    said: Mapped[ConsentSaid | None] = mapped_column(one_of(ConsentSaid, "said"))
    said_at: Mapped[Moment | None]
