"""The questions of asking for help: what is wanted, where, how soon and when."""

from typing import Any

from flask_babel import gettext, lazy_gettext
from wtforms import Field, SelectField, StringField
from wtforms.validators import StopValidation

from matcher.domain.categories import CATEGORIES
from matcher.domain.london_time import in_london
from matcher.domain.recurring import Weekly
from matcher.domain.refusals import Invalid
from matcher.service.needs_asked import check_some_date
from matcher.service.whereabouts import (
    LONGEST_STREET,
    UnknownPlace,
    place_of_postcode,
    place_of_street,
)
from web.current import tools
from web.date_field import DateField
from web.forms import Answered, AnyOf, OneOf, choice
from web.journey import Answers
from web.needs_asking import Asking, ahead, not_longer_than, read_day
from web.needs_words import DAY_NAMES, KINDS, PART_NAMES, SOON
from web.refusals import in_words


class Kind(Asking):
    FIELDS = ("kind",)
    kind = OneOf(
        lazy_gettext("What would help you most?"),
        lazy_gettext("Choose what would help most. If nothing fits, take “Something else”."),
        choices=[],
    )

    def __init__(self, **more: Any) -> None:
        super().__init__(**more)
        self.kind.choices = [
            choice(one.slug, gettext(one.name), hint=KINDS.get(one.slug)) for one in CATEGORIES
        ]


class Postcode(Asking):
    FIELDS = ("postcode",)
    postcode = StringField(
        lazy_gettext("What is your postcode?"),
        [Answered(lazy_gettext("Write your postcode, or say below that you do not know it."))],
    )
    # What may have been meant: each is a button of its own.
    meant: tuple[str, ...] = ()

    def validate_postcode(self, field: Field) -> None:
        """Write it in its one form, or say what is wrong with it."""
        try:
            field.data = place_of_postcode(tools().gazetteer, field.data).postcode
        except UnknownPlace as unknown:
            self.meant = (unknown.suggestion,) if unknown.suggestion else unknown.likely
            raise StopValidation(in_words(unknown)) from None

    def said(self) -> Answers:
        return super().said() | {"street": "", "borough": "", "first_half": ""}


class Street(Asking):
    FIELDS = ("street", "borough", "first_half")
    street = StringField(
        lazy_gettext("Your street and house number"),
        [Answered(lazy_gettext("Write your street, and the number if you like."))],
    )
    borough = SelectField(
        lazy_gettext("Your borough"), validate_choice=False, choices=[], default=""
    )
    first_half = StringField(lazy_gettext("The first half of your postcode, if you know it"))

    def __init__(self, **more: Any) -> None:
        super().__init__(**more)
        boroughs = [one for one in tools().gazetteer.boroughs.boroughs if one.in_london]
        self.borough.choices = [
            ("", gettext("Choose a borough")),
            *sorted(((one.code, one.name) for one in boroughs), key=lambda pair: pair[1]),
        ]

    def validate_borough(self, field: Field) -> None:
        if field.data not in {code for code, _name in self.borough.choices if code}:
            raise StopValidation(gettext("Choose your borough from the list."))

    def validate_street(self, field: Field) -> None:
        not_longer_than(field, LONGEST_STREET)

    def validate_first_half(self, field: Field) -> None:
        if not (self.street.errors or self.borough.errors):
            try:
                place_of_street(
                    tools().gazetteer, self.street.data, self.borough.data, field.data or ""
                )
            except Invalid as no:
                raise StopValidation(in_words(no)) from None

    def said(self) -> Answers:
        return super().said() | {"postcode": ""}


class Soon(Asking):
    FIELDS = ("soon",)
    soon = OneOf(
        lazy_gettext("How soon do you need it?"),
        lazy_gettext("Choose how soon you need it."),
        choices=[choice(value, words, hint) for value, (words, hint) in SOON.items()],
    )


class Often(Asking):
    FIELDS = ("often",)
    often = OneOf(
        lazy_gettext("Is it for once, or does it come again?"),
        lazy_gettext("Choose whether it is for once."),
        choices=[
            choice("once", lazy_gettext("Just once")),
            choice("weekly", lazy_gettext("It comes again, such as every Tuesday")),
        ],
    )


class Day(Asking):
    FIELDS = ("on_day",)
    on_day = DateField(lazy_gettext("Is there a day that it must be?"))

    def validate_on_day(self, field: Field) -> None:
        ahead(field)

    @classmethod
    def filled(cls, answers: Answers) -> dict[str, Any]:
        return {"on_day": read_day(answers.get("on_day"))}


class Week(Asking):
    FIELDS = ("days", "every", "until")
    days = AnyOf(
        lazy_gettext("On which days?"),
        lazy_gettext("Choose one day of the week or more."),
        choices=[choice(day, name) for day, name in DAY_NAMES.items()],
    )
    every = OneOf(
        lazy_gettext("How often?"),
        lazy_gettext("Choose how often it comes."),
        choices=[
            choice("1", lazy_gettext("Every week")),
            choice("2", lazy_gettext("Every second week")),
        ],
    )
    until = DateField(lazy_gettext("Until when? Leave it empty if there is no end."))

    def validate_until(self, field: Field) -> None:
        ahead(field)
        if field.data is None or self.days.errors or self.every.errors:
            return
        today = in_london(tools().now()).date()
        try:
            rule = Weekly(today, frozenset(self.days.data), int(self.every.data), field.data)
            check_some_date(rule, today)
        except Invalid as no:
            raise StopValidation(in_words(no)) from None

    @classmethod
    def filled(cls, answers: Answers) -> dict[str, Any]:
        return super().filled(answers) | {"until": read_day(answers.get("until"))}


class Times(Asking):
    """For a need with a day of its own the days are left out."""

    FIELDS = ("free_days", "free_parts")
    free_days = AnyOf(
        lazy_gettext("Which days suit you?"),
        None,
        choices=[choice(day, name) for day, name in DAY_NAMES.items()],
    )
    free_parts = AnyOf(
        lazy_gettext("Which time of the day suits you?"),
        None,
        choices=[choice(part, name) for part, name in PART_NAMES.items()],
    )
