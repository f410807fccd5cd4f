"""Volunteers on the board: lists of those to look after, and one of them."""

from datetime import date

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext

from matcher.domain.board import VolunteerOrder
from matcher.domain.checks import CheckLevel
from matcher.domain.refusals import Invalid
from matcher.domain.roles import Right
from matcher.service.board_volunteers import (
    VolunteerContact,
    lift,
    see_check,
    suspend,
    take_check_back,
    volunteer_contact,
    volunteer_page,
    volunteers,
)
from web.board_words import CHECK
from web.coordinators_account import Press
from web.current import tools
from web.date_field import DateField
from web.forms import OneOf, Question, choice
from web.refusals import in_words
from web.signed_in import for_staff, signed_in

bp = Blueprint("board_volunteers", __name__, url_prefix="/board/volunteers")


class SeenCheck(Question):
    """A check that was seen: its level and two dates, never a copy of it."""

    level = OneOf(
        lazy_gettext("What you have seen"),
        lazy_gettext("Choose what you have seen."),
        choices=[choice(level, words) for level, words in CHECK.items()],
    )
    seen_on = DateField(lazy_gettext("The day you saw it"))
    review_on = DateField(lazy_gettext("When it must be seen again"))


@bp.get("")
@for_staff(Right.SEE_VOLUNTEERS)
def show() -> ResponseReturnValue:
    """Not asked lately, did a lot lately, check runs out, or everybody."""
    desk = signed_in()
    said = request.args.get("list", "")
    order = VolunteerOrder(said) if said in {*VolunteerOrder} else VolunteerOrder.NOT_ASKED_LATELY
    with tools().looking(desk.actor) as act:
        page = volunteers(act, desk, order, after=request.args.get("after", ""))
        today = act.today
    return render_template("board/volunteers.html", desk=desk, page=page, order=order, today=today)


@bp.get("/<volunteer_id>")
@for_staff(Right.SEE_VOLUNTEERS)
def show_one(volunteer_id: str) -> ResponseReturnValue:
    """A volunteer: offers, checks, what they did; who they are only by a press."""
    return _page(volunteer_id)


@bp.post("/<volunteer_id>/details")
@for_staff(Right.SEE_VOLUNTEERS)
def details(volunteer_id: str) -> ResponseReturnValue:
    """Who they are: the look is noted, and they can read the note."""
    desk = signed_in()
    with tools().acting(desk.actor) as act:
        found = volunteer_contact(act, desk, volunteer_id)
    return _page(volunteer_id, details=found)


@bp.post("/<volunteer_id>/checks")
@for_staff(Right.NOTE_CHECKS)
def check(volunteer_id: str) -> ResponseReturnValue:
    """Note a check."""
    desk, form = signed_in(), SeenCheck()
    if form.validate_on_submit():
        if form.seen_on.data is None:
            form.seen_on.errors = [gettext("Say the day you saw it.")]
            return _page(volunteer_id, form=form)
        try:
            with tools().acting(desk.actor) as act:
                see_check(
                    act,
                    desk,
                    volunteer_id,
                    CheckLevel(form.level.data),
                    seen_on=form.seen_on.data,
                    review_on=form.review_on.data,
                )
        except Invalid as no:
            field = form[no.field if no.field in ("seen_on", "review_on", "level") else "level"]
            field.errors = [in_words(no)]
        else:
            flash(gettext("The check is noted."))
            return _back(volunteer_id)
    return _page(volunteer_id, form=form)


@bp.post("/<volunteer_id>/checks/<check_id>/take-back")
@for_staff(Right.NOTE_CHECKS)
def take_back(volunteer_id: str, check_id: str) -> ResponseReturnValue:
    """A check no longer counts."""
    desk = signed_in()
    with tools().acting(desk.actor) as act:
        take_check_back(act, desk, volunteer_id, check_id)
    flash(gettext("The check is taken back."))
    return _back(volunteer_id)


@bp.post("/<volunteer_id>/suspend")
@for_staff(Right.SUSPEND)
def suspend_them(volunteer_id: str) -> ResponseReturnValue:
    """Ask nothing more of them; what they had promised is taken back."""
    desk = signed_in()
    with tools().acting(desk.actor) as act:
        suspend(act, desk, volunteer_id)
    flash(gettext("They are suspended, and what they were asked is taken back."))
    return _back(volunteer_id)


@bp.post("/<volunteer_id>/lift")
@for_staff(Right.LIFT_SUSPENSIONS)
def lift_it(volunteer_id: str) -> ResponseReturnValue:
    """Let them help again."""
    desk = signed_in()
    with tools().acting(desk.actor) as act:
        lift(act, desk, volunteer_id)
    flash(gettext("They can help again."))
    return _back(volunteer_id)


def _page(
    volunteer_id: str,
    *,
    form: SeenCheck | None = None,
    details: VolunteerContact | None = None,
) -> ResponseReturnValue:
    desk = signed_in()
    with tools().looking(desk.actor) as act:
        page = volunteer_page(act, desk, volunteer_id)
        today: date = act.today
    html = render_template(
        "board/volunteer.html",
        desk=desk,
        page=page,
        volunteer=page.volunteer,
        details=details,
        form=form or SeenCheck(formdata=None, data={"seen_on": today}),
        press=Press(formdata=None),
        today=today,
    )
    return html, 422 if form and form.errors else 200


def _back(volunteer_id: str) -> ResponseReturnValue:
    return redirect(url_for("board_volunteers.show_one", volunteer_id=volunteer_id), 303)
