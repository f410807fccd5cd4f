"""The people of the demo town arrive: volunteers sign up and are seen, residents ask."""

from dataclasses import dataclass
from datetime import date, time, timedelta

from matcher.domain.checks import DBS, CheckLevel
from matcher.domain.contact import ContactWay
from matcher.domain.origins import CameBy, ConfirmedBy
from matcher.domain.recurring import Weekly
from matcher.service.acting import Act
from matcher.service.demo.drawn import Asker, Helper
from matcher.service.gazetteer import Gazetteer
from matcher.service.needs import Registered, register_need
from matcher.service.needs_asked import REQUIRABLE, AskedNeed
from matcher.service.offers import MOST_AT_ONCE, OWN_WORD, OfferWords, make_offer
from matcher.service.volunteers import Joined, prove_contact, sign_up
from matcher.service.volunteers_known import note_check
from matcher.service.volunteers_limits import Limits, change_limits
from matcher.service.whereabouts import place_of_postcode

BORN_ON = date(1980, 5, 17)
LEVELS = (
    *(CheckLevel.IDENTITY,) * 3,
    *(CheckLevel.REFERENCES,) * 5,
    *(CheckLevel.BASIC_DBS,) * 2,
)
NIGHTS = Limits(quiet_from=time(21, 30), quiet_until=time(8))
A_YEAR = timedelta(days=365)
_DAYS = ("mon", "tue", "wed", "thu", "fri")


@dataclass(frozen=True, slots=True)
class Arrived:
    """A volunteer of the town, by the id of the person and of what they offer."""

    volunteer_id: str
    offer_id: str


def volunteer_arrives(
    act: Act, gazetteer: Gazetteer, helper: Helper, number: int, charity_id: str
) -> Arrived:
    """Sign somebody up whose contact is proven and, for most, whom a coordinator has seen."""
    volunteer_id = sign_up(act, Joined(helper.person, BORN_ON), charity_id=charity_id)
    prove_contact(act, volunteer_id)
    offer = helper.offer
    level = CheckLevel.BASIC_DBS if DBS in offer.provides else LEVELS[number % len(LEVELS)]
    # One in twelve has come lately, and nobody has seen them yet.
    if number % 12:
        # A few run out soon, so that there is something to renew.
        lasts = timedelta(days=20) if number % 25 == 1 else A_YEAR
        note_check(
            act,
            volunteer_id,
            level,
            seen_on=act.today - timedelta(days=number % 30),
            review_on=act.today + lasts + timedelta(days=60),
            charity_id=charity_id,
        )
    if number % 3 == 0:
        change_limits(act, volunteer_id, NIGHTS)
    words = OfferWords(
        categories=offer.categories,
        place=place_of_postcode(gazetteer, helper.postcode),
        radius_m=offer.radius_m,
        capacity=min(offer.capacity, MOST_AT_ONCE),
        languages=offer.languages,
        provides=offer.provides & OWN_WORD,
        availability=offer.availability,
    )
    return Arrived(volunteer_id, make_offer(act, volunteer_id, words, charity_id=charity_id))


def resident_asks(
    act: Act, gazetteer: Gazetteer, asker: Asker, number: int, charity_id: str | None
) -> Registered:
    """Register one need: most confirmed it themselves, others were taken down on the telephone."""
    need, way = asker.need, asker.person.contact.prefers
    by_phone = way in (ContactWay.RING, ContactWay.COORDINATOR)
    asked = AskedNeed(
        category=need.category,
        place=place_of_postcode(gazetteer, asker.postcode),
        person=asker.person,
        urgency=need.urgency,
        weekly=_weekly(act, number),
        availability=need.availability,
        languages=need.languages,
        requires=need.requires & REQUIRABLE,
        people_needed=need.people_needed,
        asks_first=number % 9 == 4,
        address=f"{1 + number % 87} Example Road",
        notes="Please ring the bell twice." if number % 4 == 0 else "",
        came_by=CameBy.PHONE if by_phone else CameBy.WEB,
    )
    # One in thirty has not answered our message yet.
    unsaid = not by_phone and number % 30 == 7
    how = ConfirmedBy.COORDINATOR if by_phone else ConfirmedBy.LINK
    return register_need(act, asked, charity_id=charity_id, confirmed_by=None if unsaid else how)


def _weekly(act: Act, number: int) -> Weekly | None:
    """One need in eleven comes again every week."""
    if number % 11 != 5:
        return None
    return Weekly(act.today, frozenset({_DAYS[number % len(_DAYS)]}))
