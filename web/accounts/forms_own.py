"""What the pages of one's own account ask: a second step, passkeys, another password."""

from typing import Any

from flask_babel import lazy_gettext
from flask_login import current_user
from flask_security.forms import (
    ChangePasswordForm,
    LogoutForm,
    TwoFactorRescueForm,
    TwoFactorSetupForm,
)
from flask_security.recovery_codes import MfRecoveryCodesForm
from flask_security.tf_plugin import TwoFactorSelectForm
from flask_security.webauthn import (
    WebAuthnDeleteForm,
    WebAuthnRegisterForm,
    WebAuthnRegisterResponseForm,
    WebAuthnSigninForm,
)
from wtforms import HiddenField, StringField

from matcher.service.accounts.passwords import MOST_LETTERS
from web.accounts.forms import GIVE_PASSWORD, Counted
from web.forms import Answered, Question
from web.secret_field import SecretField

MOST_PASSKEYS = 10
TOO_MANY = lazy_gettext("You have ten passkeys already: remove one first.")


# What Flask-Security lets choose by radios is here a button, or has but one answer.
class WhichStep(Question, TwoFactorSelectForm):
    """An authenticator or a passkey, for whoever has both."""

    which = HiddenField()


class SetUp(Question, TwoFactorSetupForm):
    """A button that brings a picture for an authenticator."""

    setup = HiddenField()


class Lost(Question, TwoFactorRescueForm):
    """Nothing: the page that it is for is closed."""

    help_setup = HiddenField()


class RecoveryCodes(Question, MfRecoveryCodesForm):
    """A button that draws recovery codes."""


class SignOut(Question, LogoutForm):
    """A button that signs out."""


class AskedPasskey(Question, WebAuthnSigninForm):
    """A button that asks the browser for a passkey."""


class MadePasskey(Question, WebAuthnRegisterResponseForm):
    """What the browser made."""


class GonePasskey(Question, WebAuthnDeleteForm):
    """A button that forgets a passkey."""


class NewPasskey(Question, WebAuthnRegisterForm):
    """A name for a passkey."""

    name = StringField(
        lazy_gettext("A name for this passkey"),
        [Answered(lazy_gettext("Give it a name, such as: my telephone."))],
    )
    usage = HiddenField(default="secondary")

    def validate(self, **kwargs: Any) -> bool:
        """No more than somebody can have in their pockets."""
        if not bool(super().validate(**kwargs)):
            return False
        if len(current_user.webauthn) >= MOST_PASSKEYS:
            self.name.errors = [TOO_MANY]
            return False
        return True


class ChangePassword(Counted, ChangePasswordForm):
    """The password that one has, and another one."""

    password = SecretField(
        lazy_gettext("The password that you have now"), [Answered(GIVE_PASSWORD)]
    )
    new_password = SecretField(
        lazy_gettext("A new password"),
        [Answered(lazy_gettext("Choose a password of 12 letters or more."))],
    )
    new_password_confirm = None

    def validate(self, **kwargs: Any) -> bool:
        """Count the guess at the old one."""
        self.password.data = (self.password.data or "")[:MOST_LETTERS]
        allowed = self.second_step_allowed(self.password, str(current_user.id))
        return allowed and bool(super().validate(**kwargs))
