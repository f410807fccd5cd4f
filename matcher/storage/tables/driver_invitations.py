"""Whom a charity has asked to drive for it, until they have answered."""

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from matcher.domain.driver_invitations import InvitationEnd
from matcher.storage.tables.base import Actor, Base, Hash, Id, Moment, one_of

OPEN = text("ended_at IS NULL")


class DriverInvitationRow(Base):
    """One invitation, with the keyed hash of its link. `hint` is empty once it has ended.

    The person is a volunteer already, or a stranger of whom only a number or mailbox is kept.
    """

    __tablename__ = "driver_invitations"
    __table_args__ = (
        CheckConstraint('("end" IS NULL) = (ended_at IS NULL)', "an_end_has_a_moment"),
        CheckConstraint("ended_at IS NULL OR hint = ''", "what_ended_is_nobodys"),
        Index(
            "uq_driver_invitations_one_open",
            "charity_id",
            "person_id",
            unique=True,
            sqlite_where=OPEN,
            postgresql_where=OPEN,
        ),
        Index(None, "person_id"),
    )

    id: Mapped[Id] = mapped_column(primary_key=True)
    charity_id: Mapped[Id] = mapped_column(ForeignKey("charities.id"))
    person_id: Mapped[Id] = mapped_column(ForeignKey("people.id"))
    token_hash: Mapped[Hash] = mapped_column(unique=True)
    hint: Mapped[str] = mapped_column(String(60))
    invited_by: Mapped[Actor]
    invited_at: Mapped[Moment]
    expires_at: Mapped[Moment]
    end: Mapped[InvitationEnd | None] = mapped_column(one_of(InvitationEnd, "end"))
    ended_at: Mapped[Moment | None]
