"""Pairs that must not be made."""

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from matcher.domain.life_cycles import DeclineReason
from matcher.storage.tables.base import Actor, Base, Id, Moment, one_of


class AvoidedPairRow(Base):
    """Two people who are not to be brought together again, whatever they ask or offer."""

    __tablename__ = "avoided_pairs"
    __table_args__ = (Index(None, "volunteer_id"),)

    resident_id: Mapped[Id] = mapped_column(ForeignKey("people.id"), primary_key=True)
    volunteer_id: Mapped[Id] = mapped_column(ForeignKey("volunteers.person_id"), primary_key=True)
    by: Mapped[Actor]
    at: Mapped[Moment]


class DeclinedPairRow(Base):
    """A need that was offered and refused: it is not proposed to that offer again."""

    __tablename__ = "declined_pairs"
    __table_args__ = (Index(None, "offer_id"),)

    need_id: Mapped[Id] = mapped_column(ForeignKey("needs.id"), primary_key=True)
    offer_id: Mapped[Id] = mapped_column(ForeignKey("offers.id"), primary_key=True)
    reason: Mapped[DeclineReason] = mapped_column(one_of(DeclineReason, "reason"))
    at: Mapped[Moment]
