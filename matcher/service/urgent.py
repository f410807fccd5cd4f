"""The urgent path: a confirmed urgent need does not wait for a round.

The cheapest few are asked at once, and the first yes takes it (`accept_match` tells the others).
With each no, and each deadline that passes, more are asked, further away, and nobody twice.
"""

from collections.abc import Sequence
from datetime import timedelta

from matcher.domain.deadlines import lapses_at
from matcher.domain.life_cycles import NeedStatus
from matcher.domain.urgency import Urgency
from matcher.domain.urgent_steps import how_many_more
from matcher.service.acting import Act
from matcher.service.candidates import Asking, Candidate, asking_for, ranked_candidates
from matcher.service.nearby import Nearby
from matcher.service.post_many import readers_of
from matcher.service.proposals import Told, tell_of_proposals
from matcher.storage.ids import new_id
from matcher.storage.reading.wanted import AskedFor, units_asked_for, urgent_need_ids
from matcher.storage.writing.need_endings import hold_need
from matcher.storage.writing.proposals import Proposal, record_batch

# Looked at for each who is asked, so that those who can be told now come before those who sleep.
LOOKED_AT = 5
# A dated unit is urgent when its day is near.
LOOKS_AHEAD = timedelta(days=2)


def urgent_needs(act: Act) -> list[str]:
    """Confirmed urgent needs for which somebody more has to be asked, the first confirmed first."""
    ids = urgent_need_ids(act.store)
    units = units_asked_for(act.store, ids)
    return [id for id in ids if any(_missing(act, unit) for unit in units[id])]


def ask_nearby(act: Act, need_id: str, nearby: Nearby | None = None) -> list[Told]:
    """Ask the next few about each open unit of an urgent need; nobody where enough were asked.

    Doing so twice asks nobody twice. `nearby` is the worker's index; without it the database is
    asked.
    """
    hold_need(act.store, need_id)
    asking = asking_for(act, need_id)
    row = asking.row
    if row.status is not NeedStatus.OPEN or not row.confirmed or row.urgency is not Urgency.URGENT:
        return []
    told: list[Told] = []
    for unit in asking.open_units:
        more = _missing(act, unit)
        if more:
            told += _ask(act, need_id, unit, more, nearby)
    return told


def _missing(act: Act, unit: AskedFor) -> int:
    if unit.taken or (unit.on_date is not None and unit.on_date > act.today + LOOKS_AHEAD):
        return 0
    return how_many_more(waiting=unit.waiting, gone=unit.gone)


def _ask(act: Act, need_id: str, unit: AskedFor, more: int, nearby: Nearby | None) -> list[Told]:
    # Asked again for each unit: who was just asked for the first is not free for the second.
    asking = asking_for(act, need_id)
    looked_at = LOOKED_AT * more + len(asking.barred.asked)
    found = (
        nearby.ranked(act, asking, looked_at)
        if nearby is not None
        else ranked_candidates(act, need_id, looked_at)
    )
    chosen = _awake_first(act, [one for one in found if not one.asked_before])[:more]
    proposals = [_proposal(act, asking, unit, one) for one in chosen]
    recorded = record_batch(act.store, proposals, now=act.now)
    return tell_of_proposals(act, recorded.proposals)


def _awake_first(act: Act, candidates: Sequence[Candidate]) -> list[Candidate]:
    """Those who can be told at this moment before those who would read it in the morning."""
    readers = readers_of(act, (one.volunteer_id for one in candidates))

    def sleeps(one: Candidate) -> bool:
        reader = readers.get(one.volunteer_id)
        return reader is None or reader.next_letter_at(act.now, urgent=True) != act.now

    return sorted(candidates, key=sleeps)


def _proposal(act: Act, asking: Asking, unit: AskedFor, one: Candidate) -> Proposal:
    return Proposal(
        id=new_id(),
        unit_id=unit.id,
        need_id=asking.row.id,
        offer_id=one.offer_id,
        cost=one.cost,
        distance_m=one.distance_m,
        deadline=lapses_at(act.now, Urgency.URGENT, act.rules.deadlines),
        on_date=unit.on_date,
        asked_together=True,
        reasons=one.reasons.kept(),
    )
