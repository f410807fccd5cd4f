"""One stop of a day: what is brought there, how to get in, and moving it by hand."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from matcher.domain.day_times import DAY_S
from matcher.domain.refusals import Invalid
from matcher.domain.roles import Right
from matcher.service.runs_board import StopToChange, day_page, stop_to_change
from matcher.service.runs_changes import lock_stop, move_stop, unlock_stop
from matcher.service.runs_lists import take_off
from matcher.service.runs_stops import GettingIn, change_door
from web.coordinators_account import Press
from web.current import tools
from web.forms import choice
from web.runs_forms import DoorQuestion, Move, door_of_form, show_beside, whole
from web.runs_words import at_clock, kg
from web.signed_in import for_staff, signed_in

bp = Blueprint("runs_stop", __name__, url_prefix="/runs/<day_id>/stops/<stop_id>")

DEEDS = {"off": take_off, "lock": lock_stop, "unlock": unlock_stop}


@bp.route("", methods=["GET", "POST"])
@for_staff(Right.PLAN_RUNS)
def show(day_id: str, stop_id: str) -> ResponseReturnValue:
    """Look at a stop, and change what is brought and how."""
    desk = signed_in()
    with tools().looking(desk.actor) as act:
        found = stop_to_change(act, desk, day_id, stop_id)
    if found is None:
        abort(404)
    form = DoorQuestion(data=_said(found)) if request.method == "GET" else DoorQuestion()
    if form.validate_on_submit():
        code = (form.door_code.data or "").strip()
        way_in = GettingIn(form.access.data or "", code, keep_code=not code)
        try:
            with tools().acting(desk.actor) as act:
                change_door(act, desk, day_id, stop_id, door_of_form(form), way_in)
        except Invalid as no:
            show_beside(form, no, "parcels")
        else:
            flash(gettext("The stop is changed. Plan the runs once more."))
            return _back(day_id)
    return _page(day_id, found, form, Move(formdata=None))


@bp.post("/move")
@for_staff(Right.PLAN_RUNS)
def move(day_id: str, stop_id: str) -> ResponseReturnValue:
    """Give it to a run, where it stays; the rest is planned anew around it."""
    desk, form = signed_in(), Move()
    with tools().looking(desk.actor) as act:
        found = stop_to_change(act, desk, day_id, stop_id)
    if found is None:
        abort(404)
    if form.validate_on_submit():
        try:
            place = max(1, whole(form.place.data, "place"))
            with tools().acting(desk.actor) as act:
                move_stop(act, desk, day_id, stop_id, form.run.data or "", place - 1)
        except Invalid as no:
            show_beside(form, no, "place")
        else:
            flash(gettext("It stays where you put it. The rest is planned around it now."))
            return _back(day_id)
    return _page(day_id, found, DoorQuestion(formdata=None, data=_said(found)), form)


@bp.post("/<deed>")
@for_staff(Right.PLAN_RUNS)
def do(day_id: str, stop_id: str, deed: str) -> ResponseReturnValue:
    """Take it off the list, lock it, or let go of it."""
    if deed not in DEEDS:
        abort(404)
    desk = signed_in()
    with tools().acting(desk.actor) as act:
        DEEDS[deed](act, desk, day_id, stop_id)
    return _back(day_id)


def _said(found: StopToChange) -> dict[str, object]:
    stop = found.stop
    start, end = stop.windows[0][0], stop.windows[-1][1]
    all_day = (start, end) == (0, DAY_S)
    return {
        "parcels": str(stop.parcels),
        "kilograms": f"{kg(stop.weight_g):g}",
        "minutes": str(stop.service_s // 60),
        "opens": "" if all_day else at_clock(start),
        "closes": "" if all_day else at_clock(end),
        "two_people": stop.two_people,
        "access": found.access,
    }


def _page(
    day_id: str, found: StopToChange, form: DoorQuestion, moving: Move
) -> ResponseReturnValue:
    desk = signed_in()
    with tools().looking(desk.actor) as act:
        day = day_page(act, desk, day_id)
    moving.run.choices = [
        choice(run.line.id, run.label) for run in day.runs if run.line.status == "planned"
    ]
    page = render_template(
        "runs/stop.html",
        desk=desk,
        day=day,
        found=found,
        form=form,
        moving=moving,
        press=Press(formdata=None),
    )
    return page, 422 if form.errors or moving.errors else 200


def _back(day_id: str) -> ResponseReturnValue:
    return redirect(url_for("runs_day.show", day_id=day_id), 303)
