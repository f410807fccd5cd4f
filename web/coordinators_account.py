"""One's own account: authenticator, recovery codes, passkeys, sessions."""

import json

import segno
from flask import Blueprint, flash, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext
from markupsafe import Markup
from wtforms import HiddenField, StringField

from matcher.domain.refusals import Invalid
from matcher.domain.roles import needs_second_step
from matcher.service.accounts.passkeys import (
    add_passkey,
    ask_for_new,
    own_passkeys,
    remove_passkey,
)
from matcher.service.accounts.second_step import (
    finish_authenticator,
    new_recovery_codes,
    start_authenticator,
)
from matcher.service.accounts.sign_in import end_every_session, second_steps
from web.current import tools
from web.forms import Answered, Question
from web.passkey_site import challenge_of, keep_challenge, passkey_site
from web.signed_in import come_in, for_set_up, page_wanted, signed_in

bp = Blueprint("account", __name__)
CODES = "recovery-codes"


class FirstCode(Question):
    """The first code of a new authenticator."""

    code = StringField(
        lazy_gettext("The six digits that it shows"),
        [Answered(lazy_gettext("Give the six digits that your authenticator shows."))],
    )


class NewPasskey(Question):
    """A name for a passkey, and what the browser made."""

    name = StringField(
        lazy_gettext("A name for this passkey"),
        [Answered(lazy_gettext("Give it a name, such as: my telephone."))],
    )
    passkey = HiddenField()


class Press(Question):
    """A button with nothing to fill in."""


@bp.get("/account")
@for_set_up
def show() -> ResponseReturnValue:
    """What one's account has, and what can be changed."""
    desk = signed_in()
    with tools().looking(desk.actor) as act:
        ways = second_steps(act, desk.coordinator_id)
        passkeys = own_passkeys(act, desk.coordinator_id)
    return render_template(
        "coordinators/account.html",
        desk=desk,
        ways=ways,
        passkeys=passkeys,
        press=Press(),
        wanted=needs_second_step(desk.role),
    )


@bp.route("/account/second-step", methods=["GET", "POST"])
@for_set_up
def set_up() -> ResponseReturnValue:
    """Set an authenticator up, by picture or by typing; one that there is stays until then."""
    desk = signed_in()
    with tools().acting(desk.actor) as act:
        new = start_authenticator(act, desk.coordinator_id)
    form = FirstCode()
    if form.validate_on_submit():
        try:
            with tools().acting(desk.actor) as act:
                finish_authenticator(act, desk.coordinator_id, form.code.data)
                if not second_steps(act, desk.coordinator_id).recovery_codes:
                    session[CODES] = new_recovery_codes(act, desk.coordinator_id)
        except Invalid as no:
            form.code.errors = [gettext(str(no))]
        else:
            return redirect(url_for("account.codes" if CODES in session else "account.show"), 303)
    page = render_template(
        "coordinators/set_up.html",
        form=form,
        secret=" ".join(new.secret[at : at + 4] for at in range(0, len(new.secret), 4)),
        picture=_picture(new.address),
        desk=desk,
    )
    return page, 422 if form.errors else 200


@bp.get("/account/recovery-codes")
@for_set_up
def codes() -> ResponseReturnValue:
    """Show fresh recovery codes, this once: afterwards nobody can, not even we."""
    drawn = session.pop(CODES, None)
    return render_template("coordinators/codes.html", codes=drawn, press=Press(), desk=signed_in())


@bp.post("/account/recovery-codes")
@for_set_up
def draw_codes() -> ResponseReturnValue:
    """Draw new codes; the old ones no longer work."""
    desk = signed_in()
    with tools().acting(desk.actor) as act:
        session[CODES] = new_recovery_codes(act, desk.coordinator_id)
    return redirect(url_for("account.codes"), 303)


@bp.post("/account/go-on")
@for_set_up
def go_on() -> ResponseReturnValue:
    """The codes are kept: on to the page that was wanted."""
    return redirect(page_wanted(), 303)


@bp.route("/account/passkeys", methods=["GET", "POST"])
@for_set_up
def add() -> ResponseReturnValue:
    """Add a passkey; where scripts do not run, the page says so and leads back."""
    desk = signed_in()
    form = NewPasskey()
    if form.validate_on_submit():
        try:
            with tools().acting(desk.actor) as act:
                add_passkey(
                    act,
                    desk.coordinator_id,
                    passkey_site(),
                    challenge_of("new"),
                    _answer(form.passkey.data),
                    form.name.data,
                )
                if not second_steps(act, desk.coordinator_id).recovery_codes:
                    session[CODES] = new_recovery_codes(act, desk.coordinator_id)
        except Invalid as no:
            form.name.errors = [gettext(str(no))]
        else:
            flash(gettext("Your passkey is kept."))
            return redirect(url_for("account.codes" if CODES in session else "account.show"), 303)
    with tools().acting(desk.actor) as act:
        question = ask_for_new(act, desk.coordinator_id, passkey_site())
    keep_challenge("new", question.challenge)
    page = render_template(
        "coordinators/passkey.html", form=form, options=question.options, desk=desk
    )
    return page, 422 if form.errors else 200


@bp.post("/account/passkeys/<int:passkey_id>/remove")
@for_set_up
def remove(passkey_id: int) -> ResponseReturnValue:
    """Forget a passkey of one's own."""
    desk = signed_in()
    with tools().acting(desk.actor) as act:
        remove_passkey(act, desk.coordinator_id, passkey_id)
    flash(gettext("The passkey is removed."))
    return redirect(url_for("account.show"), 303)


@bp.post("/account/sign-out-everywhere")
@for_set_up
def end_sessions() -> ResponseReturnValue:
    """End every other session; this one goes on."""
    desk = signed_in()
    with tools().acting(desk.actor) as act:
        fresh = end_every_session(act, desk.coordinator_id)
    come_in(fresh)
    flash(gettext("You are signed out everywhere else."))
    return redirect(url_for("account.show"), 303)


def _picture(address: str) -> Markup:
    """What an authenticator reads, drawn on the page itself: no other host may be asked."""
    drawn = segno.make(address, error="m").svg_inline(scale=5, border=2, svgclass="nh-qr")
    return Markup(drawn)  # made of squares by segno, of nothing that was typed


def _answer(text: str | None) -> dict[str, object]:
    try:
        answer = json.loads(text or "")
    except ValueError:
        return {}
    return answer if isinstance(answer, dict) else {}
