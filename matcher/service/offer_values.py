"""Offers of the database as values of the domain, as they may be asked today."""

from collections.abc import Iterator, Sequence
from datetime import date
from functools import cache
from typing import Any

from matcher.domain.asking import given_today, provided_today
from matcher.domain.life_cycles import VolunteerStatus
from matcher.domain.message_budget import WEEK
from matcher.domain.offers import Offer
from matcher.domain.places import Point
from matcher.service.acting import Act
from matcher.service.rounds_capacity import capacities
from matcher.service.rounds_problem import checks_of
from matcher.storage.reading.snapshot_offers import SnapshotOffers, read_offers

# SQLite takes some 32,000 values in one question.
AT_A_TIME = 10_000


def offers_by_id(act: Act, ids: Sequence[str], recent_days: int) -> dict[str, tuple[Offer, str]]:
    """Active offers, with their volunteers' ids: those of `ids` that may be asked at all."""
    found: dict[str, tuple[Offer, str]] = {}
    for at in range(0, len(ids), AT_A_TIME):
        part = read_some(act, recent_days, ids[at : at + AT_A_TIME])
        values = offers_from(part, act.today)
        found |= {
            offer.id: (offer, volunteer)
            for offer, volunteer in zip(values, part.volunteer_id, strict=True)
        }
    return found


def read_some(act: Act, recent_days: int, ids: Sequence[str] | None = None) -> SnapshotOffers:
    """Columns of some active offers, or of all."""
    return read_offers(
        act.store,
        today=act.today,
        since=act.now - recent_days * WEEK / 7,
        week_since=act.now - WEEK,
        offer_ids=ids,
    )


def offers_from(offers: SnapshotOffers, today: date) -> list[Offer]:
    """The values of these columns: categories, attributes and places are those of today."""

    @cache
    def given(kind: int, status: int, seen: int) -> frozenset[str]:
        return given_today(categories[kind], statuses[status], checks[seen], today)

    @cache
    def provides(kind: int, seen: int) -> frozenset[str]:
        return provided_today(provided[kind], checks[seen], today)

    categories, provided = offers.categories.sets, offers.provides.sets
    languages, times = offers.languages.sets, offers.availability.sets
    statuses = [VolunteerStatus(status) for status in offers.volunteer_status.values]
    checks = [checks_of(levels, today) for levels in offers.check_levels.sets]
    columns = _columns(offers)
    return [
        Offer(
            id=id,
            categories=given(kind, status, seen),
            place=Point(*place),
            borough=offers.borough.values[borough],
            radius_m=radius_m,
            capacity=places,
            recent=recent,
            languages=languages[spoken],
            provides=provides(has, seen),
            availability=times[free],
        )
        for (
            id, kind, status, seen, place, borough, radius_m, places, recent, spoken, has, free,
        ) in columns
    ]  # fmt: skip


def _columns(offers: SnapshotOffers) -> Iterator[tuple[Any, ...]]:
    """All that the values are made of, offer by offer, sets by their numbers."""
    return zip(
        offers.id,
        offers.categories.number.tolist(),
        offers.volunteer_status.number.tolist(),
        offers.check_levels.number.tolist(),
        zip(offers.easting.tolist(), offers.northing.tolist(), strict=True),
        offers.borough.number.tolist(),
        offers.radius_m.tolist(),
        capacities(offers).tolist(),
        offers.recent.tolist(),
        offers.languages.number.tolist(),
        offers.provides.number.tolist(),
        offers.availability.number.tolist(),
        strict=True,
    )
