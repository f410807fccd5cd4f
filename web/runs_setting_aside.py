"""One button that sets aside what a whole list is to bring."""

from functools import partial

from flask import Blueprint, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from matcher.domain.roles import Right
from matcher.service.runs_setting_aside import set_aside_for_list
from web.coordinators_account import Press
from web.current import tools
from web.pressing import press_once
from web.signed_in import for_staff, signed_in

bp = Blueprint("runs_setting_aside", __name__, url_prefix="/runs/<day_id>/set-aside")


@bp.post("")
@for_staff(Right.HANDLE_STOCK)
def set_aside(day_id: str) -> ResponseReturnValue:
    """For whoever holds nothing yet; the page then says who still lacks, and what is short."""
    desk, form = signed_in(), Press()
    if form.validate_on_submit():
        done: list[int] = []
        with tools().acting(desk.actor) as act:
            do = partial(set_aside_for_list, act, desk, day_id)
            press_once(act, "runs-aside", form, lambda: done.append(do()), day_id)
        if done:
            flash(_words(done[0]))
    return redirect(url_for("runs_day.show", day_id=day_id, _anchor="set-aside"), 303)


def _words(stops: int) -> str:
    if not stops:
        return gettext("Nothing more could be set aside: see below what is short.")
    return ngettext("Set aside for %(num)s stop.", "Set aside for %(num)s stops.", stops)
