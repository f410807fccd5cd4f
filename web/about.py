"""Pages that explain: how matching works, privacy, accessibility, help, cookies."""

from flask import Blueprint, render_template

from matcher.domain.categories import CATEGORIES
from matcher.domain.params import Params
from web.languages import COOKIE

bp = Blueprint("about", __name__)


@bp.get("/how-it-works")
def how_it_works() -> str:
    """How a need finds its volunteer, with the constants that the solver really uses."""
    return render_template("about/how_it_works.html", params=Params())


@bp.get("/privacy")
def privacy() -> str:
    return render_template("about/privacy.html")


@bp.get("/accessibility")
def accessibility() -> str:
    return render_template("about/accessibility.html")


@bp.get("/help")
def help_page() -> str:
    return render_template("about/help.html", categories=CATEGORIES)


@bp.get("/cookies")
def cookies() -> str:
    return render_template(
        "about/cookies.html", language_cookie=COOKIE, asking_cookie="nearhand-ask"
    )
