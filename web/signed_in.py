"""Who is signed in, and pages that only some of them may see.

The session cookie knows one word of an account; a new word ends every session, whoever drew it.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import g, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from werkzeug.wrappers import Response

from matcher.domain.roles import Right
from matcher.service.desk import Desk
from web.accounts.shift import end_long_shift

WANTED = "wanted"
# That somebody came in by a recovery code, until they were told what follows from it.
RECOVERED = "recovered"

View = Callable[..., ResponseReturnValue]


def page_wanted() -> str:
    """Where somebody wanted to go before they were asked to sign in; else the board."""
    return session.pop(WANTED, None) or url_for("board.show")


def desk() -> Desk | None:
    """The desk of whoever is signed in, read once for each request."""
    if "desk" not in g:
        end_long_shift()
        g.desk = current_user.kept.desk if current_user.is_authenticated else None
    found: Desk | None = g.desk
    return found


def signed_in() -> Desk:
    """The same on a page that `for_staff` or `for_set_up` guards."""
    found = desk()
    assert found is not None, "guarded by for_staff"
    return found


def for_staff(right: Right) -> Callable[[View], View]:
    """Let in whoever is signed in with both steps and whose role has this right."""

    def guard(view: View) -> View:
        @wraps(view)
        def guarded(*args: Any, **kwargs: Any) -> ResponseReturnValue:
            found = desk()
            if found is None:
                return to_sign_in()
            if not found.set_up:
                return redirect(url_for("security.two_factor_setup"), 303)
            found.require(right)
            return view(*args, **kwargs)

        guarded.right = right  # type: ignore[attr-defined]  # the table of access reads it
        return guarded

    return guard


def for_set_up(view: View) -> View:
    """Let in whoever is signed in, though their second step may still be missing."""

    @wraps(view)
    def guarded(*args: Any, **kwargs: Any) -> ResponseReturnValue:
        return view(*args, **kwargs) if desk() else to_sign_in()

    return guarded


def to_sign_in() -> Response:
    """To the page that signs in, and back afterwards."""
    if request.method == "GET":
        # Only a path of ours, never an address that somebody brought.
        session[WANTED] = request.full_path.rstrip("?")
    return redirect(url_for("security.login"), 303)
