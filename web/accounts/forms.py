"""What the pages of signing in ask: Flask-Security's checks, our words, fields and limits."""

from typing import Any

from flask import abort, current_app, g, request, session, url_for
from flask_babel import gettext, lazy_gettext
from flask_security.forms import (
    EmailValidation,
    ForgotPasswordForm,
    LoginForm,
    ResetPasswordForm,
    TwoFactorVerifyCodeForm,
    VerifyForm,
    valid_user_email,
)
from flask_security.recovery_codes import MfRecoveryForm
from flask_security.webauthn import WebAuthnSigninResponseForm
from wtforms import Field, StringField

from matcher.service.accounts.passwords import MOST_LETTERS
from matcher.service.accounts.throttle import (
    TOO_OFTEN,
    may_ask_to_recover,
    may_try_password,
    may_try_second_step,
)
from web.accounts.pages import set_up_page
from web.accounts.settings import WRONG_RECOVERY_CODE
from web.current import tools
from web.forms import Answered, Question
from web.secret_field import SecretField

GIVE_ADDRESS = lazy_gettext("Give the e-mail address of your account.")
LONGEST_CODE = 6
GIVE_PASSWORD = lazy_gettext("Give your password.")


def stripped(text: str | None) -> str:
    """An address without the spaces that come along when it is pasted."""
    return (text or "").strip()


class Counted(Question):
    """A form that guesses could be made with: it is counted before anything is compared."""

    too_often = False
    # Where what is said of the whole form belongs; else beside the field that is named for it.
    main_field = ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.beside: dict[str, str] = {}

    def allowed(self, field: Field, once_more: bool) -> bool:
        """Say so beside the field where it was tried too often."""
        if not once_more:
            self.too_often = True
            self.tell(field, gettext(TOO_OFTEN))
        return once_more

    def tell(self, field: Field, sentence: object) -> None:
        """Say it of the whole form, from where `show_beside` brings it back to the field.

        What stands beside a field Flask-Security swaps for words that do not say whether there
        is such an account.
        """
        self.form_errors.append(str(sentence))
        self.beside[str(sentence)] = field.name

    def second_step_allowed(self, field: Field, account_id: str) -> bool:
        """Count one more guess at an account whose password was right."""
        with tools().acting() as act:
            once_more = may_try_second_step(act, account_id)
        return self.allowed(field, once_more)


class SignIn(Counted, LoginForm):
    """Who, and the password."""

    main_field = "password"
    email = StringField(
        lazy_gettext("E-mail address"), [EmailValidation(verify=False)], filters=[stripped]
    )
    password = SecretField(lazy_gettext("Password"))
    # A session ends with its shift; no cookie outlives it.
    remember = None

    def validate(self, **kwargs: Any) -> bool:
        """Count the try, then let Flask-Security compare; outside of any transaction."""
        if not self.email.data:
            self.tell(self.email, GIVE_ADDRESS)
        if not self.password.data:
            self.tell(self.password, GIVE_PASSWORD)
        if self.form_errors:
            return False
        with tools().acting() as act:
            once_more = may_try_password(act, self.email.data, _came_from())
        if not self.allowed(self.email, once_more):
            return False
        self.password.data = self.password.data[:MOST_LETTERS]
        # Where to go on is in the session; an address that came along is not followed.
        self.next.data = url_for("account.arrive")
        return bool(super().validate(**kwargs))


class Recover(Counted, ForgotPasswordForm):
    """Where to send a link; the answer is the same for any address."""

    main_field = "email"
    email = StringField(
        lazy_gettext("The e-mail address of your account"),
        [EmailValidation(verify=False), valid_user_email],
        filters=[stripped],
    )

    def validate(self, **kwargs: Any) -> bool:
        """Count the letter, then look for the account."""
        if not self.email.data:
            self.tell(self.email, GIVE_ADDRESS)
            return False
        with tools().acting() as act:
            once_more = may_ask_to_recover(act, self.email.data, _came_from())
        return self.allowed(self.email, once_more) and bool(super().validate(**kwargs))


class ChoosePassword(Question, ResetPasswordForm):
    """Who they are, and the password that they will use."""

    name = StringField(
        lazy_gettext("Your name"),
        [Answered(lazy_gettext("Say your name, as residents may hear it on the telephone."))],
    )
    password = SecretField(
        lazy_gettext("A new password"),
        [Answered(lazy_gettext("Choose a password of 12 letters or more."))],
    )
    # Shown as it is typed, where one wants; typed twice it is only mistyped twice.
    password_confirm = None

    def first_shown(self) -> None:
        """Somebody who comes back need not say their name once more."""
        self.name.data = getattr(self.user, "name", "")

    def validate(self, **kwargs: Any) -> bool:
        """A password with one's own name in it is easily guessed, so the name goes first."""
        if self.user is not None:
            self.user.name = stripped(self.name.data)  # type: ignore[attr-defined]
        return bool(super().validate(**kwargs))


class Code(Counted, TwoFactorVerifyCodeForm):
    """Six digits: of an authenticator that is known, or the first of a new one."""

    code = StringField(
        lazy_gettext("Your code"),
        [Answered(lazy_gettext("Give the six digits that your authenticator shows."))],
    )

    def validate(self, **kwargs: Any) -> bool:
        """Count the guess. A new authenticator's wrong first code shows the same picture again."""
        assert self.user is not None
        if not self.is_setup and not self.second_step_allowed(self.code, str(self.user.id)):
            return False
        if not self.is_setup and len("".join((self.code.data or "").split())) > LONGEST_CODE:
            return self._recovers()
        right = bool(super().validate(**kwargs))
        if self.is_setup and not right:
            # Flask-Security would begin anew, with a picture that was never read.
            abort(set_up_page(self, self.tf_totp_secret))
        return right

    def _recovers(self) -> bool:
        """Whether a recovery code was typed where six digits were asked for: they are like them."""
        codes = current_app.extensions["security"].mf_recovery_codes_util
        if not codes.check_recovery_code(self.user, self.code.data):
            self.code.errors = [WRONG_RECOVERY_CODE]
            return False
        g.came_by = "recovery_code"
        return True


class RecoveryCode(Counted, MfRecoveryForm):
    """One of the codes for the day the telephone is lost."""

    code = StringField(
        lazy_gettext("A recovery code"),
        [Answered(lazy_gettext("Give one of your recovery codes."))],
    )

    def validate(self, **kwargs: Any) -> bool:
        """Count the guess."""
        assert self.user is not None
        allowed = self.second_step_allowed(self.code, str(self.user.id))
        return allowed and bool(super().validate(**kwargs))


class Verify(Counted, VerifyForm):
    """The password once more, before something that a stranger at an open screen must not do."""

    password = SecretField(lazy_gettext("Password"), [Answered(GIVE_PASSWORD)])

    def validate(self, **kwargs: Any) -> bool:
        """Count the guess."""
        self.password.data = (self.password.data or "")[:MOST_LETTERS]
        allowed = self.second_step_allowed(self.password, str(self.user.id))
        return allowed and bool(super().validate(**kwargs))


class ShownPasskey(Counted, WebAuthnSigninResponseForm):
    """What the browser answered, as a second step."""

    def validate(self, **kwargs: Any) -> bool:
        """Take the passkey of whoever gave the password, and of nobody else.

        Flask-Security takes any passkey that it knows, and signs its owner in: with somebody's
        key in hand, one's own password would do.
        """
        right = bool(super().validate(**kwargs))
        if self.user is None or not self.second_step_allowed(self.credential, str(self.user.id)):
            return False
        if not self.is_secondary or self.user.fs_uniquifier != session.get("tf_user_id"):
            self.tell(self.credential, gettext("That passkey is not of this account."))
            return False
        return right


def _came_from() -> str:
    return request.remote_addr or ""
