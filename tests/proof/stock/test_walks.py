"""The ledger of stock balances over 10,000 random deeds, and a witness agrees about each."""

import os

import pytest

from matcher.storage.database import Database
from tests.proof.stock.faults import FAULTS
from tests.proof.stock.walk import Differs, a_walk

OPERATIONS = int(os.environ.get("NEARHAND_PROOF_STOCK", "10000"))


def test_the_ledger_balances_over_ten_thousand_random_deeds(empty_sqlite: Database):
    walk = a_walk(empty_sqlite, OPERATIONS)
    assert len(walk.done) == OPERATIONS
    # A walk on which everything was refused, or nothing, would have shown little.
    assert OPERATIONS // 20 < walk.refused < OPERATIONS // 2


def test_the_ledger_balances_on_the_other_database_too(empty_postgresql: Database):
    walk = a_walk(empty_postgresql, OPERATIONS // 20, seed=8)
    assert walk.refused


@pytest.mark.parametrize("fault", FAULTS)
def test_a_planted_fault_is_found(fault: str, empty_sqlite: Database):
    with pytest.raises(Differs):
        a_walk(empty_sqlite, 400, **FAULTS[fault])
