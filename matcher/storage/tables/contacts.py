"""Everything that says who somebody is or where they live, sealed, in tables of its own.

What is inside a seal is a small JSON object; `matcher/storage/sealed.py` opens it. Each seal is
bound to its row, so that one person's details cannot be put under another's name.
"""

from sqlalchemy import ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from matcher.storage.tables.base import Actor, Base, Hash, Id, Moment, index_where_given


class ContactRow(Base):
    """Name, phone, e-mail and address lines of one person, with hashes to search by."""

    __tablename__ = "contacts"
    __table_args__ = (
        index_where_given("phone_hash"),
        index_where_given("email_hash"),
        {"sqlite_with_rowid": False},
    )

    person_id: Mapped[Id] = mapped_column(
        ForeignKey("people.id", ondelete="CASCADE"), primary_key=True
    )
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    phone_hash: Mapped[Hash | None]
    email_hash: Mapped[Hash | None]
    changed_at: Mapped[Moment]


class NewContactRow(Base):
    """The number or mailbox that a person wants to be reached by, until it is proven.

    There are no hashes: nobody is found by what they have not proven. `asked_at` and `until` say
    for how long it waits; then it is erased.
    """

    __tablename__ = "new_contacts"
    __table_args__ = (Index(None, "until"),)

    person_id: Mapped[Id] = mapped_column(
        ForeignKey("people.id", ondelete="CASCADE"), primary_key=True
    )
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    asked_at: Mapped[Moment]
    until: Mapped[Moment]


class NeedDetailsRow(Base):
    """Where exactly a need is and what was said about it: address lines, door code, notes."""

    __tablename__ = "need_details"

    need_id: Mapped[Id] = mapped_column(
        ForeignKey("needs.id", ondelete="CASCADE"), primary_key=True
    )
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    changed_at: Mapped[Moment]


class NoteRow(Base):
    """Something written about a person, need or match: a coordinator's note, thanks, a concern.

    `charity_id` is whose staff may read a note; None for all who see what it is about.
    """

    __tablename__ = "notes"
    __table_args__ = (Index(None, "need_id"), Index(None, "person_id"))

    id: Mapped[Id] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(24))
    person_id: Mapped[Id | None] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"))
    need_id: Mapped[Id | None] = mapped_column(ForeignKey("needs.id", ondelete="CASCADE"))
    match_id: Mapped[Id | None] = mapped_column(ForeignKey("matches.id", ondelete="CASCADE"))
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    by: Mapped[Actor]
    at: Mapped[Moment]
    settled_by: Mapped[Actor | None]
    settled_at: Mapped[Moment | None]
    # No foreign key: the column came later, and SQLite adds none without copying the table.
    charity_id: Mapped[Id | None]
