"""Times as London's clocks show them, and numbers as the reader's language writes them."""

from datetime import date, datetime, time
from decimal import Decimal
from functools import lru_cache

from babel import Locale
from babel.dates import format_date, format_time
from babel.numbers import format_decimal
from flask import Flask
from flask_babel import get_locale, gettext

from matcher.domain.london_time import london
from web.languages import ENGLISH

Number = int | float | Decimal


def write_by_locale(app: Flask) -> None:
    """Teach templates the filters `day`, `moment`, `clock`, `number` and `grams`."""
    app.jinja_env.filters.update(day=day, moment=moment, clock=clock, number=number, grams=grams)


def day(value: date) -> str:
    """A day with its weekday: Monday 2 March 2026. A moment's is the day it falls on in London."""
    if isinstance(value, datetime):
        value = _in_london(value).date()
    return _day(_spoken(), value)


def moment(value: datetime) -> str:
    """A day and a time of London, in words."""
    return gettext("%(day)s, %(time)s", day=day(value), time=clock(value))


def clock(value: datetime) -> str:
    """The time of day in London."""
    return _clock(_spoken(), _in_london(value).time().replace(second=0, microsecond=0))


def number(value: Number) -> str:
    """A number with the separators, and the digits, of the language."""
    return _number(_spoken(), value)


def grams(value: int) -> str:
    """A weight as people say it."""
    if value < 1_000:
        return gettext("%(grams)s g", grams=number(value))
    return gettext("%(kilos)s kg", kilos=number(round(value / 1_000, 1)))


def _spoken() -> Locale:
    return get_locale() or Locale.parse(ENGLISH)


def _in_london(value: datetime) -> datetime:
    # A fault of ours, and not of whoever looks at the page.
    if value.utcoffset() is None:
        raise ValueError("A moment without a time zone could be any hour: give it one.")
    return value.astimezone(london())


# Babel reads a language's pattern anew each time, and people ask for the same few days and numbers.
@lru_cache(maxsize=2_000)
def _day(language: Locale, value: date) -> str:
    return format_date(value, "full", language)


@lru_cache(maxsize=2_000)
def _clock(language: Locale, value: time) -> str:
    return format_time(value, "short", locale=language)


@lru_cache(maxsize=2_000, typed=True)
def _number(language: Locale, value: Number) -> str:
    return format_decimal(value, locale=language)
