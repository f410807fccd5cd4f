"""Open needs that wait near a place: for “why have I not been asked?”, and never shown."""

from collections.abc import Iterator, Sequence
from functools import cache

from sqlalchemy import bindparam, exists, literal_column, select, true, union_all

from matcher.domain.categories import CATEGORY_BY_SLUG
from matcher.domain.life_cycles import NeedStatus
from matcher.domain.needs import Need
from matcher.domain.outcomes import SPOKEN_FOR
from matcher.domain.places import Point
from matcher.storage.asking import Question, ask, ask_row_by_row
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
_WAITING = select(
    _NEEDS.id,
    _NEEDS.category,
    _NEEDS.easting,
    _NEEDS.northing,
    _NEEDS.borough,
    _NEEDS.languages,
    _NEEDS.requires,
    _NEEDS.availability,
).where(
    # Written out, as the index has it that these are found by.
    _NEEDS.status == literal_column(f"'{NeedStatus.OPEN}'"),
    _NEEDS.confirmed_at.is_not(None),
    # Whether a unit of the need is open and spoken for by nobody.
    exists().where(_UNITS.need_id == _NEEDS.id, _UNITS.closed_at.is_(None), ~_SPOKEN_FOR),
)
_IN_SQUARE = _NEEDS.easting.between(bindparam("west"), bindparam("east")) & _NEEDS.northing.between(
    bindparam("south"), bindparam("north")
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
_REFUSED_BY = union_all(_DECLINED_BY, _AVOIDED_BY)


def waiting_needs(
    store: Store, categories: Sequence[str], around: Point, radius_m: int, *, most_each: int
) -> Iterator[Need]:
    """Some confirmed needs of some categories that want somebody nobody is asked for, in a square.

    Remote help is looked for everywhere. They come one by one, so that whoever has found what
    they look for need not read the rest.
    """
    ordered = sorted(categories, key=lambda slug: CATEGORY_BY_SLUG[slug].remote)
    remote = sum(CATEGORY_BY_SLUG[slug].remote for slug in ordered)
    asked: dict[str, object] = {_named(at): slug for at, slug in enumerate(ordered)}
    if remote < len(ordered):
        asked |= {"west": around.easting - radius_m, "east": around.easting + radius_m}
        asked |= {"south": around.northing - radius_m, "north": around.northing + radius_m}
    question = _waiting(len(ordered) - remote, remote)
    for (
        id,
        category,
        easting,
        northing,
        borough,
        languages,
        requires,
        availability,
    ) in ask_row_by_row(store, question, **asked, most_each=most_each):
        yield Need(
            id=id,
            category=category,
            place=Point(easting, northing),
            borough=borough,
            languages=languages,
            requires=requires,
            availability=availability,
        )


@cache
def _waiting(near: int, remote: int) -> Question:
    """Needs of so many categories in a square, then of so many others anywhere: one question."""
    each = [
        _WAITING.where(
            _NEEDS.category == bindparam(_named(at)), _IN_SQUARE if at < near else true()
        )
        .limit(bindparam("most_each"))
        .subquery()
        for at in range(near + remote)
    ]
    return union_all(*(select(found) for found in each))


def _named(at: int) -> str:
    return f"category{at}"


def refused_needs(store: Store, offer_id: str) -> frozenset[str]:
    """The needs that no round may propose to this offer."""
    return frozenset(need_id for (need_id,) in ask(store, _REFUSED_BY, offer=offer_id))
