"""The API's door: bearer tokens, their scopes, and how many requests a minute."""

import math
from typing import NoReturn

from flask import Flask, Response, current_app, g, request
from werkzeug.datastructures import WWWAuthenticate
from werkzeug.exceptions import Forbidden, TooManyRequests, Unauthorized

from matcher.domain.scopes import LETS_ONE, TokenScope
from matcher.service.admission import PER, Admission, Limits, admit
from matcher.service.tokens import Holder
from web.current import tools

LIMITS = "nearhand-api-limits"
NO_TOKEN = "Send a token that works: Authorization: Bearer nearhand_…"


def let_in(scope: TokenScope) -> Holder:
    """Whoever asks, if their token works, has this scope, and did not ask too often."""
    limits: Limits = current_app.extensions[LIMITS]
    with tools().acting() as act:
        admission = admit(act, _secret(), request.remote_addr or "", limits)
        seconds = max(1, math.ceil((admission.again_at - act.now).total_seconds()))
    g.api_admission, g.api_seconds = admission, seconds
    if not admission.allowed:
        raise TooManyRequests(
            f"That was too much in a minute: wait {seconds} seconds.", retry_after=seconds
        )
    if admission.holder is None:
        raise Unauthorized(NO_TOKEN, www_authenticate=WWWAuthenticate("bearer"))
    if not admission.holder.may(scope):
        _lacks(scope)
    return admission.holder


def tell_limits(app: Flask) -> None:
    """Say with every answer how much more may be asked."""

    def add(response: Response) -> Response:
        admission: Admission | None = g.get("api_admission")
        if admission is not None:
            window = int(PER.total_seconds())
            response.headers["RateLimit-Policy"] = f'"minute";q={admission.most};w={window}'
            response.headers["RateLimit"] = f'"minute";r={admission.left};t={g.api_seconds}'
        return response

    app.after_request(add)


def _secret() -> str | None:
    kind, _, secret = request.headers.get("Authorization", "").partition(" ")
    return secret.strip() if kind.lower() == "bearer" and secret.strip() else None


def _lacks(scope: TokenScope) -> NoReturn:
    raise Forbidden(
        f"This token may not {LETS_ONE[scope]}: that is the scope {scope}.",
    )
