"""The dates of what comes again: nobody on this one, or somebody after all."""

from datetime import date

from flask import Blueprint, abort, redirect, url_for
from flask.typing import ResponseReturnValue

from matcher.service.needs_dates import leave_out, take_in_again
from web.forms import Question
from web.needs_page import press
from web.private_pages import keep_private

bp = Blueprint("needs_dates", __name__, url_prefix="/n/<secret>/dates")
keep_private(bp)

VERBS = {"left-out": leave_out, "wanted-again": take_in_again}


@bp.post("/<day>/<deed>")
def say(secret: str, day: str, deed: str) -> ResponseReturnValue:
    """Leave one date out, or take it in again."""
    if deed not in VERBS:
        abort(404)
    try:
        on_day = date.fromisoformat(day)
    except ValueError:
        abort(404)
    form = Question()
    if not form.validate_on_submit():
        return redirect(url_for("needs_page.show", secret=secret), 303)
    return press(
        secret,
        deed,
        form.key.data,
        lambda act, seen: VERBS[deed](act, seen.need_id, on_day),
        day=day,
    )
