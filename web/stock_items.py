"""Items: named, changed, retired, given out over the counter; and an item's ledger."""

from functools import partial

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from matcher.domain.refusals import Conflict, Invalid
from matcher.domain.roles import Right
from matcher.service.once_pressed import once_pressed
from matcher.service.stock_items import add_item, change_item, retire_item, take_up_item
from matcher.service.stock_pages import item_page, shelf
from matcher.service.stock_shelf import give_out, undo
from web.coordinators_account import Press
from web.current import tools
from web.pressing import press_once
from web.refusals import in_words
from web.signed_in import for_staff, signed_in
from web.stock_forms import GiveOut, ItemForm, all_said, show_beside

bp = Blueprint("stock_items", __name__, url_prefix="/stock")


@bp.route("/<charity_id>/items", methods=["GET", "POST"])
@for_staff(Right.STEER_STOCK)
def add(charity_id: str) -> ResponseReturnValue:
    """Begin to keep a kind of thing."""
    desk = signed_in()
    form = ItemForm(data={"code": request.args.get("code", "")})
    with tools().looking(desk.actor) as act:
        charity = shelf(act, desk, charity_id, Right.STEER_STOCK).charity
    if form.validate_on_submit():
        try:
            item = form.item()
            with tools().acting(desk.actor) as act:
                ids = once_pressed(
                    act,
                    "stock-item",
                    str(form.key.data),
                    {"charity": charity_id, "said": all_said(form)},
                    lambda: {"item": add_item(act, desk, charity_id, item)},
                )
        except (Conflict, Invalid) as no:
            show_beside(form, getattr(no, "field", None), in_words(no), "name")
        else:
            flash(gettext("The item is there. Say now what has come in of it."))
            return redirect(
                url_for("stock_receive.receive_here", charity_id=charity_id, item=ids["item"]), 303
            )
    page = render_template(
        "stock/item_form.html", desk=desk, form=form, charity_id=charity_id, charity=charity
    )
    return page, 422 if form.errors else 200


@bp.route("/items/<item_id>/change", methods=["GET", "POST"])
@for_staff(Right.STEER_STOCK)
def change(item_id: str) -> ResponseReturnValue:
    """Say something else of an item."""
    desk = signed_in()
    with tools().looking(desk.actor) as act:
        page = item_page(act, desk, item_id, Right.STEER_STOCK)
    form = ItemForm(data=ItemForm.of(page.line.item))
    if form.validate_on_submit():
        try:
            item = form.item()
            with tools().acting(desk.actor) as act:
                do = partial(change_item, act, desk, item_id, item)
                press_once(act, "stock-change", form, do, item_id, *all_said(form))
        except (Conflict, Invalid) as no:
            show_beside(form, getattr(no, "field", None), in_words(no), "name")
        else:
            flash(gettext("It is changed."))
            return _back(item_id)
    html = render_template(
        "stock/item_form.html",
        desk=desk,
        form=form,
        charity_id=page.line.charity_id,
        charity=page.charity,
    )
    return html, 422 if form.errors else 200


@bp.get("/items/<item_id>")
@for_staff(Right.SEE_STOCK)
def show(item_id: str) -> ResponseReturnValue:
    """An item with its lots and its ledger."""
    return _page(item_id)


@bp.post("/items/<item_id>/give")
@for_staff(Right.HANDLE_STOCK)
def give(item_id: str) -> ResponseReturnValue:
    """Hand some over the counter."""
    desk, form = signed_in(), GiveOut()
    if form.validate_on_submit():
        many = form.given.number or 0
        try:
            with tools().acting(desk.actor) as act:
                do = partial(give_out, act, desk, item_id, many)
                press_once(act, "stock-give", form, do, item_id, str(many))
        except (Conflict, Invalid) as no:
            form.given.errors = [in_words(no)]
        else:
            flash(gettext("Written down."))
            return _back(item_id)
    return _page(item_id, give=form)


@bp.post("/items/<item_id>/<deed>")
@for_staff(Right.STEER_STOCK)
def retire(item_id: str, deed: str) -> ResponseReturnValue:
    """Keep no more of it, or keep it again; twice is once."""
    deeds = {"retire": retire_item, "take-up": take_up_item}
    if deed not in deeds:
        abort(404)
    desk = signed_in()
    with tools().acting(desk.actor) as act:
        deeds[deed](act, desk, item_id)
    flash(gettext("It is changed."))
    return _back(item_id)


@bp.post("/items/<item_id>/entries/<entry_id>/undo")
@for_staff(Right.STEER_STOCK)
def undo_entry(item_id: str, entry_id: str) -> ResponseReturnValue:
    """Take a wrong entry back; twice is once."""
    desk = signed_in()
    with tools().acting(desk.actor) as act:
        undo(act, desk, entry_id)
    flash(gettext("It is taken back. Both lines stay in the ledger."))
    return _back(item_id)


def _page(item_id: str, *, give: GiveOut | None = None) -> ResponseReturnValue:
    desk = signed_in()
    with tools().looking(desk.actor) as act:
        page = item_page(act, desk, item_id)
        today = act.today
    html = render_template(
        "stock/item.html",
        desk=desk,
        page=page,
        line=page.line,
        today=today,
        give=give or GiveOut(formdata=None),
        press=Press(formdata=None),
    )
    return html, 422 if give and give.errors else 200


def _back(item_id: str) -> ResponseReturnValue:
    return redirect(url_for("stock_items.show", item_id=item_id), 303)
