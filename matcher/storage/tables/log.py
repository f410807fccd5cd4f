"""What was done to people's records, and who looked at whom: rows that only ever get added.

Triggers refuse to change or remove one, on both databases and whoever asks; the migrations make
them (`matcher/storage/migrations/append_only.py`).
"""

from typing import Any

from sqlalchemy import JSON, BigInteger, Index, Integer, String, text
from sqlalchemy.orm import Mapped, mapped_column

from matcher.storage.tables.base import Actor, Base, Id, Moment

# SQLite numbers only a column that is called INTEGER.
Number = BigInteger().with_variant(Integer, "sqlite")
NOT_OF_A_MATCH = text("about <> 'match'")


class LogRow(Base):
    """One thing that happened: who did what to which thing, and whose record it is in.

    There are no foreign keys, so that nothing can reach in from outside. `facts` holds ids, words
    and numbers, never a name, a place or free text: the log outlives the erasure of a person.
    """

    __tablename__ = "log"
    __table_args__ = (
        # What was done to a match is found by the match: a round writes it 100,000 times.
        Index(
            "ix_log_person_id_id",
            "person_id",
            "id",
            sqlite_where=NOT_OF_A_MATCH,
            postgresql_where=NOT_OF_A_MATCH,
        ),
        Index(None, "about", "about_id"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(Number, primary_key=True)
    at: Mapped[Moment]
    by: Mapped[Actor]
    verb: Mapped[str] = mapped_column(String(48))
    about: Mapped[str] = mapped_column(String(24))
    about_id: Mapped[Id]
    person_id: Mapped[Id | None]
    facts: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)


class LookRow(Base):
    """Somebody saw somebody's contact details; that somebody may see this row."""

    __tablename__ = "looks"
    __table_args__ = (
        Index(None, "person_id", "id"),
        Index(None, "by"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(Number, primary_key=True)
    at: Mapped[Moment]
    by: Mapped[Actor]
    person_id: Mapped[Id]
    need_id: Mapped[Id | None]
    match_id: Mapped[Id | None]
    what: Mapped[str] = mapped_column(String(48))
