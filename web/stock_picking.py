"""What needs hold: set aside for them, the pick list of a day, packed, handed over, come back."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from functools import partial
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from matcher.domain.refusals import Conflict, Invalid
from matcher.domain.roles import Right
from matcher.domain.stock import WasteReason
from matcher.service import stock_needs
from matcher.service.stock_needs import Wish, reserve
from matcher.service.stock_pages import pick_list, stock_for_need
from web.board import short_day
from web.coordinators_account import Press
from web.current import tools
from web.pressing import press_once
from web.refusals import in_words
from web.signed_in import for_staff, signed_in
from web.stock_forms import SetAside, item_choices, show_beside

bp = Blueprint("stock_picking", __name__, url_prefix="/stock/<charity_id>")

DEEDS: Mapping[str, Callable[..., Any]] = {
    "release": stock_needs.release,
    "pick": stock_needs.pick,
    "deliver": stock_needs.deliver,
    "bring-back": stock_needs.bring_back,
    "spoil": partial(stock_needs.spoil, reason=WasteReason.DAMAGED),
}


@bp.get("/picking")
@for_staff(Right.SEE_STOCK)
def show(charity_id: str) -> ResponseReturnValue:
    """What is to be packed for a day: today, unless the address names another."""
    desk = signed_in()
    with tools().looking(desk.actor) as act:
        day = _day(request.args.get("day"), act.today)
        page = pick_list(act, desk, charity_id, day)
        week = [act.today + timedelta(days=ahead) for ahead in range(7)]
    return render_template(
        "stock/picking.html", desk=desk, page=page, week=week, press=Press(formdata=None)
    )


@bp.post("/holdings/<holding_id>/<deed>")
@for_staff(Right.HANDLE_STOCK)
def move(charity_id: str, holding_id: str, deed: str) -> ResponseReturnValue:
    """Something that is set aside or packed goes its way."""
    if deed not in DEEDS:
        abort(404)
    desk, form = signed_in(), Press()
    day = request.args.get("day")
    if form.validate_on_submit():
        with tools().acting(desk.actor) as act:
            do = partial(DEEDS[deed], act, desk, holding_id)
            press_once(act, f"stock-{deed}", form, do, holding_id)
        flash(gettext("Written down."))
    return redirect(url_for("stock_picking.show", charity_id=charity_id, day=day), 303)


@bp.route("/needs/<need_id>", methods=["GET", "POST"])
@for_staff(Right.HANDLE_STOCK)
def for_need(charity_id: str, need_id: str) -> ResponseReturnValue:
    """Set something aside for a need: what suits what they eat, and nothing else."""
    desk, form = signed_in(), SetAside()
    with tools().looking(desk.actor) as act:
        page = stock_for_need(act, desk, charity_id, need_id)
    form.item.choices = item_choices(page)
    form.unit.choices = [
        (one.id, short_day(one.on_date) if one.on_date else gettext("Any day"))
        for one in page.units
    ]
    if form.validate_on_submit():
        wish = Wish(need_id, form.unit.data or "", form.item.data or "", form.quantity.number or 0)
        try:
            with tools().acting(desk.actor) as act:
                do = partial(reserve, act, desk, wish)
                press_once(act, "stock-reserve", form, do, repr(wish))
        except (Conflict, Invalid) as no:
            show_beside(form, getattr(no, "field", None), in_words(no), "quantity")
        else:
            flash(gettext("It is set aside."))
            return redirect(request.path, 303)
    html = render_template("stock/need.html", desk=desk, page=page, form=form)
    return html, 422 if form.errors else 200


def _day(said: str | None, today: date) -> date:
    """The day of the address; what makes no sense in it is as if it were not there."""
    try:
        return date.fromisoformat(said or "")
    except ValueError:
        return today
