"""Flask-Security's settings: which of its parts we use, where its pages are, what they say."""

import hmac
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from flask_babel import lazy_gettext

from matcher.config_web import WebSettings
from matcher.service.accounts.passwords import MEMORY_KIB, PARALLELISM, TIME_COST
from matcher.service.accounts.second_step import CODES

ISSUER = "Nearhand"
# How long after signing in one may still change how one signs in, without the password.
FRESH, FRESH_STILL = timedelta(hours=1), timedelta(minutes=15)
HALF_A_MINUTE_S = 30

PARTS: Mapping[str, object] = {
    "RECOVERABLE": True,
    "CHANGEABLE": True,
    "TWO_FACTOR": True,
    "WEBAUTHN": True,
    "MULTI_FACTOR_RECOVERY_CODES": True,
    "MULTI_FACTOR_RECOVERY_CODES_N": CODES,
    "TWO_FACTOR_ENABLED_METHODS": ["authenticator"],
    # Telephones' clocks are not quite right, people type slowly.
    "TWO_FACTOR_AUTHENTICATOR_VALIDITY": HALF_A_MINUTE_S,
    "TWO_FACTOR_RESCUE_EMAIL": False,
    "WAN_ALLOW_AS_FIRST_FACTOR": False,
    "WAN_ALLOW_AS_VERIFY": None,
    "WAN_RP_NAME": ISSUER,
    "WAN_NAME_ALLOWED_CHARS": None,
    "WAN_SIGNIN_WITHIN": timedelta(minutes=5),
    "TOTP_ISSUER": ISSUER,
    "FRESHNESS": FRESH,
    "FRESHNESS_GRACE_PERIOD": FRESH_STILL,
    # Nobody learns from a page who has an account.
    "RETURN_GENERIC_RESPONSES": True,
    "EMAIL_VALIDATOR_ARGS": {"check_deliverability": False},
    # Letters go by our own post.
    "SEND_PASSWORD_RESET_EMAIL": False,
    "SEND_PASSWORD_RESET_NOTICE_EMAIL": False,
    "SEND_PASSWORD_CHANGE_EMAIL": False,
    # Its answers for programs stay closed, and so do its commands and its files.
    "API_ENABLED_METHODS": ["session"],
    "CLI_USERS_NAME": None,
    "CLI_ROLES_NAME": None,
    "STATIC_FOLDER": None,
    "PASSWORD_HASH": "argon2",
    "PASSWORD_SCHEMES": ["argon2"],
    # Without a second secret in the hash: one that is lost or changed would lock everybody out.
    "PASSWORD_SINGLE_HASH": {"argon2"},
    "PASSWORD_HASH_PASSLIB_OPTIONS": {
        "argon2__time_cost": TIME_COST,
        "argon2__memory_cost": MEMORY_KIB,
        "argon2__parallelism": PARALLELISM,
    },
    # Of what goes into its reset links, which are ours.
    "HASHING_SCHEMES": ["hex_sha256"],
}
ADDRESSES: Mapping[str, object] = {
    "LOGIN_URL": "/sign-in",
    "LOGOUT_URL": "/sign-out",
    "RESET_URL": "/sign-in/help",
    "TWO_FACTOR_TOKEN_VALIDATION_URL": "/sign-in/second-step",
    "TWO_FACTOR_SELECT_URL": "/sign-in/which-step",
    "TWO_FACTOR_RESCUE_URL": "/sign-in/lost",
    "MULTI_FACTOR_RECOVERY_URL": "/sign-in/recovery-code",
    "WAN_SIGNIN_URL": "/sign-in/passkey",
    "VERIFY_URL": "/account/password-again",
    "CHANGE_URL": "/account/password",
    "TWO_FACTOR_SETUP_URL": "/account/second-step",
    "MULTI_FACTOR_RECOVERY_CODES_URL": "/account/recovery-codes",
    "WAN_REGISTER_URL": "/account/passkeys",
    "WAN_DELETE_URL": "/account/passkeys/remove",
    "POST_LOGIN_VIEW": "account.arrive",
    "POST_LOGOUT_VIEW": "security.login",
    "POST_RESET_VIEW": "security.login",
    "POST_CHANGE_VIEW": "account.show",
    "POST_VERIFY_VIEW": "account.show",
    "TWO_FACTOR_POST_SETUP_VIEW": "account.after_set_up",
    "WAN_POST_REGISTER_VIEW": "account.after_set_up",
}
TEMPLATES: Mapping[str, object] = {
    "LOGIN_USER_TEMPLATE": "coordinators/sign_in.html",
    "FORGOT_PASSWORD_TEMPLATE": "coordinators/recover.html",
    "RESET_PASSWORD_TEMPLATE": "coordinators/invited.html",
    "CHANGE_PASSWORD_TEMPLATE": "coordinators/password.html",
    "VERIFY_TEMPLATE": "coordinators/verify.html",
    "TWO_FACTOR_VERIFY_CODE_TEMPLATE": "coordinators/second_step.html",
    "TWO_FACTOR_SETUP_TEMPLATE": "coordinators/set_up.html",
    "TWO_FACTOR_SELECT_TEMPLATE": "coordinators/which_step.html",
    "MULTI_FACTOR_RECOVERY_TEMPLATE": "coordinators/recovery_code.html",
    "MULTI_FACTOR_RECOVERY_CODES_TEMPLATE": "coordinators/codes.html",
    "WAN_REGISTER_TEMPLATE": "coordinators/passkeys.html",
    "WAN_SIGNIN_TEMPLATE": "coordinators/passkey_shown.html",
}
WRONG_CODE = lazy_gettext(
    "That code is not right, was used already, or its half-minute is over: give the one that is "
    "shown now, or wait for the next."
)
WRONG_RECOVERY_CODE = lazy_gettext("That is not one of your recovery codes, or it has been used.")
NO_FIT = lazy_gettext("E-mail address and password do not fit together.")
WRONG_PASSWORD = lazy_gettext("That is not your password.")
TRY_PASSKEY_AGAIN = lazy_gettext("That passkey could not be taken: try again, or use another way.")
ONCE_MORE = lazy_gettext("That took a while: please sign in once more.")
# What each of its sentences is in ours; the word beside says how it is tinted.
MESSAGES: Mapping[str, tuple[object, str]] = {
    "GENERIC_AUTHN_FAILED": (NO_FIT, "error"),
    "USER_DOES_NOT_EXIST": (NO_FIT, "error"),
    "DISABLED_ACCOUNT": (NO_FIT, "error"),
    "INVALID_EMAIL_ADDRESS": (NO_FIT, "error"),
    "INVALID_PASSWORD": (WRONG_PASSWORD, "error"),
    "PASSWORD_NOT_PROVIDED": (lazy_gettext("Give your password."), "error"),
    "PASSWORD_IS_THE_SAME": (
        lazy_gettext("That is the one that you have: choose another."),
        "error",
    ),
    "PASSWORD_CHANGE": (
        lazy_gettext("Your password is changed, and you are signed out everywhere else."),
        "success",
    ),
    "PASSWORD_RESET_REQUEST": (
        lazy_gettext("If there is such an account, a link is on its way to it."),
        "success",
    ),
    "PASSWORD_RESET_NO_LOGIN": (
        lazy_gettext("Your password is kept. Sign in with it."),
        "success",
    ),
    "REAUTHENTICATION_REQUIRED": (
        lazy_gettext("You signed in a while ago, so please give your password once more."),
        "info",
    ),
    "REAUTHENTICATION_SUCCESSFUL": (lazy_gettext("Thank you. Now go on."), "success"),
    "INVALID_RECOVERY_CODE": (WRONG_RECOVERY_CODE, "error"),
    "TWO_FACTOR_INVALID_TOKEN": (WRONG_CODE, "error"),
    "TWO_FACTOR_LOGIN_SUCCESSFUL": (lazy_gettext("You are signed in."), "success"),
    "TWO_FACTOR_CHANGE_METHOD_SUCCESSFUL": (
        lazy_gettext("Your authenticator is set up."),
        "success",
    ),
    "TWO_FACTOR_PERMISSION_DENIED": (ONCE_MORE, "error"),
    "TWO_FACTOR_METHOD_NOT_AVAILABLE": (ONCE_MORE, "error"),
    "TWO_FACTOR_SETUP_EXPIRED": (
        lazy_gettext("That took a while: please begin again, with a new picture."),
        "error",
    ),
    "WEBAUTHN_EXPIRED": (TRY_PASSKEY_AGAIN, "error"),
    "WEBAUTHN_NO_VERIFY": (TRY_PASSKEY_AGAIN, "error"),
    "WEBAUTHN_UNKNOWN_CREDENTIAL_ID": (TRY_PASSKEY_AGAIN, "error"),
    "WEBAUTHN_ORPHAN_CREDENTIAL_ID": (TRY_PASSKEY_AGAIN, "error"),
    "WEBAUTHN_CREDENTIAL_ID_INUSE": (TRY_PASSKEY_AGAIN, "error"),
    "WEBAUTHN_CREDENTIAL_WRONG_USAGE": (TRY_PASSKEY_AGAIN, "error"),
    "WEBAUTHN_MISMATCH_USER_HANDLE": (TRY_PASSKEY_AGAIN, "error"),
    "API_ERROR": (TRY_PASSKEY_AGAIN, "error"),
    "INVALID_INPUT": (lazy_gettext("Give it a name in plain letters."), "error"),
    "WEBAUTHN_NAME_DISALLOWED_CHARACTERS": (
        lazy_gettext("Give it a name in plain letters."),
        "error",
    ),
    "WEBAUTHN_NAME_REQUIRED": (
        lazy_gettext("Give it a name, such as: my telephone."),
        "error",
    ),
    "WEBAUTHN_NAME_INUSE": (
        lazy_gettext("You have a passkey of this name: choose another name."),
        "error",
    ),
    "WEBAUTHN_NAME_NOT_FOUND": (lazy_gettext("There is no such passkey."), "error"),
    "WEBAUTHN_CREDENTIAL_DELETED": (lazy_gettext("The passkey is removed."), "success"),
    "WEBAUTHN_REGISTER_SUCCESSFUL": (lazy_gettext("Your passkey is kept."), "success"),
    "INVALID_REDIRECT": (ONCE_MORE, "error"),
}


def library_settings(settings: WebSettings, now: Callable[[], datetime]) -> dict[str, object]:
    """Every setting of Flask-Security that is not as it comes."""
    said = {f"MSG_{name}": words for name, words in MESSAGES.items()}
    # Seals an authenticator's secret while it travels in the page that sets it up.
    under_way = hmac.digest(settings.secret_key.encode(), b"an authenticator under way", "sha256")
    own = {"TOTP_SECRETS": {"1": under_way.hex()}, "DATETIME_FACTORY": now}
    every = {**PARTS, **ADDRESSES, **TEMPLATES, **said, **own}
    return {f"SECURITY_{name}": value for name, value in every.items()}
