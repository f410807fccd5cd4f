"""What every answer carries and every request must pass, whichever page it is about."""

from collections.abc import Callable
from datetime import timedelta

from flask import Flask, Response, request
from flask_wtf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix

from matcher.config_web import SECRET_KEY, Mode, WebSettings
from matcher.domain.refusals import Invalid
from web.signing import Sessions

# Room for the longest form; a page that takes files asks for more.
MOST_BYTES_OF_A_REQUEST = 1_000_000
MOST_BYTES_OF_A_FORM = 200_000
MOST_PARTS_OF_A_FORM = 500
A_YEAR_S = int(timedelta(days=365).total_seconds())

# Every source is named; nothing inline, nothing from elsewhere, nobody may frame us.
CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
# Passkeys are the one thing of the device that pages of ours ask for, but for one page.
PERMISSIONS_POLICY = ", ".join(
    (
        "camera=()",
        "display-capture=()",
        "geolocation=()",
        "microphone=()",
        "payment=()",
        "usb=()",
        "publickey-credentials-create=(self)",
        "publickey-credentials-get=(self)",
    )
)
# That page reads codes off a shelf; nothing of what the camera sees leaves the browser.
PERMISSIONS_WITH_CAMERA = PERMISSIONS_POLICY.replace("camera=()", "camera=(self)")
HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "Permissions-Policy": PERMISSIONS_POLICY,
    # A private link must not be told to other sites; our own form check needs it among ours.
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}

csrf = CSRFProtect()


def secure(app: Flask, settings: WebSettings) -> None:
    """Set cookies, limits and headers, and check where each form came from.

    `Invalid` without a secret key: a default one would be known to everybody.
    """
    if not settings.secret_key:
        raise Invalid(
            f"Set {SECRET_KEY} to a secret of your own, which signs cookies and forms; "
            'make one with: python3 -c "import secrets; print(secrets.token_hex(32))"',
            SECRET_KEY,
        )
    app.config.from_mapping(
        SECRET_KEY=settings.secret_key,
        TESTING=settings.mode is Mode.TESTING,
        # Tests see the pages that people would see, not exceptions.
        PROPAGATE_EXCEPTIONS=False,
        # __Host-: no other site of the same domain can plant a cookie of ours.
        SESSION_COOKIE_NAME="__Host-nearhand" if settings.https else "nearhand",
        SESSION_COOKIE_SECURE=settings.https,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        PREFERRED_URL_SCHEME="https" if settings.https else "http",
        # This machine's own names are for the probes of /health and /ready.
        TRUSTED_HOSTS=[settings.host, "localhost", "127.0.0.1", "[::1]"],
        MAX_CONTENT_LENGTH=MOST_BYTES_OF_A_REQUEST,
        MAX_FORM_MEMORY_SIZE=MOST_BYTES_OF_A_FORM,
        MAX_FORM_PARTS=MOST_PARTS_OF_A_FORM,
        # No page times out: whoever types slowly keeps what they typed.
        WTF_CSRF_TIME_LIMIT=None,
        # Private pages tell nobody their address, not even us (Referrer-Policy: no-referrer), so
        # none can be asked for. What keeps others out is the token, bound to a cookie that no
        # other site can send along (SameSite) or plant (__Host-).
        WTF_CSRF_SSL_STRICT=False,
    )
    app.session_interface = Sessions()
    csrf.init_app(app)
    if settings.trusted_proxies:
        count = settings.trusted_proxies
        fixed = ProxyFix(app.wsgi_app, x_for=count, x_proto=count, x_host=count)
        app.wsgi_app = fixed  # type: ignore[method-assign]  # as Flask's own guide does
    app.after_request(_with_headers(settings))


def _with_headers(settings: WebSettings) -> Callable[[Response], Response]:
    always = dict(HEADERS)
    if settings.https:
        always["Strict-Transport-Security"] = f"max-age={A_YEAR_S}"

    def add(response: Response) -> Response:
        said = {name.lower() for name, _ in response.headers}
        for name, value in always.items():
            if name.lower() not in said:
                response.headers.add(name, value)
        if request.endpoint == "static" and response.status_code < 300:
            # Its name changes when its bytes do.
            response.headers["Cache-Control"] = f"public, max-age={A_YEAR_S}, immutable"
        else:
            response.headers.setdefault("Cache-Control", "no-store")
        return response

    return add
