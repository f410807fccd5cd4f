"""A sheet may be a delivery list: one more word for what sheets are lists of."""

from alembic import op
from sqlalchemy import text as sql

from matcher.storage.migrations.notation import (
    blob,
    check,
    flag,
    index,
    json,
    maybe_blob,
    moment,
    number,
    one_of,
    points_to,
    primary,
    text,
)

revision = "0018_stop_sheets"
down_revision = "0017_counts"

KINDS = "volunteers offers needs residents stock stops"


def upgrade() -> None:
    """Let the check of a sheet's kind know the new word."""
    if op.get_bind().dialect.name != "sqlite":
        op.drop_constraint("ck_imports_kind", "imports")
        words = ", ".join(f"'{word}'" for word in KINDS.split())
        op.create_check_constraint("ck_imports_kind", "imports", f"kind IN ({words})")
        return
    # SQLite changes no check: the tables are made anew. With the old one its lines would go too,
    # so both are set aside first.
    for table in ("import_lines", "imports"):
        op.execute(sql(f"CREATE TABLE old_{table} AS SELECT * FROM {table}"))
        op.drop_table(table)
    _imports()
    _lines()
    for table in ("imports", "import_lines"):
        op.execute(sql(f"INSERT INTO {table} SELECT * FROM old_{table}"))
        op.drop_table(f"old_{table}")


def _imports() -> None:
    op.create_table(
        "imports",
        text("id", 32),
        text("charity_id", 32),
        one_of("imports", "kind", KINDS),
        one_of("imports", "status", "read looking looked applying done undoing undone dropped"),
        text("by", 64),
        text("boroughs"),
        text("file_hash", 64),
        blob("sealed"),
        json("columns"),
        json("said"),
        number("lines"),
        number("through"),
        text("trouble", 64, null=True),
        moment("created_at"),
        moment("done_at", null=True),
        moment("undone_at", null=True),
        moment("emptied_at", null=True),
        primary("imports", "id"),
        points_to("imports", "charity_id", "charities.id"),
        check("imports", "counts", "lines >= 0 AND through >= 0"),
    )
    index("ix_imports_charity_id_created_at", "imports", "charity_id created_at")
    index("ix_imports_status", "imports", "status")


def _lines() -> None:
    op.create_table(
        "import_lines",
        text("import_id", 32),
        number("line"),
        blob("sealed"),
        maybe_blob("told"),
        one_of("import_lines", "verdict", "new same changed duplicate wrong", null=True),
        one_of("import_lines", "why", "id phone email name_and_place code name", null=True),
        number("like_line", null=True),
        text("like_id", 32, null=True),
        flag("bring"),
        one_of("import_lines", "fate", "waiting made changed left_out refused undone gone"),
        text("made_id", 32, null=True),
        text("person_id", 32, null=True),
        flag("new_person"),
        primary("import_lines", "import_id", "line"),
        points_to("import_lines", "import_id", "imports.id", cascade=True),
    )
    index("ix_import_lines_import_id_verdict_line", "import_lines", "import_id verdict line")
    index("ix_import_lines_import_id_fate_line", "import_lines", "import_id fate line")
    index("ix_import_lines_person_id", "import_lines", "person_id")
