"""The front page."""

from flask import Blueprint, render_template, url_for

from web.current import page_or

bp = Blueprint("home", __name__)


@bp.get("/")
def show() -> str:
    """Two doors and a telephone number."""
    return render_template(
        "home.html",
        ask=page_or("needs.start", url_for("about.help_page", _anchor="ask")),
        give=page_or("volunteers.start", url_for("about.help_page", _anchor="give")),
    )
