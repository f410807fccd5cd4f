"""A round's snapshot as the engine's problem: columns become columns, and no object a person.

What may be asked of whom today is decided here, by the domain: once for each different set of
words, never once for each of 90,000 offers.
"""

from collections.abc import Callable, Mapping
from datetime import date

import numpy as np
from numpy.typing import NDArray

from matcher.domain.asking import given_today, provided_today
from matcher.domain.availability import HALF_DAY_BIT, half_days_on
from matcher.domain.checks import Check, CheckLevel
from matcher.domain.cost import unserved_penalty
from matcher.domain.life_cycles import VolunteerStatus
from matcher.domain.params import Params
from matcher.domain.urgency import Urgency
from matcher.engine.problem import (
    CATEGORY_NUMBER,
    Ints,
    Masks,
    NeedArrays,
    OfferArrays,
    Problem,
    Rows,
    bits_of,
    masks_of,
)
from matcher.service.rounds_capacity import capacities
from matcher.storage.reading.columns import Coded
from matcher.storage.reading.round_snapshot import RoundSnapshot
from matcher.storage.reading.snapshot_needs import SnapshotNeeds
from matcher.storage.reading.snapshot_offers import SnapshotOffers

Words = frozenset[str]
# The reading has looked at the dates of checks; that they are seen is all that is left to say.
SEEN_BY = "a coordinator"
# After Sunday, 6.
_NO_DAY = 7


def problem_of(snapshot: RoundSnapshot, *, today: date, params: Params) -> Problem:
    """Return the problem of a snapshot, row for row."""
    needs, offers = snapshot.needs, snapshot.offers
    boroughs = tuple(sorted({*needs.borough.values, *offers.borough.values}))
    number = {code: row for row, code in enumerate(boroughs)}
    attributes = bits_of(set().union(*needs.requires.sets))
    languages = bits_of(set().union(*needs.languages.sets))
    return Problem(
        needs=_needs(snapshot, number, attributes, languages, today, params),
        offers=_offers(offers, number, attributes, languages, today),
        boroughs=boroughs,
        params=params,
    )


def _needs(
    snapshot: RoundSnapshot,
    borough: Mapping[str, int],
    attributes: dict[str, int],
    languages: dict[str, int],
    today: date,
    params: Params,
) -> NeedArrays:
    needs = snapshot.needs
    start = np.searchsorted(snapshot.avoid_need, np.arange(len(needs.id) + 1))
    return NeedArrays(
        easting=needs.easting,
        northing=needs.northing,
        borough=_numbered(needs.borough, borough),
        category=_numbered(needs.category, CATEGORY_NUMBER),
        units=needs.units,
        penalty=_penalties(needs, today, params),
        requires=masks_of(needs.requires.sets, attributes)[needs.requires.number],
        languages=masks_of(needs.languages.sets, languages)[needs.languages.number],
        slots=_wanted_slots(needs),
        avoid_start=start.astype(np.int64),
        avoid_offer=snapshot.avoid_offer,
    )


def _offers(
    offers: SnapshotOffers,
    borough: Mapping[str, int],
    attributes: dict[str, int],
    languages: dict[str, int],
    today: date,
) -> OfferArrays:
    checks = [checks_of(levels, today) for levels in offers.check_levels.sets]
    statuses = [VolunteerStatus(status) for status in offers.volunteer_status.values]
    offered, provided = offers.categories.sets, offers.provides.sets
    given = _by_kind(
        lambda kind, status, seen: given_today(
            offered[kind], statuses[status], checks[seen], today
        ),
        CATEGORY_NUMBER,
        offers.categories,
        offers.volunteer_status,
        offers.check_levels,
    )
    provides = _by_kind(
        lambda kind, seen: provided_today(provided[kind], checks[seen], today),
        attributes,
        offers.provides,
        offers.check_levels,
    )
    return OfferArrays(
        easting=offers.easting,
        northing=offers.northing,
        borough=_numbered(offers.borough, borough),
        categories=given[:, 0].copy(),
        radius=offers.radius_m,
        capacity=capacities(offers),
        recent=offers.recent,
        provides=provides,
        languages=masks_of(offers.languages.sets, languages)[offers.languages.number],
        slots=masks_of(offers.availability.sets, HALF_DAY_BIT)[offers.availability.number][
            :, 0
        ].copy(),
    )


def checks_of(levels: Words, today: date) -> tuple[Check, ...]:
    """Checks that hold today, by their levels."""
    return tuple(Check(CheckLevel(level), today, SEEN_BY) for level in sorted(levels))


def _numbered(column: Coded, number: Mapping[str, int]) -> Rows:
    return np.array([number[value] for value in column.values], dtype=np.int32)[column.number]


def _penalties(needs: SnapshotNeeds, today: date, params: Params) -> Ints:
    waited = np.clip(today.toordinal() - needs.registered_on, 0, params.waiting_days)
    table = np.array(
        [
            [
                unserved_penalty(Urgency(urgency), days, params)
                for days in range(params.waiting_days + 1)
            ]
            for urgency in needs.urgency.values
        ],
        dtype=np.int64,
    ).reshape(-1, params.waiting_days + 1)
    return table[needs.urgency.number, waited]


def _wanted_slots(needs: SnapshotNeeds) -> Masks:
    """Half-days by need; where there is a day, only those of that day."""
    sets = needs.availability.sets
    days = np.where(needs.on_date > 0, needs.on_date, needs.wanted_on)
    # date.toordinal counts from a Monday: 1 January of the year 1.
    weekday = np.where(days > 0, (days - 1) % 7, _NO_DAY)
    kinds, which = np.unique(needs.availability.number * 8 + weekday, return_inverse=True)
    distinct = [_on_weekday(sets[kind // 8], kind % 8) for kind in kinds.tolist()]
    return masks_of(distinct, HALF_DAY_BIT)[which][:, 0].copy()


def _on_weekday(half_days: Words, weekday: int) -> Words:
    return half_days if weekday == _NO_DAY else half_days_on(date(1, 1, 1 + weekday), half_days)


def _by_kind(words: Callable[..., Words], bit: Mapping[str, int], *columns: Coded) -> Masks:
    """Masks of what `words` says of each different combination of the columns' values."""
    key: NDArray[np.int64] = np.zeros(len(columns[0].number), dtype=np.int64)
    for column in columns:
        key = key * max(1, len(column.values)) + column.number
    _, first, which = np.unique(key, return_index=True, return_inverse=True)
    combinations = zip(*(column.number[first].tolist() for column in columns), strict=True)
    return masks_of([words(*combination) for combination in combinations], dict(bit))[which]
