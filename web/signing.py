"""Signed cookies and the tokens of forms: as Flask and Flask-WTF sign them, and with less work.

Both make their signer anew for each request and try to compress forty letters, which grow hardly
shorter by it; and a token is signed for each form that is read, whether or not it is shown again.
What is signed here they read, and we read what they sign.
"""

import secrets
from functools import lru_cache
from typing import Any

from flask import Flask, current_app, g, session
from flask.sessions import SecureCookieSessionInterface
from flask_wtf.csrf import _FlaskFormCSRF
from itsdangerous import URLSafeTimedSerializer
from itsdangerous.encoding import base64_encode
from itsdangerous.url_safe import URLSafeSerializerMixin
from wtforms.csrf.core import CSRFTokenField

from web.hidden_field import Hidden

# Where Flask-WTF keeps the token: the visitor's in the session, signed for this request in `g`.
TOKEN = "csrf_token"
TOKEN_BYTES = 20
_SALT_OF_TOKENS = "wtf-csrf-token"
# What is longer, such as the session of somebody who signs in, is compressed as ever.
_MOST_BYTES_AS_THEY_ARE = 160


class Signer(URLSafeTimedSerializer):
    """Signs small things; it holds nothing of what it signed, so one serves all requests."""

    def dump_payload(self, obj: Any) -> bytes:
        """What is signed, as text; compressed where it is long."""
        plain = super(URLSafeSerializerMixin, self).dump_payload(obj)
        if len(plain) > _MOST_BYTES_AS_THEY_ARE:
            return super().dump_payload(obj)
        return base64_encode(plain)


class Sessions(SecureCookieSessionInterface):
    """Flask's own sessions, with a signer that is made once."""

    def get_signing_serializer(self, app: Flask) -> URLSafeTimedSerializer | None:
        """The signer of an app's cookies, None for one without a secret."""
        if not app.secret_key:
            return None
        # The newest key comes last: that one signs, all of them open.
        keys = (*(app.config["SECRET_KEY_FALLBACKS"] or ()), app.secret_key)
        return _signer_of_sessions(keys)


class Token(CSRFTokenField):
    """The hidden field of a form's token, which is signed when it is shown."""

    widget = Hidden()

    def process(self, *args: Any, **more: Any) -> None:
        """Take what was sent; unlike its parent it makes no token for that."""
        super(CSRFTokenField, self).process(*args, **more)

    def _value(self) -> str:
        return token_of_visitor()


class Tokens(_FlaskFormCSRF):
    """Flask-WTF's check of where a form came from, with the field above."""

    field_class = Token


def token_of_visitor() -> str:
    """The token of who asks, signed once a request; whoever has none yet is given one."""
    if TOKEN not in g:
        if TOKEN not in session:
            session[TOKEN] = secrets.token_hex(TOKEN_BYTES)
        setattr(g, TOKEN, _signer_of_tokens(current_app.secret_key).dumps(session[TOKEN]))
    token: str = getattr(g, TOKEN)
    return token


@lru_cache(maxsize=8)
def _signer_of_sessions(keys: tuple[Any, ...]) -> Signer:
    flasks = SecureCookieSessionInterface
    how = {"key_derivation": flasks.key_derivation, "digest_method": flasks.digest_method}
    return Signer(list(keys), salt=flasks.salt, serializer=flasks.serializer, signer_kwargs=how)


@lru_cache(maxsize=8)
def _signer_of_tokens(key: str | bytes) -> Signer:
    return Signer(key, salt=_SALT_OF_TOKENS)
