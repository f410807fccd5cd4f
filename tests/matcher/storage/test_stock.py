"""What the database itself refuses of stock, whoever asks."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, IntegrityError

from matcher.storage.database import Database
from tests.matcher.service.acts import acting
from tests.matcher.service.stocked import a_shelf, only_lot, set_aside, stocked


@pytest.fixture
def lot_id(database: Database) -> str:
    """A lot with four free ones, and one that is set aside."""
    with acting(database) as act:
        shelf = a_shelf(act)
        item_id = stocked(act, shelf, 5)
        set_aside(act, shelf, item_id)
        return only_lot(act, item_id).id


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE stock_lots SET free = free + 1",
        "UPDATE stock_lots SET free = free - 5, wasted = wasted + 5",
        "UPDATE stock_lots SET received = received + 9, counted = counted - 9",
        "UPDATE stock_holdings SET reserved = reserved - 2",
        "INSERT INTO stock_lots SELECT 'x', item_id, place_id, best_before, 0, 0, 0, 0, 0, 0, 0, 0,"
        " created_at FROM stock_lots",
    ],
)
def test_what_does_not_balance_or_goes_below_zero_is_refused(
    database: Database, lot_id: str, change: str
):
    with pytest.raises(IntegrityError), database.begin() as store:
        store.execute(text(change))


@pytest.mark.parametrize(
    "change", ["UPDATE stock_movements SET quantity = 9", "DELETE FROM stock_movements"]
)
def test_a_line_of_the_ledger_is_never_changed_or_removed(
    database: Database, lot_id: str, change: str
):
    with pytest.raises(DBAPIError, match="append-only"), database.begin() as store:
        store.execute(text(change))
