"""Somebody is asked to drive for a charity: which one, and yes or no with one press."""

from datetime import date
from typing import cast

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale

from matcher.domain.contact import Contact
from matcher.domain.refusals import Invalid, NotAllowed
from matcher.service.contacts import Details
from matcher.service.drivers_invited import (
    agree_to_drive,
    invited_driver,
    join_to_drive,
    say_no_to_driving,
)
from matcher.service.once_pressed import Ids, once_pressed
from matcher.service.volunteers import Joined, open_own_page
from web.current import tools
from web.private_pages import keep_private
from web.refusals import in_words
from web.volunteers_forms import Newcomer, Pressed, may_we_keep_this

bp = Blueprint("drive_invited", __name__, url_prefix="/drive")
keep_private(bp)


class JoinToDrive(Newcomer):
    """Who a stranger is: where they are reached is known by the link."""

    consent = may_we_keep_this()


@bp.get("/<secret>")
def show(secret: str) -> ResponseReturnValue:
    """Which charity asks."""
    return _page(secret, JoinToDrive(formdata=None))


@bp.post("/<secret>")
def join(secret: str) -> ResponseReturnValue:
    """A stranger says yes, and who they are."""
    form = JoinToDrive()
    if not form.validate_on_submit():
        return _page(secret, form)
    locale = get_locale()
    joined = Joined(
        Details(form.name.data.strip(), Contact()),
        cast(date, form.born_on.data),
        language=locale.language if locale else "en",
    )
    try:
        with tools().acting() as act:

            def do() -> Ids:
                return {"volunteer": join_to_drive(act, secret, joined)}

            ids = once_pressed(act, "drive-join", str(form.key.data), {}, do)
            own = open_own_page(act, str(ids["volunteer"]))
    except (Invalid, NotAllowed) as no:
        form["name" if getattr(no, "field", "") == "name" else "born_on"].errors = [in_words(no)]
        return _page(secret, form)
    return redirect(url_for("own.show", secret=own), 303)


@bp.post("/<secret>/<said>")
def answer(secret: str, said: str) -> ResponseReturnValue:
    """A volunteer's yes, or anybody's no."""
    form = Pressed()
    if said not in ("yes", "no") or not form.validate_on_submit():
        return redirect(url_for("drive_invited.show", secret=secret), 303)
    with tools().acting() as act:

        def do() -> Ids:
            (agree_to_drive if said == "yes" else say_no_to_driving)(act, secret)
            return {}

        once_pressed(act, "drive-answer", str(form.key.data), {"said": said}, do)
    return redirect(url_for("drive_invited.thanks", said=said), 303)


@bp.get("/thanks/<said>")
def thanks(said: str) -> str:
    """What happens next."""
    return render_template("volunteers/drive_thanks.html", yes=said == "yes")


def _page(secret: str, form: JoinToDrive) -> ResponseReturnValue:
    with tools().looking() as act:
        asked = invited_driver(act, secret)
    page = render_template(
        "volunteers/drive.html",
        asked=asked,
        form=form,
        press=Pressed(formdata=None),
        secret=secret,
    )
    return page, 422 if form.errors else 200
