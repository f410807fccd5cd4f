"""Days, boroughs and sentences in the reader's language and London's time."""

from datetime import UTC, date, datetime

import pytest

from matcher.domain.categories import CATEGORY_SLUGS
from matcher.domain.refusals import Invalid
from matcher.messages.letters.contents import Help
from matcher.messages.letters.help_words import help_words
from matcher.messages.translate import as_it_is
from tests.builders import LAMBETH
from tests.matcher.messages.posting import a_voice

IN_JULY = datetime(2026, 7, 6, 23, 30, tzinfo=UTC)


def test_times_are_londons_summer_and_winter():
    assert a_voice().by(IN_JULY) == "Tue 7 Jul 00:30"
    assert a_voice().by_in_full(IN_JULY) == "00:30 on Tuesday, 7 July 2026"
    assert a_voice().by(datetime(2026, 1, 5, 18, tzinfo=UTC)) == "Mon 5 Jan 18:00"


def test_a_time_without_a_zone_is_never_guessed_at():
    with pytest.raises(Invalid, match="time zone"):
        a_voice().by(datetime(2026, 7, 6))


@pytest.mark.parametrize(
    ("language", "day", "direction"),
    [
        ("en", "Tuesday, 3 March 2026", "ltr"),
        ("ar", "الثلاثاء، 3 مارس 2026", "rtl"),
        ("ur", "منگل، 3 مارچ، 2026", "rtl"),
        ("fr", "mardi 3 mars 2026", "ltr"),
        # No language has this code; its days are said in English.
        ("qaa", "Tuesday, 3 March 2026", "ltr"),
    ],
)
def test_days_are_said_in_the_readers_language(language: str, day: str, direction: str):
    voice = a_voice(language=language)
    assert (voice.day(date(2026, 3, 3)), voice.direction) == (day, direction)


def test_a_borough_that_has_another_code_by_now_is_still_somewhere_near():
    assert a_voice().borough(Help("groceries", LAMBETH)) == "Lambeth"
    assert a_voice().borough(Help("groceries", "E09999999")) == "your area"


@pytest.mark.parametrize("wrong", ["{name} fehlt", "{", "{0}", "{help.x.y}", "{help!z}"])
def test_a_translation_that_is_broken_does_not_keep_a_message_back(wrong: str):
    assert a_voice(translate=lambda _: wrong).say("Help: {help}", help="tea") == "Help: tea"


@pytest.mark.parametrize("category", CATEGORY_SLUGS)
def test_every_category_stands_well_in_a_sentence(category: str):
    words = help_words(category, as_it_is)
    assert words == words.strip().lower()
    assert len(words) <= 20
