"""What a volunteer gives: make an offer, change it, pause it, take it up again, end it."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from matcher.domain.availability import HALF_DAY_BIT
from matcher.domain.categories import CATEGORY_BY_SLUG
from matcher.domain.life_cycles import OfferStatus
from matcher.domain.offers import DEFAULT_LANGUAGES, DEFAULT_RADIUS_M
from matcher.domain.outcomes import WithdrawalReason, WithdrawnBy
from matcher.domain.refusals import Conflict, Invalid, NotFound
from matcher.service.acting import Act
from matcher.service.matches_withdrawn import withdraw_matches_of_offer
from matcher.service.whereabouts import Whereabouts
from matcher.storage.ids import new_id
from matcher.storage.reading.volunteers import OfferSummary, offers_of
from matcher.storage.tables import OfferRow, VolunteerRow
from matcher.storage.writing.offers import (
    NO_SUCH_OFFER,
    move_offer,
    put_offer_off,
    rewrite_offer,
)
from matcher.storage.writing.volunteers import NO_SUCH_VOLUNTEER

# What a volunteer may say of themselves; `dbs` is not among it, since a check says that.
OWN_WORD = frozenset({"car", "lifting", "woman"})
MOST_AT_ONCE = 20
# Beyond that, somebody lives elsewhere: a volunteer goes this far at most, in metres.
FURTHEST_M = 50_000


@dataclass(frozen=True, slots=True)
class OfferWords:
    """What an offer says; None leaves a thing as it is.

    `capacity` is how many people they help at once. No `availability` means any time.
    """

    categories: frozenset[str] | None = None
    place: Whereabouts | None = None
    radius_m: int | None = None
    capacity: int | None = None
    languages: frozenset[str] | None = None
    provides: frozenset[str] | None = None
    availability: frozenset[str] | None = None

    def __post_init__(self) -> None:
        if self.categories is not None and not (
            self.categories and self.categories <= CATEGORY_BY_SLUG.keys()
        ):
            raise Invalid("Please choose at least one kind of help.", "categories")
        if self.radius_m is not None and not 0 < self.radius_m <= FURTHEST_M:
            raise Invalid("Please choose how far you go, up to 50 km.", "radius_m")
        if self.capacity is not None and not 1 <= self.capacity <= MOST_AT_ONCE:
            raise Invalid(
                "Please say how many people at once, from 1 to %(most)s.",
                "capacity",
                most=MOST_AT_ONCE,
            )
        if self.languages is not None and not self.languages:
            raise Invalid("Please choose at least one language.", "languages")
        if not (self.provides or frozenset()) <= OWN_WORD:
            raise Invalid(
                "You can say of yourself: %(choices)s.",
                "provides",
                choices=", ".join(sorted(OWN_WORD)),
            )
        if not (self.availability or frozenset()) <= HALF_DAY_BIT.keys():
            raise Invalid("Times are half-days such as mon-am or wed-eve.", "availability")

    def columns(self) -> dict[str, Any]:
        """What was said, as the columns of an offer."""
        names = ("categories", "radius_m", "capacity", "languages", "provides", "availability")
        said = {name: getattr(self, name) for name in names}
        columns = {name: value for name, value in said.items() if value is not None}
        if self.place is not None:
            columns |= {
                "easting": self.place.point.easting,
                "northing": self.place.point.northing,
                "borough": self.place.borough,
                "cell": self.place.cell,
                "postcode": self.place.postcode,
            }
        return columns


def make_offer(
    act: Act, volunteer_id: str, words: OfferWords, *, charity_id: str | None = None
) -> str:
    """Keep a volunteer's offer; return its id. It must say what and where.

    One offer holds all that somebody gives: who has one that has not ended changes that one.
    """
    if words.categories is None or words.place is None:
        raise Invalid("An offer says what kind of help, and where.", "categories")
    volunteer = act.store.get(VolunteerRow, volunteer_id, with_for_update=True)
    if volunteer is None:
        raise NotFound(NO_SUCH_VOLUNTEER)
    if any(offer.status is not OfferStatus.ENDED for offer in offers_of(act.store, volunteer_id)):
        raise Conflict("You have an offer already: please change that one.")
    usual = {
        "radius_m": DEFAULT_RADIUS_M,
        "capacity": 1,
        "languages": DEFAULT_LANGUAGES,
    }
    row = OfferRow(
        id=new_id(),
        volunteer_id=volunteer_id,
        charity_id=charity_id or volunteer.charity_id,
        created_at=act.now,
        changed_at=act.now,
        confirmed_at=act.now,
        **usual | words.columns(),
    )
    act.store.add(row)
    act.store.flush()
    act.note("offered", "offer", row.id, person_id=volunteer_id, borough=row.borough)
    return row.id


def change_offer(act: Act, offer_id: str, words: OfferWords) -> None:
    """Change what an offer says. What was promised already stands, and keeps its places."""
    said = words.columns()
    if said:
        volunteer_id = _whose(act, offer_id)
        rewrite_offer(act.store, offer_id, said, now=act.now)
        names = " ".join(
            sorted(
                said.keys()
                & {
                    "categories",
                    "radius_m",
                    "capacity",
                    "languages",
                    "provides",
                    "availability",
                    "borough",
                }
            )
        )
        act.note("changed", "offer", offer_id, person_id=volunteer_id, what=names)


def pause_offer(act: Act, offer_id: str, until: date | None = None) -> None:
    """Ask nothing more until a day comes, or until it is taken up; what was promised stands.

    What waits for an answer is taken back, so that nobody waits for whoever rests.
    """
    if until is not None and until <= act.today:
        raise Invalid("Please choose a day after today, or leave it open.", "until")
    volunteer_id = _whose(act, offer_id)
    row = act.store.get_one(OfferRow, offer_id)
    if row.status is OfferStatus.PAUSED:
        put_offer_off(act.store, offer_id, paused_until=until, now=act.now)
    else:
        move_offer(act.store, offer_id, OfferStatus.PAUSED, now=act.now, paused_until=until)
        withdraw_matches_of_offer(
            act,
            offer_id,
            WithdrawnBy.SYSTEM,
            WithdrawalReason.OFFER_ENDED,
            proposals_only=True,
        )
    act.note(
        "paused",
        "offer",
        offer_id,
        person_id=volunteer_id,
        until=until.isoformat() if until else None,
    )


def take_up_offer(act: Act, offer_id: str) -> None:
    """Be asked again."""
    volunteer_id = _whose(act, offer_id)
    move_offer(act.store, offer_id, OfferStatus.ACTIVE, now=act.now)
    act.note("taken_up", "offer", offer_id, person_id=volunteer_id)


def say_still_offered(act: Act, offer_id: str) -> None:
    """The volunteer still wants to help: from now on it counts as heard of again."""
    volunteer_id = _whose(act, offer_id)
    act.store.get_one(OfferRow, offer_id).confirmed_at = act.now
    act.note("still_offered", "offer", offer_id, person_id=volunteer_id)


def is_long_unheard_of(act: Act, offer: OfferSummary) -> bool:
    """Whether it is about time to ask if an offer still stands, or that was asked."""
    heard_at = offer.confirmed_at or offer.created_at
    soon = timedelta(days=act.rules.deadlines.still_offered_days - 30)
    return offer.status is OfferStatus.ACTIVE and act.now - heard_at > soon


def end_offer(act: Act, offer_id: str) -> None:
    """Help no more: what waits or was promised is taken back, and the residents are told."""
    volunteer_id = _whose(act, offer_id)
    move_offer(act.store, offer_id, OfferStatus.ENDED, now=act.now)
    withdraw_matches_of_offer(act, offer_id, WithdrawnBy.VOLUNTEER, WithdrawalReason.OFFER_ENDED)
    act.note("ended", "offer", offer_id, person_id=volunteer_id)


def _whose(act: Act, offer_id: str) -> str:
    row = act.store.get(OfferRow, offer_id)
    if row is None:
        raise NotFound(NO_SUCH_OFFER)
    return row.volunteer_id
