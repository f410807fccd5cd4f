"""Erasing a person: what says who they are goes, ids and numbers for statistics stay."""

from matcher.domain.life_cycles import NeedStatus
from matcher.domain.outcomes import NeedEnding, WithdrawalReason, WithdrawnBy
from matcher.domain.refusals import NotFound
from matcher.domain.rota import LeaveReason
from matcher.service.acting import Act
from matcher.service.matches_withdrawn import withdraw_matches_of_need, withdraw_matches_of_offer
from matcher.service.rota.leaving import leave_all
from matcher.storage.reading.needs import needs_of
from matcher.storage.tables import NeedRow, PersonRow
from matcher.storage.writing.erasure import (
    close_volunteer,
    erase_details,
    forget_messages,
    open_offers_of,
    revoke_links_of,
    to_cell_centre,
)
from matcher.storage.writing.imports import forget_lines_of
from matcher.storage.writing.needs import move_need
from matcher.storage.writing.run_retention import forget_driver, forget_stops_of_needs


def erase_person(act: Act, person_id: str) -> bool:
    """Erase somebody, resident, volunteer or both; False where they were erased before.

    What is open is taken back first, and the others are told. Then go their contact details,
    where exactly they live, their notes and what was noted of them, their letters and links.
    The log stays: it holds no names.
    """
    person = act.store.get(PersonRow, person_id, with_for_update=True)
    if person is None:
        raise NotFound("There is no such person.")
    if person.erased_at is not None:
        return False
    needs = needs_of(act.store, person_id)
    for need in needs:
        _end_need(act, need)
    for offer_id in open_offers_of(act.store, person_id):
        withdraw_matches_of_offer(act, offer_id, WithdrawnBy.SYSTEM, WithdrawalReason.ERASED)
    leave_all(act, person_id, LeaveReason.ERASED)
    close_volunteer(act.store, person_id, now=act.now)
    revoke_links_of(act.store, person_id, [need.id for need in needs], now=act.now)
    forget_messages(act.store, person_id)
    to_cell_centre(act.store, person_id)
    erase_details(act.store, person_id, [need.id for need in needs])
    forget_lines_of(act.store, person_id)
    forget_stops_of_needs(act.store, [need.id for need in needs])
    forget_driver(act.store, act.sealer, person_id)
    person.erased_at, person.contact_way = act.now, None
    act.note("erased", "person", person_id, person_id=person_id)
    act.store.flush()
    return True


def _end_need(act: Act, need: NeedRow) -> None:
    if need.status is NeedStatus.CLOSED:
        return
    withdraw_matches_of_need(act, need.id, WithdrawnBy.SYSTEM, WithdrawalReason.ERASED)
    move_need(act.store, need.id, NeedStatus.CLOSED, now=act.now, ending=NeedEnding.WITHDRAWN)
    act.note("withdrawn", "need", need.id, person_id=need.person_id)
