"""One driver's run: its order by hand, sending it out, the paper sheet, typing it in."""

from typing import Any

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from matcher.domain.doorsteps import StopFailure
from matcher.domain.refusals import Conflict, Invalid
from matcher.domain.roles import Right
from matcher.domain.statuses import StopStatus
from matcher.service.acting import Act
from matcher.service.desk import Desk
from matcher.service.runs_changes import lock_run, reorder_run
from matcher.service.runs_days import day_at
from matcher.service.runs_doors import AtDoor, come_back, note_at_door, undo_at_door
from matcher.service.runs_page import all_of
from matcher.service.runs_paper import sheet
from matcher.service.runs_photos import photo
from matcher.service.runs_sending import send_link_again, send_out
from matcher.service.runs_to_count import to_count
from web.coordinators_account import Press
from web.current import settings, tools
from web.pressing import press_once
from web.qr_codes import qr_code
from web.refusals import in_words
from web.runs_forms import DoorNoted, whole
from web.signed_in import for_staff, signed_in

bp = Blueprint("runs_run", __name__, url_prefix="/runs/<day_id>/run/<run_id>")


@bp.get("")
@for_staff(Right.SEE_RUNS)
def show(day_id: str, run_id: str) -> ResponseReturnValue:
    """The run's sheet, without people; on paper it is the driver's."""
    return _sheet(day_id, run_id, with_people=False)


@bp.post("/people")
@for_staff(Right.SEE_DETAILS)
def with_people(day_id: str, run_id: str) -> ResponseReturnValue:
    """The same with names and doors, to be printed: each look is noted."""
    return _sheet(day_id, run_id, with_people=True)


@bp.post("/order")
@for_staff(Right.PLAN_RUNS)
def order(day_id: str, run_id: str) -> ResponseReturnValue:
    """Settle the order by the numbers that were typed beside the stops."""
    desk, form = signed_in(), Press()
    if form.validate_on_submit():
        typed = {
            name.removeprefix("place-"): whole(value, "order")
            for name, value in request.form.items()
            if name.startswith("place-")
        }
        stops = sorted(typed, key=lambda id: typed[id])
        with tools().acting(desk.actor) as act:
            reorder_run(act, desk, day_id, run_id, stops)
        flash(gettext("The order stays as you typed it. The times are planned anew now."))
    return redirect(url_for("runs_day.show", day_id=day_id), 303)


@bp.post("/<deed>")
@for_staff(Right.PLAN_RUNS)
def do(day_id: str, run_id: str, deed: str) -> ResponseReturnValue:
    """Lock the whole run, send it out, or send its driver a new link."""
    deeds = {"lock": lock_run, "send": send_out, "link": send_link_again}
    if deed not in deeds:
        abort(404)
    desk = signed_in()
    with tools().acting(desk.actor) as act:
        deeds[deed](act, desk, day_id, run_id)  # type: ignore[operator]  # alike as called here
    if deed != "lock":
        flash(gettext("The driver gets a letter with their private link."))
    return redirect(url_for("runs_day.show", day_id=day_id), 303)


@bp.get("/type-in")
@for_staff(Right.SEE_RUNS)
def type_in(day_id: str, run_id: str) -> ResponseReturnValue:
    """What a driver ticked on paper, to be typed in."""
    return _typing(day_id, run_id)


@bp.post("/type-in")
@for_staff(Right.SEE_RUNS)
def typed_in(day_id: str, run_id: str) -> ResponseReturnValue:
    """Keep what was typed for each stop; nothing is kept where one of them lacks something."""
    desk, form = signed_in(), Press()
    said = request.form
    if not form.validate_on_submit():
        return _typing(day_id, run_id)
    try:
        with tools().acting(desk.actor) as act:
            day_at(act, desk, day_id)
            run, lines = sheet(act, desk, day_id, run_id, with_people=False)
            told = [line.stop.id for line in lines if said.get(f"what-{line.stop.id}")]

            def keep() -> None:
                for id in told:
                    note_at_door(act, run.line.id, id, _at_door(said, id))

            # All but what each showing of the page draws anew.
            typed = [f"{name}={said[name]}" for name in sorted(said) if "-" in name]
            press_once(act, "runs-typed", form, keep, run_id, *typed)
    except (Invalid, Conflict) as no:
        return _typing(day_id, run_id, said, in_words(no))
    flash(gettext("Kept. You can take each stop back until the run is back."))
    return redirect(url_for("runs_run.type_in", day_id=day_id, run_id=run_id), 303)


@bp.post("/stops/<stop_id>/undo")
@for_staff(Right.SEE_RUNS)
def undo(day_id: str, run_id: str, stop_id: str) -> ResponseReturnValue:
    """Take back what was noted at a stop."""
    desk = signed_in()
    with tools().acting(desk.actor) as act:
        _within(act, desk, day_id, run_id)
        undo_at_door(act, run_id, stop_id)
    return redirect(url_for("runs_run.type_in", day_id=day_id, run_id=run_id), 303)


@bp.post("/is-back")
@for_staff(Right.SEE_RUNS)
def is_back(day_id: str, run_id: str) -> ResponseReturnValue:
    """The driver is back: what was noted stands, and the parcels are counted."""
    desk = signed_in()
    with tools().acting(desk.actor) as act:
        _within(act, desk, day_id, run_id)
        come_back(act, run_id)
    return redirect(url_for("runs_count.show", day_id=day_id, run_id=run_id), 303)


@bp.get("/stops/<stop_id>/picture")
@for_staff(Right.SEE_RUNS)
def picture(day_id: str, run_id: str, stop_id: str) -> ResponseReturnValue:
    """The picture that the driver took."""
    desk = signed_in()
    with tools().looking(desk.actor) as act:
        data = photo(act, desk, day_id, run_id, stop_id)
    return Response(data, mimetype="image/jpeg")


def _sheet(day_id: str, run_id: str, *, with_people: bool) -> ResponseReturnValue:
    desk = signed_in()
    opened = tools().acting if with_people else tools().looking
    with opened(desk.actor) as act:
        day = day_at(act, desk, day_id)
        run, lines = sheet(act, desk, day_id, run_id, with_people=with_people)
        on_date, charity_id, kind = day.on_date, day.charity_id, day.kind
    there = url_for("runs_run.type_in", day_id=day_id, run_id=run_id)
    address = settings().public_url + there
    return render_template(
        "runs/sheet.html",
        desk=desk,
        day_id=day_id,
        on_date=on_date,
        charity_id=charity_id,
        kind=kind,
        run=run,
        lines=lines,
        to_load=all_of(line.things for line in lines),
        with_people=with_people,
        qr=qr_code,
        address=address,
        press=Press(formdata=None),
    )


def _typing(day_id: str, run_id: str, said: Any = None, refused: str = "") -> ResponseReturnValue:
    desk = signed_in()
    with tools().looking(desk.actor) as act:
        run, lines = sheet(act, desk, day_id, run_id, with_people=False)
        kind = day_at(act, desk, day_id).kind
    page = render_template(
        "runs/type_in.html",
        desk=desk,
        kind=kind,
        day_id=day_id,
        run=run,
        lines=lines,
        said=said or {},
        refused=refused,
        why=DoorNoted(formdata=None).failure.choices,
        press=Press(formdata=None),
    )
    return page, 422 if refused else 200


def _at_door(said: Any, id: str) -> AtDoor:
    what = said.get(f"what-{id}", "")
    status = StopStatus(what) if what in {*StopStatus} else StopStatus.DELIVERED
    why = said.get(f"why-{id}", "")
    failed = status is StopStatus.FAILED and why in {*StopFailure}
    return AtDoor(
        status,
        StopFailure(why) if failed else None,
        said.get(f"where-{id}", "") if status is StopStatus.LEFT_SAFE else "",
        said.get(f"note-{id}", ""),
    )


def _within(act: Act, desk: Desk, day_id: str, run_id: str) -> None:
    """The run is of a day of this desk."""
    to_count(act, desk, day_id, run_id)
