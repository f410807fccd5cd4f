"""The wait that is told is honest, and hidden where it could point at somebody."""

from datetime import timedelta

from matcher.domain.waits import FEWEST, RoughTime, WaitUnit
from matcher.service.needs_waits import Outlook, outlook
from matcher.storage.database import Database, Store
from tests.builders import HERE, LAMBETH, SOUTHWARK
from tests.matcher.service.acts import looking
from tests.matcher.storage.rows import (
    NOW,
    a_stored_match,
    a_stored_need,
    a_stored_offer,
    a_volunteer,
    units_of,
)

HOUR = timedelta(hours=1)


def cell_at(easting: float, northing: float) -> str:
    return f"{int(easting) // 1_000}{int(northing) // 1_000}"


HERE_CELL = cell_at(HERE.easting, HERE.northing)
BESIDE, CORNER = "532175", "532176"


def told(database: Database, *, category: str = "groceries", borough: str = LAMBETH) -> Outlook:
    with looking(database) as act:
        return outlook(
            act,
            category=category,
            borough=borough,
            easting=HERE.easting,
            northing=HERE.northing,
            cell_at=cell_at,
        )


def met_in(store: Store, hours: int, **said: object) -> None:
    need = a_stored_need(store, confirmed_at=NOW - timedelta(days=9), **said)
    yes = NOW - timedelta(days=9) + hours * HOUR
    a_stored_match(
        store,
        units_of(store, need)[0],
        a_stored_offer(store),
        status="confirmed",
        answered_at=yes,
    )


def test_with_few_like_it_nothing_is_said_of_the_wait(database: Database):
    with database.begin() as store:
        for _ in range(FEWEST - 1):
            met_in(store, 6)
    assert told(database).wait is None


def test_a_wait_counts_those_that_nobody_met_and_leaves_out_the_withdrawn(database: Database):
    with database.begin() as store:
        for _ in range(6):
            met_in(store, 6)
        for _ in range(3):
            a_stored_need(store)
        for _ in range(9):
            a_stored_need(store, status="closed", ending="withdrawn", closed_at=NOW)
    seen = told(database)
    assert seen.wait is not None
    assert (seen.wait.similar, seen.wait.met) == (9, 6)
    assert seen.wait.typical == RoughTime(6, WaitUnit.HOURS)
    assert seen.in_borough


def test_where_the_borough_has_too_few_all_boroughs_speak(database: Database):
    with database.begin() as store:
        for _ in range(FEWEST):
            met_in(store, 3, borough=SOUTHWARK)
    seen = told(database)
    assert seen.wait is not None
    assert not seen.in_borough


def test_volunteers_near_are_counted_by_cells_and_never_a_few(database: Database):
    def offers(store: Store, cell: str, count: int, **said: object) -> None:
        for _ in range(count):
            a_stored_offer(store, cell=cell, **said)

    with database.begin() as store:
        offers(store, HERE_CELL, 4)
        offers(store, BESIDE, 3)
        offers(store, CORNER, 50)
        offers(store, HERE_CELL, 50, categories=frozenset({"garden"}))
        offers(store, HERE_CELL, 50, status="paused")
        suspended = a_volunteer(store, status="suspended")
        offers(store, HERE_CELL, 20, volunteer_id=suspended.person_id)
    assert told(database).volunteers is None
    with database.begin() as store:
        offers(store, BESIDE, 4)
    assert told(database).volunteers == 10


def test_help_over_the_telephone_knows_no_distance(database: Database):
    assert told(database).volunteers == 0
    assert told(database, category="phone_call").volunteers is None
