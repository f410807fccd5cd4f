"""Numbers and mailboxes that wait for their proof."""

from alembic import op

from matcher.storage.migrations.notation import blob, index, moment, points_to, primary, text

revision = "0013_new_contacts"
down_revision = "0012_rota"


def upgrade() -> None:
    """Make the table, and say of each link which part of a new contact it proves."""
    op.create_table(
        "new_contacts",
        text("person_id", 32),
        blob("sealed"),
        moment("asked_at"),
        moment("until"),
        primary("new_contacts", "person_id"),
        points_to("new_contacts", "person_id", "people.id", cascade=True),
    )
    index("ix_new_contacts_until", "new_contacts", "until")
    op.add_column("links", text("proves", 8, null=True))
