"""Something comes in, with a thank-you to whoever brought it; and the page behind that."""

from functools import partial

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from matcher.domain.contact import Contact
from matcher.domain.refusals import Conflict, Invalid
from matcher.domain.roles import Right
from matcher.service.stock_in import Receipt, gift, receive
from matcher.service.stock_pages import shelf
from matcher.service.typed_contact import typed_contact
from web.current import tools
from web.pressing import press_once
from web.private_pages import keep_private
from web.refusals import in_words
from web.signed_in import for_staff, signed_in
from web.stock_forms import Receive, show_beside

bp = Blueprint("stock_receive", __name__, url_prefix="/stock")
thanks = Blueprint("donations", __name__, url_prefix="/d")
keep_private(thanks)


@bp.route("/<charity_id>/receive", methods=["GET", "POST"])
@for_staff(Right.HANDLE_STOCK)
def receive_here(charity_id: str) -> ResponseReturnValue:
    """Write down what came in."""
    desk = signed_in()
    form = Receive(data={"item": request.args.get("item", "")})
    with tools().looking(desk.actor) as act:
        page = shelf(act, desk, charity_id)
    form.item.choices = [(one.id, one.item.name) for one in page.items]
    form.place.choices = list(page.places)
    if form.validate_on_submit():
        try:
            _kept(form)
        except (Conflict, Invalid) as no:
            show_beside(form, getattr(no, "field", None), in_words(no), "quantity")
        else:
            flash(gettext("It is on the shelf."))
            return redirect(url_for("stock.show", charity=charity_id), 303)
    html = render_template("stock/receive.html", desk=desk, page=page, form=form)
    return html, 422 if form.errors else 200


@thanks.get("/<donation_id>")
def show(donation_id: str) -> str:
    """What somebody gave, and to whom."""
    with tools().looking() as act:
        found = gift(act, donation_id)
    return render_template("stock/thanks.html", gift=found)


def _kept(form: Receive) -> None:
    desk = signed_in()
    donor = _donor(form.phone.data or "", form.email.data or "")
    receipt = Receipt(
        form.item.data, form.place.data, form.quantity.number or 0, form.best_before.data
    )
    with tools().acting(desk.actor) as act:
        do = partial(receive, act, desk, receipt, donor)
        said = (repr(receipt), form.phone.data or "", form.email.data or "")
        press_once(act, "stock-receive", form, do, *said)


def _donor(phone: str, email: str) -> Contact | None:
    """Whom to thank; None where nobody said how."""
    if not (phone.strip() or email.strip()):
        return None
    return typed_contact(phone, email, translate=gettext)
