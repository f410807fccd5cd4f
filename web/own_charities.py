"""The charities that a volunteer helps, on their own pages."""

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from matcher.service.helping import help_charity, own_charities, stop_helping
from matcher.service.volunteers import volunteer_of_page
from web.current import tools
from web.private_pages import keep_private
from web.volunteers_forms import Pressed
from web.volunteers_own import volunteer_behind

bp = Blueprint("own_charities", __name__, url_prefix="/v/<secret>/charities")
keep_private(bp)


@bp.get("")
def show(secret: str) -> str:
    """Whom they help, and whom they could help."""
    with tools().looking() as act:
        found = own_charities(act, volunteer_of_page(act, secret))
    return render_template(
        "own/charities.html", secret=secret, found=found, form=Pressed(formdata=None)
    )


@bp.post("/<charity_id>/<deed>")
def change(secret: str, charity_id: str, deed: str) -> ResponseReturnValue:
    """Help one more, drive for it, or help it no longer; each is the same pressed twice."""
    if deed not in ("help", "stop"):
        abort(404)
    form, volunteer_id = Pressed(), volunteer_behind(secret)
    if form.validate_on_submit():
        with tools().acting(f"volunteer:{volunteer_id}") as act:
            if deed == "help":
                drives = bool(request.form.get("drives"))
                help_charity(act, volunteer_id, charity_id, drives=drives)
            else:
                stop_helping(act, volunteer_id, charity_id)
    return redirect(url_for("own_charities.show", secret=secret), 303)
