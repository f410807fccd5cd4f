"""What a client does, one deed after the other, each in a transaction of its own and with a key.

A chain is one piece of help from the asking to the thanks. Whoever was stopped does the last deed
again, with the same key, as a page does when somebody presses twice.
"""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from matcher.domain.origins import ConfirmedBy
from matcher.service.acting import Act
from matcher.service.matches import accept_match, report_done
from matcher.service.matches_resident import confirm_done
from matcher.service.needs import register_need
from matcher.service.needs_confirming import confirm_need
from matcher.service.proposals import tell_of_proposals
from matcher.storage.database import Database
from matcher.storage.tables import OfferRow, UnitRow
from matcher.storage.writing.idempotency import Answer, once
from matcher.storage.writing.proposals import record_batch
from tests.matcher.service.acts import SEALER
from tests.matcher.service.asked_needs import an_asked_need
from tests.matcher.storage.rows import a_proposal

Known = Mapping[str, str]
Deed = Callable[[Act, Known], str]
Do = Callable[[Database, datetime, str, str, Known], str]


def register(act: Act, known: Known) -> str:
    return register_need(act, an_asked_need()).need_id


def propose(act: Act, known: Known) -> str:
    confirm_need(act, known["register"], ConfirmedBy.COORDINATOR)
    unit = act.store.query(UnitRow).filter_by(need_id=known["register"]).one()
    offer = act.store.get_one(OfferRow, known["offer"])
    proposal = a_proposal(unit, offer, deadline=act.now + timedelta(days=1))
    recorded = record_batch(act.store, [proposal], now=act.now)
    assert recorded.proposals, recorded.skipped
    tell_of_proposals(act, recorded.proposals)
    return proposal.id


def accept(act: Act, known: Known) -> str:
    accept_match(act, known["propose"])
    return known["propose"]


def report(act: Act, known: Known) -> str:
    report_done(act, known["propose"], 30)
    return known["propose"]


def thank(act: Act, known: Known) -> str:
    confirm_done(act, known["propose"])
    return known["propose"]


CHAIN: dict[str, Deed] = {
    "register": register,
    "propose": propose,
    "accept": accept,
    "report": report,
    "thank": thank,
}


def do(database: Database, now: datetime, key: str, verb: str, known: Known) -> str:
    """Do a deed once, however often it is asked for with this key; the id that came of it."""
    with database.begin() as store:
        return once_in(Act(store, now, SEALER, "somebody"), key, verb, known)


def once_in(act: Act, key: str, verb: str, known: Known) -> str:
    def deed() -> Answer:
        return Answer(200, {"id": CHAIN[verb](act, known)})

    answer = once(act.store, act.sealer, "kill", f"{key}:{verb}", {"key": key}, deed, now=act.now)
    body: Mapping[str, Any] = answer.body or {}
    return str(body["id"])
