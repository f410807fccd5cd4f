"""Needs that somebody said yes to, for tests of the pages that say so."""

from datetime import timedelta

from matcher.domain.contact import Contact, ContactWay, Phone
from matcher.domain.origins import ConfirmedBy
from matcher.service.acting import Act
from matcher.service.contacts import Details, keep_details
from matcher.service.matches import accept_match
from matcher.service.needs_confirming import confirm_need
from matcher.storage.tables import PersonRow, UnitRow
from matcher.storage.writing.proposals import record_batch
from tests.matcher.service.acts import a_check
from tests.matcher.storage.rows import a_proposal, a_stored_offer, a_volunteer

VAL = Details("Val Volunteer", Contact(phone=Phone("+447700900124"), prefers=ContactWay.TEXT))


def said_yes(act: Act, need_id: str) -> str:
    """Confirm a need and let Val say yes to its first unit; the id of the match."""
    match_id = asked_of_val(act, need_id)
    accept_match(act, match_id)
    return match_id


def asked_of_val(act: Act, need_id: str) -> str:
    """Confirm a need and ask Val."""
    confirm_need(act, need_id, ConfirmedBy.COORDINATOR)
    volunteer = a_volunteer(act.store)
    keep_details(act, act.store.get_one(PersonRow, volunteer.person_id), VAL)
    a_check(act.store, volunteer.person_id, "basic_dbs")
    offer = a_stored_offer(act.store, volunteer_id=volunteer.person_id)
    unit = act.store.query(UnitRow).filter_by(need_id=need_id).first()
    assert unit is not None
    proposal = a_proposal(unit, offer, deadline=act.now + timedelta(hours=12))
    assert record_batch(act.store, [proposal], now=act.now).skipped == []
    return str(proposal.id)
