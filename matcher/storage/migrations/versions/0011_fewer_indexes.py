"""Fewer indexes to keep: those that nobody asked go, and links are listed by what they are about.

A round writes 100,000 matches, each with a link, a letter and a line in the log: every index is
written to as often.
"""

from alembic import op

from matcher.storage.migrations.notation import index

revision = "0011_fewer_indexes"
down_revision = "0010_quick_pages"

FILLS = (
    "status IN ('accepted', 'confirmed', 'done_reported') "
    "OR (status = 'proposed' AND NOT asked_together)"
)


def upgrade() -> None:
    """Drop what is not asked, and make in smaller what is."""
    for name, table in (
        ("ix_log_at", "log"),
        ("ix_links_expires_at", "links"),
        ("ix_outbox_provider_reference", "outbox"),
        # One of the two together answers what both were asked.
        ("ix_matches_unit_id", "matches"),
        ("ix_matches_need_id", "matches"),
    ):
        op.drop_index(name, table_name=table)
    index("ix_matches_need_id_unit_id", "matches", "need_id unit_id")
    # Those of a round then lie in the order in which it writes them.
    op.drop_index("uq_matches_one_per_unit", table_name="matches")
    index("uq_matches_one_per_unit", "matches", "need_id unit_id", where=FILLS, unique=True)
    # All that a round asks about a unit while it holds the lock, and about its volunteer.
    op.drop_index("ix_units_wanted", table_name="units")
    index("ix_units_wanted", "units", "need_id on_date number id", where="closed_at IS NULL")
    index("ix_volunteers_suspended", "volunteers", "person_id", where="status = 'suspended'")
    # The log of a match is found by the match.
    op.drop_index("ix_log_person_id_id", table_name="log")
    index("ix_log_person_id_id", "log", "person_id id", where="about <> 'match'")
    for column in ("person_id", "need_id", "match_id"):
        op.drop_index(f"ix_links_{column}", table_name="links")
        index(f"ix_links_{column}", "links", column, where=f"{column} IS NOT NULL")
