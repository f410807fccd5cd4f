"""The places of offers: counted up and down by guarded updates, under a CHECK."""

from collections.abc import Mapping

from sqlalchemy import bindparam, update

from matcher.domain.life_cycles import OfferStatus
from matcher.storage.database import Store
from matcher.storage.tables import OfferRow

_TAKE = (
    update(OfferRow)
    .where(
        OfferRow.id == bindparam("offer"),
        OfferRow.status == OfferStatus.ACTIVE,
        OfferRow.held + bindparam("places") <= OfferRow.capacity,
    )
    .values(held=OfferRow.held + bindparam("places"))
)
_GIVE_BACK = (
    update(OfferRow)
    .where(OfferRow.id == bindparam("offer"), OfferRow.held >= bindparam("places"))
    .values(held=OfferRow.held - bindparam("places"))
)


def take_places(store: Store, places: Mapping[str, int]) -> bool:
    """Take so many places of each offer; False when some offer had not the room or is not active.

    Whoever is told False rolls back: some of the places may have been taken.
    """
    return _counted(store, _TAKE, places)


def give_back_places(store: Store, places: Mapping[str, int]) -> None:
    """Give so many places of each offer back."""
    if not _counted(store, _GIVE_BACK, places):
        raise RuntimeError("An offer holds fewer places than its matches give back.")


def _counted(store: Store, statement: object, places: Mapping[str, int]) -> bool:
    # In the order of ids, as everybody takes them, so that nobody waits in a circle.
    asked = [{"offer": id, "places": count} for id, count in sorted(places.items()) if count]
    if not asked:
        return True
    done = store.connection().execute(statement, asked)  # type: ignore[call-overload]
    return bool(done.rowcount == len(asked))
