"""Who is signed in, and pages that only some of them may see.

The session cookie knows one word of an account; a new word ends every session, whoever drew it.
"""

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any

from flask import g, redirect, request, session, url_for
from flask.typing import ResponseReturnValue

from matcher.domain.roles import Right
from matcher.service.accounts.sign_in import desk_of
from matcher.service.desk import Desk
from web.current import tools

WORD, SINCE, HALF_WORD, HALF_SINCE, WANTED = "desk", "since", "half", "half-since", "wanted"
# A long shift; and the time between a password and six digits.
A_SHIFT = timedelta(hours=12)
HALF_WAY = timedelta(minutes=15)

View = Callable[..., ResponseReturnValue]


def come_in(word: str) -> None:
    """Begin a session; whatever the browser had before is forgotten."""
    wanted = session.get(WANTED)
    session.clear()
    session[WORD], session[SINCE] = word, _now()
    if wanted:
        session[WANTED] = wanted


def come_half_in(word: str) -> None:
    """The password was right; the second step is still to come."""
    wanted = session.get(WANTED)
    session.clear()
    session[HALF_WORD], session[HALF_SINCE] = word, _now()
    if wanted:
        session[WANTED] = wanted


def half_in() -> str | None:
    """The word of somebody whose password was right a short while ago."""
    return _fresh(HALF_WORD, HALF_SINCE, HALF_WAY)


def word() -> str | None:
    """The word of whoever is signed in."""
    return _fresh(WORD, SINCE, A_SHIFT)


def page_wanted() -> str:
    """Where somebody wanted to go before they were asked to sign in; else the board."""
    return session.pop(WANTED, None) or url_for("board.show")


def desk() -> Desk | None:
    """The desk of whoever is signed in, read once for each request."""
    if "desk" not in g:
        said = word()
        g.desk = None
        if said:
            with tools().looking() as act:
                g.desk = desk_of(act, said)
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
                return _to_sign_in()
            if not found.set_up:
                return redirect(url_for("account.set_up"), 303)
            found.require(right)
            return view(*args, **kwargs)

        guarded.right = right  # type: ignore[attr-defined]  # the table of access reads it
        return guarded

    return guard


def for_set_up(view: View) -> View:
    """Let in whoever is signed in, though their second step may still be missing."""

    @wraps(view)
    def guarded(*args: Any, **kwargs: Any) -> ResponseReturnValue:
        return view(*args, **kwargs) if desk() else _to_sign_in()

    return guarded


def _to_sign_in() -> ResponseReturnValue:
    if request.method == "GET":
        # Only a path of ours, never an address that somebody brought.
        session[WANTED] = request.full_path.rstrip("?")
    return redirect(url_for("coordinators.sign_in"), 303)


def _fresh(name: str, since: str, longest: timedelta) -> str | None:
    began = session.get(since)
    if not isinstance(began, int) or _now() - began > longest.total_seconds():
        return None
    found = session.get(name)
    return found if isinstance(found, str) else None


def _now() -> int:
    return int(tools().now().timestamp())
