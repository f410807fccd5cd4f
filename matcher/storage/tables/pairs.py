"""Pairs that must not be made."""

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from matcher.storage.tables.base import Actor, Base, Id, Moment


class AvoidedPairRow(Base):
    """Two people who are not to be brought together again, whatever they ask or offer."""

    __tablename__ = "avoided_pairs"
    __table_args__ = (Index(None, "volunteer_id"),)

    resident_id: Mapped[Id] = mapped_column(ForeignKey("people.id"), primary_key=True)
    volunteer_id: Mapped[Id] = mapped_column(ForeignKey("volunteers.person_id"), primary_key=True)
    by: Mapped[Actor]
    at: Mapped[Moment]


class DeclinedPairRow(Base):
    """A need and an offer that no round may bring together again: it was refused, or went wrong.

    `reason` is a word of why a match is declined, failed or withdrawn.
    """

    __tablename__ = "declined_pairs"
    __table_args__ = (Index(None, "offer_id"),)

    need_id: Mapped[Id] = mapped_column(ForeignKey("needs.id"), primary_key=True)
    offer_id: Mapped[Id] = mapped_column(ForeignKey("offers.id"), primary_key=True)
    reason: Mapped[str] = mapped_column(String(24))
    at: Mapped[Moment]
