"""Times as London's clocks show them, and numbers as the reader's language writes them."""

from datetime import date, datetime
from decimal import Decimal

from flask import Flask
from flask_babel import format_date, format_decimal, format_time, gettext

Number = int | float | Decimal


def write_by_locale(app: Flask) -> None:
    """Teach templates the filters `day`, `moment`, `clock`, `number` and `grams`."""
    app.jinja_env.filters.update(day=day, moment=moment, clock=clock, number=number, grams=grams)


def day(value: date) -> str:
    """A day with its weekday: Monday 2 March 2026. A moment's is the day it falls on in London."""
    if isinstance(value, datetime):
        _aware(value)
    return format_date(value, "full")


def moment(value: datetime) -> str:
    """A day and a time of London, in words."""
    return gettext("%(day)s, %(time)s", day=day(value), time=clock(value))


def clock(value: datetime) -> str:
    """The time of day in London."""
    return format_time(_aware(value), "short")


def number(value: Number) -> str:
    """A number with the separators, and the digits, of the language."""
    return format_decimal(value)


def grams(value: int) -> str:
    """A weight as people say it."""
    if value < 1_000:
        return gettext("%(grams)s g", grams=number(value))
    return gettext("%(kilos)s kg", kilos=number(round(value / 1_000, 1)))


def _aware(value: datetime) -> datetime:
    if value.utcoffset() is None:
        raise ValueError("A moment without a time zone could be any hour: give it one.")
    return value
