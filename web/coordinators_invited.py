"""Where a letter to staff says how to stop it: there is no list to leave, and links run out."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from web.private_pages import keep_private

bp = Blueprint("invited", __name__)
keep_private(bp)


@bp.get("/i/<secret>/stop")
def stop(secret: str) -> ResponseReturnValue:
    """What to do with a letter that was not asked for: nothing."""
    return render_template("coordinators/invited_stop.html", secret=secret)
