"""A resident says that they will not be in for a delivery, or that they will after all."""

from flask import Blueprint, redirect, url_for
from flask.typing import ResponseReturnValue

from matcher.service.acting import Act
from matcher.service.needs_standing import Standing
from matcher.service.runs_told import say_absent
from web.forms import Question
from web.needs_page import press
from web.private_pages import keep_private

bp = Blueprint("needs_delivery", __name__, url_prefix="/n/<secret>/delivery")
keep_private(bp)


@bp.post("/<any('not-in', 'in'):deed>")
def say(secret: str, deed: str) -> ResponseReturnValue:
    """Their driver's page says so at once."""
    form = Question()
    if not form.validate_on_submit():
        return redirect(url_for("needs_page.show", secret=secret), 303)

    def verb(act: Act, seen: Standing) -> None:
        say_absent(act, seen.need_id, absent=deed == "not-in")

    return press(secret, deed, form.key.data, verb)
