"""How we speak to PostgreSQL."""

from sqlalchemy import URL, Engine, create_engine


def postgresql_engine(url: URL, wait_s: float) -> Engine:
    """Return an engine whose sessions think in UTC and wait for a row no longer than a writer may.

    Transactions are READ COMMITTED: what must not happen twice is kept from it by guarded
    updates, unique keys and CHECKs, which all hold there, and by row locks taken in one
    order (need, unit, match, offer), so that nobody waits in a circle.
    """
    wait_ms = max(1, round(wait_s * 1000))
    settings = f"-c timezone=UTC -c lock_timeout={wait_ms}"
    return create_engine(
        url,
        connect_args={"options": settings},
        pool_size=8,
        max_overflow=24,
        pool_timeout=wait_s,
        # A server that was restarted is noticed before a person's work is lost on it.
        pool_pre_ping=True,
        hide_parameters=True,
    )
