"""Which charities are in: the one place where pending and ended ones are left out."""

from sqlalchemy import ColumnElement, and_, exists

from matcher.storage.tables import CharityRow, RegistrationRow


def is_verified() -> ColumnElement[bool]:
    """A charity that has not ended, and whose registration, where it has one, is settled."""
    return and_(CharityRow.ended_at.is_(None), ~is_pending())


def is_pending() -> ColumnElement[bool]:
    """A charity whose registration nobody has settled yet."""
    return exists().where(
        RegistrationRow.charity_id == CharityRow.id, RegistrationRow.settled_at.is_(None)
    )
