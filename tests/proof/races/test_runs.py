"""Four real processes at the same doors, lists and units, on both databases: one has it."""

from collections import Counter
from datetime import timedelta

from matcher.service.runs_days import open_day
from matcher.storage.database import Database
from matcher.storage.tables import MatchRow, StopRow
from tests.builders import TODAY
from tests.matcher.service.acts import acting
from tests.matcher.service.day_of_runs import Day, a_day, a_door
from tests.matcher.service.matched import a_trusted_offer
from tests.proof.races.racing import racers

DOORS, PROCESSES = 12, 4


def answers(database: Database, verb: str) -> tuple[Day, list[list[str]]]:
    """Four drivers note something else at each of the same doors; what each was told."""
    day = a_day(database, needs=DOORS)
    day.plan()
    day.send_out()
    doors = [stop.id for stop in day.stops(0)]
    with racers(database, PROCESSES) as four:
        said = four.race(verb, [[day.runs[0], str(n), *doors] for n in range(PROCESSES)])
    return day, said


def test_of_four_who_note_one_door_at_once_one_is_heard_and_the_others_are_told(
    database: Database,
):
    day, said = answers(database, "note_doors")
    for heard in zip(*said, strict=True):
        assert Counter(one[:3] for one in heard) == {"yes": 1, "no:": PROCESSES - 1}
    with database.read() as store:
        notes = store.query(StopRow).filter_by(day_id=day.id)
        by = [row.noted_by for row in notes.order_by(StopRow.place_in_run)]
    yeses = [
        next(n for n, one in enumerate(heard) if one == "yes") for heard in zip(*said, strict=True)
    ]
    assert by == [f"volunteer:{n}" for n in yeses]


def test_whoever_looks_first_and_writes_then_would_be_heard_with_others(database: Database):
    _, said = answers(database, "note_doors_after_a_look")
    assert max(heard.count("yes") for heard in zip(*said, strict=True)) > 1


def test_a_unit_is_on_one_list_or_asked_of_one_volunteer_and_never_both(database: Database):
    day = a_day(database, needs=0)
    with acting(database) as act:
        days = [day.id] + [
            open_day(act, day.desk, day.depot_id, TODAY + timedelta(days=ahead)) for ahead in (1, 2)
        ]
        units = [a_door(act.store, day, east_m=100 * n) for n in range(DOORS)]
        offers = [a_trusted_offer(act.store, categories={"food_parcel"}).id for _ in units]
    with racers(database, PROCESSES) as four:
        for unit, offer in zip(units, offers, strict=True):
            lists = [("put_on_list", day.desk.coordinator_id, id, unit) for id in days]
            four.race_each([*lists, ("propose", unit, offer)])
    with database.read() as store:
        listed = Counter(row.unit_id for row in store.query(StopRow))
        asked = Counter(row.unit_id for row in store.query(MatchRow))
    assert listed + asked == Counter(units)
