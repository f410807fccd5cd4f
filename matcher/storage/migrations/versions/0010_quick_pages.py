"""Ways to find what the pages of residents and the board ask for, without walking the city."""

from alembic import op

from matcher.storage.migrations.notation import index

revision = "0010_quick_pages"
down_revision = "0009_stock"


def upgrade() -> None:
    """Make the indexes."""
    # The latest waits of a kind of help, in a borough and everywhere.
    confirmed = "confirmed_at IS NOT NULL"
    index("ix_needs_waits_in_borough", "needs", "category borough confirmed_at", where=confirmed)
    index("ix_needs_waits", "needs", "category confirmed_at", where=confirmed)
    # What waits around a volunteer.
    wanted = f"status = 'open' AND {confirmed}"
    index("ix_needs_wanted", "needs", "category easting northing", where=wanted)
    # A page of the board, and how many needs it has: with whose they are, no row is looked at.
    index("ix_needs_board", "needs", "urgency registered_on id", where="status <> 'closed'")
    op.drop_index("ix_needs_status_borough_urgency_registered_on", table_name="needs")
    index(
        "ix_needs_status_borough_urgency_registered_on_charity_id",
        "needs",
        "status borough urgency registered_on charity_id",
    )
    # Who is near: offers of a 1 km cell.
    index("ix_offers_cell_status", "offers", "cell status")
