"""What every question of asking for help shares: how answers are written down and read back.

An answer is what JSON has: words, lists of words, dates as ISO 8601. It is written by `said` and
read back by `filled`, so that every page shows again what it was told.
"""

from datetime import date
from typing import Any, ClassVar

from flask_babel import gettext
from wtforms import Field
from wtforms.validators import StopValidation

from matcher.domain.categories import CATEGORY_BY_SLUG
from matcher.domain.london_time import in_london
from web.current import tools
from web.date_field import DateField
from web.forms import Question
from web.journey import Answers

A_YEAR_AHEAD = 366


class Asking(Question):
    """One question of the journey. `FIELDS` are the names of its answers."""

    FIELDS: ClassVar[tuple[str, ...]] = ()

    @classmethod
    def filled(cls, answers: Answers) -> dict[str, Any]:
        """What the page shows at first: the answers that there are."""
        return {name: answers[name] for name in cls.FIELDS if name in answers}

    def said(self) -> Answers:
        """The answers of a page without mistakes."""
        return {name: _plain(self[name].data) for name in self.FIELDS}


def _plain(data: object) -> Any:
    if data is None or isinstance(data, str):
        return (data or "").strip()
    return data.isoformat() if isinstance(data, date) else data


def not_longer_than(field: Field, most: int) -> None:
    """Refuse a text with more letters than we keep."""
    if len((field.data or "").strip()) > most:
        raise StopValidation(gettext("Use at most %(most)s letters here.", most=most))


def ahead(field: DateField) -> None:
    """Refuse a day that is over, or so far ahead that it is a slip."""
    today = in_london(tools().now()).date()
    if field.data is None:
        return
    if field.data < today:
        raise StopValidation(gettext("That day is over. Write today or a later day."))
    if (field.data - today).days > A_YEAR_AHEAD:
        raise StopValidation(gettext("That is more than a year ahead. Check the year."))


def read_day(text: object) -> date | None:
    """A day as answers hold it."""
    return date.fromisoformat(text) if isinstance(text, str) and text else None


def is_remote(answers: Answers) -> bool:
    """Whether the help comes by telephone or online, so that nobody comes to the door."""
    category = CATEGORY_BY_SLUG.get(str(answers.get("kind")))
    return category is not None and category.remote
