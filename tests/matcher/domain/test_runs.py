"""What a day's runs are planned from checks itself, with one plain sentence each."""

from dataclasses import replace

import pytest

from matcher.domain.day_times import DAY_S, TimeWindow, clock, hours
from matcher.domain.refusals import Invalid
from matcher.domain.runs import MOST_LOCKED, Depot, Locked, RunParams
from matcher.domain.travel import KINDS, Travel, VehicleKind
from tests.builders import HERE, at
from tests.run_builders import DEPOT, a_day, a_driver, a_stop


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (lambda: TimeWindow(10, 9), "the earlier one first"),
        (lambda: TimeWindow(0, DAY_S + 1), "within one day"),
        (lambda: hours("9.30", "10:00"), "not a time such as 09:30"),
        (lambda: hours("09:60", "10:00"), "not a time such as 09:30"),
        (lambda: a_stop(""), "must have an id"),
        (lambda: a_stop(parcels=-1), "from 0 to 10,000 parcels"),
        (lambda: a_stop(weight_g=-1), "weighs"),
        (lambda: a_stop(service_s=4 * 3600 + 1), "four hours"),
        (lambda: a_stop(prize_m=-1), "worth"),
        (lambda: a_stop(windows=()), "from one to 4"),
        (lambda: a_stop(windows=(hours("09:00", "10:00"), hours("10:00", "11:00"))), "not meet"),
        (lambda: a_driver(""), "must have an id"),
        (lambda: a_driver(depot=""), "at which depot"),
        (lambda: a_driver(parcels=0), "from 1 to 10,000"),
        (lambda: a_driver(weight_g=0), "40 tonnes"),
        (lambda: a_driver(aboard=3), "alone or with one more"),
        (lambda: Depot("", HERE), "must have an id"),
        (lambda: Depot("d1", HERE, loading_s=-1), "Loading"),
        (lambda: Locked(("s1", "s1")), "only once"),
        (lambda: Locked(("s1",), first=2), "first of a run"),
        (lambda: Locked(tuple(map(str, range(MOST_LOCKED + 1)))), "At most 60"),
        (lambda: RunParams(second_m=-1), "second_m"),
        (lambda: RunParams(run_m=True), "run_m"),
        (lambda: Travel(street_factor_percent=99), "street factor"),
        (lambda: Travel(on_foot_m_per_min=5), "A speed"),
        (lambda: Travel(source=" "), "where the street factor and the speeds are from"),
        (lambda: a_day(depots=()), "needs a depot"),
        (lambda: a_day(drivers=()), "one to 100 drivers"),
        (lambda: a_day(*(a_stop(f"s{n}") for n in range(1_001))), "at most 1,000"),
        (lambda: a_day(depots=(DEPOT, DEPOT)), "depot d1 is named twice"),
        (lambda: a_day(a_stop(), a_stop()), "stop s1 is named twice"),
        (lambda: a_day(drivers=(a_driver(depot="d9"),)), "ann loads at a depot"),
        (lambda: a_day(a_stop(depot="d9")), "s1 is served from a depot"),
        (lambda: a_day(locked={"bob": Locked(())}), "does not drive that day"),
        (lambda: a_day(locked={"ann": Locked(("s9",))}), "s9 is locked"),
    ],
)
def test_what_makes_no_sense_is_refused_in_a_sentence(make, sentence):
    with pytest.raises(Invalid, match=sentence):
        make()


def test_a_stop_is_locked_to_one_driver_only():
    drivers = (a_driver("ann"), a_driver("bob"))
    locked = {"ann": Locked(("s1",)), "bob": Locked(("s1",))}
    with pytest.raises(Invalid, match="locked stop s1 is named twice"):
        a_day(a_stop(), drivers=drivers, locked=locked)


def test_once_the_first_stops_are_done_more_can_be_locked():
    stops = tuple(map(str, range(MOST_LOCKED + 5)))
    assert len(Locked(stops, first=5).stops) == MOST_LOCKED + 5


def test_windows_hold_their_ends():
    window = hours("09:00", "10:00")
    assert [window.holds(second) for second in (32_399, 32_400, 36_000, 36_001)] == [
        False,
        True,
        True,
        False,
    ]
    assert clock(36_000) == "10:00"


def test_ways_are_straight_lines_times_the_street_factor():
    travel = Travel(street_factor_percent=150)
    assert travel.metres(HERE, at(3, 4)) == 8  # 7.5, and a half is rounded up
    assert [travel.seconds(1_000, kind) for kind in KINDS] == [200, 300, 800]


def test_nobody_is_promised_to_be_early():
    travel = replace(Travel(), car_boot_m_per_min=299)
    assert travel.seconds(1_000, VehicleKind.CAR_BOOT) == 201  # 200.67
