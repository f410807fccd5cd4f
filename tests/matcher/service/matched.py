"""Matches for tests of services, with people who can be written to behind them."""

from dataclasses import dataclass
from datetime import date, timedelta

from matcher.service.matches import accept_match
from matcher.storage.database import Database, Store
from matcher.storage.ids import new_id
from matcher.storage.reading.pairings import Pairing, pairing_of
from matcher.storage.tables import MatchRow, OfferRow, OutboxRow
from matcher.storage.writing.contacts import put_need_details
from matcher.storage.writing.proposals import record_batch
from tests.matcher.service.acts import SEALER, a_check, a_reachable_person, acting, reachable
from tests.matcher.storage.rows import (
    NOW,
    a_proposal,
    a_stored_need,
    a_stored_offer,
    a_volunteer,
    units_of,
)

LATER = NOW + timedelta(hours=1)


@dataclass(frozen=True)
class Asked:
    """One match that was proposed, and the people of it."""

    match_id: str
    need_id: str
    offer_id: str
    resident_id: str
    volunteer_id: str

    @property
    def volunteer(self) -> str:
        return f"volunteer:{self.volunteer_id}"

    @property
    def resident(self) -> str:
        return f"resident:{self.resident_id}"


def asked(
    database: Database, *, told: bool = True, together: int = 1, **need: object
) -> list[Asked]:
    """Ask one volunteer or several together whether they help with one need.

    `told` leaves the message of the proposal sent; else it still waits in the outbox.
    """
    with database.begin() as store:
        usual = {"person_id": a_reachable_person(store, name="Rosa Resident")}
        row = a_stored_need(store, **usual | need)
        put_need_details(
            store, SEALER, row.id, {"address": "1 Example Road", "notes": "Ring twice."}, now=NOW
        )
        unit = units_of(store, row)[0]
        offers = [a_trusted_offer(store) for _ in range(together)]
        proposals = [a_proposal(unit, offer, asked_together=together > 1) for offer in offers]
        assert record_batch(store, proposals, now=NOW).skipped == []
        for one, offer in zip(proposals, offers, strict=True):
            a_question(store, one.id, offer.volunteer_id, sent=told)
    return [
        Asked(one.id, row.id, offer.id, row.person_id, offer.volunteer_id)
        for one, offer in zip(proposals, offers, strict=True)
    ]


def a_trusted_offer(store: Store, **said: object) -> OfferRow:
    """An offer of somebody with references and a telephone."""
    volunteer = a_volunteer(store)
    reachable(store, volunteer.person_id, name="Val Volunteer")
    a_check(store, volunteer.person_id, "references", review_on=date(2027, 1, 5))
    return a_stored_offer(store, volunteer_id=volunteer.person_id, **said)


def a_question(store: Store, match_id: str, person_id: str, *, sent: bool) -> None:
    store.add(
        OutboxRow(
            id=new_id(),
            idempotency_key=f"proposal:{match_id}",
            kind="proposal",
            person_id=person_id,
            match_id=match_id,
            way="text",
            state="sent" if sent else "waiting",
            not_before=NOW,
            created_at=NOW,
        )
    )
    store.flush()


def accepted(database: Database, **said: object) -> Asked:
    """A match to which the volunteer said yes."""
    [one] = asked(database, **said)
    with acting(database, by=one.volunteer) as act:
        accept_match(act, one.match_id)
    return one


def standing(database: Database, match_id: str) -> Pairing:
    with database.read() as store:
        return pairing_of(store, match_id)


def held(database: Database, offer_id: str) -> int:
    with database.read() as store:
        return store.get_one(OfferRow, offer_id).held


def row_of(database: Database, match_id: str) -> MatchRow:
    with database.read() as store:
        return store.get_one(MatchRow, match_id)
