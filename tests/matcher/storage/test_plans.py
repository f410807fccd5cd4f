"""What pages ask on SQLite is found by its index: a look at the whole city took half a second."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from typing import Any
from unittest import mock

import pytest
from sqlalchemy import Connection, Engine, event

from matcher.domain.board import BoardFilter, BoardOrder, Standing
from matcher.domain.roles import Scope
from matcher.storage import asking
from matcher.storage.database import Database, Store
from matcher.storage.reading.board_needs import board_needs, count_by_urgency
from matcher.storage.reading.consent import live_referral
from matcher.storage.reading.needs_nearby import waiting_needs
from matcher.storage.reading.needs_standing import need_now
from matcher.storage.reading.needs_waits import latest_waits, volunteers_in_cells
from matcher.storage.ready import Ready, read_ready
from tests.builders import HERE, LAMBETH, TODAY
from tests.matcher.storage.rows import NOW

EVERYTHING = Scope(everything=True)


def a_page_of_the_board(store: Store) -> object:
    wanted = BoardFilter(standing=Standing.NOBODY_YET)
    return board_needs(store, EVERYTHING, wanted, BoardOrder.URGENT_FIRST, today=TODAY)


def waits(store: Store, borough: str | None) -> object:
    return latest_waits(store, "groceries", borough, since=NOW - timedelta(days=60), most=20)


@contextmanager
def heard() -> Iterator[list[tuple[str, Any]]]:
    """Every question that is asked meanwhile, of SQLAlchemy or of the driver, with its values."""
    said: list[tuple[str, Any]] = []

    def hear(_c: object, _cursor: object, sql: str, values: Any, *_more: object) -> None:
        said.append((sql, values))

    def hear_ready(connection: Connection, ready: Ready, values: Mapping[str, Any]) -> Any:
        said.append((ready.sql, ready.held(values)))
        return read_ready(connection, ready, values)

    event.listen(Engine, "before_cursor_execute", hear)
    with mock.patch.object(asking, "read_ready", hear_ready):
        yield said
    event.remove(Engine, "before_cursor_execute", hear)


@pytest.mark.parametrize(
    ("ask", "index"),
    [
        (lambda store: waits(store, LAMBETH), "ix_needs_waits_in_borough (category=? AND borough"),
        (lambda store: waits(store, None), "ix_needs_waits (category=? AND confirmed_at>"),
        (
            lambda store: volunteers_in_cells(store, "groceries", ["TQ3175"]),
            "ix_offers_cell_status (cell=? AND status=?)",
        ),
        (
            lambda store: [*waiting_needs(store, ["groceries"], HERE, 2_000, most_each=9)],
            "ix_needs_wanted (category=? AND easting>? AND easting<?)",
        ),
        (a_page_of_the_board, "ix_needs_board (urgency=?)"),
        (
            lambda store: count_by_urgency(store, EVERYTHING),
            "COVERING INDEX ix_needs_status_borough_urgency_registered_on_charity_id",
        ),
    ],
)
def test_it_is_found_by_its_index(
    empty_sqlite: Database, ask: Callable[[Store], object], index: str
):
    with empty_sqlite.read() as store:
        with heard() as said:
            ask(store)
        sql, values = next((sql, values) for sql, values in said if sql.startswith("SELECT"))
        plan = store.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}", values)
        assert any(index in row[3] for row in plan)


def test_a_word_that_an_index_is_about_stands_in_the_question(empty_sqlite: Database):
    """As a value it would have SQLite make its plan anew each time: ten times as long."""
    with empty_sqlite.read() as store, heard() as said:
        need_now(store, "0" * 32)
        live_referral(store, "0" * 32)
    [(sql, values)] = [(sql, values) for sql, values in said if "matches" in sql]
    assert "matches.status IN ('proposed')" in sql
    assert "proposed" not in values
    [(sql, values)] = [(sql, values) for sql, values in said if "FROM referrals" in sql]
    assert "referrals.state IN ('offered')" in sql
    assert "offered" not in values
