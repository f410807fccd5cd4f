"""Open needs that wait near a place: for “why have I not been asked?”, and never shown."""

from collections.abc import Iterator

from sqlalchemy import bindparam, exists, literal_column, select

from matcher.domain.categories import CATEGORY_BY_SLUG
from matcher.domain.life_cycles import NeedStatus
from matcher.domain.needs import Need
from matcher.domain.outcomes import SPOKEN_FOR
from matcher.domain.places import Point
from matcher.storage.asking import ask
from matcher.storage.database import Store
from matcher.storage.tables import (
    AvoidedPairRow,
    DeclinedPairRow,
    MatchRow,
    NeedRow,
    OfferRow,
    UnitRow,
    is_one_of,
    table_of,
)

_NEEDS, _UNITS, _MATCHES = (table_of(row).c for row in (NeedRow, UnitRow, MatchRow))
_DECLINED, _AVOIDED = table_of(DeclinedPairRow).c, table_of(AvoidedPairRow).c
_OFFERS = table_of(OfferRow).c

_SPOKEN_FOR = exists().where(
    _MATCHES.need_id == _UNITS.need_id,
    _MATCHES.unit_id == _UNITS.id,
    is_one_of(_MATCHES.status, SPOKEN_FOR),
)
_WAITING = (
    select(
        _NEEDS.id,
        _NEEDS.category,
        _NEEDS.easting,
        _NEEDS.northing,
        _NEEDS.borough,
        _NEEDS.languages,
        _NEEDS.requires,
        _NEEDS.availability,
    )
    .where(
        _NEEDS.category == bindparam("category"),
        # Written out, as the index has it that these are found by.
        _NEEDS.status == literal_column(f"'{NeedStatus.OPEN}'"),
        _NEEDS.confirmed_at.is_not(None),
        # Whether a unit of the need is open and spoken for by nobody.
        exists().where(_UNITS.need_id == _NEEDS.id, _UNITS.closed_at.is_(None), ~_SPOKEN_FOR),
    )
    .limit(bindparam("most"))
)
_WAITING_IN_SQUARE = _WAITING.where(
    _NEEDS.easting.between(bindparam("west"), bindparam("east")),
    _NEEDS.northing.between(bindparam("south"), bindparam("north")),
)
_DECLINED_BY = select(_DECLINED.need_id).where(_DECLINED.offer_id == bindparam("offer"))
_AVOIDED_BY = (
    select(_NEEDS.id)
    .join_from(
        table_of(NeedRow), table_of(AvoidedPairRow), _AVOIDED.resident_id == _NEEDS.person_id
    )
    .join(table_of(OfferRow), _OFFERS.volunteer_id == _AVOIDED.volunteer_id)
    .where(_OFFERS.id == bindparam("offer"))
)


def waiting_needs(
    store: Store, category: str, around: Point, radius_m: int, *, most: int
) -> Iterator[Need]:
    """Some confirmed needs of a category that want somebody nobody is asked for, in a square.

    Remote help is looked for everywhere. They come one by one, so that whoever has found what
    they look for need not read the rest.
    """
    asked: dict[str, object] = {"category": category, "most": most}
    if CATEGORY_BY_SLUG[category].remote:
        found = ask(store, _WAITING, **asked)
    else:
        asked |= {"west": around.easting - radius_m, "east": around.easting + radius_m}
        asked |= {"south": around.northing - radius_m, "north": around.northing + radius_m}
        found = ask(store, _WAITING_IN_SQUARE, **asked)
    for id, category, easting, northing, borough, languages, requires, availability in found:
        yield Need(
            id=id,
            category=category,
            place=Point(easting, northing),
            borough=borough,
            languages=languages,
            requires=requires,
            availability=availability,
        )


def refused_needs(store: Store, offer_id: str) -> frozenset[str]:
    """The needs that no round may propose to this offer."""
    declined = ask(store, _DECLINED_BY, offer=offer_id).scalars()
    avoided = ask(store, _AVOIDED_BY, offer=offer_id).scalars()
    return frozenset(declined) | frozenset(avoided)
