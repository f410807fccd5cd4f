"""Signing in: password, then the second step; the way back in; signing out."""

import json

from flask import Blueprint, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext
from wtforms import HiddenField, StringField

from matcher.domain.refusals import Invalid
from matcher.service.accounts.invite import ask_to_recover
from matcher.service.accounts.passkeys import ask_for_known, check_passkey
from matcher.service.accounts.second_step import check_code, use_recovery_code
from matcher.service.accounts.sign_in import (
    Step,
    Ways,
    account_of,
    kept_password,
    next_step,
    note_sign_in,
    password_is_right,
    second_steps,
)
from matcher.service.accounts.throttle import (
    TOO_OFTEN,
    may_ask_to_recover,
    may_try_password,
    may_try_second_step,
)
from web.current import tools
from web.forms import Answered, Question
from web.passkey_site import challenge_of, keep_challenge, passkey_site
from web.secret_field import SecretField
from web.signed_in import come_half_in, come_in, half_in, page_wanted

bp = Blueprint("coordinators", __name__)

TOO_MANY_REQUESTS = 429
LONGEST_CODE = 6


class SignIn(Question):
    """Who, and the password."""

    email = StringField(
        lazy_gettext("E-mail address"),
        [Answered(lazy_gettext("Give the e-mail address of your account."))],
    )
    password = SecretField(
        lazy_gettext("Password"), [Answered(lazy_gettext("Give your password."))]
    )


class SecondStep(Question):
    """Six digits, a recovery code, or what a passkey answered."""

    code = StringField(lazy_gettext("Your code"))
    passkey = HiddenField()


class Recover(Question):
    """Where to send a link."""

    email = StringField(
        lazy_gettext("The e-mail address of your account"),
        [Answered(lazy_gettext("Give the e-mail address of your account."))],
    )


@bp.route("/sign-in", methods=["GET", "POST"])
def sign_in() -> ResponseReturnValue:
    """For charities' staff; residents and volunteers need no account."""
    form = SignIn()
    if not form.validate_on_submit():
        return _page("sign_in", form, 422 if form.errors else 200)
    with tools().acting() as act:
        allowed = may_try_password(act, form.email.data, _came_from())
    if not allowed:
        form.email.errors = [gettext(TOO_OFTEN)]
        return _page("sign_in", form, TOO_MANY_REQUESTS)
    with tools().looking() as act:
        kept = kept_password(act, form.email.data)
    # Outside of any transaction: it takes a while by design.
    if not password_is_right(kept, form.password.data):
        form.password.errors = [gettext("E-mail address and password do not fit together.")]
        return _page("sign_in", form, 422)
    with tools().looking() as act:
        step = next_step(act, kept.session_word)
    if step is Step.SECOND_STEP:
        come_half_in(kept.session_word)
        return redirect(url_for("coordinators.second_step"), 303)
    come_in(kept.session_word)
    _note(kept.session_word, "password")
    return redirect(url_for("account.set_up") if step is Step.SET_UP else page_wanted(), 303)


@bp.route("/sign-in/second-step", methods=["GET", "POST"])
def second_step() -> ResponseReturnValue:
    """Six digits, a recovery code or a passkey, whichever the account has."""
    word = half_in()
    with tools().looking() as act:
        account_id = account_of(act, word) if word else None
        ways = second_steps(act, account_id) if account_id else None
    if word is None or account_id is None or ways is None:
        return redirect(url_for("coordinators.sign_in"), 303)
    form = SecondStep()
    if form.validate_on_submit():
        with tools().acting() as act:
            allowed = may_try_second_step(act, account_id)
        if not allowed:
            form.code.errors = [gettext(TOO_OFTEN)]
            return _second_step_page(form, account_id, ways, TOO_MANY_REQUESTS)
        try:
            how = _checked(account_id, form)
        except Invalid as no:
            form.code.errors = [gettext(str(no))]
        else:
            come_in(word)
            _note(word, how)
            return redirect(page_wanted(), 303)
    return _second_step_page(form, account_id, ways, 422 if form.errors else 200)


@bp.route("/sign-in/help", methods=["GET", "POST"])
def recover() -> ResponseReturnValue:
    """Send a link to choose a new password; the answer is the same for any address."""
    form = Recover()
    if not form.validate_on_submit():
        return _page("recover", form, 422 if form.errors else 200, sent=False)
    with tools().acting() as act:
        allowed = may_ask_to_recover(act, form.email.data, _came_from())
        if allowed:
            ask_to_recover(act, form.email.data)
    if not allowed:
        form.email.errors = [gettext(TOO_OFTEN)]
        return _page("recover", form, TOO_MANY_REQUESTS, sent=False)
    return _page("recover", form, 200, sent=True)


@bp.post("/sign-out")
def sign_out() -> ResponseReturnValue:
    """Forget who was signed in here."""
    session.clear()
    return redirect(url_for("coordinators.sign_in"), 303)


def _checked(account_id: str, form: SecondStep) -> str:
    """How they have shown who they are; Invalid where they have not."""
    with tools().acting(f"coordinator:{account_id}") as act:
        if form.passkey.data:
            answer = _json(form.passkey.data)
            check_passkey(act, account_id, passkey_site(), challenge_of("known"), answer)
            return "passkey"
        typed = "".join((form.code.data or "").split())
        if len(typed) > LONGEST_CODE:
            use_recovery_code(act, account_id, typed)
            return "recovery_code"
        check_code(act, account_id, typed)
        return "authenticator"


def _json(text: str) -> dict[str, object]:
    try:
        answer = json.loads(text)
    except ValueError:
        return {}
    return answer if isinstance(answer, dict) else {}


def _second_step_page(
    form: SecondStep, account_id: str, ways: Ways, status: int
) -> ResponseReturnValue:
    options = ""
    if ways.passkeys:
        with tools().looking() as act:
            question = ask_for_known(act, account_id, passkey_site())
        keep_challenge("known", question.challenge)
        options = question.options
    return _page("second_step", form, status, ways=ways, options=options)


def _note(word: str, how: str) -> None:
    with tools().acting() as act:
        account_id = account_of(act, word)
        if account_id:
            note_sign_in(act, account_id, how=how)


def _page(name: str, form: Question, status: int, **more: object) -> ResponseReturnValue:
    return render_template(f"coordinators/{name}.html", form=form, **more), status


def _came_from() -> str:
    return request.remote_addr or ""
