"""Private links, and codes that are said on the telephone."""

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from matcher.domain.contact import ContactPart
from matcher.domain.links import LinkPurpose
from matcher.storage.tables.base import Base, Hash, Id, Moment, index_where_given, one_of


class LinkRow(Base):
    """One link or code, kept as its keyed hash: who reads the table can open nothing.

    `tries` counts wrong guesses at a code, so that a short one can still be safe.
    """

    __tablename__ = "links"
    __table_args__ = (
        CheckConstraint("tries >= 0", "tries"),
        *(index_where_given(column) for column in ("person_id", "need_id", "match_id")),
    )

    id: Mapped[Id] = mapped_column(primary_key=True)
    token_hash: Mapped[Hash] = mapped_column(unique=True)
    purpose: Mapped[LinkPurpose] = mapped_column(one_of(LinkPurpose, "purpose"))
    person_id: Mapped[Id | None] = mapped_column(ForeignKey("people.id"))
    need_id: Mapped[Id | None] = mapped_column(ForeignKey("needs.id"))
    match_id: Mapped[Id | None] = mapped_column(ForeignKey("matches.id"))
    coordinator_id: Mapped[Id | None] = mapped_column(ForeignKey("coordinators.id"))
    tries: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[Moment]
    expires_at: Mapped[Moment | None]
    used_at: Mapped[Moment | None]
    revoked_at: Mapped[Moment | None]
    # A code is looked for among those of its subject, a link by its hash alone.
    is_code: Mapped[bool] = mapped_column(default=False)
    # Which part of a new contact it proves; None for every other link.
    proves: Mapped[ContactPart | None] = mapped_column(String(8))
