"""Delivery runs: the days of a desk, beginning a day, and the depots that it starts from."""

from functools import partial

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from matcher.domain.refusals import Conflict, Invalid
from matcher.domain.roles import Right
from matcher.domain.run_days import RunKind
from matcher.service.accounts.staff import charities_of
from matcher.service.once_pressed import once_pressed
from matcher.service.runs_days import NewDepot, add_depot, days, depots, open_day
from matcher.service.runs_lists import gather_on
from matcher.service.whereabouts import place_of_postcode
from web.current import tools
from web.forms import choice
from web.refusals import in_words
from web.runs_forms import AddDepot, OpenDay, show_beside, whole, window_of
from web.runs_words import FILTERS, WORDS
from web.signed_in import for_staff, signed_in

bp = Blueprint("runs", __name__, url_prefix="/runs")
for _name, _words in FILTERS.items():
    bp.add_app_template_filter(_words, _name)
bp.add_app_template_filter(in_words, "refusal_words")


@bp.app_context_processor
def _run_words() -> dict[str, object]:
    return {"run_words": WORDS}


@bp.get("")
@for_staff(Right.SEE_RUNS)
def show() -> ResponseReturnValue:
    """The latest days, and a form to begin another."""
    return _page(OpenDay(formdata=None))


@bp.post("")
@for_staff(Right.PLAN_RUNS)
def begin() -> ResponseReturnValue:
    """Begin a day; what comes every week is on its list already."""
    desk, form = signed_in(), OpenDay()
    on_date = form.on_date.data
    if form.validate_on_submit() and on_date is None:
        form.on_date.errors = [gettext("Say on which day.")]
    if form.errors or on_date is None:
        return _page(form)
    kind = RunKind(form.kind.data) if form.kind.data in {*RunKind} else RunKind.DELIVER
    said = {"depot": form.depot.data, "on": str(on_date), "kind": str(kind)}
    try:
        with tools().acting(desk.actor) as act:

            def do() -> dict[str, str | None]:
                day_id = open_day(act, desk, form.depot.data, on_date, kind)
                gather_on(act, desk, day_id)
                return {"day": day_id}

            ids = once_pressed(act, f"runs:{act.by}"[:90], str(form.key.data), said, do)
    except Invalid as no:
        show_beside(form, no, "on_date")
        return _page(form)
    except Conflict as no:
        form.on_date.errors = [in_words(no)]
        return _page(form)
    return redirect(url_for("runs_day.show", day_id=ids["day"]), 303)


@bp.route("/depots/new", methods=["GET", "POST"])
@for_staff(Right.PLAN_RUNS)
def new_depot() -> ResponseReturnValue:
    """A place to load at."""
    desk, form = signed_in(), AddDepot()
    with tools().looking(desk.actor) as act:
        form.charity.choices = [choice(id, name) for id, name in charities_of(act, desk)]
    if form.validate_on_submit():
        try:
            new = NewDepot(
                form.name.data or "",
                place_of_postcode(tools().gazetteer, form.postcode.data or ""),
                window_of(form.opens.data, form.closes.data, "opens"),
                60 * whole(form.minutes.data, "minutes"),
            )
            with tools().acting(desk.actor) as act:
                do = partial(add_depot, act, desk, form.charity.data, new)
                said = {"name": new.name, "charity": form.charity.data}
                once_pressed(
                    act, f"depot:{act.by}"[:90], str(form.key.data), said, lambda: {"id": do()}
                )
        except Invalid as no:
            show_beside(form, no, "name")
        else:
            flash(gettext("Your depot is kept. Now begin a day."))
            return redirect(url_for("runs.show"), 303)
    page = render_template("runs/depot.html", desk=desk, form=form)
    return page, 422 if form.errors else 200


def _page(form: OpenDay) -> ResponseReturnValue:
    desk = signed_in()
    with tools().looking(desk.actor) as act:
        lines, places = days(act, desk), depots(act, desk)
        today = act.today
    form.depot.choices = [choice(one.id, f"{one.name} ({one.charity})") for one in places]
    page = render_template(
        "runs/days.html", desk=desk, days=lines, depots=places, form=form, today=today
    )
    return page, 422 if form.errors else 200
