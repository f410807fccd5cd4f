"""Changing a need, pausing it, taking it back, asking again, and being forgotten."""

from datetime import date

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext
from wtforms import Field
from wtforms.validators import StopValidation

from matcher.domain.contact import Contact, ContactWay
from matcher.domain.london_time import in_london
from matcher.domain.refusals import Conflict, Invalid
from matcher.service.acting import Act
from matcher.service.contacts import Details
from matcher.service.erasure import erase_person
from matcher.service.needs import link_to
from matcher.service.needs_after import ask_again
from matcher.service.needs_changing import (
    NeedChange,
    change_need,
    pause_need,
    reopen_need,
    withdraw_need,
)
from matcher.service.needs_standing import Standing, Told, at_own_page, told_with
from matcher.service.once_pressed import Ids, once_pressed
from web.current import tools
from web.date_field import DateField
from web.forms import AnyOf, OneOf, Question, choice
from web.needs_answers import rows_of
from web.needs_kept import answers_of, change_from
from web.needs_page import press
from web.needs_questions import Notes, Postcode, ahead, is_remote
from web.needs_steps import STEP_BY_SLUG
from web.private_pages import keep_private

bp = Blueprint("needs_change", __name__, url_prefix="/n/<secret>")
keep_private(bp)


class Pause(Question):
    until = DateField(lazy_gettext("Until when should we pause?"))

    def validate_until(self, field: Field) -> None:
        ahead(field)
        if field.data is not None and field.data <= _today():
            raise StopValidation(gettext("Write a day after today."))


class Stop(Question):
    how = OneOf(
        lazy_gettext("What should we stop?"),
        lazy_gettext("Choose what we should stop."),
        choices=[
            choice("texts", lazy_gettext("No text messages: please ring me")),
            choice(
                "all",
                lazy_gettext("No messages at all"),
                hint=lazy_gettext("Your local group tells you when somebody is found"),
            ),
            choice(
                "need",
                lazy_gettext("Everything: I need no help any more"),
                hint=lazy_gettext("We close your need and tell whoever was coming"),
            ),
        ],
    )


class Erase(Question):
    sure = AnyOf(
        lazy_gettext("Are you sure?"),
        lazy_gettext("Tick the box if you are sure."),
        choices=[choice("yes", lazy_gettext("Yes, erase everything about me"))],
    )


@bp.get("/change")
def changes(secret: str) -> str:
    """Everything that was told us, line by line, each with the page that changes it."""
    seen, told = _seen(secret)
    rows = rows_of(
        answers_of(seen, told),
        tools().gazetteer,
        today=_today(),
        mend=lambda slug: (
            "" if slug == "kind" else url_for("needs_change.change", secret=secret, slug=slug)
        ),
    )
    return render_template("needs/changes.html", secret=secret, seen=seen, rows=rows)


@bp.route("/change/<slug>", methods=["GET", "POST"])
def change(secret: str, slug: str) -> ResponseReturnValue:
    """One question again, with what was answered."""
    if slug not in STEP_BY_SLUG or slug in ("kind", "often"):
        abort(404)
    seen, told = _seen(secret)
    answers = answers_of(seen, told)
    step = STEP_BY_SLUG[slug]
    form = step.form(data=step.form.filled(answers))
    if isinstance(form, Postcode) and "meant" in request.form:
        form.postcode.data = request.form["meant"]
    if isinstance(form, Notes):
        form.needed = seen.category == "other"
    if form.validate_on_submit():
        said = form.said()
        asked = change_from(slug, answers | said, seen, tools().gazetteer, today=_today())
        try:
            press(
                secret,
                "changed",
                form.key.data,
                lambda act, seen: change_need(act, seen.need_id, asked),
                slug=slug,
                said=said,
            )
        except (Conflict, Invalid) as no:
            if isinstance(no, Conflict) and seen.closed:
                raise
            form[step.form.FIELDS[0]].errors = [gettext(str(no))]
        else:
            return redirect(url_for("needs_page.show", secret=secret, news="changed"), 303)
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
            form.until.errors = [gettext(str(no))]
    return _asking(secret, "needs/pause.html", form)


@bp.post("/reopen")
def reopen(secret: str) -> ResponseReturnValue:
    """Look for somebody again."""
    form = Question()
    if not form.validate_on_submit():
        return redirect(url_for("needs_page.show", secret=secret), 303)
    return press(
        secret, "reopened", form.key.data, lambda act, seen: reopen_need(act, seen.need_id)
    )


@bp.route("/withdraw", methods=["GET", "POST"])
def withdraw(secret: str) -> ResponseReturnValue:
    """Take the need back."""
    form = Question()
    if form.validate_on_submit():
        return press(
            secret, "withdrawn", form.key.data, lambda act, seen: withdraw_need(act, seen.need_id)
        )
    return _asking(secret, "needs/withdraw.html", form)


@bp.post("/again")
def again(secret: str) -> ResponseReturnValue:
    """The same need once more: what was withdrawn by mistake is so undone."""
    form = Question()
    if not form.validate_on_submit():
        return redirect(url_for("needs_page.show", secret=secret), 303)
    with tools().acting() as act:
        own, seen = at_own_page(act, secret)

        def do() -> Ids:
            return {"need": ask_again(own, seen.need_id).need_id}

        ids = once_pressed(own, "again", form.key.data, {"need": seen.need_id}, do)
        fresh = link_to(own, str(ids["need"]))
    return redirect(url_for("needs_page.show", secret=fresh, news="again"), 303)


@bp.route("/stop", methods=["GET", "POST"])
def stop(secret: str) -> ResponseReturnValue:
    """Fewer messages, or none."""
    form = Stop()
    if form.validate_on_submit():
        how = form.how.data
        if how == "need":
            return press(
                secret,
                "withdrawn",
                form.key.data,
                lambda act, seen: withdraw_need(act, seen.need_id),
            )
        return press(secret, "stopped", form.key.data, lambda act, seen: _quieter(act, seen, how))
    return _asking(secret, "needs/stop.html", form)


@bp.route("/erase", methods=["GET", "POST"])
def erase(secret: str) -> ResponseReturnValue:
    """Forget who they are."""
    form = Erase()
    if form.validate_on_submit():
        with tools().acting() as act:
            own, seen = at_own_page(act, secret)
            erase_person(own, seen.person_id)
        return render_template("needs/forgotten.html")
    return _asking(secret, "needs/erase.html", form)


def _quieter(act: Act, seen: Standing, how: str) -> None:
    """Keep their number, but not for texts, or for nothing but a coordinator's call."""
    person = told_with(act, seen.need_id).person
    before = person.contact
    never = before.never | {ContactWay.TEXT}
    prefers = ContactWay.RING if before.phone else ContactWay.COORDINATOR
    if how == "all":
        never |= {ContactWay.EMAIL, ContactWay.RING}
        prefers = ContactWay.COORDINATOR
    contact = Contact(before.phone, before.email, prefers, never)
    change_need(act, seen.need_id, NeedChange(person=Details(person.name, contact)))


def _asking(secret: str, template: str, form: Question) -> ResponseReturnValue:
    with tools().looking() as act:
        _own, seen = at_own_page(act, secret)
    back = url_for("needs_page.show", secret=secret)
    page = render_template(template, form=form, seen=seen, secret=secret, back=back)
    return page, 422 if form.errors else 200


def _seen(secret: str) -> tuple[Standing, Told]:
    with tools().looking() as act:
        own, seen = at_own_page(act, secret)
        return seen, told_with(own, seen.need_id)


def _today() -> date:
    return in_london(tools().now()).date()
