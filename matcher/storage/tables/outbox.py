"""Messages that wait to go out, written with whatever they tell of."""

from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from matcher.domain.contact import ContactWay
from matcher.domain.outbox import OutboxState
from matcher.storage.tables.base import Base, Id, Moment, index_where_given, one_of

DUE = text("state IN ('sending', 'waiting')")
FOR_SOMEBODY = text("person_id IS NOT NULL")
OF_A_NEED = text("need_id IS NOT NULL")


class OutboxRow(Base):
    """One message to one person. The payload holds ids and tokens, never a name or a place.

    It is sealed, but for a letter of a round that has no link yet and so holds no secret. Where a
    machine sends such a letter, it names neither person nor need until it is taken; its match does.

    The idempotency key says what it tells of, so that telling it twice is refused. Whoever sends
    takes it until `taken_until`; when that passes, somebody else may.
    `last_error` is a code or a class of error: what a server answered may quote the person.
    """

    __tablename__ = "outbox"
    __table_args__ = (
        CheckConstraint("tries >= 0", "tries"),
        Index("ix_outbox_due", "not_before", sqlite_where=DUE, postgresql_where=DUE),
        # The message budget of one person's last seven days.
        Index(
            "ix_outbox_person_id_created_at",
            "person_id",
            "created_at",
            sqlite_where=FOR_SOMEBODY,
            postgresql_where=FOR_SOMEBODY,
        ),
        index_where_given("match_id"),
        Index("ix_outbox_need_id", "need_id", sqlite_where=OF_A_NEED, postgresql_where=OF_A_NEED),
    )

    id: Mapped[Id] = mapped_column(primary_key=True)
    idempotency_key: Mapped[str] = mapped_column(String(160), unique=True)
    kind: Mapped[str] = mapped_column(String(48))
    person_id: Mapped[Id | None] = mapped_column(ForeignKey("people.id"))
    coordinator_id: Mapped[Id | None] = mapped_column(ForeignKey("coordinators.id"))
    need_id: Mapped[Id | None] = mapped_column(ForeignKey("needs.id"))
    match_id: Mapped[Id | None] = mapped_column(ForeignKey("matches.id"))
    way: Mapped[ContactWay] = mapped_column(one_of(ContactWay, "way"))
    payload: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    urgent: Mapped[bool] = mapped_column(default=False)
    state: Mapped[OutboxState] = mapped_column(
        one_of(OutboxState, "state"), default=OutboxState.WAITING
    )
    tries: Mapped[int] = mapped_column(default=0)
    not_before: Mapped[Moment]
    drop_after: Mapped[Moment | None]
    taken_by: Mapped[str | None] = mapped_column(String(64))
    taken_until: Mapped[Moment | None]
    last_error: Mapped[str | None] = mapped_column(String(64))
    provider_reference: Mapped[str | None] = mapped_column(String(128))
    created_at: Mapped[Moment]
    sent_at: Mapped[Moment | None]
    delivered_at: Mapped[Moment | None]
