"""The rota on the board: a week as a list that prints, one shift, who came."""

from collections.abc import Mapping
from datetime import date, timedelta

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from matcher.domain.refusals import Invalid
from matcher.domain.roles import Right
from matcher.domain.rota import SignUpState
from matcher.service.rota.attendance import note_came, note_no_show
from matcher.service.rota.leaving import take_off
from matcher.service.rota.missing import ask_now
from matcher.service.rota.week import (
    ShiftPeople,
    Week,
    names_in,
    shift_of_sign_up,
    shift_page,
    week_of,
)
from web.coordinators_account import Press
from web.current import tools
from web.pressing import press_once
from web.rota_words import WORDS, rule_in_words, span
from web.signed_in import for_staff, signed_in

bp = Blueprint("board_rota", __name__)
bp.add_app_template_global(span, "span")
bp.add_app_template_global(rule_in_words, "rule_in_words")
bp.add_app_template_global(WORDS, "rota_words")  # type: ignore[arg-type]  # a mapping, as `words`


@bp.get("/board/rota")
@for_staff(Right.SEE_ROTA)
def show() -> ResponseReturnValue:
    """A week: which shifts, who is missing; nobody's name."""
    desk = signed_in()
    with tools().looking(desk.actor) as act:
        week = week_of(act, desk, _day(act.today))
    return _week(week, {})


@bp.post("/board/rota/names")
@for_staff(Right.SEE_ROTA)
def names() -> ResponseReturnValue:
    """The same week with first names, to be printed: each look is noted."""
    desk = signed_in()
    with tools().acting(desk.actor) as act:
        week = week_of(act, desk, _day(act.today))
        found = names_in(act, desk, week.shifts)
    return _week(week, found)


@bp.get("/board/rota/shifts/<shift_id>")
@for_staff(Right.SEE_ROTA)
def shift(shift_id: str) -> ResponseReturnValue:
    """One shift: who is on it and who gave their place back, without names."""
    desk = signed_in()
    with tools().looking(desk.actor) as act:
        people = shift_page(act, desk, shift_id)
        begun = people.shift.begins <= act.now
    return _shift(people, {}, begun)


@bp.post("/board/rota/shifts/<shift_id>/names")
@for_staff(Right.SEE_ROTA)
def shift_names(shift_id: str) -> ResponseReturnValue:
    """The same with first names; each look is noted."""
    desk = signed_in()
    with tools().acting(desk.actor) as act:
        people = shift_page(act, desk, shift_id)
        found, begun = names_in(act, desk, (people,)), people.shift.begins <= act.now
    return _shift(people, found, begun)


@bp.post("/board/rota/shifts/<shift_id>/ask")
@for_staff(Right.RUN_ROTA)
def ask(shift_id: str) -> ResponseReturnValue:
    """Ask those who step in."""
    desk = signed_in()
    with tools().acting(desk.actor) as act:
        asked = ask_now(act, desk, shift_id)
    flash(
        ngettext("%(num)s person is asked.", "%(num)s people are asked.", asked)
        if asked
        else gettext("Nobody else can be asked now: they are busy, rest, or were asked already.")
    )
    return _back(shift_id)


@bp.post("/board/rota/shifts/<shift_id>/attendance")
@for_staff(Right.SEE_ROTA)
def attendance(shift_id: str) -> ResponseReturnValue:
    """Who came and who did not, of all who were on it, in one go."""
    desk, form = signed_in(), Press()
    with tools().looking(desk.actor) as act:
        people = shift_page(act, desk, shift_id)
    if form.validate_on_submit():
        said = {who.id: request.form.get(f"how-{who.id}", "") for who in people.on}
        minutes = {who.id: _minutes(request.form.get(f"minutes-{who.id}", "")) for who in people.on}
        with tools().acting(desk.actor) as act:

            def do() -> None:
                for id, how in said.items():
                    if how == SignUpState.CAME:
                        note_came(act, desk, id, minutes[id])
                    elif how == SignUpState.NO_SHOW:
                        note_no_show(act, desk, id)

            press_once(act, "rota-attendance", form, do, shift_id, repr(said), repr(minutes))
        flash(gettext("It is noted who came."))
    return _back(shift_id)


@bp.post("/board/rota/sign-ups/<sign_up_id>/take-off")
@for_staff(Right.RUN_ROTA)
def off(sign_up_id: str) -> ResponseReturnValue:
    """Take somebody off, as when they rang."""
    desk = signed_in()
    with tools().acting(desk.actor) as act:
        shift_id = shift_of_sign_up(act, desk, sign_up_id)
        take_off(act, desk, sign_up_id)
    flash(gettext("They are taken off this shift."))
    return _back(shift_id)


@bp.get("/shift/<shift_id>")
@bp.get("/shift/<shift_id>/stop")
@for_staff(Right.SEE_ROTA)
def from_letter(shift_id: str) -> ResponseReturnValue:
    """Where a letter leads: the shift; who is written to is changed on the page of its slot."""
    desk = signed_in()
    with tools().looking(desk.actor) as act:
        slot_id = shift_page(act, desk, shift_id).shift.slot_id
    if request.path.endswith("/stop"):
        return redirect(url_for("board_rota_slots.show", slot_id=slot_id), 303)
    return _back(shift_id)


def _week(week: Week, names: Mapping[str, str]) -> ResponseReturnValue:
    return render_template(
        "board/rota.html",
        desk=signed_in(),
        week=week,
        names=names,
        now=tools().now(),
        before=week.monday - timedelta(days=7),
        after=week.monday + timedelta(days=7),
        press=Press(formdata=None),
    )


def _shift(people: ShiftPeople, names: Mapping[str, str], begun: bool) -> ResponseReturnValue:
    return render_template(
        "board/rota_shift.html",
        desk=signed_in(),
        people=people,
        shift=people.shift,
        names=names,
        begun=begun,
        press=Press(formdata=None),
    )


def _day(today: date) -> date:
    try:
        return date.fromisoformat(request.args.get("week", ""))
    except ValueError:
        return today


def _minutes(text: str) -> int | None:
    if not text.strip():
        return None
    if not text.strip().isdecimal():
        raise Invalid("Write the minutes as a whole number, such as 120.", "minutes")
    return int(text)


def _back(shift_id: str) -> ResponseReturnValue:
    return redirect(url_for("board_rota.shift", shift_id=shift_id), 303)
