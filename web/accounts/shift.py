"""How long a session lasts, and the time between a password and the second step."""

from collections.abc import MutableMapping
from datetime import timedelta
from typing import Any

from flask import current_app, session
from flask_login import current_user, logout_user
from flask_security import login_user

from web.current import tools

# How Flask-Security says that a session goes on after its word was changed.
CHANGE = "change"
SINCE, HALF_SINCE = "since", "half-since"
# A long shift; and the time between a password and six digits.
A_SHIFT = timedelta(hours=12)
HALF_WAY = timedelta(minutes=15)


def begin_shift(kept: MutableMapping[str, Any]) -> None:
    """Somebody came in just now."""
    kept[SINCE] = _now()


def begin_half_way(kept: MutableMapping[str, Any]) -> None:
    """Somebody's password was right just now."""
    kept[HALF_SINCE] = _now()


def end_long_shift() -> None:
    """Sign out whoever came in longer ago than a shift, whatever they did since."""
    if current_user.is_authenticated and not _fresh(SINCE, A_SHIFT):
        logout_user()


def sign_out_elsewhere() -> None:
    """End every session of whoever is signed in, and begin this one anew."""
    accounts, account = current_app.extensions["security"].datastore, current_user
    accounts.set_uniquifier(account)
    login_user(account._get_current_object(), authn_via=[CHANGE])
    accounts.commit()


def is_half_way() -> bool:
    """Whether a right password is recent enough for the second step to follow it."""
    return _fresh(HALF_SINCE, HALF_WAY)


def _fresh(name: str, longest: timedelta) -> bool:
    began = session.get(name)
    return isinstance(began, int) and _now() - began <= longest.total_seconds()


def _now() -> int:
    return int(tools().now().timestamp())
