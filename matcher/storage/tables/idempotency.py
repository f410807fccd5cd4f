"""Answers that were given, so that the same question twice is done once."""

from typing import Any

from sqlalchemy import JSON, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from matcher.storage.tables.base import Base, Hash, Moment


class IdempotencyRow(Base):
    """One key in one scope (a charity's token, a form), with what was asked and answered.

    The row is written in the transaction of what it answers for. The answer holds ids only.
    """

    __tablename__ = "idempotency_keys"
    __table_args__ = (Index(None, "created_at"),)

    scope: Mapped[str] = mapped_column(String(96), primary_key=True)
    key: Mapped[str] = mapped_column(String(128), primary_key=True)
    body_hash: Mapped[Hash]
    status: Mapped[int]
    answer: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    created_at: Mapped[Moment]
