"""A volunteer's own page: what they are asked, what is next, what they did, how they stand."""

from dataclasses import dataclass, field

from matcher.domain.checks import Check
from matcher.domain.contact import Contact
from matcher.domain.life_cycles import MatchStatus
from matcher.domain.refusals import NotFound
from matcher.service.acting import Act
from matcher.service.contacts import Details, details_from
from matcher.service.matches_page import MatchPage, Scene, comes_first, page_of
from matcher.service.volunteers_unasked import WhyNot, why_not
from matcher.storage.reading.checks import checks_of
from matcher.storage.reading.contacts import contact_of, way_liked_by
from matcher.storage.reading.notes import thanks_to
from matcher.storage.reading.volunteer_matches import OwnMatch, own_match, own_matches
from matcher.storage.reading.volunteers import (
    OfferSummary,
    VolunteerSummary,
    standing_offer_of,
    volunteer_summary,
)
from matcher.storage.writing.volunteers import NO_SUCH_VOLUNTEER

__all__ = [
    "OfferSummary",
    "OwnMatch",
    "OwnPage",
    "VolunteerSummary",
    "own_details",
    "own_offer",
    "own_page",
    "own_summary",
    "require_own",
]

# A page of them; the copy that people take away has them all.
MOST_MATCHES = 200
_DONE = (MatchStatus.DONE_REPORTED, MatchStatus.CONFIRMED)


@dataclass(frozen=True, slots=True)
class OwnPage:
    """All that a volunteer's page shows; none of it says who a resident is.

    `minutes` are those that they gave, as they reported them; what failed is left out. `thanks`
    is what residents said to them, the oldest first.
    """

    volunteer: VolunteerSummary
    name: str
    phone: str
    email: str
    offer: OfferSummary | None
    checks: tuple[Check, ...]
    asked: tuple[MatchPage, ...]
    next: tuple[OwnMatch, ...]
    done: tuple[OwnMatch, ...]
    other: tuple[OwnMatch, ...]
    minutes: int
    thanks: tuple[str, ...] = field(repr=False)
    why: tuple[WhyNot, ...]


def own_page(act: Act, volunteer_id: str) -> OwnPage:
    """A volunteer's page as of now; `NotFound` where there is none, or they were erased."""
    volunteer = own_summary(act, volunteer_id)
    matches = own_matches(act.store, volunteer_id, most=MOST_MATCHES)
    asked = [one for one in matches if _waits(act, one)]
    done = tuple(one for one in matches if one.status in _DONE)
    following = sorted(
        (one for one in matches if one.status is MatchStatus.ACCEPTED), key=comes_first
    )
    shown = {one.match_id for one in (*asked, *done, *following)}
    offer = standing_offer_of(act.store, volunteer_id)
    checks = checks_of(act.store, volunteer_id)
    details = own_details(act, volunteer_id)
    contact = details.contact if details else Contact()
    return OwnPage(
        volunteer=volunteer,
        name=details.name if details else "",
        phone=contact.phone.number if contact.phone else "",
        email=contact.email.address if contact.email else "",
        offer=offer,
        checks=checks,
        asked=tuple(page_of(one, Scene.ASKED) for one in asked),
        next=tuple(following),
        done=done,
        other=tuple(one for one in matches if one.match_id not in shown),
        minutes=sum(one.minutes_given or 0 for one in done),
        thanks=tuple(one.text for one in thanks_to(act.store, act.sealer, volunteer_id)),
        why=why_not(act, volunteer, offer, checks),
    )


def own_offer(act: Act, volunteer_id: str) -> OfferSummary | None:
    """What a volunteer offers, None where nothing stands."""
    return standing_offer_of(act.store, volunteer_id)


def own_summary(act: Act, volunteer_id: str) -> VolunteerSummary:
    """How a volunteer stands; `NotFound` where there is none, or they were erased."""
    volunteer = volunteer_summary(act.store, volunteer_id)
    if volunteer is None:
        raise NotFound(NO_SUCH_VOLUNTEER)
    return volunteer


def own_details(act: Act, volunteer_id: str) -> Details | None:
    """A volunteer's name and contact for their own eyes, which needs no note."""
    sealed = contact_of(act.store, act.sealer, volunteer_id)
    return None if sealed is None else details_from(sealed, way_liked_by(act.store, volunteer_id))


def require_own(act: Act, volunteer_id: str, match_id: str) -> None:
    """Raise NotFound unless this match is this volunteer's."""
    match = own_match(act.store, match_id)
    if match is None or match.volunteer_id != volunteer_id:
        raise NotFound("There is no such match.")


def _waits(act: Act, match: OwnMatch) -> bool:
    deadline = match.deadline
    return match.status is MatchStatus.PROPOSED and (deadline is None or deadline > act.now)
