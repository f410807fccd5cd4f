"""Volunteers before their own pages, as a browser would meet them."""

from dataclasses import dataclass, field
from datetime import date
from itertools import count
from typing import Any

from matcher.bootstrap import Tools
from matcher.domain.contact import Contact, ContactWay, Email, Phone
from matcher.domain.origins import ConfirmedBy
from matcher.messages.letters.letter import Letter
from matcher.service.contacts import Details
from matcher.service.matches import accept_match
from matcher.service.needs import register_need
from matcher.service.needs_asked import AskedNeed
from matcher.service.offers import OfferWords, make_offer
from matcher.service.post import opened_letter
from matcher.service.proposals import tell_of_proposals
from matcher.service.reasons import Reasons
from matcher.service.volunteers import Joined, open_own_page, prove_contact, sign_up
from matcher.service.whereabouts import place_of_postcode
from matcher.storage.tables import OfferRow, OutboxRow, UnitRow, VolunteerRow
from matcher.storage.writing.proposals import record_batch
from tests.matcher.service.acts import a_check
from tests.matcher.storage.rows import a_proposal

# Ofcom keeps it for films: it is nobody's.
A_MOBILE = "+447700900123"
_mailboxes = count(1)


def joining(**said: str) -> dict[str, str]:
    """What somebody types who signs up, with a mailbox of their own."""
    usual = {
        "name": "Val",
        "born_on-day": "1",
        "born_on-month": "5",
        "born_on-year": "1980",
        "phone": "",
        "email": f"joins{next(_mailboxes)}@example.org",
        "consent": "yes",
    }
    return usual | said


@dataclass
class Volunteer:
    """Somebody who helps in Peckham, and the secret of their own page."""

    tools: Tools
    id: str
    offer_id: str
    own: str
    matches: list[str] = field(default_factory=list)

    @property
    def by(self) -> str:
        return f"volunteer:{self.id}"

    def accept(self, match_id: str) -> None:
        with self.tools.acting(self.by) as act:
            accept_match(act, match_id)

    def letters(self) -> list[Letter]:
        return letters_to(self.tools, self.id)

    def secret_of(self, kind: str) -> str:
        """The secret of the link in the newest letter of a kind."""
        return secret_of(self.letters(), kind)


def a_volunteer(tools: Tools, *, level: str | None = "references", **words: Any) -> Volunteer:
    """Somebody who proved their contact, was checked, and offers groceries from Peckham."""
    contact = Contact(email=Email(f"val{next(_mailboxes)}@example.org"), prefers=ContactWay.EMAIL)
    with tools.acting() as act:
        id = sign_up(act, Joined(Details("Val", contact), date(1980, 5, 1)))
        prove_contact(act, id)
        if level:
            a_check(act.store, id, level)
        usual = {
            "categories": frozenset({"groceries"}),
            "place": place_of_postcode(tools.gazetteer, "SE15 4QN"),
        }
        offer_id = make_offer(act, id, OfferWords(**usual | words))
        own = open_own_page(act, id)
    return Volunteer(tools, id, offer_id, own)


def ask(tools: Tools, *volunteers: Volunteer, category: str = "groceries", **need: Any) -> None:
    """Let Rosa ask for help near by, and ask these volunteers for it, several at once."""
    person = Details("Rosa", Contact(phone=Phone(A_MOBILE), prefers=ContactWay.TEXT))
    usual = {"address": "Flat 4, 1 Example Road", "notes": "Please ring twice."}
    place = place_of_postcode(tools.gazetteer, "SE15 4QN")
    with tools.acting() as act:
        asked = register_need(
            act,
            AskedNeed(category, place, person, **usual | need),
            confirmed_by=ConfirmedBy.COORDINATOR,
        )
        unit = act.store.query(UnitRow).filter_by(need_id=asked.need_id).first()
        reasons = Reasons(cell_distance_m=0, same_borough=True, languages=("en",)).kept()
        proposals = [
            a_proposal(
                unit,
                act.store.get_one(OfferRow, one.offer_id),
                asked_together=len(volunteers) > 1,
                reasons=reasons,
                deadline=act.now.replace(year=act.now.year + 1),
            )
            for one in volunteers
        ]
        assert record_batch(act.store, proposals, now=act.now).skipped == []
        tell_of_proposals(act, proposals)
    for one, proposal in zip(volunteers, proposals, strict=True):
        one.matches.append(proposal.id)


def asked(tools: Tools, **need: Any) -> tuple[Volunteer, str]:
    """A volunteer who was asked, and the secret of the link in the letter."""
    one = a_volunteer(tools)
    ask(tools, one, **need)
    return one, one.secret_of("proposal")


def letters_to(tools: Tools, person_id: str) -> list[Letter]:
    """Every letter to somebody, the oldest first."""
    with tools.looking() as act:
        rows = act.store.query(OutboxRow).filter_by(person_id=person_id)
        kept = sorted((row for row in rows if row.payload), key=lambda row: row.created_at)
        return [opened_letter(act.sealer, row.payload, row.id) for row in kept]


def secret_of(letters: list[Letter], kind: str) -> str:
    return next(one for one in reversed(letters) if kind == one.KIND).link.path.split("/")[2]


def newest_volunteer(tools: Tools) -> VolunteerRow:
    """Whoever signed up last."""
    with tools.looking() as act:
        return max(act.store.query(VolunteerRow), key=lambda row: row.created_at)


def newest_letter(tools: Tools, kind: str) -> Letter:
    with tools.looking() as act:
        rows = act.store.query(OutboxRow).filter_by(kind=kind).all()
        newest = max(rows, key=lambda row: row.created_at)
        return opened_letter(act.sealer, newest.payload, newest.id)
