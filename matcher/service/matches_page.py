"""One match as its volunteer's page shows it, at every moment of its life."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from matcher.domain.categories import CATEGORY_BY_SLUG
from matcher.domain.life_cycles import MatchStatus, VolunteerStatus
from matcher.domain.links import LinkPurpose
from matcher.domain.outcomes import WithdrawalReason
from matcher.domain.refusals import NotFound
from matcher.service.acting import Act
from matcher.service.matches_details import details_open
from matcher.service.reasons import Reasons, cell_distance_m, reasons_from
from matcher.storage.reading.notes import thanks_to
from matcher.storage.reading.pairings import NO_SUCH_MATCH, pairing_of
from matcher.storage.reading.volunteer_matches import OwnMatch, own_match
from matcher.storage.tables import PersonRow
from matcher.storage.writing.links import open_link


class Scene(StrEnum):
    """What a match's page is about, for its volunteer."""

    ASKED = "asked"
    LATE = "late"
    WAITS_FOR_AGREEMENT = "waits_for_agreement"
    YOURS = "yours"
    REPORTED = "reported"
    CONFIRMED = "confirmed"
    DECLINED = "declined"
    LAPSED = "lapsed"
    TAKEN = "taken"
    HANDED_BACK = "handed_back"
    NOT_WANTED = "not_wanted"
    FAILED = "failed"
    SUSPENDED = "suspended"


# Whoever knows the resident by now, and may have found something wrong there.
SAID_YES = frozenset(
    {
        *(Scene.YOURS, Scene.WAITS_FOR_AGREEMENT, Scene.REPORTED, Scene.CONFIRMED),
        *(Scene.HANDED_BACK, Scene.NOT_WANTED, Scene.FAILED),
    }
)


@dataclass(frozen=True, slots=True)
class MatchPage:
    """A match and what its page is about.

    `thanks` is what the resident said to them afterwards, for nobody else to read.
    `distance_m` is between the middles of two 1 km squares, None for remote help; `details_open`
    says that the resident's details may be looked at.
    """

    match: OwnMatch
    scene: Scene
    distance_m: int | None
    shared_times: frozenset[str]
    reasons: Reasons
    details_open: bool
    thanks: tuple[str, ...] = field(default=(), repr=False)


_OF_STATUS = {
    MatchStatus.DONE_REPORTED: Scene.REPORTED,
    MatchStatus.CONFIRMED: Scene.CONFIRMED,
    MatchStatus.DECLINED: Scene.DECLINED,
    MatchStatus.LAPSED: Scene.LAPSED,
    MatchStatus.FAILED: Scene.FAILED,
}


def match_behind(act: Act, secret: str) -> str:
    """The id of the match that a private link opens; `NotFound` where it opens none any more."""
    link = open_link(act.store, act.sealer, LinkPurpose.PROPOSAL, secret, now=act.now)
    if link.match_id is None:
        raise NotFound(NO_SUCH_MATCH)
    return link.match_id


def volunteer_of_match(act: Act, match_id: str) -> str:
    """Whose match it is; `NotFound` once they are erased."""
    volunteer_id = pairing_of(act.store, match_id).volunteer_id
    person = act.store.get_one(PersonRow, volunteer_id)
    if person.erased_at is not None:
        raise NotFound(NO_SUCH_MATCH)
    return volunteer_id


def match_page(act: Act, match_id: str) -> MatchPage:
    """A match as its volunteer sees it now. Nobody's details are in it."""
    match = own_match(act.store, match_id)
    if match is None:
        raise NotFound(NO_SUCH_MATCH)
    pairing = pairing_of(act.store, match_id)
    suspended = pairing.volunteer_status is VolunteerStatus.SUSPENDED
    scene = Scene.SUSPENDED if suspended else scene_of(act, match)
    # Somebody suspended reads of nobody here.
    said = [] if suspended else thanks_to(act.store, act.sealer, pairing.volunteer_id, match_id)
    return page_of(
        match,
        scene,
        details_open=details_open(act, pairing),
        thanks=tuple(one.text for one in said),
    )


def page_of(
    match: OwnMatch, scene: Scene, *, details_open: bool = False, thanks: tuple[str, ...] = ()
) -> MatchPage:
    """What is said of a match, whatever it is about."""
    return MatchPage(
        match=match,
        scene=scene,
        distance_m=rough_distance_m(match),
        shared_times=match.availability & match.own_availability,
        reasons=reasons_from(match.reasons),
        details_open=details_open,
        thanks=thanks,
    )


def rough_distance_m(match: OwnMatch) -> int | None:
    """How far it is, from square to square; None for remote help."""
    if CATEGORY_BY_SLUG[match.category].remote:
        return None
    return cell_distance_m(match.need_corner, match.own_corner)


def scene_of(act: Act, match: OwnMatch) -> Scene:
    """What the page of a match is about now."""
    if match.status is MatchStatus.PROPOSED:
        late = match.deadline is not None and match.deadline <= act.now
        return Scene.LATE if late else Scene.ASKED
    if match.status is MatchStatus.ACCEPTED:
        waits = match.asks_first and match.details_agreed_at is None
        return Scene.WAITS_FOR_AGREEMENT if waits else Scene.YOURS
    if match.status is MatchStatus.WITHDRAWN:
        return _withdrawn(match)
    return _OF_STATUS[match.status]


def _withdrawn(match: OwnMatch) -> Scene:
    if match.withdrawn_reason is WithdrawalReason.TAKEN_BY_ANOTHER:
        return Scene.TAKEN
    if match.withdrawn_reason in (WithdrawalReason.HANDED_BACK, WithdrawalReason.OFFER_ENDED):
        return Scene.HANDED_BACK
    return Scene.NOT_WANTED


def comes_first(match: OwnMatch) -> tuple[date, str]:
    """What is next comes first: by its day, those without one by the day of the yes."""
    since = match.answered_at or match.proposed_at
    return match.day or since.date(), match.match_id
