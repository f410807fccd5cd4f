"""Ways out: taking a need back (and asking again), fewer messages, and being forgotten."""

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext

from matcher.service.erasure import erase_person
from matcher.service.needs import link_to
from matcher.service.needs_after import ask_again
from matcher.service.needs_quieter import write_less
from matcher.service.needs_resting import withdraw_need
from matcher.service.needs_standing import at_own_page
from matcher.service.once_pressed import Ids, once_pressed
from web.current import tools
from web.forms import AnyOf, OneOf, Question, choice
from web.needs_page import asking_page, press
from web.private_pages import keep_private

bp = Blueprint("needs_leave", __name__, url_prefix="/n/<secret>")
keep_private(bp)


class Stop(Question):
    how = OneOf(
        lazy_gettext("What should we stop?"),
        lazy_gettext("Choose what we should stop."),
        choices=[
            choice("texts", lazy_gettext("No text messages: please ring me")),
            choice(
                "all",
                lazy_gettext("No messages at all"),
                hint=lazy_gettext("Your local group tells you when somebody is found"),
            ),
            choice(
                "need",
                lazy_gettext("Everything: I need no help any more"),
                hint=lazy_gettext("We close your need and tell whoever was coming"),
            ),
        ],
    )


class Erase(Question):
    sure = AnyOf(
        lazy_gettext("Are you sure?"),
        lazy_gettext("Tick the box if you are sure."),
        choices=[choice("yes", lazy_gettext("Yes, erase everything about me"))],
    )


@bp.route("/withdraw", methods=["GET", "POST"])
def withdraw(secret: str) -> ResponseReturnValue:
    """Take the need back."""
    form = Question()
    if form.validate_on_submit():
        return press(
            secret, "withdrawn", form.key.data, lambda act, seen: withdraw_need(act, seen.need_id)
        )
    return asking_page(secret, "needs/withdraw.html", form)


@bp.post("/again")
def again(secret: str) -> ResponseReturnValue:
    """The same need once more: what was withdrawn by mistake is so undone."""
    form = Question()
    if not form.validate_on_submit():
        return redirect(url_for("needs_page.show", secret=secret), 303)
    with tools().acting() as act:
        own, seen = at_own_page(act, secret)

        def do() -> Ids:
            return {"need": ask_again(own, seen.need_id).need_id}

        ids = once_pressed(own, "again", form.key.data, {"need": seen.need_id}, do)
        fresh = link_to(own, str(ids["need"]))
    return redirect(url_for("needs_page.show", secret=fresh, news="again"), 303)


@bp.route("/stop", methods=["GET", "POST"])
def stop(secret: str) -> ResponseReturnValue:
    """Fewer messages, or none."""
    form = Stop()
    if form.validate_on_submit():
        how = form.how.data
        if how == "need":
            return press(
                secret,
                "withdrawn",
                form.key.data,
                lambda act, seen: withdraw_need(act, seen.need_id),
            )
        return press(
            secret,
            "stopped",
            form.key.data,
            lambda act, seen: write_less(act, seen.person_id, none=how == "all"),
        )
    return asking_page(secret, "needs/stop.html", form)


@bp.route("/erase", methods=["GET", "POST"])
def erase(secret: str) -> ResponseReturnValue:
    """Forget who they are."""
    form = Erase()
    if form.validate_on_submit():
        with tools().acting() as act:
            own, seen = at_own_page(act, secret)
            erase_person(own, seen.person_id)
        return render_template("needs/forgotten.html")
    return asking_page(secret, "needs/erase.html", form)
