"""A date typed into three boxes: nobody is made to guess a format or to hunt through a calendar."""

import re
from collections.abc import Mapping, Sequence
from datetime import date

from flask_babel import gettext
from wtforms import Field
from wtforms.utils import unset_value

PARTS = ("day", "month", "year")
# Digits of any script: Arabic, Bengali and Farsi keyboards write their own.
_SMALL = re.compile(r"\d{1,2}")
_YEAR = re.compile(r"\d{4}")


class DateField(Field):
    """`data` is a date, or None where none could be made of what was typed.

    What was typed stays in `typed`, part by part, so that the page can show it again;
    `wrong` holds the parts that need mending.
    """

    def __init__(self, label: object = None, validators: Sequence[object] = (), **more: object):
        super().__init__(label, list(validators), **more)
        self.data: date | None = None
        self.typed: dict[str, str] = dict.fromkeys(PARTS, "")
        self.wrong: frozenset[str] = frozenset()

    @property
    def first_wrong_part(self) -> str:
        return next((part for part in PARTS if part in self.wrong), PARTS[0])

    def process(
        self, formdata: object, data: object = unset_value, extra_filters: object = None
    ) -> None:
        """Read the three boxes of a sent form, or take the date that the page begins with."""
        self.process_errors: list[str] = []
        if isinstance(formdata, Mapping) and any(self._box(part) in formdata for part in PARTS):
            self.typed = {part: str(formdata.get(self._box(part), "")).strip() for part in PARTS}
            self._read()
            return
        value = self.default if data is unset_value else data
        self.data = value if isinstance(value, date) else None
        if self.data is not None:
            day, month, year = self.data.day, self.data.month, self.data.year
            self.typed = {"day": str(day), "month": str(month), "year": str(year)}

    def populate_obj(self, obj: object, name: str) -> None:
        setattr(obj, name, self.data)

    def _box(self, part: str) -> str:
        return f"{self.name}-{part}"

    def _read(self) -> None:
        missing = frozenset(part for part in PARTS if not self.typed[part])
        if len(missing) == len(PARTS):
            return
        self.wrong = missing or frozenset(
            part for part in PARTS if not _looks_right(part, self.typed[part])
        )
        if missing:
            self.process_errors.append(_sentence_for_missing(missing))
        elif self.wrong:
            self.process_errors.append(
                gettext("Write the date in numbers, such as 27 3 2026 for 27 March 2026.")
            )
        else:
            self._make()

    def _make(self) -> None:
        day, month, year = (int(self.typed[part]) for part in PARTS)
        try:
            self.data = date(year, month, day)
        except ValueError:
            self.wrong = frozenset(PARTS)
            self.process_errors.append(
                gettext("There is no such day. Check the day and the month.")
            )


def _looks_right(part: str, text: str) -> bool:
    if part == "year":
        return bool(_YEAR.fullmatch(text))
    most = 31 if part == "day" else 12
    return bool(_SMALL.fullmatch(text)) and 1 <= int(text) <= most


def _sentence_for_missing(missing: frozenset[str]) -> str:
    if missing == {"day"}:
        return gettext("Say the day as well.")
    if missing == {"month"}:
        return gettext("Say the month as well.")
    if missing == {"year"}:
        return gettext("Say the year as well.")
    return gettext("Say the day, the month and the year.")
