"""Every Tuesday: dates by a rule that residents can say, and other programs can read."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import islice

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.domain.availability import DAYS
from matcher.domain.recurring import Weekly, read_rule
from matcher.domain.refusals import Invalid

MONDAY = date(2026, 3, 2)


def every(*days: str, **said) -> Weekly:
    return Weekly(**({"first_on": MONDAY, "days": frozenset(days)} | said))


@st.composite
def rules(draw):
    first_on = draw(st.dates(date(2026, 1, 1), date(2026, 12, 31)))
    until = draw(st.none() | st.dates(first_on, first_on + timedelta(days=400)))
    return Weekly(
        first_on,
        draw(st.frozensets(st.sampled_from(DAYS), min_size=1)),
        draw(st.integers(1, 5)),
        until,
        None if until else draw(st.none() | st.integers(1, 60)),
    )


def test_every_tuesday():
    first = list(islice(every("tue").dates(), 3))
    assert first == [date(2026, 3, 3), date(2026, 3, 10), date(2026, 3, 17)]


def test_the_first_week_is_that_of_the_first_date_and_nothing_comes_before_it():
    fortnightly = every("mon", "fri", first_on=date(2026, 3, 4), every_weeks=2, times=3)
    assert list(fortnightly.dates()) == [
        date(2026, 3, 6),
        date(2026, 3, 16),
        date(2026, 3, 20),
    ]


def test_the_last_date_is_included_and_times_are_counted():
    assert list(every("mon", until=date(2026, 3, 9)).dates()) == [MONDAY, date(2026, 3, 9)]
    assert len(list(every("mon", times=5).dates())) == 5


def test_dates_that_are_left_out_count_and_do_not_come():
    rule = every("mon", times=3, without=frozenset({date(2026, 3, 9)}))
    assert list(rule.dates()) == [MONDAY, date(2026, 3, 16)]
    assert rule.rule() == "FREQ=WEEKLY;BYDAY=MO;COUNT=3\nEXDATE;VALUE=DATE:20260309"


@given(rules(), st.integers(-50, 300), st.integers(0, 200))
def test_the_dates_of_a_while_are_those_that_the_words_say(rule, offset, length):
    """The witness asks each day of the calendar by itself."""
    start = rule.first_on + timedelta(days=offset)
    end = start + timedelta(days=length)
    monday = rule.first_on - timedelta(days=rule.first_on.weekday())
    said, number, day = [], 0, rule.first_on
    while day <= end and (rule.until is None or day <= rule.until):
        in_week = ((day - monday).days // 7) % rule.every_weeks == 0
        if in_week and DAYS[day.weekday()] in rule.days:
            number += 1
            if day >= start and (rule.times is None or number <= rule.times):
                said.append(day)
        day += timedelta(days=1)
    assert rule.dates_within(start, end) == said


@given(rules(), st.frozensets(st.dates(date(2026, 1, 1), date(2027, 1, 1)), max_size=5))
def test_a_rule_that_is_written_is_read_as_the_same(rule, without):
    rule = replace(rule, without=without)
    assert read_rule(rule.rule(), rule.first_on) == rule


@pytest.mark.parametrize(
    ("rule", "written"),
    [
        ("FREQ=WEEKLY;BYDAY=TU", "FREQ=WEEKLY;BYDAY=TU"),
        ("FREQ=WEEKLY", "FREQ=WEEKLY;BYDAY=MO"),
        ("rrule:byday=fr,mo;freq=weekly;wkst=mo;interval=1", "FREQ=WEEKLY;BYDAY=MO,FR"),
        (
            "FREQ=WEEKLY;UNTIL=20260331;INTERVAL=2",
            "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO;UNTIL=20260331",
        ),
        ("FREQ=WEEKLY;COUNT=4", "FREQ=WEEKLY;BYDAY=MO;COUNT=4"),
    ],
)
def test_a_rule_is_read_in_any_order_and_written_in_one(rule, written):
    assert read_rule(rule, MONDAY).rule() == written


@pytest.mark.parametrize(
    "rule",
    [
        "",
        "every Tuesday",
        "FREQ=",
        "FREQ=DAILY",
        "FREQ=MONTHLY;BYDAY=1TU",
        "FREQ=WEEKLY;BYDAY=1TU",
        "FREQ=WEEKLY;BYDAY=TU;BYDAY=FR",
        "FREQ=WEEKLY;BYHOUR=9",
        "FREQ=WEEKLY;WKST=SU",
        "FREQ=WEEKLY;INTERVAL=0",
        "FREQ=WEEKLY;INTERVAL=-1",
        "FREQ=WEEKLY;INTERVAL=99999999999999999999",
        "FREQ=WEEKLY;COUNT=0",
        "FREQ=WEEKLY;COUNT=2;UNTIL=20260331",
        "FREQ=WEEKLY;UNTIL=20260230",
        "FREQ=WEEKLY;UNTIL=20260331T090000Z",
        "FREQ=WEEKLY;UNTIL=20200101",
        "FREQ=WEEKLY;BYDAY=TU RDATE;VALUE=DATE:20260309",
        "FREQ=WEEKLY;BYDAY=TU EXDATE;VALUE=DATE:20260230",
        "FREQ=WEEKLY;BYDAY=TU EXDATE;VALUE=DATE:",
    ],
)
def test_rules_that_say_more_or_less_are_refused_in_a_sentence(rule):
    with pytest.raises(Invalid) as refusal:
        read_rule(rule, MONDAY)
    assert str(refusal.value).endswith(".")
    assert refusal.value.field


@pytest.mark.parametrize("days", [(), ("tuesday",)])
def test_a_rule_without_known_days_is_refused(days):
    with pytest.raises(Invalid) as refusal:
        every(*days)
    assert refusal.value.field == "days"


def test_a_rule_without_an_end_ends_with_the_calendar():
    assert list(every("fri", first_on=date(9999, 12, 20)).dates()) == [
        date(9999, 12, 24),
        date(9999, 12, 31),
    ]
