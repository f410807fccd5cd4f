"""“Yes, it was me”: by the code that was sent, or by the link beside it."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext
from wtforms import StringField

from matcher.domain.contact import ContactWay
from matcher.domain.refusals import NotAllowed, NotFound
from matcher.service.acting import Act
from matcher.service.needs import link_to
from matcher.service.needs_confirming import (
    confirm_by_code,
    confirm_by_link,
    need_to_confirm,
    send_another_code,
    was_not_me,
)
from matcher.service.needs_standing import Standing, at_own_page, standing
from web.current import tools
from web.forms import Answered, Question
from web.needs_page import NEWS, press
from web.private_pages import keep_private
from web.refusals import in_words

bp = Blueprint("needs_confirm", __name__)
keep_private(bp)


class TypedCode(Question):
    code = StringField(
        lazy_gettext("Type in your code"),
        [Answered(lazy_gettext("Type in the six digits that we sent you."))],
    )


@bp.route("/n/<secret>/code", methods=["GET", "POST"])
def code(secret: str) -> ResponseReturnValue:
    """The page to type the code into."""
    form = TypedCode()
    if _rung(secret):
        return redirect(url_for("needs_page.show", secret=secret, news="rung"), 303)
    if form.validate_on_submit():
        try:
            with tools().acting() as act:
                act, seen = at_own_page(act, secret)
                right = confirm_by_code(act, seen.need_id, form.code.data)
        except (NotFound, NotAllowed) as no:
            if isinstance(no, NotFound) and not _opens(secret):
                raise
            form.code.errors = [in_words(no)]
        else:
            if right:
                return redirect(url_for("needs_page.show", secret=secret, news="confirmed"), 303)
            form.code.errors = [
                gettext("That is not the code. Look at the newest message from us.")
            ]
    with tools().looking() as act:
        _own, seen = at_own_page(act, secret)
    if seen.confirmed_at is not None:
        return redirect(url_for("needs_page.show", secret=secret), 303)
    page = render_template(
        "needs/code.html",
        form=form,
        seen=seen,
        secret=secret,
        news=NEWS.get(request.args.get("news", "")),
        back=url_for("needs_page.show", secret=secret),
    )
    return page, 422 if form.errors else 200


@bp.post("/n/<secret>/code/another")
def another(secret: str) -> ResponseReturnValue:
    """Send one more code."""
    form = Question()
    if not form.validate_on_submit():
        return redirect(url_for("needs_confirm.code", secret=secret), 303)

    def verb(act: Act, seen: Standing) -> object:
        return send_another_code(act, seen.need_id)

    press(secret, "sent", form.key.data, verb)
    return redirect(url_for("needs_confirm.code", secret=secret, news="sent"), 303)


@bp.route("/c/<secret>", methods=["GET", "POST"])
def link(secret: str) -> ResponseReturnValue:
    """A button, and not the link itself: programs that look at mail open every link."""
    form = Question()
    if form.validate_on_submit():
        with tools().acting() as act:
            need_id = confirm_by_link(act, secret)
            own = link_to(act, need_id)
        return redirect(url_for("needs_page.show", secret=own, news="confirmed"), 303)
    with tools().looking() as act:
        seen = standing(act, need_to_confirm(act, secret))
    return render_template("needs/link.html", form=form, seen=seen, secret=secret)


@bp.route("/c/<secret>/stop", methods=["GET", "POST"])
def not_me(secret: str) -> ResponseReturnValue:
    """Somebody gave this number or address, and it was not its owner."""
    form = Question()
    if form.validate_on_submit():
        with tools().acting() as act:
            was_not_me(act, secret)
        return render_template("needs/forgotten.html")
    with tools().looking() as act:
        need_to_confirm(act, secret)
    return render_template("needs/not_me.html", form=form, secret=secret)


def _rung(secret: str) -> bool:
    """Whether no code went out, since somebody rings them."""
    with tools().looking() as act:
        _own, seen = at_own_page(act, secret)
    return seen.code_goes_by is ContactWay.RING


def _opens(secret: str) -> bool:
    """Whether it was the code that was not found, and not the page."""
    try:
        with tools().looking() as act:
            at_own_page(act, secret)
    except NotFound:
        return False
    return True
