"""Changing a need that is kept, one question at a time, and pausing it."""

from datetime import date

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext
from wtforms import Field
from wtforms.validators import StopValidation

from matcher.domain.categories import CATEGORY_BY_SLUG
from matcher.domain.london_time import in_london
from matcher.domain.refusals import Conflict, Invalid, NotAllowed
from matcher.service.needs_changing import change_need
from matcher.service.needs_resting import pause_need, reopen_need
from matcher.service.needs_standing import Standing, Told, at_own_page, told_with
from web.current import tools
from web.date_field import DateField
from web.forms import Question
from web.journey import Answers
from web.needs_answers import rows_of
from web.needs_asking import Asking, ahead, is_remote
from web.needs_kept import answers_of, change_from
from web.needs_page import asking_page, press
from web.needs_people import Notes
from web.needs_questions import Postcode
from web.needs_steps import STEP_BY_SLUG
from web.private_pages import keep_private
from web.reach import waits_for_proof
from web.refusals import in_words

bp = Blueprint("needs_change", __name__, url_prefix="/n/<secret>")
keep_private(bp)


class Pause(Question):
    until = DateField(lazy_gettext("Until when should we pause?"))

    def validate_until(self, field: Field) -> None:
        ahead(field)
        if field.data is not None and field.data <= _today():
            raise StopValidation(gettext("Write a day after today."))


@bp.get("/change")
def changes(secret: str) -> ResponseReturnValue:
    """Everything that was told us, line by line, each with the page that changes it."""
    seen, told = _seen(secret)
    if seen.closed:
        return redirect(url_for("needs_page.show", secret=secret), 303)
    rows = rows_of(
        answers_of(seen, told),
        tools().gazetteer,
        today=_today(),
        mend=lambda slug: url_for("needs_change.change", secret=secret, slug=slug),
    )
    return render_template("needs/changes.html", secret=secret, seen=seen, rows=rows)


@bp.route("/change/<slug>", methods=["GET", "POST"])
def change(secret: str, slug: str) -> ResponseReturnValue:
    """One question again, with what was answered."""
    if slug not in STEP_BY_SLUG:
        abort(404)
    seen, told = _seen(secret)
    if seen.closed:
        return redirect(url_for("needs_page.show", secret=secret, news="late"), 303)
    answers = answers_of(seen, told)
    if request.args.get("kind") in CATEGORY_BY_SLUG:
        answers["kind"] = request.args["kind"]
    form = _form(slug, answers)
    if form.validate_on_submit():
        said = answers | form.said()
        if before := _asked_before(slug, said):
            kind = said["kind"] if slug == "kind" else None
            return redirect(
                url_for("needs_change.change", secret=secret, slug=before, kind=kind), 303
            )
        try:
            _keep(secret, slug, form, said, seen)
        except (Conflict, Invalid, NotAllowed) as no:
            if getattr(no, "field", None) == "knowingly":
                return _arranged(secret, in_words(no))
            form[form.FIELDS[0]].errors = [in_words(no)]
        else:
            return redirect(_after(slug, secret, seen, said), 303)
    page = render_template(
        f"needs/{slug}.html",
        form=form,
        answers=answers,
        number=None,
        of=None,
        remote=is_remote(answers),
        street_page=url_for("needs_change.change", secret=secret, slug="street"),
        back=url_for("needs_change.changes", secret=secret),
    )
    return page, 422 if form.errors else 200


def _form(slug: str, answers: Answers) -> Asking:
    """The form of a question, filled with what was answered, under the rules of asking."""
    step = STEP_BY_SLUG[slug]
    form = step.form(data=step.form.filled(answers))
    if isinstance(form, Postcode) and "meant" in request.form:
        form.postcode.data = request.form["meant"]
    if isinstance(form, Notes):
        form.needed = answers["kind"] == "other"
    return form


def _asked_before(slug: str, said: Answers) -> str | None:
    """The question that has to be answered first, before there is anything to keep."""
    if slug == "often":
        return "week" if said["often"] == "weekly" else "day"
    if slug == "kind" and said["kind"] == "other" and not said["notes"]:
        return "notes"
    return None


def _keep(secret: str, slug: str, form: Asking, said: Answers, seen: Standing) -> None:
    asked = change_from(slug, said, seen, tools().gazetteer, today=_today())
    knowingly = "knowingly" in request.form
    press(
        secret,
        "changed",
        form.key.data,
        lambda act, seen: change_need(act, seen.need_id, asked, knowingly=knowingly),
        slug=slug,
        said=form.said(),
    )


def _arranged(secret: str, sentence: str) -> ResponseReturnValue:
    """Ask before what a person arranged falls with a change; what was typed comes along."""
    typed = [
        (name, value)
        for name, values in request.form.lists()
        for value in values
        if name != "knowingly"
    ]
    return render_template(
        "needs/arranged.html",
        sentence=sentence,
        typed=typed,
        back=url_for("needs_change.changes", secret=secret),
    )


@bp.route("/pause", methods=["GET", "POST"])
def pause(secret: str) -> ResponseReturnValue:
    """Ask nobody for a while."""
    form = Pause()
    if form.validate_on_submit():
        until = form.until.data
        try:
            return press(
                secret,
                "paused",
                form.key.data,
                lambda act, seen: pause_need(act, seen.need_id, until),
                until=str(until),
            )
        except Invalid as no:
            form.until.errors = [in_words(no)]
    return asking_page(secret, "needs/pause.html", form)


@bp.post("/reopen")
def reopen(secret: str) -> ResponseReturnValue:
    """Look for somebody again."""
    form = Question()
    if not form.validate_on_submit():
        return redirect(url_for("needs_page.show", secret=secret), 303)
    return press(
        secret, "reopened", form.key.data, lambda act, seen: reopen_need(act, seen.need_id)
    )


def _after(slug: str, secret: str, seen: Standing, said: Answers) -> str:
    """Where to go once it is changed: to what the change asks for besides, else back."""
    if slug == "reach" and waits_for_proof(seen.person_id):
        return url_for("reach.code", page="n", secret=secret)
    if slug == "kind" and not is_remote(said) and not said["address"]:
        # Help by telephone needed no address.
        return url_for("needs_change.change", secret=secret, slug="who")
    return url_for("needs_page.show", secret=secret, news="changed")


def _seen(secret: str) -> tuple[Standing, Told]:
    with tools().looking() as act:
        own, seen = at_own_page(act, secret)
        return seen, told_with(own, seen.need_id)


def _today() -> date:
    return in_london(tools().now()).date()
