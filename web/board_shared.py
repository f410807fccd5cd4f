"""The shared list: needs that nobody holds, what neighbours hold unserved, and askings."""

from collections.abc import Callable
from functools import partial

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext

from matcher.domain.holding import ReleaseEnd, ReleaseReason
from matcher.domain.refusals import Conflict
from matcher.domain.roles import Right
from matcher.service.acting import Act
from matcher.service.desk import Desk
from matcher.service.holding import (
    answer_release,
    ask_release,
    give_back,
    take,
    take_back_ask,
)
from matcher.service.holding_pages import shared_list
from web.coordinators_account import Press
from web.current import tools
from web.pressing import press_once
from web.refusals import in_words
from web.signed_in import for_staff, signed_in

bp = Blueprint("board_shared", __name__, url_prefix="/board/shared")

RELEASE_WHY = {
    ReleaseReason.CAN_SERVE: lazy_gettext("We can serve it now"),
    ReleaseReason.KNOWS_THEM: lazy_gettext("We help this resident already"),
    ReleaseReason.WAITS_LONG: lazy_gettext("It has waited for long"),
}
CAME_OF_IT = {
    ReleaseEnd.RELEASED: lazy_gettext("Released"),
    ReleaseEnd.KEPT: lazy_gettext("They keep it"),
    ReleaseEnd.LAPSED: lazy_gettext("Nobody answered in time: it was released"),
    ReleaseEnd.OVERTAKEN: lazy_gettext("It stays: something else came of it meanwhile"),
    ReleaseEnd.TAKEN_BACK: lazy_gettext("They ask no longer"),
}


@bp.get("")
@for_staff(Right.SEE_BOARD)
def show() -> ResponseReturnValue:
    """All of it on one page."""
    return _page()


@bp.post("/<need_id>/take")
@for_staff(Right.HOLD_NEEDS)
def take_one(need_id: str) -> ResponseReturnValue:
    """Take a need in the name of one's charity."""
    desk, form, charity_id = signed_in(), Press(), request.form.get("charity", "")
    try:
        with tools().acting(desk.actor) as act:
            do = partial(take, act, desk, need_id, charity_id)
            press_once(act, "take", form, do, need_id, charity_id)
    except Conflict as no:
        return _page(in_words(no)), 409
    flash(gettext("Your charity holds this need now. Find somebody, or give it back."))
    return redirect(url_for("board_need.show", need_id=need_id), 303)


@bp.post("/<need_id>/give-back")
@for_staff(Right.HOLD_NEEDS)
def give_one_back(need_id: str) -> ResponseReturnValue:
    """Put it back into the list."""
    desk, form = signed_in(), Press()
    with tools().acting(desk.actor) as act:
        press_once(act, "give-back", form, partial(give_back, act, desk, need_id), need_id)
    flash(gettext("It is given back, and all charities of the borough see it."))
    return redirect(url_for("board_shared.show"), 303)


@bp.post("/<need_id>/ask")
@for_staff(Right.HOLD_NEEDS)
def ask(need_id: str) -> ResponseReturnValue:
    """Ask the neighbour who holds it to release it."""
    desk, form, charity_id = signed_in(), Press(), request.form.get("charity", "")
    why = request.form.get("why", "")
    if why not in {*ReleaseReason}:
        abort(404)
    try:
        with tools().acting(desk.actor) as act:
            do = partial(ask_release, act, desk, need_id, charity_id, ReleaseReason(why))
            press_once(act, "ask-release", form, do, need_id, charity_id, why)
    except Conflict as no:
        return _page(in_words(no)), 409
    flash(gettext("They are asked. If they do not answer by the deadline, it is yours."))
    return redirect(url_for("board_shared.show"), 303)


@bp.post("/asks/<ask_id>/<deed>")
@for_staff(Right.HOLD_NEEDS)
def answer(ask_id: str, deed: str) -> ResponseReturnValue:
    """Keep what one is asked for, let it go, or ask no longer."""
    deeds: dict[str, Callable[[Act, Desk, str], None]] = {
        "keep": partial(answer_release, keep=True),
        "release": partial(answer_release, keep=False),
        "take-back": take_back_ask,
    }
    if deed not in deeds:
        abort(404)
    desk = signed_in()
    with tools().acting(desk.actor) as act:
        deeds[deed](act, desk, ask_id)
    flash(gettext("That is done."))
    return redirect(url_for("board_shared.show"), 303)


def _page(said: str = "") -> str:
    desk = signed_in()
    with tools().looking(desk.actor) as act:
        page = shared_list(act, desk)
        today = act.today
    return render_template(
        "board/shared.html",
        desk=desk,
        page=page,
        today=today,
        reasons=RELEASE_WHY,
        ends=CAME_OF_IT,
        said=said,
        press=Press(formdata=None),
    )
