"""Sheets that were brought in, and each of their lines: what it said, and what came of it."""

from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from matcher.domain.imports import Fate, ImportStatus, SheetKind, Verdict, Why
from matcher.storage.tables.base import Actor, Base, Hash, Id, Moment, Words, one_of


class ImportRow(Base):
    """One sheet of one charity. `boroughs` are those that whoever brought it works in there.

    `columns` says for each column of the sheet which of ours it is; `said` what holds for all
    rows. The sheet's own words are sealed: what it is called, and the names of its columns.
    """

    __tablename__ = "imports"
    __table_args__ = (
        CheckConstraint("lines >= 0 AND through >= 0", "counts"),
        Index(None, "charity_id", "created_at"),
        Index(None, "status"),
    )

    id: Mapped[Id] = mapped_column(primary_key=True)
    charity_id: Mapped[Id] = mapped_column(ForeignKey("charities.id"))
    kind: Mapped[SheetKind] = mapped_column(one_of(SheetKind, "kind"))
    status: Mapped[ImportStatus] = mapped_column(one_of(ImportStatus, "status"))
    by: Mapped[Actor]
    boroughs: Mapped[Words]
    file_hash: Mapped[Hash]
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    columns: Mapped[list[str]] = mapped_column(JSON)
    said: Mapped[dict[str, Any]] = mapped_column(JSON)
    lines: Mapped[int]
    through: Mapped[int] = mapped_column(default=0)
    trouble: Mapped[str | None] = mapped_column(String(64))
    created_at: Mapped[Moment]
    done_at: Mapped[Moment | None]
    undone_at: Mapped[Moment | None]
    emptied_at: Mapped[Moment | None]


class ImportLineRow(Base):
    """One line. `sealed` holds its cells, `told` what they came to and what was there before.

    `made_id` and `person_id` are drawn before anything is made, so that making it twice is making
    it once. They are no foreign keys: what was made may be erased, and the line says so.
    """

    __tablename__ = "import_lines"
    __table_args__ = (
        Index(None, "import_id", "verdict", "line"),
        Index(None, "import_id", "fate", "line"),
        Index(None, "person_id"),
    )

    import_id: Mapped[Id] = mapped_column(
        ForeignKey("imports.id", ondelete="CASCADE"), primary_key=True
    )
    line: Mapped[int] = mapped_column(primary_key=True)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    told: Mapped[bytes | None] = mapped_column(LargeBinary)
    verdict: Mapped[Verdict | None] = mapped_column(one_of(Verdict, "verdict"))
    why: Mapped[Why | None] = mapped_column(one_of(Why, "why"))
    like_line: Mapped[int | None]
    like_id: Mapped[Id | None]
    bring: Mapped[bool] = mapped_column(default=False)
    fate: Mapped[Fate] = mapped_column(one_of(Fate, "fate"))
    made_id: Mapped[Id | None]
    person_id: Mapped[Id | None]
    new_person: Mapped[bool] = mapped_column(default=False)
