"""How a need stands, as the resident's own page shows it."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum

from matcher.domain.contact import ContactWay
from matcher.domain.life_cycles import MatchStatus, NeedStatus
from matcher.domain.links import LinkPurpose
from matcher.domain.origins import CameBy
from matcher.domain.outbox import Trouble
from matcher.domain.outcomes import NeedEnding
from matcher.domain.places import Point
from matcher.domain.recurring import Weekly
from matcher.domain.refusals import NotFound
from matcher.domain.urgency import Urgency
from matcher.service.acting import Act
from matcher.service.contacts import Details, details_of
from matcher.service.needs_recurring import weekly_of
from matcher.storage.reading.contacts import need_details_of
from matcher.storage.reading.looks import looked_lately
from matcher.storage.reading.needs import Helper, helpers_of
from matcher.storage.reading.needs_standing import NeedNow, need_now
from matcher.storage.tables import NeedRow, PersonRow
from matcher.storage.writing.links import open_link
from matcher.storage.writing.needs import NO_SUCH_NEED

FIRST_NAME = "first_name"


class Stage(StrEnum):
    """Where a need stands, in the one word that its page speaks about."""

    UNCONFIRMED = "unconfirmed"
    LOOKING = "looking"
    ASKING = "asking"
    FOUND = "found"
    PAUSED = "paused"
    MET = "met"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"
    REFERRED = "referred"


@dataclass(frozen=True, slots=True)
class Standing:
    """One need as its resident sees it; all of it is theirs."""

    need_id: str
    person_id: str
    reference: str
    category: str
    borough: str
    postcode: str | None = field(repr=False)
    point: Point = field(repr=False)
    urgency: Urgency
    wanted_on: date | None
    weekly: Weekly | None
    availability: frozenset[str]
    languages: frozenset[str]
    requires: frozenset[str]
    people_needed: int
    asks_first: bool
    came_by: CameBy
    stage: Stage
    paused_until: date | None
    registered_at: datetime
    confirmed_at: datetime | None
    closed_at: datetime | None
    asked_now: int
    helpers: tuple[Helper, ...]
    code_goes_by: ContactWay | None
    reached_by: ContactWay | None
    trouble: Trouble | None

    @property
    def closed(self) -> bool:
        """Whether nothing more becomes of it."""
        return self.closed_at is not None

    def helper(self, match_id: str) -> Helper:
        """One who said yes; `NotFound` for anybody else, and for matches of other needs."""
        for helper in self.helpers:
            if helper.match_id == match_id:
                return helper
        raise NotFound("Nobody has said yes to that, or it was taken back.")

    @property
    def coming(self) -> tuple[Helper, ...]:
        """Those who said yes and have not said that it is done."""
        return tuple(one for one in self.helpers if one.status is MatchStatus.ACCEPTED)

    @property
    def found_all(self) -> bool:
        """Whether everybody who was wanted once has said yes."""
        return self.weekly is None and len(self.helpers) >= self.people_needed


@dataclass(frozen=True, slots=True)
class Told:
    """What a resident told us with a need, opened for themselves."""

    person: Details
    address: str = field(repr=False)
    notes: str = field(repr=False)
    street: str = field(repr=False)
    step_free: bool
    known_by: str
    dietary: frozenset[str] = frozenset()


def need_behind(act: Act, secret: str) -> str:
    """The id of the need that a private link opens; `NotFound` where it opens none any more."""
    return str(open_link(act.store, act.sealer, LinkPurpose.NEED, secret, now=act.now).need_id)


def at_own_page(act: Act, secret: str) -> tuple[Act, Standing]:
    """Whoever holds a private link acts as the resident; with how their need stands."""
    seen = standing(act, need_behind(act, secret))
    return replace(act, by=f"resident:{seen.person_id}"), seen


def standing(act: Act, need_id: str) -> Standing:
    """How a need stands now."""
    need = need_now(act.store, need_id)
    if need is None:
        raise NotFound(NO_SUCH_NEED)
    helpers = tuple(helpers_of(act.store, need_id))
    return Standing(
        need_id=need.id,
        person_id=need.person_id,
        reference=need.reference,
        category=need.category,
        borough=need.borough,
        postcode=need.postcode,
        point=Point(need.easting, need.northing),
        urgency=need.urgency,
        wanted_on=need.wanted_on,
        weekly=weekly_of(need),
        availability=need.availability,
        languages=need.languages,
        requires=need.requires,
        people_needed=need.people_needed,
        asks_first=need.asks_first,
        came_by=need.came_by,
        stage=_stage(need, helpers),
        paused_until=need.paused_until,
        registered_at=need.created_at,
        confirmed_at=need.confirmed_at,
        closed_at=need.closed_at,
        asked_now=need.asked_now,
        helpers=helpers,
        code_goes_by=need.code_goes_by if need.confirmed_at is None else None,
        reached_by=need.reached_by,
        trouble=Trouble(need.trouble) if need.trouble else None,
    )


def told_with(act: Act, need_id: str) -> Told:
    """What came with a need, for the resident's own eyes; `NotFound` once it is erased."""
    need = act.store.get(NeedRow, need_id)
    person = act.store.get(PersonRow, need.person_id) if need else None
    details = details_of(act, person) if person else None
    if details is None:
        raise NotFound("What you told us has been erased.")
    sealed = need_details_of(act.store, act.sealer, need_id) or {}
    return Told(
        person=details,
        address=str(sealed.get("address", "")),
        notes=str(sealed.get("notes", "")),
        street=str(sealed.get("street", "")),
        step_free=bool(sealed.get("step_free")),
        known_by=str(sealed.get("known_by", "")),
        dietary=frozenset(sealed.get("dietary", ())),
    )


def first_names(act: Act, seen: Standing) -> dict[str, str]:
    """The first names of those who said yes, by match; the look is noted, once a day."""
    names = _first_names(act, seen)
    for helper in seen.helpers:
        if helper.match_id in names and not _noted(act, helper):
            act.note_look(
                helper.volunteer_id, FIRST_NAME, need_id=seen.need_id, match_id=helper.match_id
            )
    return names


def first_names_again(act: Act, seen: Standing) -> dict[str, str] | None:
    """The same for whoever only reads: None where a look has still to be noted."""
    if not all(_noted(act, helper) for helper in seen.helpers):
        return None
    return _first_names(act, seen)


def _first_names(act: Act, seen: Standing) -> dict[str, str]:
    names = {}
    for helper in seen.helpers:
        person = act.store.get(PersonRow, helper.volunteer_id)
        details = details_of(act, person) if person else None
        if details is not None and details.name.split():
            names[helper.match_id] = details.name.split()[0]
    return names


def _noted(act: Act, helper: Helper) -> bool:
    return looked_lately(act.store, by=act.by, match_id=helper.match_id, now=act.now)


def _stage(need: NeedNow, helpers: tuple[Helper, ...]) -> Stage:
    if need.status is NeedStatus.CLOSED:
        return Stage((need.ending or NeedEnding.WITHDRAWN).value)
    if need.status is NeedStatus.PAUSED:
        return Stage.PAUSED
    if need.confirmed_at is None:
        return Stage.UNCONFIRMED
    if any(one.status is not MatchStatus.CONFIRMED for one in helpers):
        return Stage.FOUND
    return Stage.ASKING if need.asked_now else Stage.LOOKING
