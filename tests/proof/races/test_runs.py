"""Real processes at the same doors, lists and units, on both databases: one has it."""

from collections import Counter
from collections.abc import Sequence
from datetime import timedelta

import pytest

from matcher.service.runs_days import open_day
from matcher.storage.database import Database
from matcher.storage.tables import MatchRow, StopRow
from tests.builders import TODAY
from tests.matcher.service.acts import acting
from tests.matcher.service.day_of_runs import Day, a_day, a_door
from tests.matcher.service.matched import a_trusted_offer
from tests.proof.races.faults import look_at_doors, note_what_was_looked_at
from tests.proof.races.racing import racers

DOORS, DRIVERS = 12, 2


def a_run_that_is_out(database: Database) -> tuple[Day, list[str]]:
    """A run, and its doors in order."""
    day = a_day(database, needs=DOORS)
    day.plan()
    day.send_out()
    return day, [stop.id for stop in day.stops(0)]


def require_one_is_heard(said: Sequence[Sequence[str]]) -> list[int]:
    """Of all who noted a door, one was told yes; who, by door."""
    for heard in zip(*said, strict=True):
        assert Counter(one[:3] for one in heard) == {"yes": 1, "no:": len(said) - 1}
    return [heard.index("yes") for heard in zip(*said, strict=True)]


def test_of_those_who_note_one_door_at_once_one_is_heard_and_the_others_are_told(
    database: Database,
):
    day, doors = a_run_that_is_out(database)
    with racers(database, DRIVERS) as drivers:
        said = drivers.race("note_doors", [[day.runs[0], str(n), *doors] for n in range(DRIVERS)])
    heard = require_one_is_heard(said)
    with database.read() as store:
        noted = store.query(StopRow).filter_by(day_id=day.id).order_by(StopRow.place_in_run)
        assert [row.noted_by for row in noted] == [f"volunteer:{n}" for n in heard]


def test_whoever_looks_first_and_writes_then_is_heard_with_others_and_is_found(
    database: Database,
):
    """All look before any writes: what the guard is against, without hoping for it to happen."""
    _, doors = a_run_that_is_out(database)
    seen = [look_at_doors(database, *doors) for _ in range(DRIVERS)]
    said = [note_what_was_looked_at(database, str(n), seen[n]) for n in range(DRIVERS)]
    with pytest.raises(AssertionError):
        require_one_is_heard(said)


def test_a_unit_is_on_one_list_or_asked_of_one_volunteer_and_never_both(database: Database):
    day = a_day(database, needs=0)
    with acting(database) as act:
        days = [day.id, open_day(act, day.desk, day.depot_id, TODAY + timedelta(days=1))]
        units = [a_door(act.store, day, east_m=100 * n) for n in range(DOORS)]
        offers = [a_trusted_offer(act.store, categories={"food_parcel"}).id for _ in units]
    with racers(database, len(days) + 1) as all_of_them:
        for unit, offer in zip(units, offers, strict=True):
            lists = [("put_on_list", day.desk.coordinator_id, id, unit) for id in days]
            all_of_them.race_each([*lists, ("propose", unit, offer)])
    with database.read() as store:
        listed = Counter(row.unit_id for row in store.query(StopRow))
        asked = Counter(row.unit_id for row in store.query(MatchRow))
    assert listed + asked == Counter(units)
