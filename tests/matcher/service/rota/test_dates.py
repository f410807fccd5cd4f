"""The dates of a slot, held against a slow witness that looks at every day."""

from calendar import monthrange
from datetime import date, time, timedelta
from itertools import count

import pytest

from matcher.domain.refusals import Invalid
from matcher.domain.rota_rules import rule_parts
from matcher.domain.rota_times import ShiftTimes
from matcher.service.rota.dates import Dates, first_date

TEN_TO_TWELVE = ShiftTimes(time(10), time(12))
SATURDAY = date(2026, 3, 7)
DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


def dates(rule: str = "FREQ=WEEKLY;BYDAY=SA", first_on: date = SATURDAY, **said) -> Dates:
    return Dates(rule, first_on, TEN_TO_TWELVE, **said)


def by_looking_at_every_day(rule: str, first_on: date, until: date) -> list[date]:
    """What RFC 5545 says of the rules that we take, a day at a time."""
    parts = rule_parts(rule)
    every, found = int(parts.get("INTERVAL", 1)), []
    for number in count():
        day = first_on + timedelta(days=number)
        if day > until or ("UNTIL" in parts and day.strftime("%Y%m%d") > parts["UNTIL"]):
            break
        if _fits(parts, every, first_on, day):
            found.append(day)
    return found[: int(parts.get("COUNT", len(found)))]


def _fits(parts, every, first_on, day) -> bool:
    if parts["FREQ"] == "DAILY":
        return (day - first_on).days % every == 0
    if parts["FREQ"] == "WEEKLY":
        monday = first_on - timedelta(days=first_on.weekday())
        wanted = parts.get("BYDAY", DAYS[first_on.weekday()]).split(",")
        return (day - monday).days // 7 % every == 0 and DAYS[day.weekday()] in wanted
    months = (day.year - first_on.year) * 12 + day.month - first_on.month
    length = monthrange(day.year, day.month)[1]
    if months % every:
        return False
    if "BYDAY" in parts:
        name = DAYS[day.weekday()]
        from_the_end = "-1" if day.day + 7 > length else ""
        return any(
            one in (f"{(day.day - 1) // 7 + 1}{name}", f"{from_the_end}{name}")
            and not one.startswith(name)
            for one in parts["BYDAY"].split(",")
        )
    wanted = int(parts.get("BYMONTHDAY", first_on.day))
    return day.day == (wanted if wanted > 0 else length + 1 + wanted)


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=DAILY",
        "FREQ=DAILY;INTERVAL=3;COUNT=40",
        "FREQ=WEEKLY",
        "FREQ=WEEKLY;BYDAY=SA",
        "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,FR",
        "FREQ=WEEKLY;INTERVAL=3;BYDAY=SU,MO;COUNT=9",
        "FREQ=WEEKLY;BYDAY=SA;UNTIL=20260502",
        "FREQ=MONTHLY;BYDAY=1TH",
        "FREQ=MONTHLY;INTERVAL=2;BYDAY=-1SA,2TU",
        "FREQ=MONTHLY;BYMONTHDAY=-1",
        "FREQ=MONTHLY;BYMONTHDAY=28;COUNT=5",
        "FREQ=MONTHLY",
    ],
)
@pytest.mark.parametrize("first_on", [SATURDAY, date(2026, 2, 28), date(2027, 10, 31)])
def test_a_rule_gives_the_dates_that_a_witness_finds(rule, first_on):
    end = first_on + timedelta(days=500)
    witness = by_looking_at_every_day(rule, first_on, end)
    assert list(dates(rule, first_on).within(first_on, end)) == witness


def test_dates_are_left_out_put_in_moved_and_stopped():
    found = dates(
        left_out=frozenset({date(2026, 4, 4)}),
        own_times={
            date(2026, 3, 21): ShiftTimes(time(14), time(15)),
            date(2026, 4, 8): TEN_TO_TWELVE,
        },
        stopped_on=date(2026, 4, 18),
    ).within(date(2026, 3, 14), date(2026, 6, 1))
    assert {day.isoformat(): one.begins.strftime("%H:%M") for day, one in found.items()} == {
        "2026-03-14": "10:00",
        "2026-03-21": "14:00",
        "2026-03-28": "10:00",
        "2026-04-08": "09:00",
        "2026-04-11": "09:00",
    }


def test_a_date_that_is_left_out_and_has_its_own_times_is_left_out():
    day = SATURDAY + timedelta(weeks=1)
    found = dates(left_out=frozenset({day}), own_times={day: TEN_TO_TWELVE})
    assert day not in found.within(SATURDAY, day)


def test_a_rule_that_names_no_date_is_refused():
    assert first_date(dates(first_on=date(2026, 3, 2))) == SATURDAY
    with pytest.raises(Invalid):
        first_date(dates("FREQ=WEEKLY;BYDAY=SA;UNTIL=20260301"))
