"""Addresses of databases, read and refused by name."""

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from matcher.domain.refusals import Invalid

SETTING = "NEARHAND_DATABASE_URL"
EXAMPLES = "sqlite:////srv/nearhand/nearhand.sqlite or postgresql://name@host/database"


def checked_url(text: str) -> URL:
    """Return the address with the driver that we use; `Invalid` when it cannot be ours.

    What was typed is not repeated: it may hold a password.
    """
    try:
        url = make_url(text)
    except (ArgumentError, ValueError):
        raise Invalid(f"{SETTING} must be an address such as {EXAMPLES}.", SETTING) from None
    backend = url.get_backend_name()
    if backend == "sqlite":
        if url.database in (None, "", ":memory:") or str(url.database).startswith("file:"):
            raise Invalid(f"{SETTING} must name a file: such as {EXAMPLES}.", SETTING)
        return url.set(drivername="sqlite+pysqlite")
    if backend in ("postgresql", "postgres"):
        return url.set(drivername="postgresql+psycopg")
    raise Invalid(f"{SETTING} must begin with sqlite: or postgresql:, as {EXAMPLES}.", SETTING)
