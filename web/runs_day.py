"""One day of runs: its list, its drivers, its plan; a map in metres with the list beside it."""

from collections import Counter
from functools import partial

from flask import Blueprint, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from matcher.domain.refusals import Invalid
from matcher.domain.roles import Right
from matcher.service.board_outlines import outlines_of
from matcher.service.runs_board import DayPage, day_page, progress
from matcher.service.runs_days import depots
from matcher.service.runs_lists import add_units, to_choose_from
from matcher.service.runs_planning import ask_for_plan
from matcher.service.runs_same_drivers import could_be_the_same
from matcher.service.runs_setting_aside import stock_of_list
from matcher.service.runs_stops import ExtraStop, GettingIn, add_extra
from matcher.service.whereabouts import place_of_postcode
from web.coordinators_account import Press
from web.current import tools
from web.pressing import press_once
from web.runs_forms import (
    ChooseUnits,
    ExtraQuestion,
    PlanIt,
    all_typed,
    door_of_form,
    show_beside,
)
from web.signed_in import for_staff, signed_in

bp = Blueprint("runs_day", __name__, url_prefix="/runs/<day_id>")

# A map shows the street, and not the house.
ROUNDED_M = 100


@bp.get("")
@for_staff(Right.SEE_RUNS)
def show(day_id: str) -> ResponseReturnValue:
    """All of a day."""
    return _page(day_id)


@bp.post("/plan")
@for_staff(Right.PLAN_RUNS)
def plan(day_id: str) -> ResponseReturnValue:
    """Ask for a plan; the page then says how far it is."""
    desk, form = signed_in(), PlanIt()
    if not form.validate_on_submit():
        return _page(day_id, form)
    seconds = int(form.seconds.data) if (form.seconds.data or "").isdecimal() else 15
    try:
        with tools().acting(desk.actor) as act:
            ask_for_plan(act, desk, day_id, seconds)
    except Invalid as no:
        show_beside(form, no, "seconds")
        return _page(day_id, form)
    return _back(day_id)


@bp.get("/progress.json")
@for_staff(Right.SEE_RUNS)
def how_far(day_id: str) -> ResponseReturnValue:
    """How far a plan is, for the page that waits for it."""
    desk = signed_in()
    with tools().looking(desk.actor) as act:
        state, percent = progress(act, desk, day_id)
    return jsonify(state=str(state), percent=percent)


@bp.get("/map.json")
@for_staff(Right.SEE_RUNS)
def map_data(day_id: str) -> ResponseReturnValue:
    """What the map draws, in metres: outlines, depots, each run's stops to the nearest 100 m."""
    desk = signed_in()
    with tools().looking(desk.actor) as act:
        page, places = day_page(act, desk, day_id), depots(act, desk)
    depot_of = {one.id: one for one in places}
    return jsonify(
        outlines=outlines_of(tools().gazetteer),
        depots=[
            {"at": [one.easting, one.northing], "name": one.name}
            for one in places
            if one.charity_id == page.charity_id
        ],
        runs=[
            {
                "from": _at(depot_of.get(run.line.depot_id)),
                "way": run.line.way,
                "stops": [
                    {"at": _near(stop.easting, stop.northing), "number": number}
                    for number, stop in enumerate(run.stops, 1)
                ],
            }
            for run in page.runs
            if run.stops
        ],
        left=[{"at": _near(stop.easting, stop.northing)} for stop in page.waiting],
    )


@bp.route("/choose", methods=["GET", "POST"])
@for_staff(Right.PLAN_RUNS)
def choose(day_id: str) -> ResponseReturnValue:
    """Whom to bring something to, besides those who get it every week."""
    desk, form = signed_in(), ChooseUnits()
    chosen = request.form.getlist("units")
    form.units.choices = [(one, one) for one in chosen]
    if form.validate_on_submit():
        try:
            with tools().acting(desk.actor) as act:
                do = partial(add_units, act, desk, day_id, chosen)
                press_once(act, "runs-choose", form, do, day_id, *chosen)
        except Invalid as no:
            show_beside(form, no, "units")
        else:
            return _back(day_id)
    with tools().looking(desk.actor) as act:
        day, found = day_page(act, desk, day_id), to_choose_from(act, desk, day_id)
    page = render_template(
        "runs/choose.html",
        desk=desk,
        day=day,
        units=found,
        at_door=Counter(one.need_id for one in found),
        form=form,
        chosen=chosen,
    )
    return page, 422 if form.errors else 200


@bp.route("/extra", methods=["GET", "POST"])
@for_staff(Right.PLAN_RUNS)
def extra(day_id: str) -> ResponseReturnValue:
    """A stop of no need: a partner to bring to, a shop to fetch from."""
    desk, form = signed_in(), ExtraQuestion()
    if form.validate_on_submit():
        try:
            stop = ExtraStop(
                form.label.data or "",
                place_of_postcode(tools().gazetteer, form.postcode.data or ""),
                form.phone.data or "",
                form.address.data or "",
            )
            way_in = GettingIn(form.access.data or "", form.door_code.data or "")
            with tools().acting(desk.actor) as act:
                do = partial(add_extra, act, desk, day_id, stop, door_of_form(form), way_in)
                press_once(act, "runs-extra", form, do, day_id, stop.label, *all_typed(form))
        except Invalid as no:
            show_beside(form, no, "label")
        else:
            return _back(day_id)
    with tools().looking(desk.actor) as act:
        day = day_page(act, desk, day_id, Right.PLAN_RUNS)
    page = render_template("runs/extra.html", desk=desk, day=day, form=form)
    return page, 422 if form.errors else 200


def _page(day_id: str, form: PlanIt | None = None) -> ResponseReturnValue:
    desk = signed_in()
    with tools().looking(desk.actor) as act:
        day: DayPage = day_page(act, desk, day_id)
        stock = stock_of_list(act, desk, day_id)
        same = could_be_the_same(act, desk, day_id)
    asked = form or PlanIt(formdata=None, seconds=str(day.plan_seconds))
    page = render_template(
        "runs/day.html",
        desk=desk,
        day=day,
        stock=stock,
        same_drivers=same,
        form=asked,
        press=Press(formdata=None),
    )
    return page, 422 if form and form.errors else 200


def _back(day_id: str) -> ResponseReturnValue:
    return redirect(url_for("runs_day.show", day_id=day_id), 303)


def _near(easting: int, northing: int) -> list[int]:
    return [round(one / ROUNDED_M) * ROUNDED_M for one in (easting, northing)]


def _at(depot) -> list[int] | None:  # type: ignore[no-untyped-def]
    return [depot.easting, depot.northing] if depot else None
