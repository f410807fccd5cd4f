"""Every pattern once, fresh, filled and with mistakes: to look at, and for the tests to measure.

Shown in a demo and in tests only.
"""

from datetime import UTC, date, datetime

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext
from wtforms import Field, SelectField, StringField, TextAreaField
from wtforms.validators import StopValidation

from web.date_field import DateField
from web.forms import Answered, AnyOf, OneOf, Question, choice

bp = Blueprint("style", __name__)

A_DAY = date(2026, 3, 3)
A_MOMENT = datetime(2026, 3, 2, 14, 5, tzinfo=UTC)
FILLED = {
    "postcode": "SE15 4QN",
    "email": "",
    "notes": "Two flights of stairs, no lift.",
    "kind": "groceries",
    "times": ["morning"],
    "how": "text",
    "borough": "Southwark",
    "day": A_DAY,
}


class EveryPattern(Question):
    """One field of each kind."""

    postcode = StringField(
        lazy_gettext("What is your postcode?"),
        [Answered(lazy_gettext("Give your postcode, such as SE15 4QN."))],
    )
    email = StringField(lazy_gettext("Your e-mail, if you have one"))
    notes = TextAreaField(
        lazy_gettext("Anything we should know?"),
        [Answered(lazy_gettext("Say a little, or write “no”."))],
    )
    kind = OneOf(
        lazy_gettext("What kind of help?"),
        lazy_gettext("Choose what would help most."),
        choices=[
            choice(
                "groceries",
                lazy_gettext("Groceries"),
                hint=lazy_gettext("Bought and brought to your door"),
            ),
            choice("phone_call", lazy_gettext("Phone call")),
            choice("other", lazy_gettext("Something else")),
        ],
    )
    times = AnyOf(
        lazy_gettext("When would it suit you?"),
        lazy_gettext("Choose one time at least."),
        choices=[
            choice("morning", lazy_gettext("Mornings")),
            choice("afternoon", lazy_gettext("Afternoons"), hint=lazy_gettext("Until about six")),
        ],
    )
    how = OneOf(
        lazy_gettext("May we send you a text message?"),
        lazy_gettext("Choose yes or no."),
        choices=[
            choice("text", lazy_gettext("Yes")),
            choice("ring", lazy_gettext("No, please ring")),
        ],
    )
    borough = SelectField(
        lazy_gettext("Which borough?"),
        validate_choice=False,
        choices=[choice("", "–"), choice("Southwark", "Southwark")],
    )
    day = DateField(lazy_gettext("Which day?"))

    def validate_borough(self, field: Field) -> None:
        if not field.data:
            raise StopValidation(gettext("Choose your borough."))

    def validate_day(self, field: Field) -> None:
        if field.data is None and not field.errors:
            raise StopValidation(gettext("Say which day would suit you."))


@bp.route("/style", methods=["GET", "POST"])
def show() -> ResponseReturnValue:
    """`?filled` begins with answers; sending it empty shows every mistake."""
    form = EveryPattern(data=FILLED if "filled" in request.args else None)
    sound = form.validate_on_submit()
    page = render_template(
        "style.html",
        form=form,
        sound=sound,
        a_day=A_DAY,
        a_moment=A_MOMENT,
    )
    return page, 422 if form.errors else 200


@bp.route("/style/question", methods=["GET", "POST"])
def question() -> ResponseReturnValue:
    """One question on a page, as residents see them."""
    form = OneQuestion()
    form.validate_on_submit()
    return render_template("style_question.html", form=form), 422 if form.errors else 200


class OneQuestion(Question):
    """The shortest form there is."""

    postcode = StringField(
        lazy_gettext("What is your postcode?"),
        [Answered(lazy_gettext("Give your postcode, such as SE15 4QN."))],
    )


@bp.get("/style/fault")
def fault() -> str:
    """A fault of ours, to see the page that people get."""
    raise RuntimeError("Somebody’s telephone number, which no log may hold")
