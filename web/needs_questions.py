"""The questions of asking for help: what each asks, and how its answers are written down.

An answer is what JSON has: words, lists of words, dates as ISO 8601. It is written by `said` and
read back by `filled`, so that every page shows again what it was told.
"""

from datetime import date
from typing import Any, ClassVar

from flask_babel import gettext, lazy_gettext
from wtforms import Field, SelectField, StringField, TextAreaField
from wtforms.validators import StopValidation

from matcher.domain.categories import CATEGORIES, CATEGORY_BY_SLUG
from matcher.domain.contact import ContactWay
from matcher.domain.london_time import in_london
from matcher.domain.refusals import Invalid
from matcher.service.needs_asked import LONGEST_ADDRESS, LONGEST_NAME, LONGEST_NOTES
from matcher.service.typed_contact import typed_contact
from matcher.service.whereabouts import (
    LONGEST_STREET,
    UnknownPlace,
    place_of_postcode,
    place_of_street,
)
from web.current import tools
from web.date_field import DateField
from web.forms import Answered, AnyOf, OneOf, Question, choice
from web.journey import Answers
from web.needs_words import (
    DAY_NAMES,
    KINDS,
    LANGUAGES,
    MATTERS,
    PART_NAMES,
    REACH,
    SOON,
    language_words,
    other_languages,
)

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
            choice(one.slug, gettext(one.name), hint=KINDS.get(one.slug, "")) for one in CATEGORIES
        ]


class Postcode(Asking):
    FIELDS = ("postcode",)
    postcode = StringField(
        lazy_gettext("What is your postcode?"),
        [Answered(lazy_gettext("Write your postcode, or say below that you do not know it."))],
    )
    suggestion: str | None = None

    def validate_postcode(self, field: Field) -> None:
        """Write it in its one form, or say what is wrong with it."""
        try:
            field.data = place_of_postcode(tools().gazetteer, field.data).postcode
        except UnknownPlace as unknown:
            self.suggestion = unknown.suggestion
            raise StopValidation(_of_postcode(unknown)) from None

    def said(self) -> Answers:
        return super().said() | {"street": "", "borough": "", "first_half": ""}


def _of_postcode(unknown: UnknownPlace) -> str:
    if unknown.partly:
        return gettext("That is half a postcode. Write all of it, such as SE15 4QN.")
    if unknown.suggestion:
        return gettext(
            "We cannot find that postcode. Did you mean %(postcode)s?", postcode=unknown.suggestion
        )
    return gettext("We cannot find that postcode near London. Check it; one looks like SE15 4QN.")


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
            except Invalid:
                raise StopValidation(
                    gettext("Write it like SE15, or leave it empty if you are not sure.")
                ) from None

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


class Languages(Asking):
    FIELDS = ("languages", "another")
    languages = AnyOf(
        lazy_gettext("Which languages do you speak?"),
        None,
        choices=[],
    )

    another = SelectField(
        lazy_gettext("Another language"), validate_choice=False, choices=[], default=""
    )

    def __init__(self, **more: Any) -> None:
        super().__init__(**more)
        self.languages.choices = [choice(code, language_words(code)) for code in LANGUAGES]
        self.another.choices = [("", gettext("None besides")), *other_languages()]

    def validate_another(self, field: Field) -> None:
        if field.data not in {code for code, _name in self.another.choices}:
            raise StopValidation(gettext("Choose a language from the list."))


class Matters(Asking):
    FIELDS = ("matters",)
    matters = AnyOf(
        lazy_gettext("Is any of this important to you?"),
        None,
        choices=[choice(value, words, hint) for value, (words, hint) in MATTERS.items()],
    )


class People(Asking):
    FIELDS = ("people",)
    people = OneOf(
        lazy_gettext("How many people will it take?"),
        lazy_gettext("Choose how many people it will take."),
        choices=[
            choice("1", lazy_gettext("One is enough")),
            choice("2", lazy_gettext("Two")),
            choice("3", lazy_gettext("Three")),
            choice("4", lazy_gettext("Four")),
        ],
    )


class Notes(Asking):
    FIELDS = ("notes",)
    notes = TextAreaField(lazy_gettext("What should whoever helps you know?"))
    needed = False

    def validate_notes(self, field: Field) -> None:
        not_longer_than(field, LONGEST_NOTES)
        if self.needed and not (field.data or "").strip():
            raise StopValidation(gettext("Write in a few words what would help you."))


class Who(Asking):
    FIELDS = ("name", "address")
    name = StringField(
        lazy_gettext("Your name"),
        [Answered(lazy_gettext("Write a name that we may call you by. The first name will do."))],
    )
    address = TextAreaField(lazy_gettext("Your house number, street and floor"))

    def validate_name(self, field: Field) -> None:
        not_longer_than(field, LONGEST_NAME)

    def validate_address(self, field: Field) -> None:
        not_longer_than(field, LONGEST_ADDRESS)


class Reach(Asking):
    FIELDS = ("phone", "email", "prefers")
    phone = StringField(lazy_gettext("Your phone number, if you have one"))
    email = StringField(lazy_gettext("Your e-mail, if you have one"))
    prefers = OneOf(
        lazy_gettext("What suits you best?"),
        lazy_gettext("Choose what suits you best."),
        choices=[choice(value, words) for value, words in REACH.items()],
    )

    def validate_phone(self, field: Field) -> None:
        self._read(field, phone=field.data or "")

    def validate_email(self, field: Field) -> None:
        self._read(field, email=field.data or "")

    def validate_prefers(self, field: Field) -> None:
        way = ContactWay(field.data)
        phone, email = (self.phone.data or "").strip(), (self.email.data or "").strip()
        if self.phone.errors or self.email.errors:
            return
        if way in (ContactWay.RING, ContactWay.TEXT) and not phone:
            raise StopValidation(gettext("For that we need your phone number, above."))
        if way is ContactWay.EMAIL and not email:
            raise StopValidation(gettext("For that we need your e-mail, above."))
        try:
            typed_contact(phone, email, prefers=way)
        except Invalid:
            raise StopValidation(
                gettext("Texts do not reach that number. Choose phone calls, or give a mobile.")
            ) from None

    def _read(self, field: Field, **typed: str) -> None:
        try:
            typed_contact(typed.get("phone", ""), typed.get("email", ""), translate=gettext)
        except Invalid as no:
            raise StopValidation(str(no)) from None


class Consent(Asking):
    FIELDS = ()
    agreed = AnyOf(
        lazy_gettext("May we keep this and show it as we say here?"),
        lazy_gettext("Tick the box if you agree. Without your yes we may not go on."),
        choices=[choice("yes", lazy_gettext("Yes, I agree"))],
    )


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
