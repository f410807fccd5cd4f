"""The board's words: what each value of the domain is called by those who work with it."""

from collections.abc import Mapping

from flask_babel import gettext, lazy_gettext
from wtforms import SelectChoice

from matcher.domain.board import BoardOrder, Standing, VolunteerOrder
from matcher.domain.categories import CATEGORY_BY_SLUG
from matcher.domain.checks import CheckLevel
from matcher.domain.contact import ContactWay
from matcher.domain.eligibility import Blocker
from matcher.domain.life_cycles import MatchStatus, VolunteerStatus
from matcher.domain.origins import CameBy
from matcher.domain.outbox import OutboxState
from matcher.domain.outcomes import NeedEnding
from matcher.domain.roles import Role
from matcher.domain.urgency import Urgency
from web.board_log_words import LETTERS, NOTED_FOR_THEM, OFFER, VERBS, WHY
from web.current import tools
from web.forms import choice

Words = Mapping[str, object]

ROLES: Mapping[Role, tuple[object, object]] = {
    Role.INTAKE: (
        lazy_gettext("Takes calls"),
        lazy_gettext("Writes needs down, rings people, sees the needs of their boroughs."),
    ),
    Role.COORDINATOR: (
        lazy_gettext("Coordinates"),
        lazy_gettext("Also pairs people, closes needs, and looks after volunteers."),
    ),
    Role.ADMINISTRATOR: (
        lazy_gettext("Administers"),
        lazy_gettext("Sees everything, invites staff, lifts suspensions."),
    ),
}
URGENCY: Words = {
    Urgency.URGENT: lazy_gettext("Urgent"),
    Urgency.SOON: lazy_gettext("Soon"),
    Urgency.ROUTINE: lazy_gettext("Routine"),
}
URGENCY_TINT = {Urgency.URGENT: "urgent", Urgency.SOON: "waiting", Urgency.ROUTINE: "quiet"}
STANDING: Words = {
    Standing.UNCONFIRMED: lazy_gettext("Not confirmed"),
    Standing.NOBODY_YET: lazy_gettext("Nobody yet"),
    Standing.ASKED: lazy_gettext("Asked, no answer yet"),
    Standing.COMING: lazy_gettext("Somebody comes"),
    Standing.DONE_REPORTED: lazy_gettext("Done, to be confirmed"),
    Standing.PAUSED: lazy_gettext("Paused"),
    Standing.CLOSED: lazy_gettext("Closed"),
}
STANDING_TINT = {
    Standing.UNCONFIRMED: "waiting",
    Standing.NOBODY_YET: "urgent",
    Standing.ASKED: "waiting",
    Standing.COMING: "",
    Standing.DONE_REPORTED: "done",
    Standing.PAUSED: "quiet",
    Standing.CLOSED: "quiet",
}
BLOCKER: Words = {
    Blocker.NO_OFFER_IN_CATEGORY: lazy_gettext("Nobody offers this"),
    Blocker.NONE_WITHIN_RADIUS: lazy_gettext("Nobody comes that far"),
    Blocker.NONE_WITH_ATTRIBUTES: lazy_gettext("Nobody has what is asked"),
    Blocker.NONE_WITH_LANGUAGE: lazy_gettext("No shared language"),
    Blocker.NONE_AT_THAT_TIME: lazy_gettext("Nobody at that time"),
    Blocker.AVOIDED: lazy_gettext("Only people who said no"),
    Blocker.ALL_FULL: lazy_gettext("Everybody is busy"),
}
ORDER: Words = {
    BoardOrder.URGENT_FIRST: lazy_gettext("Urgent first"),
    BoardOrder.LONGEST_WAIT: lazy_gettext("Longest wait first"),
    BoardOrder.NEWEST: lazy_gettext("Newest first"),
    BoardOrder.WANTED_SOONEST: lazy_gettext("Wanted soonest first"),
    BoardOrder.BY_BOROUGH: lazy_gettext("By borough"),
    BoardOrder.BY_CATEGORY: lazy_gettext("By kind of help"),
}
VOLUNTEER_ORDER: Words = {
    VolunteerOrder.NOT_ASKED_LATELY: lazy_gettext("Not asked lately"),
    VolunteerOrder.TIRED: lazy_gettext("Did a lot lately"),
    VolunteerOrder.CHECK_RUNS_OUT: lazy_gettext("Check runs out soon"),
    VolunteerOrder.NEWEST: lazy_gettext("Everybody, newest first"),
}
MATCH: Words = {
    MatchStatus.PROPOSED: lazy_gettext("Asked"),
    MatchStatus.ACCEPTED: lazy_gettext("Said yes"),
    MatchStatus.DECLINED: lazy_gettext("Said no"),
    MatchStatus.LAPSED: lazy_gettext("Did not answer in time"),
    MatchStatus.WITHDRAWN: lazy_gettext("Taken back"),
    MatchStatus.DONE_REPORTED: lazy_gettext("Says it is done"),
    MatchStatus.CONFIRMED: lazy_gettext("Done"),
    MatchStatus.FAILED: lazy_gettext("Did not happen"),
}
MATCH_TINT = {
    MatchStatus.PROPOSED: "waiting",
    MatchStatus.ACCEPTED: "",
    MatchStatus.DONE_REPORTED: "done",
    MatchStatus.CONFIRMED: "done",
    MatchStatus.FAILED: "urgent",
}
ENDING: Words = {
    NeedEnding.MET: lazy_gettext("Met"),
    NeedEnding.WITHDRAWN: lazy_gettext("Not wanted any more"),
    NeedEnding.REFERRED: lazy_gettext("Referred to somebody else"),
    NeedEnding.EXPIRED: lazy_gettext("Ran out"),
}
VOLUNTEER: Words = {
    VolunteerStatus.NEW: lazy_gettext("New"),
    VolunteerStatus.CONTACT_PROVEN: lazy_gettext("Contact proven"),
    VolunteerStatus.IDENTITY_SEEN: lazy_gettext("Identity seen"),
    VolunteerStatus.CHECKED: lazy_gettext("Checked"),
    VolunteerStatus.SUSPENDED: lazy_gettext("Suspended"),
}
CHECK: Words = {
    CheckLevel.IDENTITY: lazy_gettext("Identity"),
    CheckLevel.REFERENCES: lazy_gettext("Two references"),
    CheckLevel.BASIC_DBS: lazy_gettext("Basic DBS"),
    CheckLevel.ENHANCED_DBS: lazy_gettext("Enhanced DBS"),
}
STATE: Words = {
    OutboxState.WAITING: lazy_gettext("Waits"),
    OutboxState.SENDING: lazy_gettext("Is being sent"),
    OutboxState.SENT: lazy_gettext("Sent"),
    OutboxState.FAILED: lazy_gettext("Failed"),
    OutboxState.DROPPED: lazy_gettext("Not needed any more"),
}
WAY: Words = {
    ContactWay.RING: lazy_gettext("Telephone"),
    ContactWay.TEXT: lazy_gettext("Text message"),
    ContactWay.EMAIL: lazy_gettext("E-mail"),
    ContactWay.COORDINATOR: lazy_gettext("Through a coordinator"),
}
CAME_BY: Words = {
    CameBy.WEB: lazy_gettext("This site"),
    CameBy.PHONE: lazy_gettext("Telephone"),
    CameBy.PAPER: lazy_gettext("Paper"),
    CameBy.SMS: lazy_gettext("Text message"),
    CameBy.API: lazy_gettext("A charity’s own program"),
}
# Attributes that a need may require and an offer provide.
ATTRIBUTES: Words = {
    "woman": lazy_gettext("A woman"),
    "dbs": lazy_gettext("DBS-checked"),
    "car": lazy_gettext("A car"),
    "lifting": lazy_gettext("Can lift"),
}

DAY_NAMES: Words = {
    "mon": lazy_gettext("Monday"),
    "tue": lazy_gettext("Tuesday"),
    "wed": lazy_gettext("Wednesday"),
    "thu": lazy_gettext("Thursday"),
    "fri": lazy_gettext("Friday"),
    "sat": lazy_gettext("Saturday"),
    "sun": lazy_gettext("Sunday"),
}
PART_NAMES: Words = {
    "am": lazy_gettext("Mornings"),
    "pm": lazy_gettext("Afternoons"),
    "eve": lazy_gettext("Evenings"),
}


def category_name(slug: str) -> str:
    """What a kind of help is called."""
    return gettext(CATEGORY_BY_SLUG[slug].name)


def borough_name(code: str) -> str:
    """What a borough is called, in any language."""
    return tools().gazetteer.borough_names().get(code, code)


def borough_choices() -> list[SelectChoice]:
    """London's boroughs by name."""
    found = [one for one in tools().gazetteer.boroughs.boroughs if one.in_london]
    return [choice(one.code, one.name) for one in sorted(found, key=lambda one: one.name)]


def short_id(id: str) -> str:
    """What staff call a volunteer whose name nobody has opened: six letters and digits."""
    return id[:6].upper()


def words_of_the_board() -> dict[str, object]:
    """What the board's templates know besides."""
    return {
        "words": {
            "urgency": URGENCY,
            "standing": STANDING,
            "blocker": BLOCKER,
            "order": ORDER,
            "volunteer_order": VOLUNTEER_ORDER,
            "match": MATCH,
            "ending": ENDING,
            "volunteer": VOLUNTEER,
            "check": CHECK,
            "state": STATE,
            "way": WAY,
            "came_by": CAME_BY,
            "attributes": ATTRIBUTES,
            "roles": ROLES,
            "offer": OFFER,
            "verbs": VERBS,
            "noted_for_them": NOTED_FOR_THEM,
            "letters": LETTERS,
            "why": WHY,
        },
        "tints": {"urgency": URGENCY_TINT, "standing": STANDING_TINT, "match": MATCH_TINT},
        "category_name": category_name,
        "borough_name": borough_name,
        "short_id": short_id,
    }
