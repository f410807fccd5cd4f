"""Counting the parcels of a run that is back, stop by stop where it matters; and taking it back."""

from collections.abc import Mapping
from functools import partial

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext
from wtforms import BooleanField, StringField

from matcher.domain.refusals import Invalid
from matcher.domain.roles import Right
from matcher.domain.run_counts import STOP_BY_STOP, Tally
from matcher.service.runs_board import name_of_extra
from matcher.service.runs_counting import reconcile, take_count_back
from matcher.service.runs_days import day_at
from matcher.service.runs_paper import sheet
from matcher.service.runs_to_count import StopToCount, ToCount, to_count
from web.coordinators_account import Press
from web.current import tools
from web.forms import Question
from web.pressing import press_once
from web.refusals import in_words
from web.runs_forms import show_beside, whole
from web.signed_in import for_staff, signed_in

bp = Blueprint("runs_count", __name__, url_prefix="/runs/<day_id>/run/<run_id>/count")

# Says that the page asked of each thing, and not for two numbers.
EACH = "each"
CANNOT_BE_FOUND = lazy_gettext("What is missing cannot be found")
Told = Tally | Mapping[str, Tally]


class CountParcels(Question):
    """What came back, in two numbers."""

    returned = StringField(lazy_gettext("Parcels that came back"))
    wasted = StringField(lazy_gettext("Parcels that cannot be given any more"), default="0")
    knowingly = BooleanField(CANNOT_BE_FOUND)


@bp.route("", methods=["GET", "POST"])
@for_staff(Right.SEE_RUNS)
def show(day_id: str, run_id: str) -> ResponseReturnValue:
    """Parcels out = delivered + returned + wasted, or it says what is missing, and where."""
    desk = signed_in()
    with tools().looking(desk.actor) as act:
        books = to_count(act, desk, day_id, run_id)
    is_each = EACH in request.values or not books.two_numbers_do
    form = _each(books) if is_each else CountParcels()
    told: Told | None = None
    if form.validate_on_submit():
        try:
            told = _told(EACH in request.form)
            knowingly = bool(request.form.get("knowingly"))
            with tools().acting(desk.actor) as act:
                do = partial(reconcile, act, desk, day_id, run_id, told, knowingly=knowingly)
                press_once(act, "runs-count", form, do, run_id, repr(told))
        except Invalid as no:
            if no.sentence == STOP_BY_STOP:
                return _page(day_id, run_id, books, _each(books, fresh=True), why=in_words(no))
            show_beside(form, no, "knowingly")
        else:
            flash(gettext("The parcels of this run are counted."))
            return redirect(url_for("runs_day.show", day_id=day_id), 303)
    return _page(day_id, run_id, books, form, told)


@bp.post("/back")
@for_staff(Right.PLAN_RUNS)
def take_back(day_id: str, run_id: str) -> ResponseReturnValue:
    """It was counted wrongly, or in two totals: what the ledger took goes its way back."""
    desk, form = signed_in(), Press()
    if form.validate_on_submit():
        with tools().acting(desk.actor) as act:
            do = partial(take_count_back, act, desk, day_id, run_id)
            press_once(act, "runs-uncount", form, do, run_id)
        flash(gettext("The count is taken back. Count the parcels once more."))
    each = "y" if EACH in request.form else None
    return redirect(url_for("runs_count.show", day_id=day_id, run_id=run_id, each=each), 303)


def _each(books: ToCount, *, fresh: bool = False) -> Question:
    """The form that asks of each thing; `fresh` where it takes the place of two numbers."""
    fields: dict[str, object] = {"knowingly": BooleanField(CANNOT_BE_FOUND)}
    for thing in books.things:
        fields[f"back_{thing.id}"] = StringField(lazy_gettext("Came back"))
        spoilt = StringField(lazy_gettext("Cannot be given any more"), default="0")
        fields[f"spoilt_{thing.id}"] = spoilt
    asked = type("CountEach", (Question,), fields)
    form: Question = asked(formdata=None) if fresh else asked()
    return form


def _told(is_each: bool) -> Told:
    """What was typed, whatever the page would ask now: a second press says what the first said."""
    said = request.form
    if not is_each:
        return Tally(*(whole(said.get(name, "0"), name) for name in ("returned", "wasted")))
    ids = [name.removeprefix("back_") for name in said if name.startswith("back_")]
    return {
        id: Tally(*(whole(said.get(f"{what}_{id}"), f"{what}_{id}") for what in ("back", "spoilt")))
        for id in sorted(ids)
    }


def _page(
    day_id: str,
    run_id: str,
    books: ToCount,
    form: Question,
    told: Told | None = None,
    why: str = "",
) -> ResponseReturnValue:
    desk = signed_in()
    with tools().looking(desk.actor) as act:
        run, _ = sheet(act, desk, day_id, run_id, with_people=False)
        day = day_at(act, desk, day_id)
        kind, charity_id = day.kind, day.charity_id
        names = {one.stop.id: name_of_extra(act, one.stop) for one in books.stops}
    page = render_template(
        "runs/count.html",
        desk=desk,
        day_id=day_id,
        kind=kind,
        charity_id=charity_id,
        run=run,
        count=books,
        names=names,
        form=form,
        by_stop=not isinstance(form, CountParcels),
        missing=_missing(books, told) if form.errors else [],
        why=why,
        press=Press(formdata=None),
    )
    return page, 422 if form.errors or why else 200


def _missing(books: ToCount, told: Told | None) -> list[tuple[StopToCount, int]]:
    """Where parcels are missing as they were told."""
    if isinstance(told, Tally):
        # Two numbers that were refused are about one stop; of several each is asked.
        told = {one.id: told for one in books.things}
    try:
        return books.missing_at(told) if told is not None else []
    except Invalid:
        return []
