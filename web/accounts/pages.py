"""How what Flask-Security shows becomes a page of ours, with the status that it deserves."""

from typing import Any

from flask import Response, current_app, make_response, render_template, request
from flask_login import current_user
from flask_wtf import FlaskForm

# The form that a page is about, by the name that Flask-Security hands it over; the second is for
# when the browser has been asked for a passkey.
FORMS: dict[str, tuple[str, ...]] = {
    "coordinators/sign_in.html": ("login_user_form",),
    "coordinators/recover.html": ("forgot_password_form",),
    "coordinators/invited.html": ("reset_password_form",),
    "coordinators/second_step.html": ("two_factor_verify_code_form",),
    "coordinators/which_step.html": ("two_factor_select_form",),
    "coordinators/recovery_code.html": ("mf_recovery_form",),
    "coordinators/passkey_shown.html": ("wan_signin_form", "wan_signin_response_form"),
    "coordinators/passkeys.html": ("wan_register_form", "wan_register_response_form"),
    "coordinators/set_up.html": ("two_factor_setup_form", "two_factor_verify_code_form"),
    "coordinators/codes.html": ("mf_recovery_codes_form",),
    "coordinators/password.html": ("change_password_form",),
    "coordinators/verify.html": ("verify_form",),
}
SET_UP = "coordinators/set_up.html"
TOO_MANY_REQUESTS = 429


def page(template: str, **context: Any) -> Response:
    """The page of a template: 422 with a mistake in it, 429 where it was tried too often."""
    names = FORMS[template]
    under_way = context.get("credential_options") or context.get("state_token")
    form = context[names[-1] if under_way else names[0]]
    usual = {"credential_options": "", "wan_state": "", "state_token": "", "authr_qrcode": ""}
    usual["account"] = current_user
    if request.method == "GET" and hasattr(form, "first_shown"):
        form.first_shown()
    show_beside(form)
    return make_response(
        render_template(template, **usual | context | {"form": form}), status_of(form)
    )


def set_up_page(form: Any, secret: str) -> Response:
    """The picture of an authenticator that is being set up, once more."""
    values = current_app.extensions["security"].totp_factory.fetch_setup_values(secret, form.user)
    return page(
        SET_UP,
        two_factor_verify_code_form=form,
        state_token=(request.view_args or {}).get("token"),
        authr_qrcode=values["image"],
        authr_key=values["key"],
    )


def status_of(form: FlaskForm) -> int:
    """What an answer with this form says of it."""
    if getattr(form, "too_often", False):
        return TOO_MANY_REQUESTS
    return 422 if form.errors else 200


def show_beside(form: FlaskForm) -> None:
    """Bring what is said of a whole form to the field where it is mended."""
    beside = getattr(form, "beside", {})
    for sentence in dict.fromkeys(str(one) for one in form.form_errors):
        field = form[beside.get(sentence) or form.main_field]
        field.errors = [*field.errors, sentence]
    form.form_errors = []
