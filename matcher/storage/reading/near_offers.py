"""Offers that may reach a place: the database's first sieve, before the rules are asked."""

from sqlalchemy import BigInteger, cast, select

from matcher.domain.life_cycles import OfferStatus, VolunteerStatus
from matcher.storage.database import Store
from matcher.storage.tables import OfferRow, VolunteerRow
from matcher.storage.words import has_word


def offers_that_reach(
    store: Store,
    *,
    category: str | None,
    easting: int,
    northing: int,
    anywhere: bool = False,
    wider_m: int = 0,
) -> list[str]:
    """Ids of active offers of a category whose radius, and `wider_m` more, reaches a place.

    `category` None is any. `anywhere` is for remote help. All of those that the rules would allow
    are among them, and some more: distances are rounded for the rules, and not here.
    """
    found = (
        select(OfferRow.id)
        .join(VolunteerRow, VolunteerRow.person_id == OfferRow.volunteer_id)
        .where(
            OfferRow.status == OfferStatus.ACTIVE,
            VolunteerRow.status != VolunteerStatus.SUSPENDED,
        )
    )
    if category is not None:
        found = found.where(has_word(OfferRow.categories, category))
    if not anywhere:
        # Squares of metres do not fit in 32 bits.
        east = cast(OfferRow.easting, BigInteger) - easting
        north = cast(OfferRow.northing, BigInteger) - northing
        reach = cast(OfferRow.radius_m, BigInteger) + wider_m + 1
        found = found.where(east * east + north * north <= reach * reach)
    return list(store.scalars(found.order_by(OfferRow.id)))
