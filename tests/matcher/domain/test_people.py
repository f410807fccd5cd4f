"""Volunteers are 18 or over."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.domain.people import adult_on, age_on, require_adult
from matcher.domain.refusals import Invalid, NotAllowed
from tests.builders import TODAY


@pytest.mark.parametrize(
    ("born_on", "day", "adult"),
    [
        (date(2008, 3, 2), date(2026, 3, 1), False),
        (date(2008, 3, 2), date(2026, 3, 2), True),
        (date(2008, 2, 29), date(2026, 2, 28), False),
        (date(2008, 2, 29), date(2026, 3, 1), True),
    ],
)
def test_somebody_is_of_age_from_their_eighteenth_birthday_on(born_on, day, adult):
    assert adult_on(born_on, day) is adult


@given(st.dates(date(1930, 1, 1), date(2026, 3, 2)))
def test_nobody_gets_younger_and_everybody_gets_older_once_a_year(born_on):
    ages = [age_on(born_on, date(year, 6, 15)) for year in range(2026, 2031)]
    assert ages == list(range(ages[0], ages[0] + 5))
    assert age_on(born_on, born_on) == 0


def test_those_under_age_are_told_when_to_come_back():
    require_adult(date(1990, 1, 1), TODAY)
    with pytest.raises(NotAllowed, match="come back after your 18th birthday"):
        require_adult(date(2010, 1, 1), TODAY)


@pytest.mark.parametrize("year", [1880, 2027])
def test_a_year_that_cannot_be_is_a_slip(year):
    with pytest.raises(Invalid) as refusal:
        require_adult(date(year, 1, 1), TODAY)
    assert refusal.value.field == "born_on"
