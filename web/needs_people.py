"""The questions of asking for help: who it is for, what matters to them, how to reach them."""

from typing import Any

from flask_babel import gettext, lazy_gettext
from wtforms import Field, SelectField, StringField, TextAreaField
from wtforms.validators import StopValidation

from matcher.domain.contact import ContactWay
from matcher.domain.refusals import Invalid
from matcher.service.needs_asked import LONGEST_ADDRESS, LONGEST_NAME, LONGEST_NOTES
from matcher.service.typed_contact import typed_contact
from web.diet_words import DIET_WORDS, allergen_choices
from web.forms import Answered, AnyOf, OneOf, choice
from web.needs_asking import Asking, not_longer_than
from web.needs_words import LANGUAGES, MATTERS, REACH, language_words, other_languages
from web.refusals import in_words


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


class Diet(Asking):
    FIELDS = ("diet", "without")
    diet = AnyOf(
        lazy_gettext("I eat only food that is"),
        None,
        choices=[choice(diet, words) for diet, words in DIET_WORDS.items()],
    )
    without = AnyOf(
        lazy_gettext("There must be none of this in it"),
        None,
        choices=allergen_choices("no_"),
    )


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
        # WTForms comes here with a choice that is none of the page's as well.
        if field.errors or self.phone.errors or self.email.errors:
            return
        way = ContactWay(field.data)
        phone, email = (self.phone.data or "").strip(), (self.email.data or "").strip()
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
            raise StopValidation(in_words(no)) from None


class Consent(Asking):
    FIELDS = ()
    agreed = AnyOf(
        lazy_gettext("May we keep this and show it as we say here?"),
        lazy_gettext("Tick the box if you agree. Without your yes we may not go on."),
        choices=[choice("yes", lazy_gettext("Yes, I agree"))],
    )
