"""A charity may draw where it works: a ring of corners, and its sides as a condition reads them."""

from alembic import op

from matcher.storage.migrations.notation import (
    big_number,
    check,
    moment,
    number,
    points_to,
    primary,
    text,
)

revision = "0023_drawn_areas"
down_revision = "0022_driver_invitations"


def upgrade() -> None:
    """Make the two tables; whoever has drawn nothing works in its boroughs as before."""
    op.create_table(
        "drawn_areas",
        text("charity_id", 32),
        text("corners"),
        text("boroughs"),
        text("lies_in"),
        moment("drawn_at"),
        text("drawn_by", 64),
        primary("drawn_areas", "charity_id"),
        points_to("drawn_areas", "charity_id", "charities.id", cascade=True),
    )
    op.create_table(
        "drawn_edges",
        text("charity_id", 32),
        number("number"),
        number("south"),
        number("north"),
        number("easting"),
        big_number("run"),
        big_number("rise"),
        primary("drawn_edges", "charity_id", "number"),
        points_to("drawn_edges", "charity_id", "drawn_areas.charity_id", cascade=True),
        check("drawn_edges", "goes_north", "rise = north - south AND rise > 0"),
    )
