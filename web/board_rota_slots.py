"""What the rota is made of: places, slots, what is otherwise on a date, calendar addresses."""

from functools import partial

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from matcher.domain.refusals import Invalid
from matcher.domain.roles import Right
from matcher.service.rota.feeds import (
    close_charity_feed,
    close_place_feed,
    open_charity_feed,
    open_place_feed,
)
from matcher.service.rota.slots import (
    add_place,
    as_usual,
    change_slot,
    lead_slot,
    leave_out,
    make_slot,
    set_times_of,
    stop_slot,
)
from matcher.service.rota.week import set_up, slot_page
from matcher.service.whereabouts import place_of_postcode
from web.coordinators_account import Press
from web.current import settings, tools
from web.forms import Question, choice
from web.pressing import press_once
from web.rota_forms import LastDay, NewPlace, OneDate, SlotForm, said_of, times_from, words_from
from web.signed_in import for_staff, signed_in

bp = Blueprint("board_rota_slots", __name__, url_prefix="/board/rota")
SAY_A_DAY = "Say a day, in numbers, such as 7 3 2026."


@bp.get("/set-up")
@for_staff(Right.RUN_ROTA)
def all_of_it() -> ResponseReturnValue:
    """Places, slots, and calendar addresses."""
    return _set_up()


@bp.post("/places")
@for_staff(Right.RUN_ROTA)
def place() -> ResponseReturnValue:
    """Keep a place."""
    desk, form = signed_in(), NewPlace()
    if form.validate_on_submit():
        try:
            where = place_of_postcode(tools().gazetteer, form.postcode.data)
            with tools().acting(desk.actor) as act:
                name, charity = form.name.data, form.charity.data or ""
                do = partial(add_place, act, desk, charity, name, where)
                press_once(act, "rota-place", form, do, charity, name, where.postcode or "")
        except Invalid as no:
            _beside(form, no, "name")
        else:
            flash(gettext("The place is kept."))
            return redirect(url_for("board_rota_slots.all_of_it"), 303)
    return _set_up(form)


@bp.post("/feeds/<kind>/<place_id>")
@for_staff(Right.RUN_ROTA)
def feed(kind: str, place_id: str) -> ResponseReturnValue:
    """Make a calendar address of a place or a charity (by its id), or take it back.

    It is shown once.
    """
    verbs = {
        "place": (open_place_feed, close_place_feed),
        "charity": (open_charity_feed, close_charity_feed),
    }
    if kind not in verbs:
        abort(404)
    desk, (make, close) = signed_in(), verbs[kind]
    with tools().acting(desk.actor) as act:
        if "close" in request.form:
            close(act, desk, place_id)
            address = ""
        else:
            secret = make(act, desk, place_id)
            address = settings().public_url + url_for("calendar.rota_feed", secret=secret)
    return _set_up(address=address)


@bp.route("/slots/new", methods=["GET", "POST"])
@for_staff(Right.RUN_ROTA)
def new() -> ResponseReturnValue:
    """A slot that comes again."""
    desk, form = signed_in(), SlotForm()
    with tools().looking(desk.actor) as act:
        places = set_up(act, desk).places
    form.place.choices = [choice(one.id, one.name) for one in places]
    if form.validate_on_submit():
        try:
            words = words_from(form)
            with tools().acting(desk.actor) as act:
                do = partial(make_slot, act, desk, form.place.data or "", words)
                press_once(act, "rota-slot", form, do, form.place.data or "", repr(words))
        except Invalid as no:
            _beside(form, no, "title")
        else:
            flash(gettext("The slot is made, and people can sign up."))
            return redirect(url_for("board_rota_slots.all_of_it"), 303)
    page = render_template("board/rota_slot_form.html", desk=desk, form=form, slot=None)
    return page, 422 if form.errors else 200


@bp.get("/slots/<slot_id>")
@for_staff(Right.RUN_ROTA)
def show(slot_id: str) -> ResponseReturnValue:
    """One slot, its coming shifts, and what is otherwise."""
    return _slot(slot_id)


@bp.route("/slots/<slot_id>/change", methods=["GET", "POST"])
@for_staff(Right.RUN_ROTA)
def change(slot_id: str) -> ResponseReturnValue:
    """Change it from now on; who had promised to come is told."""
    desk = signed_in()
    with tools().looking(desk.actor) as act:
        page = slot_page(act, desk, slot_id)
    form = SlotForm(data=said_of(page.words))
    form.place.choices = [choice(page.place.id, page.place.name)]
    if form.validate_on_submit():
        try:
            words = words_from(form)
            with tools().acting(desk.actor) as act:
                do = partial(change_slot, act, desk, slot_id, words)
                press_once(act, "rota-change", form, do, slot_id, repr(words))
        except Invalid as no:
            _beside(form, no, "title")
        else:
            flash(
                gettext(
                    "It is changed. Where times are others, whoever had promised to come is told."
                )
            )
            return _back(slot_id)
    html = render_template("board/rota_slot_form.html", desk=desk, form=form, slot=page.slot)
    return html, 422 if form.errors else 200


@bp.post("/slots/<slot_id>/dates")
@for_staff(Right.RUN_ROTA)
def one_date(slot_id: str) -> ResponseReturnValue:
    """What is otherwise on one date."""
    desk, form = signed_in(), OneDate()
    if form.validate_on_submit():
        day, what = form.day.data, form.what.data
        try:
            if day is None:
                raise Invalid(SAY_A_DAY, "day")
            times = times_from(form.starts.data, form.ends.data) if what == "times" else None
            with tools().acting(desk.actor) as act:
                do = partial({"out": leave_out}.get(what, as_usual), act, desk, slot_id, day)
                if times is not None:
                    do = partial(set_times_of, act, desk, slot_id, day, times)
                press_once(act, "rota-date", form, do, slot_id, day.isoformat(), what, repr(times))
        except Invalid as no:
            _beside(form, no, "day")
        else:
            flash(gettext("Noted, and whoever had promised to come is told."))
            return _back(slot_id)
    return _slot(slot_id, one=form)


@bp.post("/slots/<slot_id>/stop")
@for_staff(Right.RUN_ROTA)
def stop(slot_id: str) -> ResponseReturnValue:
    """Let it come no more."""
    desk, form = signed_in(), LastDay()
    if form.validate_on_submit():
        try:
            with tools().acting(desk.actor) as act:
                do = partial(stop_slot, act, desk, slot_id, form.last_on.data)
                press_once(act, "rota-stop", form, do, slot_id, str(form.last_on.data))
        except Invalid as no:
            _beside(form, no, "last_on")
        else:
            flash(gettext("It stops, and whoever had promised a later date is told."))
            return redirect(url_for("board_rota_slots.all_of_it"), 303)
    return _slot(slot_id, last=form)


@bp.post("/slots/<slot_id>/lead")
@for_staff(Right.RUN_ROTA)
def lead(slot_id: str) -> ResponseReturnValue:
    """Be the one who is told when somebody leaves late."""
    desk = signed_in()
    with tools().acting(desk.actor) as act:
        lead_slot(act, desk, slot_id)
    flash(gettext("You are told from now on."))
    return _back(slot_id)


def _set_up(form: NewPlace | None = None, *, address: str | None = None) -> ResponseReturnValue:
    desk = signed_in()
    with tools().looking(desk.actor) as act:
        found = set_up(act, desk)
    form = form or NewPlace(formdata=None)
    form.charity.choices = [choice(id, name) for id, name in found.charities]
    html = render_template(
        "board/rota_set_up.html",
        desk=desk,
        set_up=found,
        form=form,
        address=address,
        press=Press(formdata=None),
    )
    return html, 422 if form.errors else 200


def _slot(
    slot_id: str, *, one: OneDate | None = None, last: LastDay | None = None
) -> ResponseReturnValue:
    desk = signed_in()
    with tools().looking(desk.actor) as act:
        page = slot_page(act, desk, slot_id)
    html = render_template(
        "board/rota_slot.html",
        desk=desk,
        page=page,
        slot=page.slot,
        one=one or OneDate(formdata=None),
        last=last or LastDay(formdata=None),
        press=Press(formdata=None),
    )
    return html, 422 if (one and one.errors) or (last and last.errors) else 200


def _beside(form: Question, no: Invalid, otherwise: str) -> None:
    """Put a refusal beside the box that it is about."""
    name = no.field if no.field in form._fields else otherwise
    form[name].errors = [gettext(str(no))]


def _back(slot_id: str) -> ResponseReturnValue:
    return redirect(url_for("board_rota_slots.show", slot_id=slot_id), 303)
