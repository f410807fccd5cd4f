"""London's clocks, the reader's numbers."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from flask_babel import force_locale

from tests.web.sites import a_site
from web.formats import clock, day, moment, number
from web.volunteers_words import phone_in_words


def test_days_and_times_are_those_of_london_in_summer_and_winter():
    with a_site().test_request_context():
        assert day(date(2026, 3, 2)) == "Monday, 2 March 2026"
        assert clock(datetime(2026, 3, 2, 14, 5, tzinfo=UTC)) == "14:05"
        assert clock(datetime(2026, 7, 2, 14, 5, tzinfo=UTC)) == "15:05"
        assert moment(datetime(2026, 7, 2, 23, 30, tzinfo=UTC)) == "Friday, 3 July 2026, 00:30"
        assert day(datetime(2026, 7, 2, 23, 30, tzinfo=UTC)) == "Friday, 3 July 2026"


def test_a_moment_that_could_be_any_hour_is_a_fault():
    with a_site().test_request_context(), pytest.raises(ValueError, match="time zone"):
        clock(datetime(2026, 3, 2, 14, 5))


def test_numbers_are_written_as_the_language_writes_them(pseudo_catalogue: Path):
    with a_site(translations=[pseudo_catalogue]).test_request_context():
        assert number(1234567.5) == "1,234,567.5"
        with force_locale("de"):
            assert number(1234567.5) == "1.234.567,5"
            assert day(date(2026, 3, 2)) == "Montag, 2. März 2026"


@pytest.mark.parametrize(
    ("kept", "shown"),
    [
        ("+447700900123", "07700 900123"),
        ("+442079460018", "020 7946 0018"),
        ("+441632960001", "01632 960001"),
        ("+33123456789", "+33123456789"),
    ],
)
def test_a_number_is_shown_as_people_dial_it_from_left_to_right(kept: str, shown: str):
    assert phone_in_words(kept) == (
        f'<span class="nh-phone" dir="ltr" translate="no">{shown}</span>'
    )
