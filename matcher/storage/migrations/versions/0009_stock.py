"""What charities keep: places, items, lots, what needs hold of them, and the ledger."""

from typing import Any

import sqlalchemy as sa
from alembic import op

from matcher.storage.migrations.append_only import triggers
from matcher.storage.migrations.notation import (
    big_number,
    check,
    day,
    flag,
    index,
    moment,
    number,
    one_of,
    points_to,
    primary,
    row_number,
    text,
    unique,
)

revision = "0009_stock"
down_revision = "0008_job_runs"

_ACCOUNTS = "free reserved picked delivered wasted counted moved received"
_KEPT = "reserved + picked > 0"


def upgrade() -> None:
    """Make the tables."""
    _create_places()
    _create_items()
    _create_lots()
    _create_holdings()
    _create_donations()
    _create_movements()
    for statement in triggers("stock_movements", op.get_bind().dialect.name):
        op.execute(statement)


def _create_places() -> None:
    op.create_table(
        "stock_places",
        text("id", 32),
        text("charity_id", 32),
        text("name", 80),
        moment("created_at"),
        primary("stock_places", "id"),
        unique("stock_places", "charity_id", "name"),
        points_to("stock_places", "charity_id", "charities.id"),
    )


def _create_items() -> None:
    op.create_table(
        "stock_items",
        text("id", 32),
        text("charity_id", 32),
        text("name", 80),
        text("category", 32),
        text("contents"),
        flag("edible"),
        text("diets"),
        text("allergens"),
        flag("allergens_read"),
        number("weight_g"),
        number("volume_ml"),
        text("code", 64, null=True),
        number("low_at", null=True),
        moment("created_at"),
        moment("changed_at"),
        moment("retired_at", null=True),
        primary("stock_items", "id"),
        unique("stock_items", "charity_id", "name"),
        unique("stock_items", "charity_id", "code"),
        points_to("stock_items", "charity_id", "charities.id"),
        check("stock_items", "size", "weight_g >= 0 AND volume_ml >= 0"),
        check("stock_items", "low_at", "low_at >= 0"),
    )


def _create_lots() -> None:
    op.create_table(
        "stock_lots",
        text("id", 32),
        text("item_id", 32),
        text("place_id", 32),
        day("best_before", null=True),
        *(number(account) for account in _ACCOUNTS.split()),
        moment("created_at"),
        primary("stock_lots", "id"),
        points_to("stock_lots", "item_id", "stock_items.id"),
        points_to("stock_lots", "place_id", "stock_places.id"),
        check("stock_lots", "balanced", f"{' + '.join(_ACCOUNTS.split())} = 0"),
        check(
            "stock_lots",
            "not_below_zero",
            "free >= 0 AND reserved >= 0 AND picked >= 0 AND delivered >= 0 AND wasted >= 0",
        ),
        check("stock_lots", "received_is_owed", "received <= 0"),
    )
    for name, columns, where in (
        ("dated", "item_id place_id best_before", "best_before IS NOT NULL"),
        ("undated", "item_id place_id", "best_before IS NULL"),
    ):
        index(f"uq_stock_lots_{name}", "stock_lots", columns, where=where, unique=True)
    index("ix_stock_lots_place_id", "stock_lots", "place_id")


def _create_holdings() -> None:
    op.create_table(
        "stock_holdings",
        text("id", 32),
        text("lot_id", 32),
        text("need_id", 32),
        text("unit_id", 32),
        number("reserved"),
        number("picked"),
        number("delivered"),
        moment("changed_at"),
        primary("stock_holdings", "id"),
        unique("stock_holdings", "unit_id", "lot_id"),
        points_to("stock_holdings", "lot_id", "stock_lots.id"),
        points_to("stock_holdings", "unit_id need_id", "units.id units.need_id"),
        check(
            "stock_holdings", "not_below_zero", "reserved >= 0 AND picked >= 0 AND delivered >= 0"
        ),
    )
    index("ix_stock_holdings_need_id", "stock_holdings", "need_id")
    index("ix_stock_holdings_kept", "stock_holdings", "lot_id", where=_KEPT)


def _create_donations() -> None:
    op.create_table(
        "donations",
        text("id", 32),
        text("charity_id", 32),
        text("person_id", 32, null=True),
        day("given_on"),
        moment("created_at"),
        primary("donations", "id"),
        points_to("donations", "charity_id", "charities.id"),
        points_to("donations", "person_id", "people.id"),
    )
    index("ix_donations_charity_id_given_on", "donations", "charity_id given_on")
    index("ix_donations_person_id", "donations", "person_id")


def _create_movements() -> None:
    table = "stock_movements"
    op.create_table(
        table, *_movement_columns(table), *_movement_keys(table), sqlite_autoincrement=True
    )
    for columns in ("item_id id", "lot_id", "entry_id", "holding_id"):
        index(f"ix_stock_movements_{columns.replace(' ', '_')}", table, columns)


def _movement_columns(table: str) -> list[sa.Column[Any]]:
    return [
        row_number("id"),
        text("entry_id", 32),
        moment("at"),
        text("by", 64),
        text("item_id", 32),
        text("lot_id", 32),
        one_of(
            table,
            "kind",
            "received reserved released picked delivered returned given wasted spoilt found"
            " missing sent arrived undone",
        ),
        one_of(table, "source", _ACCOUNTS),
        one_of(table, "target", _ACCOUNTS),
        number("quantity"),
        text("holding_id", 32, null=True),
        text("donation_id", 32, null=True),
        one_of(table, "waste_reason", "past_its_date damaged recalled unwanted", null=True),
        one_of(
            table,
            "count_reason",
            "not_written_down miscounted mislaid taken unknown",
            null=True,
        ),
        big_number("undoes", null=True),
    ]


def _movement_keys(table: str) -> list[sa.Constraint]:
    return [
        primary(table, "id"),
        unique(table, "undoes"),
        points_to(table, "item_id", "stock_items.id"),
        points_to(table, "lot_id", "stock_lots.id"),
        points_to(table, "holding_id", "stock_holdings.id"),
        points_to(table, "donation_id", "donations.id"),
        points_to(table, "undoes", "stock_movements.id"),
        check(table, "quantity", "quantity BETWEEN 1 AND 100000"),
        check(table, "goes_somewhere", "source <> target"),
        check(table, "undoes_a_line", "(kind = 'undone') = (undoes IS NOT NULL)"),
    ]
