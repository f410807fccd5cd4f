"""The places of offers: counted up and down by guarded updates, under a CHECK."""

from collections.abc import Mapping

from matcher.domain.life_cycles import OfferStatus
from matcher.storage.database import Store

# Written out, and past SQLAlchemy: a round takes 100,000 places.
_TAKE = (
    "UPDATE offers SET held = held + {0} WHERE id = {0} AND held + {0} <= capacity"
    f" AND status = '{OfferStatus.ACTIVE}'"
)
_GIVE_BACK = "UPDATE offers SET held = held - {0} WHERE id = {0} AND held >= {0}"


def take_places(store: Store, places: Mapping[str, int]) -> bool:
    """Take so many places of each offer; False when some offer had not the room or is not active.

    Whoever is told False rolls back: some of the places may have been taken.
    """
    return _counted(store, _TAKE, places)


def give_back_places(store: Store, places: Mapping[str, int]) -> None:
    """Give so many places of each offer back."""
    if not _counted(store, _GIVE_BACK, places):
        raise RuntimeError("An offer holds fewer places than its matches give back.")


def _counted(store: Store, statement: str, places: Mapping[str, int]) -> bool:
    # In the order of ids, as everybody takes them, so that nobody waits in a circle.
    asked = [(count, id, count) for id, count in sorted(places.items()) if count]
    if not asked:
        return True
    connection = store.connection()
    mark = "?" if connection.dialect.name == "sqlite" else "%s"
    done = connection.exec_driver_sql(statement.format(mark), asked)
    return bool(done.rowcount == len(asked))
