"""Sheets that are brought in, their lines, and the residents on a charity's list."""

from alembic import op

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

revision = "0015_imports"
down_revision = "0014_runs"


def upgrade() -> None:
    """Make the tables."""
    _imports()
    _lines()
    op.create_table(
        "residents",
        text("person_id", 32),
        text("charity_id", 32),
        number("easting"),
        number("northing"),
        text("borough", 9),
        text("cell", 8),
        text("postcode", 8, null=True),
        moment("created_at"),
        moment("changed_at"),
        primary("residents", "person_id"),
        points_to("residents", "person_id", "people.id", cascade=True),
        points_to("residents", "charity_id", "charities.id"),
    )
    index("ix_residents_charity_id_borough", "residents", "charity_id borough")


def _imports() -> None:
    op.create_table(
        "imports",
        text("id", 32),
        text("charity_id", 32),
        one_of("imports", "kind", "volunteers offers needs residents stock"),
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
