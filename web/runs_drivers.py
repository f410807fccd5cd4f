"""Who drives on a day of runs: one by one, or all who drove last time."""

from functools import partial

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from matcher.domain.refusals import Invalid
from matcher.domain.roles import Right
from matcher.service.runs_board import day_page
from matcher.service.runs_days import depots
from matcher.service.runs_drivers import add_driver, take_driver_off, who_could_drive
from matcher.service.runs_same_drivers import same_drivers
from web.board_words import borough_name, short_id
from web.coordinators_account import Press
from web.current import tools
from web.forms import choice
from web.pressing import press_once
from web.runs_forms import AddDriver, all_typed, show_beside, vehicle_of_form
from web.signed_in import for_staff, signed_in

bp = Blueprint("runs_drivers", __name__, url_prefix="/runs/<day_id>/drivers")


@bp.route("", methods=["GET", "POST"])
@for_staff(Right.PLAN_RUNS)
def add(day_id: str) -> ResponseReturnValue:
    """Somebody who drives that day."""
    desk, form = signed_in(), AddDriver()
    with tools().looking(desk.actor) as act:
        day, found = day_page(act, desk, day_id), who_could_drive(act, desk, day_id)
        places = [one for one in depots(act, desk) if one.charity_id == day.charity_id]
    form.depot.choices = [choice(one.id, one.name) for one in places]
    form.offer.choices = [choice(one.offer_id, _driver_words(one)) for one in found]
    if request.method == "GET":
        form.depot.data = day.depot_id
    if form.validate_on_submit():
        try:
            vehicle = vehicle_of_form(form)
            with tools().acting(desk.actor) as act:
                do = partial(
                    add_driver, act, desk, day_id, form.offer.data, form.depot.data, vehicle
                )
                press_once(act, "runs-driver", form, do, day_id, *all_typed(form))
        except Invalid as no:
            show_beside(form, no, "offer")
        else:
            return redirect(url_for("runs_day.show", day_id=day_id), 303)
    page = render_template("runs/driver.html", desk=desk, day=day, form=form, found=found)
    return page, 422 if form.errors else 200


@bp.post("/same")
@for_staff(Right.PLAN_RUNS)
def again(day_id: str) -> ResponseReturnValue:
    """Who drove last time drives that day too."""
    desk, form = signed_in(), Press()
    if form.validate_on_submit():
        with tools().acting(desk.actor) as act:
            press_once(act, "runs-same", form, partial(same_drivers, act, desk, day_id), day_id)
    return redirect(url_for("runs_day.show", day_id=day_id), 303)


@bp.post("/<run_id>/off")
@for_staff(Right.PLAN_RUNS)
def off(day_id: str, run_id: str) -> ResponseReturnValue:
    """Somebody does not drive after all."""
    desk = signed_in()
    with tools().acting(desk.actor) as act:
        take_driver_off(act, desk, day_id, run_id)
    flash(gettext("They do not drive that day. Plan the rest once more."))
    return redirect(url_for("runs_day.show", day_id=day_id), 303)


def _driver_words(one) -> str:  # type: ignore[no-untyped-def]
    words = [short_id(one.volunteer_id), borough_name(one.borough)]
    if "car" in one.provides:
        words.append(gettext("A car"))
    if one.says_so:
        words.append(gettext("says that they drive for you"))
    return " · ".join(words)
