"""What goes out, private links, and what all processes share."""

from typing import Any

import sqlalchemy as sa
from alembic import op

from matcher.storage.migrations.notation import (
    check,
    flag,
    index,
    json,
    moment,
    number,
    one_of,
    points_to,
    primary,
    text,
    unique,
)

revision = "0004_messages"
down_revision = "0003_matches"


def upgrade() -> None:
    """Make the tables."""
    _create_outbox()
    _create_links()
    _create_idempotency_keys()
    _create_leases()
    _create_rates()


def _create_outbox() -> None:
    op.create_table("outbox", *_outbox_columns(), *_outbox_keys())
    index("ix_outbox_due", "outbox", "not_before", where="state IN ('sending', 'waiting')")
    index("ix_outbox_match_id", "outbox", "match_id")
    index("ix_outbox_need_id", "outbox", "need_id")
    index("ix_outbox_person_id_created_at", "outbox", "person_id created_at")
    index("ix_outbox_provider_reference", "outbox", "provider_reference")


def _outbox_columns() -> list[sa.Column[Any]]:
    return [
        text("id", 32),
        text("idempotency_key", 160),
        text("kind", 48),
        text("person_id", 32, null=True),
        text("coordinator_id", 32, null=True),
        text("need_id", 32, null=True),
        text("match_id", 32, null=True),
        one_of("outbox", "way", "ring text email coordinator"),
        json("payload"),
        flag("urgent"),
        one_of("outbox", "state", "waiting sending sent failed dropped"),
        number("tries"),
        moment("not_before"),
        moment("drop_after", null=True),
        text("taken_by", 64, null=True),
        moment("taken_until", null=True),
        text("last_error", 64, null=True),
        text("provider_reference", 128, null=True),
        moment("created_at"),
        moment("sent_at", null=True),
        moment("delivered_at", null=True),
    ]


def _outbox_keys() -> list[sa.Constraint]:
    return [
        primary("outbox", "id"),
        unique("outbox", "idempotency_key"),
        points_to("outbox", "coordinator_id", "coordinators.id"),
        points_to("outbox", "match_id", "matches.id"),
        points_to("outbox", "need_id", "needs.id"),
        points_to("outbox", "person_id", "people.id"),
        check("outbox", "tries", "tries >= 0"),
    ]


def _create_links() -> None:
    op.create_table(
        "links",
        text("id", 32),
        text("token_hash", 64),
        one_of(
            "links",
            "purpose",
            "need confirm_need proposal volunteer prove_contact calendar invitation",
        ),
        text("person_id", 32, null=True),
        text("need_id", 32, null=True),
        text("match_id", 32, null=True),
        text("coordinator_id", 32, null=True),
        number("tries"),
        moment("created_at"),
        moment("expires_at", null=True),
        moment("used_at", null=True),
        moment("revoked_at", null=True),
        primary("links", "id"),
        unique("links", "token_hash"),
        points_to("links", "coordinator_id", "coordinators.id"),
        points_to("links", "match_id", "matches.id"),
        points_to("links", "need_id", "needs.id"),
        points_to("links", "person_id", "people.id"),
        check("links", "tries", "tries >= 0"),
    )
    index("ix_links_expires_at", "links", "expires_at")
    index("ix_links_match_id", "links", "match_id")
    index("ix_links_need_id", "links", "need_id")
    index("ix_links_person_id", "links", "person_id")


def _create_idempotency_keys() -> None:
    op.create_table(
        "idempotency_keys",
        text("scope", 96),
        text("key", 128),
        text("body_hash", 64),
        number("status"),
        json("answer", null=True),
        moment("created_at"),
        primary("idempotency_keys", "scope", "key"),
    )
    index("ix_idempotency_keys_created_at", "idempotency_keys", "created_at")


def _create_leases() -> None:
    op.create_table(
        "leases",
        text("name", 48),
        text("holder", 96),
        moment("until"),
        primary("leases", "name"),
    )


def _create_rates() -> None:
    op.create_table(
        "rates",
        text("asker", 96),
        moment("window_end"),
        number("asked"),
        primary("rates", "asker", "window_end"),
        check("rates", "asked", "asked >= 0"),
    )
    index("ix_rates_window_end", "rates", "window_end")
