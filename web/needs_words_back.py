"""Words back from a resident: thanks, and that something was wrong."""

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext
from wtforms import Field, SelectField, TextAreaField
from wtforms.validators import StopValidation

from matcher.service.needs_after import LONGEST_CONCERN, LONGEST_THANKS, say_concern, say_thanks
from web.forms import Answered, Question
from web.needs_asking import not_longer_than
from web.needs_names import nobody_translates, seen_with_names
from web.needs_page import press
from web.private_pages import keep_private

bp = Blueprint("needs_words_back", __name__, url_prefix="/n/<secret>")
keep_private(bp)


class SayThanks(Question):
    words = TextAreaField(
        lazy_gettext("What would you like to say to them?"),
        [Answered(lazy_gettext("Write a few words, or go back."))],
    )

    def validate_words(self, field: Field) -> None:
        not_longer_than(field, LONGEST_THANKS)


class SayConcern(Question):
    words = TextAreaField(
        lazy_gettext("What was wrong?"),
        [Answered(lazy_gettext("Write what was wrong, in your own words."))],
    )
    about = SelectField(lazy_gettext("Whom is it about?"), validate_choice=False, default="")

    def validate_words(self, field: Field) -> None:
        not_longer_than(field, LONGEST_CONCERN)

    def validate_about(self, field: Field) -> None:
        if field.data not in {value for value, _name in self.about.choices}:
            raise StopValidation(gettext("Choose from the list."))


@bp.route("/thanks/<match_id>", methods=["GET", "POST"])
def thanks(secret: str, match_id: str) -> ResponseReturnValue:
    """A few words for whoever helped."""
    form = SayThanks()
    if form.validate_on_submit():
        words = form.words.data
        return press(
            secret,
            "thanked",
            form.key.data,
            lambda act, seen: say_thanks(act, match_id, seen.need_id, words),
            match=match_id,
            words=words,
        )
    seen, names = seen_with_names(secret)
    name = names.get(seen.helper(match_id).match_id, "")
    back = url_for("needs_page.show", secret=secret)
    page = render_template(
        "needs/thanks.html",
        form=form,
        name=name,
        back=back,
        nobody_translates=nobody_translates,
    )
    return page, 422 if form.errors else 200


@bp.route("/wrong", methods=["GET", "POST"])
def wrong(secret: str) -> ResponseReturnValue:
    """Something was wrong: for the local group, and nobody else."""
    _seen, names = seen_with_names(secret)
    form = SayConcern()
    form.about.choices = [("", gettext("Nobody in particular")), *names.items()]
    if form.validate_on_submit():
        words, about = form.words.data, form.about.data or None
        return press(
            secret,
            "wrong",
            form.key.data,
            lambda act, seen: say_concern(act, seen.need_id, words, about),
            words=words,
            about=about,
        )
    back = url_for("needs_page.show", secret=secret)
    page = render_template("needs/wrong.html", form=form, names=names, back=back)
    return page, 422 if form.errors else 200
