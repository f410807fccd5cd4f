"""What comes in: a donation with a thank-you, or whatever was bought or brought by nobody known."""

from dataclasses import dataclass, field
from datetime import date

from matcher.domain.contact import Contact, ContactWay
from matcher.domain.refusals import Invalid, NotFound
from matcher.domain.roles import Right
from matcher.domain.stock import Movement, is_past, require_quantity
from matcher.messages.letters.contents import Link
from matcher.messages.letters.donors import DonationThanks
from matcher.service.acting import Act
from matcher.service.contacts import Details, keep_details
from matcher.service.desk import Desk
from matcher.service.post import post
from matcher.service.stock_desk import entered, held_item, place_of_charity, require_used
from matcher.storage.ids import new_id
from matcher.storage.reading.stock_gifts import Gift, gift_of
from matcher.storage.tables import DonationRow, PersonRow, StockItemRow
from matcher.storage.writing.stock import Line, lot_of

# What donors are told when they give their number; a new wording, a new name.
CONSENT = "donors-1"
MOST_YEARS_AHEAD = 30
NO_SUCH_GIFT = "There is nothing at this address: check the link in your message."
PAST = "That date is over: look again, and do not take in what is past its date."
FAR = "That date is very far ahead: look at the year again."
NOT_WRITTEN_TO = "A thank-you goes by text or e-mail: give a mobile number or an e-mail address."


@dataclass(frozen=True, slots=True)
class Receipt:
    """So many of an item, for a place, best before a day where it says one."""

    item_id: str
    place_id: str
    quantity: int
    best_before: date | None = None


@dataclass(frozen=True, slots=True)
class Received:
    """The entry in the ledger, and the donation where somebody is thanked for it."""

    entry_id: str
    donation_id: str | None = field(default=None)


def receive(
    act: Act, desk: Desk, receipt: Receipt, donor: Contact | None = None, language: str = "en"
) -> Received:
    """Take something in; `donor` is thanked once, in `language`, and forgotten within days."""
    item = held_item(act, desk, receipt.item_id, Right.HANDLE_STOCK)
    require_used(item)
    require_quantity(receipt.quantity)
    place_of_charity(act, item.charity_id, receipt.place_id)
    _require_sensible(receipt.best_before, act.today)
    donation_id = None if donor is None else _donation(act, item, donor, language)
    lot_id = lot_of(act.store, item.id, receipt.place_id, receipt.best_before, now=act.now)
    line = Line.of(Movement.RECEIVED, item.id, lot_id, receipt.quantity)
    entry_id = entered(act, item, [line], donation_id=donation_id)
    return Received(entry_id, donation_id)


def gift(act: Act, donation_id: str) -> Gift:
    """What somebody gave, for whoever holds the link: no name, and nothing of who got it."""
    found = gift_of(act.store, donation_id)
    if found is None:
        raise NotFound(NO_SUCH_GIFT)
    return found


def _require_sensible(best_before: date | None, today: date) -> None:
    if best_before is None:
        return
    if is_past(best_before, today):
        raise Invalid(PAST, "best_before")
    if best_before.year > today.year + MOST_YEARS_AHEAD:
        raise Invalid(FAR, "best_before")


def _donation(act: Act, item: StockItemRow, donor: Contact, language: str) -> str:
    """Keep whom to thank, and put the letter into the outbox.

    Nobody's need hangs on this person, so retention erases them with the first residents whose
    needs were never confirmed: `Retention.unconfirmed_contact_days`.
    """
    if not {ContactWay.TEXT, ContactWay.EMAIL} & set(donor.ways()):
        raise Invalid(NOT_WRITTEN_TO, "phone")
    person = PersonRow(
        id=new_id(),
        language=language,
        created_at=act.now,
        consented_at=act.now,
        consent_wording=CONSENT,
    )
    act.store.add(person)
    act.store.flush()
    keep_details(act, person, Details(contact=donor))
    donation = DonationRow(
        id=new_id(),
        charity_id=item.charity_id,
        person_id=person.id,
        given_on=act.today,
        created_at=act.now,
    )
    act.store.add(donation)
    act.store.flush()
    letter = DonationThanks(link=Link(f"/d/{donation.id}"), given_on=act.today)
    post(act, letter, person_id=person.id, key=f"donation:{donation.id}")
    return donation.id
