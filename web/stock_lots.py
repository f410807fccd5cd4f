"""One lot: counted, thrown away, carried to another place."""

from collections.abc import Callable
from functools import partial

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from matcher.domain.refusals import Conflict, Invalid
from matcher.domain.roles import Right
from matcher.domain.stock import CountReason, WasteReason
from matcher.service.acting import Act
from matcher.service.stock_pages import LotPage, lot_page
from matcher.service.stock_shelf import carry, count, waste
from web.current import tools
from web.forms import Question
from web.pressing import press_once
from web.refusals import in_words
from web.signed_in import for_staff, signed_in
from web.stock_forms import CarryLot, CountLot, WasteLot, all_said, show_beside

bp = Blueprint("stock_lots", __name__, url_prefix="/stock/lots/<lot_id>")

# Which box a refusal is about, where it is not the first of its form.
BESIDE = {"reason": "why_count", "place": "to"}


@bp.get("")
@for_staff(Right.HANDLE_STOCK)
def show(lot_id: str) -> ResponseReturnValue:
    """What can be done with a lot."""
    return _page(lot_id)


@bp.post("/count")
@for_staff(Right.STEER_STOCK)
def count_here(lot_id: str) -> ResponseReturnValue:
    """Somebody has counted it."""
    form = CountLot()

    def do(act: Act) -> object:
        expected = int(form.expected.data) if (form.expected.data or "").isdecimal() else -1
        why = CountReason(form.why_count.data) if form.why_count.data in {*CountReason} else None
        return count(act, signed_in(), lot_id, form.found.number or 0, expected, why)

    return _done(lot_id, form, "found", do)


@bp.post("/waste")
@for_staff(Right.STEER_STOCK)
def waste_here(lot_id: str) -> ResponseReturnValue:
    """Some of it is thrown away."""
    form = WasteLot()

    def do(act: Act) -> object:
        if form.why_waste.data not in {*WasteReason}:
            abort(404)
        why = WasteReason(form.why_waste.data)
        return waste(act, signed_in(), lot_id, form.wasted.number or 0, why)

    return _done(lot_id, form, "wasted", do)


@bp.post("/carry")
@for_staff(Right.HANDLE_STOCK)
def carry_here(lot_id: str) -> ResponseReturnValue:
    """Some of it goes to another place."""
    form = CarryLot()

    def do(act: Act) -> object:
        return carry(act, signed_in(), lot_id, form.to.data or "", form.carried.number or 0)

    return _done(lot_id, form, "carried", do)


def _done(
    lot_id: str, form: Question, first: str, do: Callable[[Act], object]
) -> ResponseReturnValue:
    desk = signed_in()
    if not form.validate_on_submit():
        return _page(lot_id, form)
    try:
        with tools().acting(desk.actor) as act:
            press_once(act, f"stock-{first}", form, partial(do, act), lot_id, *all_said(form))
    except (Conflict, Invalid) as no:
        show_beside(form, BESIDE.get(getattr(no, "field", None) or ""), in_words(no), first)
        return _page(lot_id, form)
    flash(gettext("Written down."))
    with tools().looking(desk.actor) as act:
        item_id = lot_page(act, desk, lot_id).lot.item_id
    return redirect(url_for("stock_items.show", item_id=item_id), 303)


def _page(lot_id: str, sent: Question | None = None) -> ResponseReturnValue:
    desk = signed_in()
    with tools().looking(desk.actor) as act:
        page = lot_page(act, desk, lot_id)
        today = act.today
    html = render_template(
        "stock/lot.html",
        desk=desk,
        lot=page.lot,
        charity_id=page.charity_id,
        today=today,
        sent=sent,
        **_forms(page, sent),
    )
    return html, 422 if sent is not None else 200


def _forms(page: LotPage, sent: Question | None) -> dict[str, Question]:
    """The three forms, one of them as it was sent."""
    fresh: dict[str, Question] = {
        "counting": CountLot(formdata=None, data={"expected": str(page.lot.on_shelf)}),
        "wasting": WasteLot(formdata=None),
        "carrying": CarryLot(formdata=None),
    }
    forms = {name: sent if isinstance(sent, type(one)) else one for name, one in fresh.items()}
    if isinstance(sent, CountLot):
        # The number that they began with is over; the next one is what stands there now.
        sent.expected.data = str(page.lot.on_shelf)
    forms["carrying"]["to"].choices = list(page.elsewhere)
    return forms
