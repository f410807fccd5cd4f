"""Where Flask-Security lets us put our own in place of its parts."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from flask_security import MfRecoveryCodesUtil, PasswordUtil, Totp, UserMixin, WebauthnUtil
from flask_security.utils import hash_password
from markupsafe import Markup
from passlib.exc import UsedTokenError
from passlib.totp import TOTP, TotpMatch
from qrcode import make as drawn
from qrcode.image.svg import SvgPathImage

from matcher.domain.refusals import Invalid
from matcher.service.accounts.invite import ask_to_recover, invited_by
from matcher.service.accounts.kept import account_with
from matcher.service.accounts.passwords import check_new_password
from matcher.service.accounts.second_step import take_code, use_recovery_code
from web.current import settings, tools
from web.refusals import in_words


class Authenticators(Totp):
    """Six digits (RFC 6238), each taken once."""

    def __init__(self, secrets: Any, issuer: str, now: Callable[[], datetime]) -> None:
        super().__init__(secrets, issuer)
        self._totp = TOTP.using(issuer=issuer, secrets=secrets, now=lambda: now().timestamp())

    def set_last_counter(self, user: UserMixin, tmatch: TotpMatch) -> None:
        """Note the half-minute as used; whoever sends its code again is told that it is wrong."""
        with tools().acting(f"coordinator:{user.id}") as act:
            if not take_code(act, str(user.id), tmatch.totp.base32_key, tmatch.counter):
                raise UsedTokenError

    def generate_qrcode(self, username: str, totp: str) -> Markup:
        """The picture, drawn on the page itself: our pages take none from an address."""
        image = drawn(self.get_totp_uri(username, totp), image_factory=SvgPathImage, border=2)
        return Markup(image.to_string(encoding="unicode"))  # squares, and nothing that was typed


class RecoveryCodes(MfRecoveryCodesUtil):
    """Codes for the day the telephone is lost. They are shown once: only hashes are kept."""

    def get_recovery_codes(self, user: UserMixin) -> list[str]:
        """None that anybody could read again."""
        return []

    def check_recovery_code(self, user: UserMixin, code: str) -> bool:
        """Whether it is right. It is used up in the same moment: of two who send it, one is in."""
        with tools().acting(f"coordinator:{user.id}") as act:
            return use_recovery_code(act, str(user.id), code)

    def delete_recovery_code(self, user: UserMixin, code: str) -> bool:
        """It is gone already."""
        return True


class Passwords(PasswordUtil):
    """Which passwords are good enough."""

    def validate(
        self, password: str, is_register: bool, **kwargs: Any
    ) -> tuple[list[str] | None, str]:
        """What is wrong with a new password, and the password as it is hashed."""
        normal = self.normalize(password)
        user = kwargs["user"]
        try:
            check_new_password(normal, name=user.name, email=user.email)
        except Invalid as no:
            return [in_words(no)], normal
        return None, normal


class OurSite(WebauthnUtil):
    """Whom passkeys are for."""

    def origin(self) -> str:
        """The address that people type, whatever a server in front makes of it."""
        return settings().public_url


class LinksToPasswords:
    """Links to choose a password, in the place of Flask-Security's signed ones.

    Ours work once, each ends those before it, and an invitation is made where no page runs
    (`nearhand invite`).
    """

    def dumps(self, data: list[str | None]) -> str:
        """Make the link of the account with this session word, with the letter that brings it."""
        # As long as Flask-Security takes where there is no such account.
        hash_password("nobody's")
        with tools().acting() as act:
            account = account_with(act, session_word=data[0])
            assert account is not None
            return ask_to_recover(act, account.id)

    def loads(self, secret: str, max_age: float) -> list[str]:
        """The session word of the account that a link is for; `NotFound` once it is over."""
        with tools().looking() as act:
            return [invited_by(act, secret).session_word]
