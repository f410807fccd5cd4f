"""The engine's answer to a round: proposals with their reasons, and needs with what blocks them."""

import json
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime
from typing import Any

import numpy as np

from matcher.domain.categories import CATEGORY_BY_SLUG
from matcher.domain.eligibility import BLOCKERS
from matcher.domain.urgency import Urgency
from matcher.engine.explain import Explanation
from matcher.engine.problem import CATEGORY_NUMBER, REMOTE, Ints
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
    reasons = list(_reasons(snapshot, result, why))
    lapses = [deadline(Urgency(value)) for value in needs.urgency.values]
    rows = zip(
        new_ids(len(order)), order.tolist(), i[order].tolist(), j[order].tolist(),
        unit[order].tolist(), needs.on_date[i[order]].tolist(),
        needs.urgency.number[i[order]].tolist(), remote[needs.category.number[i[order]]].tolist(),
        why.cost[order].tolist(), why.distance_m[order].tolist(), strict=True,
    )  # fmt: skip
    return [
        Proposal(
            id=id,
            unit_id=needs.unit_id[k],
            need_id=needs.id[need],
            offer_id=offers.id[offer],
            cost=cost,
            distance_m=None if at_home else metres,
            deadline=lapses[soon_or_not],
            on_date=date.fromordinal(day) if day else None,
            reasons=reasons[match],
        )
        for id, match, need, offer, k, day, soon_or_not, at_home, cost, metres in rows
    ]


def asked_of(
    snapshot: RoundSnapshot, proposals: Sequence[Proposal], round_id: str
) -> dict[str, AskedMatch]:
    """What letters say of proposals, by proposal: from the rows of their needs and offers."""
    needs, offers = snapshot.needs, snapshot.offers
    need_row = {id: row for row, id in enumerate(needs.id)}
    volunteer_of = dict(zip(offers.id, offers.volunteer_id, strict=True))
    category, borough = needs.category.texts(), needs.borough.texts()
    urgency = [Urgency(text) for text in needs.urgency.texts()]
    days = {day: date.fromordinal(day) if day else None for day in set(needs.wanted_on.tolist())}
    wanted_on = [days[day] for day in needs.wanted_on.tolist()]
    asked = {}
    for one in proposals:
        need = need_row[one.need_id]
        asked[one.id] = AskedMatch(
            one.id,
            one.need_id,
            one.offer_id,
            round_id,
            one.deadline,
            category[need],
            borough[need],
            urgency[need],
            needs.person_id[need],
            volunteer_of[one.offer_id],
            one.on_date or wanted_on[need],
        )
    return asked


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


def _place_within_need(need_row: Any) -> Ints:
    """0 for the first match of a need, 1 for its second: rows are sorted by need."""
    place = np.arange(len(need_row), dtype=np.int64)
    if not len(place):
        return place
    begins = np.append(True, need_row[1:] != need_row[:-1])
    return place - np.maximum.accumulate(np.where(begins, place, 0))
