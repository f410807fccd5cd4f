"""Residents and volunteers, without anything that says who or where they are."""

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from matcher.domain.contact import ContactWay
from matcher.storage.tables.base import Base, Id, Moment, one_of


class PersonRow(Base):
    """One person. Contact details are in `contacts`, sealed; erasing them leaves this row.

    `consent_wording` names the version of the words that the person agreed to.
    """

    __tablename__ = "people"

    id: Mapped[Id] = mapped_column(primary_key=True)
    language: Mapped[str] = mapped_column(String(16), default="en")
    contact_way: Mapped[ContactWay | None] = mapped_column(one_of(ContactWay, "contact_way"))
    consented_at: Mapped[Moment | None]
    consent_wording: Mapped[str | None] = mapped_column(String(32))
    contact_proven_at: Mapped[Moment | None]
    created_at: Mapped[Moment]
    erased_at: Mapped[Moment | None]
