"""Flask-Security in our app: closed where we do not use it, stricter where we promise more."""

from functools import partial
from typing import Any

from flask import (
    Flask,
    Response,
    abort,
    after_this_request,
    current_app,
    g,
    redirect,
    request,
    session,
    url_for,
)
from flask.typing import ResponseReturnValue, ResponseValue
from flask_login import current_user, user_logged_out
from flask_security import Security, UserMixin
from flask_security.signals import password_reset, user_authenticated
from flask_security.tf_plugin import tf_clean_session

from matcher.bootstrap import Tools
from matcher.service.accounts.invite import take_up
from matcher.service.accounts.keeping import note_sign_in
from web.accounts import forms, forms_own, library
from web.accounts.datastore import Accounts, later
from web.accounts.pages import page
from web.accounts.settings import library_settings
from web.accounts.shift import CHANGE, begin_shift, end_long_shift, is_half_way
from web.private_pages import HEADERS
from web.signed_in import RECOVERED, WANTED, to_sign_in

RECOVERY_CODE = "recovery_code"
SECOND_STEP, PASSWORD = "security.two_factor_token_validation", "security.reset_password"
# Views that come along and are nobody's: telling an administrator by e-mail of a lost telephone.
CLOSED = frozenset({"security.two_factor_rescue"})
# By which page somebody came in, as the log says it.
HOW = {
    SECOND_STEP: "authenticator",
    "security.mf_recovery": RECOVERY_CODE,
    "security.wan_signin_response": "passkey",
}
# What a session brings along when somebody comes in; whatever else the browser had is forgotten.
BROUGHT = frozenset({WANTED, "csrf_token", "_user_id", "_fresh", "_id", "fs_paa"})


def sign_people_in(app: Flask, tools: Tools) -> None:
    """Give an app the pages of signing in. CSRF protection must be there before."""
    settings = tools.config.web
    app.config.from_mapping(library_settings(settings, tools.now))
    security = Security(
        login_form=forms.SignIn,
        logout_form=forms_own.SignOut,
        forgot_password_form=forms.Recover,
        reset_password_form=forms.ChoosePassword,
        verify_form=forms.Verify,
        change_password_form=forms_own.ChangePassword,
        two_factor_verify_code_form=forms.Code,
        two_factor_setup_form=forms_own.SetUp,
        two_factor_select_form=forms_own.WhichStep,
        two_factor_rescue_form=forms_own.Lost,
        mf_recovery_form=forms.RecoveryCode,
        mf_recovery_codes_form=forms_own.RecoveryCodes,
        wan_register_form=forms_own.NewPasskey,
        wan_register_response_form=forms_own.MadePasskey,
        wan_signin_form=forms_own.AskedPasskey,
        wan_signin_response_form=forms.ShownPasskey,
        wan_delete_form=forms_own.GonePasskey,
        password_util_cls=library.Passwords,
        mf_recovery_codes_util_cls=library.RecoveryCodes,
        webauthn_util_cls=library.OurSite,
        totp_cls=partial(library.Authenticators, now=tools.now),  # type: ignore[arg-type]
        render_template=page,  # type: ignore[arg-type]  # answers may have a status
    )
    accounts = Accounts(lambda secret: security.totp_factory.get_totp_b32_key(secret))
    security.init_app(app, accounts)
    security.reset_serializer = library.LinksToPasswords()  # type: ignore[assignment]
    _close(app, security)
    # The letters' own address, beside the one that Flask-Security makes of its setting.
    app.add_url_rule("/i/<token>", PASSWORD, app.view_functions[PASSWORD], methods=["GET", "POST"])
    app.before_request(_watch)
    security.wan_signin_context_processor(_half_way)
    user_authenticated.connect(_come_in, app)
    password_reset.connect(_take_up, app)
    user_logged_out.connect(_forget, app)


def _close(app: Flask, security: Security) -> None:
    """Only a session of ours signs anybody in, and only pages are answered with."""
    security.login_manager.request_loader(lambda _request: None)
    security.login_manager.session_protection = None
    security.want_json(lambda _request: False)
    security.unauthn_handler(_to_sign_in)
    # Both would look for the account on every page of the site, even on the one that says that
    # the database is away. We ask `Right`s, and templates are handed what they show.
    security.principal.identity_loaders.clear()
    app.template_context_processors[None] = [
        one
        for one in app.template_context_processors[None]
        if one.__module__ != "flask_login.utils"
    ]


def _watch() -> ResponseReturnValue | None:
    """Before each of its pages: what ran out is over, and what is closed is not there."""
    if request.blueprint != "security":
        return None
    if request.endpoint in CLOSED:
        abort(404)
    if request.is_json:
        abort(415)
    if request.endpoint == PASSWORD:
        after_this_request(_keep_private)
    end_long_shift()
    if "tf_user_id" in session and not is_half_way():
        tf_clean_session()  # type: ignore[no-untyped-call]
    if request.endpoint == SECOND_STEP and current_user.is_authenticated:
        # It would sign out whoever comes back here with the browser's arrow.
        return redirect(url_for("account.arrive"), 303)
    return None


def _to_sign_in(_ways: list[str], headers: dict[str, str] | None = None) -> ResponseValue:
    return to_sign_in()


def _half_way() -> dict[str, object]:
    """What the page of a passkey knows of whoever is asked for one."""
    accounts = current_app.extensions["security"].datastore
    return {"half_way": accounts.find_user(fs_uniquifier=session.get("tf_user_id", ""))}


def _keep_private(response: Response) -> Response:
    response.headers.update(HEADERS)
    return response


def _come_in(_app: Flask, user: UserMixin, authn_via: list[str] | None, **_more: Any) -> None:
    if authn_via != [CHANGE]:
        how = g.get("came_by") or HOW.get(request.endpoint or "", "password")
        later(user, lambda act: note_sign_in(act, str(user.id), how=how))
        g.came_by = how
    for name in set(session) - BROUGHT:
        if not name.startswith("tf_"):
            session.pop(name)
    if g.get("came_by") == RECOVERY_CODE:
        session[RECOVERED] = True
    begin_shift(session)


def _take_up(_app: Flask, user: Any, **_more: Any) -> None:
    secret = (request.view_args or {})["token"]
    later(user, lambda act: take_up(act, secret, name=user.name))


def _forget(_app: Flask, **_more: Any) -> None:
    session.clear()
