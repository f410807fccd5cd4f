"""The engine's answer to a round: proposals with their reasons, and needs with what blocks them."""

import json
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime
from itertools import repeat
from typing import Any

import numpy as np

from matcher.domain.categories import CATEGORY_BY_SLUG
from matcher.domain.eligibility import BLOCKERS
from matcher.domain.urgency import Urgency
from matcher.engine.explain import Explanation
from matcher.engine.problem import CATEGORY_NUMBER, REMOTE, Ints, Rows
from matcher.engine.result import Result
from matcher.service.reasons import cell_distances_m
from matcher.service.rounds_capacity import too_many_for_one_person
from matcher.storage.ids import new_ids
from matcher.storage.reading.asked import AskedMatch
from matcher.storage.reading.round_snapshot import RoundSnapshot
from matcher.storage.writing.blocked_needs import Blocked
from matcher.storage.writing.many_rows import Json
from matcher.storage.writing.proposals import Proposal

Deadline = Callable[[Urgency], datetime]
_FIRST = {str(urgency): place for place, urgency in enumerate(reversed(Urgency))}


def proposals_of(
    snapshot: RoundSnapshot, result: Result, why: Explanation, deadline: Deadline
) -> list[Proposal]:
    """A proposal for each match that one person can give, the urgent first.

    `deadline` is until it is known when they are told.
    """
    needs, offers = snapshot.needs, snapshot.offers
    i, j = result.need_row, result.offer_row
    unit = needs.unit_start[i] + _place_within_need(i)
    soon = np.array([_FIRST[value] for value in needs.urgency.values], dtype=np.int64)
    remote = np.array([CATEGORY_BY_SLUG[value].remote for value in needs.category.values], bool)
    kept = np.flatnonzero(~too_many_for_one_person(offers, i, j, why.cost))
    # Within an urgency in the order of offers, which is that of most of what is written to.
    order = kept[np.lexsort((i[kept], j[kept], soon[needs.urgency.number[i[kept]]]))]
    i, j, unit = i[order], j[order], unit[order]
    reasons = list(_reasons(snapshot, result, why))
    lapses = [deadline(Urgency(value)) for value in needs.urgency.values]
    metres = why.distance_m[order].tolist()
    at_home = remote[needs.category.number[i]].tolist()
    # A column after the other: to go from row to row takes three times as long.
    columns = (
        new_ids(len(order)),
        map(needs.unit_id.__getitem__, unit.tolist()),
        map(needs.id.__getitem__, i.tolist()),
        map(offers.id.__getitem__, j.tolist()),
        why.cost[order].tolist(),
        [None if far else m for far, m in zip(at_home, metres, strict=True)],
        map(lapses.__getitem__, needs.urgency.number[i].tolist()),
        _days(needs.on_date[i]),
        *map(repeat, (False, False, None)),  # neither asked together nor touched by anybody
        map(reasons.__getitem__, order.tolist()),
    )
    return list(map(Proposal, *columns))


def asked_of(
    snapshot: RoundSnapshot, proposals: Sequence[Proposal], round_id: str
) -> dict[str, AskedMatch]:
    """What letters say of proposals, by proposal: from the rows of their needs and offers."""
    needs, offers = snapshot.needs, snapshot.offers
    need_row = dict(zip(needs.id, range(len(needs.id)), strict=True))
    volunteer_of = dict(zip(offers.id, offers.volunteer_id, strict=True))
    row = [need_row[one.need_id] for one in proposals]
    at = np.array(row, dtype=np.int64)
    urgency = [Urgency(text) for text in needs.urgency.values]
    columns = (
        [one.id for one in proposals],
        [one.need_id for one in proposals],
        [one.offer_id for one in proposals],
        repeat(round_id),
        [one.deadline for one in proposals],
        map(needs.category.values.__getitem__, needs.category.number[at].tolist()),
        map(needs.borough.values.__getitem__, needs.borough.number[at].tolist()),
        map(urgency.__getitem__, needs.urgency.number[at].tolist()),
        map(needs.person_id.__getitem__, row),
        [volunteer_of[one.offer_id] for one in proposals],
        [
            one.on_date or day
            for one, day in zip(proposals, _days(needs.wanted_on[at]), strict=True)
        ],
    )
    return {one.id: one for one in map(AskedMatch, *columns)}


def blocked_needs_of(
    snapshot: RoundSnapshot, result: Result, why: Explanation
) -> dict[str, Blocked]:
    """What blocks each need with units that nobody serves; of several dates the next one."""
    blocked: dict[str, Blocked] = {}
    rows = zip(
        why.unserved_need.tolist(),
        result.unserved[why.unserved_need].tolist(),
        why.blocker.tolist(),
        why.wider_radius_m.tolist(),
        strict=True,
    )
    for need, units, gate, wider_m in rows:
        id = snapshot.needs.id[need]
        if (known := blocked.get(id)) is not None:
            blocked[id] = known._replace(units=known.units + units)
        else:
            blocked[id] = Blocked(BLOCKERS[gate], units, wider_m if wider_m >= 0 else None)
    return blocked


def units_by_blocker(result: Result, why: Explanation) -> dict[str, int]:
    """How many units each gate keeps from being served."""
    counted: Counter[str] = Counter()
    rows = zip(why.blocker.tolist(), result.unserved[why.unserved_need].tolist(), strict=True)
    for gate, units in rows:
        counted[BLOCKERS[gate].value] += units
    return dict(sorted(counted.items()))


def _reasons(snapshot: RoundSnapshot, result: Result, why: Explanation) -> Iterator[Json]:
    """Why this volunteer, as `matcher.service.reasons` reads it again; as JSON, made by hand.

    To make a mapping of each and then JSON of that takes three times as long.
    """
    needs, offers = snapshot.needs, snapshot.offers
    i, j = result.need_row, result.offer_row
    shared: dict[tuple[int, int], str] = {}
    asked, spoken = needs.languages.sets, offers.languages.sets
    cells = cell_distances_m(
        needs.easting[i], needs.northing[i], offers.easting[j], offers.northing[j]
    )
    travels = ~REMOTE[[CATEGORY_NUMBER[slug] for slug in needs.category.values]]
    shown = [
        metres if moves else None
        for metres, moves in zip(
            cells.tolist(), travels[needs.category.number[i]].tolist(), strict=True
        )
    ]
    rows = zip(
        shown, why.same_borough.tolist(), needs.languages.number[i].tolist(),
        offers.languages.number[j].tolist(), why.next_best.tolist(),
        (why.next_best_cost - why.cost).tolist(), strict=True,
    )  # fmt: skip
    for cell_m, same, wanted, given, other, more_m in rows:
        if (wanted, given) not in shared:
            shared[wanted, given] = json.dumps(sorted(asked[wanted] & spoken[given]))
        next_best, more = (f'"{offers.id[other]}"', more_m) if other >= 0 else ("null", "null")
        yield Json(
            f'{{"cell_distance_m":{"null" if cell_m is None else cell_m},'
            f'"same_borough":{"true" if same else "false"},'
            f'"languages":{shared[wanted, given]},'
            f'"next_best_offer":{next_best},"next_best_more_m":{more}}}'
        )


def _days(ordinals: Rows) -> list[date | None]:
    """Days by `date.toordinal`, None for 0; each different one is made once."""
    days = {day: date.fromordinal(day) if day else None for day in set(ordinals.tolist())}
    return [days[day] for day in ordinals.tolist()]


def _place_within_need(need_row: Any) -> Ints:
    """0 for the first match of a need, 1 for its second: rows are sorted by need."""
    place = np.arange(len(need_row), dtype=np.int64)
    if not len(place):
        return place
    begins = np.append(True, need_row[1:] != need_row[:-1])
    return place - np.maximum.accumulate(np.where(begins, place, 0))
