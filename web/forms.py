"""Forms as our pages ask them: one question each, errors in whole sentences, sent once.

Every form carries a check of where it came from (CSRF) and an idempotency key. The key is drawn
when a page is first shown and stays the same while mistakes are mended, so that whoever acts on
the form can tell a second press of the button from a second wish, with and without scripts.
"""

import re
import secrets
from collections.abc import Iterator, Sequence
from typing import Any

from flask import Flask
from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from wtforms import Field, HiddenField, RadioField, SelectChoice, SelectMultipleField
from wtforms.validators import DataRequired, InputRequired, StopValidation

from web.catalogues import sentences_of_forms
from web.date_field import DateField
from web.hidden_field import Hidden
from web.signing import Tokens

FEWEST_LETTERS_OF_A_KEY = 16
MOST_LETTERS_OF_A_KEY = 64
_KEY = re.compile(rf"[A-Za-z0-9_-]{{{FEWEST_LETTERS_OF_A_KEY},{MOST_LETTERS_OF_A_KEY}}}")

# WTForms would write `required` into the HTML, and the browser would then say so in its own words
# and language instead of letting our page do it.
_NO_FLAGS: dict[str, object] = {}


class Answered(DataRequired):
    """There is an answer at all; says our sentence where there is none."""

    def __init__(self, sentence: object) -> None:
        super().__init__(sentence)
        self.field_flags = _NO_FLAGS


class Chosen(InputRequired):
    """One of the choices was taken; says our sentence where none was."""

    def __init__(self, sentence: object) -> None:
        super().__init__(sentence)
        self.field_flags = _NO_FLAGS


def new_key() -> str:
    """A name for one filling-in of a form, which nobody can guess or draw again."""
    return secrets.token_urlsafe(18)


class OneOf(RadioField):
    """One of a few choices. `sentence` says what to do where none of them was taken."""

    def __init__(self, label: object, sentence: object, choices: object, **more: object) -> None:
        super().__init__(
            label,
            [Chosen(sentence)],
            choices=choices,
            invalid_choice_message=sentence,
            **more,
        )


class AnyOf(SelectMultipleField):
    """Any of a few choices. `sentence` says what to do where none was taken; None: none may be."""

    def __init__(
        self, label: object, sentence: object | None, choices: object, **more: object
    ) -> None:
        said = sentence or lazy_gettext("Choose from those on the page.")
        super().__init__(
            label,
            [] if sentence is None else [Chosen(sentence)],
            choices=choices,
            # WTForms would fill what was sent into the sentence with %.
            invalid_choice_message=lambda _count: str(said).replace("%", "%%"),
            **more,
        )


class Question(FlaskForm):
    """A form of ours. `key` names this filling-in of it, whatever is pressed how often."""

    key = HiddenField(default=new_key, widget=Hidden())

    class Meta:
        csrf_class = Tokens

        def get_translations(self, form: Any) -> Any:
            """What WTForms says by itself."""
            return sentences_of_forms()

    def validate_key(self, field: Field) -> None:
        """A key that is no key would let one form pass for another."""
        if not _KEY.fullmatch(field.data or ""):
            field.data = new_key()
            raise StopValidation(
                lazy_gettext("This form is not complete. Please send it once more.")
            )


def choice(value: str, words: object, hint: object = None) -> SelectChoice:
    """One thing to choose, in words, with a line below it where the words are not enough."""
    # Whether a sentence is empty is known only once it is looked up, so nobody asks.
    return SelectChoice(value, words, {} if hint is None else {"hint": hint})


def show_mistakes(app: Flask) -> None:
    """Teach templates the filters `mistakes` and `first_of`."""
    app.jinja_env.filters.update(mistakes=mistakes, first_of=first_of)


def place_of(field: Field) -> str:
    """The id that a link in the summary of errors leads to: the first thing to mend.

    A group of radios or checkboxes has no id that takes the focus, its first choice has; a hidden
    field has nothing to mend at all.
    """
    if isinstance(field, HiddenField):
        return "main"
    if isinstance(field, RadioField | SelectMultipleField):
        return f"{field.id}-0"
    if isinstance(field, DateField):
        return f"{field.id}-{field.first_wrong_part}"
    return str(field.id)


def mistakes(form: FlaskForm) -> Iterator[tuple[str, str]]:
    """Yield where to go and what to mend, in the order of the questions; one for each."""
    for field in form:
        if field.errors and field.name != "csrf_token":
            yield place_of(field), str(field.errors[0])


def first_of(errors: Sequence[object]) -> str:
    """The sentence beside a field: one at a time, since mending it may mend the others."""
    return str(errors[0]) if errors else ""
