"""A role for each charity that somebody works for, not one for their account."""

from alembic import op

from matcher.storage.migrations.notation import check, index, one_of, points_to, primary, text

revision = "0019_memberships"
down_revision = "0018_stop_sheets"


def upgrade() -> None:
    """Make the table. Whoever works somewhere goes on there with the role of their account; an
    administrator, who may everything everywhere, as a coordinator should that ever end."""
    table = "memberships"
    op.create_table(
        table,
        text("coordinator_id", 32),
        text("charity_id", 32),
        one_of(table, "role", "administrator coordinator intake"),
        primary(table, "coordinator_id", "charity_id"),
        points_to(table, "coordinator_id", "coordinators.id", cascade=True),
        points_to(table, "charity_id", "charities.id"),
        check(table, "nobody_administers_one", "role <> 'administrator'"),
    )
    index("ix_memberships_charity_id", table, "charity_id")
    op.execute(
        "INSERT INTO memberships (coordinator_id, charity_id, role) "
        "SELECT DISTINCT scopes.coordinator_id, scopes.charity_id, "
        "CASE WHEN coordinators.role = 'intake' THEN 'intake' ELSE 'coordinator' END "
        "FROM scopes JOIN coordinators ON coordinators.id = scopes.coordinator_id"
    )
