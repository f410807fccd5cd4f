"""A round writes to few places: indexes in the order in which it writes, and none of them twice.

Of the pages that it wrote four in five were those of three trees that it wrote to all over: an
offer's matches, offers, and the letters of a person. Now it goes from offer to offer, and SQLite
keeps these in the order of their ids.
"""

from alembic import op
from sqlalchemy import text as sql

from matcher.storage.migrations.notation import index

revision = "0021_few_places"
down_revision = "0020_consent_questions"

SPOKEN_FOR = "status IN ('accepted', 'confirmed', 'done_reported', 'proposed')"
HOLDS_UNIT = (
    "status IN ('accepted', 'confirmed', 'done_reported') "
    "OR (status = 'proposed' AND NOT asked_together)"
)


def upgrade() -> None:
    """Make indexes anew, and on SQLite the table of offers; what is in the tables stays."""
    for name, table in (
        ("uq_matches_one_per_unit", "matches"),
        ("ix_matches_need_id_unit_id", "matches"),
        ("uq_matches_one_per_pair", "matches"),
        ("uq_matches_one_per_pair_and_date", "matches"),
        ("ix_outbox_person_id_created_at", "outbox"),
        ("ix_outbox_need_id", "outbox"),
    ):
        op.drop_index(name, table_name=table)
    # One for both: all matches of a unit are found by it, and those that hold it are unique.
    holding = sql(f"(CASE WHEN {HOLDS_UNIT} THEN 1 END)")
    op.create_index(
        "uq_matches_one_per_unit", "matches", ["need_id", "unit_id", holding], unique=True
    )
    undated, dated = f"{SPOKEN_FOR} AND on_date IS NULL", f"{SPOKEN_FOR} AND on_date IS NOT NULL"
    index("uq_matches_one_per_pair", "matches", "offer_id need_id", where=undated, unique=True)
    index(
        "uq_matches_one_per_pair_and_date",
        "matches",
        "offer_id need_id on_date",
        where=dated,
        unique=True,
    )
    # A letter that a round owes names nobody before it is taken.
    somebody = "person_id IS NOT NULL"
    index("ix_outbox_person_id_created_at", "outbox", "person_id created_at", where=somebody)
    index("ix_outbox_need_id", "outbox", "need_id", where="need_id IS NOT NULL")
    if op.get_bind().dialect.name == "sqlite":
        _order_offers()


def _order_offers() -> None:
    """Keep offers in the order of their ids and of nothing else, with all that points to them."""
    made = "SELECT sql FROM sqlite_master WHERE tbl_name = 'offers' AND sql IS NOT NULL"
    ask = op.get_bind().exec_driver_sql
    [table] = ask(f"{made} AND type = 'table'").scalars()
    indexes = ask(f"{made} AND type = 'index'").scalars().all()
    # What points to an offer is found by an index of its own, when each goes and when it comes
    # back; until then nobody minds that it points nowhere.
    for statement in (
        "PRAGMA defer_foreign_keys = ON",
        "CREATE TEMPORARY TABLE kept AS SELECT * FROM offers",
        "DROP TABLE offers",
        f"{table} WITHOUT ROWID",
        "INSERT INTO offers SELECT * FROM kept ORDER BY id",
        "DROP TABLE kept",
        *indexes,
    ):
        ask(statement)
