"""The shelf of a charity: what there is, what is short, what is best used soon; and finding."""

from functools import partial

from flask import (
    Blueprint,
    flash,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from matcher.domain.refusals import NotFound, Refusal
from matcher.domain.roles import Right
from matcher.service.stock_desk import charities_with_stock
from matcher.service.stock_items import add_place
from matcher.service.stock_pages import find_item, shelf
from web.coordinators_account import Press
from web.current import tools
from web.pressing import press_once
from web.refusals import in_words
from web.security import PERMISSIONS_WITH_CAMERA
from web.signed_in import for_staff, signed_in
from web.stock_forms import Code, NewPlace
from web.stock_words import stock_words

bp = Blueprint("stock", __name__, url_prefix="/stock")


@bp.get("")
@for_staff(Right.SEE_STOCK)
def show() -> ResponseReturnValue:
    """The shelf of the charity that the address names, else of the first of the desk."""
    desk = signed_in()
    with tools().looking(desk.actor) as act:
        charities = charities_with_stock(act, desk)
    if not charities:
        return render_template("stock/nothing.html", desk=desk)
    said = request.args.get("charity")
    charity_id = said if said in dict(charities) else charities[0][0]
    return _page(charity_id)


@bp.post("/<charity_id>/find")
@for_staff(Right.SEE_STOCK)
def find(charity_id: str) -> ResponseReturnValue:
    """Go to the item of a code; where there is none, to naming one."""
    desk, form = signed_in(), Code()
    if not form.validate_on_submit():
        return _page(charity_id, find=form)
    code = form.code.data.strip()
    with tools().looking(desk.actor) as act:
        item_id = find_item(act, desk, charity_id, code)
    if item_id is not None:
        return redirect(url_for("stock_items.show", item_id=item_id), 303)
    if not desk.may_at(Right.STEER_STOCK, charity_id):
        form.code.errors = [gettext("No item has this code: ask a coordinator to name it.")]
        return _page(charity_id, find=form)
    flash(gettext("No item has this code yet. Name it here."))
    return redirect(url_for("stock_items.add", charity_id=charity_id, code=code), 303)


@bp.post("/<charity_id>/places")
@for_staff(Right.STEER_STOCK)
def name_place(charity_id: str) -> ResponseReturnValue:
    """Name a place where things are kept."""
    desk, form = signed_in(), NewPlace()
    if form.validate_on_submit():
        name = form.place_name.data
        try:
            with tools().acting(desk.actor) as act:
                do = partial(add_place, act, desk, charity_id, name)
                press_once(act, "stock-place", form, do, charity_id, name)
        except NotFound:
            raise
        except Refusal as no:
            form.place_name.errors = [in_words(no)]
        else:
            flash(gettext("The place is there."))
            return redirect(url_for("stock.show", charity=charity_id), 303)
    return _page(charity_id, place=form)


@bp.app_context_processor
def _words() -> dict[str, object]:
    return stock_words()


def _page(
    charity_id: str, *, find: Code | None = None, place: NewPlace | None = None
) -> ResponseReturnValue:
    desk = signed_in()
    with tools().looking(desk.actor) as act:
        page = shelf(act, desk, charity_id)
        charities = charities_with_stock(act, desk)
        today = act.today
    html = render_template(
        "stock/shelf.html",
        desk=desk,
        page=page,
        charities=charities,
        today=today,
        find=find or Code(formdata=None),
        place=place or NewPlace(formdata=None),
        press=Press(formdata=None),
    )
    answer = make_response(html, 422 if (find and find.errors) or (place and place.errors) else 200)
    answer.headers["Permissions-Policy"] = PERMISSIONS_WITH_CAMERA
    return answer
