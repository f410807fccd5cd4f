"""Who the two of a match are to each other: opened after the yes, each look noted."""

from dataclasses import dataclass, field

from matcher.domain.contact import ContactWay
from matcher.domain.life_cycles import MatchStatus, VolunteerStatus, how_it_stands
from matcher.domain.outcomes import WithdrawalReason
from matcher.domain.refusals import NotAllowed
from matcher.domain.retention import contact_seen_at
from matcher.service.acting import Act
from matcher.service.contacts import Details, details_of
from matcher.service.matches import require_details_open
from matcher.storage.reading.contacts import need_details_of
from matcher.storage.reading.pairings import Pairing, pairing_of
from matcher.storage.tables import NeedRow, PersonRow

# After these nobody should come any more, nor ring.
_SHUT_AT_ONCE = frozenset(
    {
        WithdrawalReason.NOT_THIS_PERSON,
        WithdrawalReason.UNDONE,
        WithdrawalReason.VOLUNTEER_SUSPENDED,
        WithdrawalReason.ERASED,
    }
)


@dataclass(frozen=True, slots=True)
class ResidentDetails:
    """Whom to help and where, as the volunteer who said yes sees it; never printed.

    `address` is in lines, the postcode last. `ways` are those that the resident wants, the best
    first. `step_free` says that they need a way without steps.
    """

    name: str = field(repr=False)
    phone: str = field(repr=False)
    email: str = field(repr=False)
    ways: tuple[ContactWay, ...]
    address: tuple[str, ...] = field(repr=False)
    notes: str = field(repr=False)
    step_free: bool = False
    dietary: frozenset[str] = field(default=frozenset(), repr=False)


@dataclass(frozen=True, slots=True)
class VolunteerDetails:
    """Who comes, as the resident sees it; never printed."""

    name: str = field(repr=False)
    phone: str = field(repr=False)
    email: str = field(repr=False)


def details_for_volunteer(act: Act, match_id: str) -> ResidentDetails:
    """Open the resident's details for the volunteer of this match, and note the look.

    `NotAllowed` before the yes, before an agreement that the resident asked for, and from seven
    days after the task ended; and where they are erased.
    """
    match = pairing_of(act.store, match_id)
    _require_open(act, match)
    require_details_open(match)
    person = act.store.get(PersonRow, match.resident_id)
    details = details_of(act, person) if person else None
    if details is None:
        raise NotAllowed("These details are erased and cannot be shown any more.")
    place = need_details_of(act.store, act.sealer, match.need_id) or {}
    need = act.store.get_one(NeedRow, match.need_id)
    act.note_look(match.resident_id, "contact", need_id=match.need_id, match_id=match_id)
    phone, email = _phone_and_email(details)
    lines = (place.get("address"), place.get("street"), need.postcode)
    return ResidentDetails(
        name=details.name,
        phone=phone,
        email=email,
        ways=details.contact.ways(),
        address=tuple(str(line) for line in lines if line),
        notes=str(place.get("notes") or ""),
        step_free=bool(place.get("step_free")),
        dietary=frozenset(place.get("dietary", ())),
    )


def details_for_resident(act: Act, match_id: str) -> VolunteerDetails:
    """Open the volunteer's name and contact for the resident of this match; noted likewise.

    They are open while the volunteer sees the resident's; who asked to agree first sees the name
    before that, since it is what they agree to.
    """
    match = pairing_of(act.store, match_id)
    _require_open(act, match)
    person = act.store.get(PersonRow, match.volunteer_id)
    details = details_of(act, person) if person else None
    if details is None:
        raise NotAllowed("These details are erased and cannot be shown any more.")
    waits = match.asks_first and match.details_agreed_at is None
    seen = "first_name" if waits else "contact"
    act.note_look(match.volunteer_id, seen, need_id=match.need_id, match_id=match_id)
    return VolunteerDetails(details.name, *(("", "") if waits else _phone_and_email(details)))


def details_open(act: Act, match: Pairing) -> bool:
    """Whether the volunteer of a match may see the resident's details now."""
    try:
        _require_open(act, match)
        require_details_open(match)
    except NotAllowed:
        return False
    return True


def _require_open(act: Act, match: Pairing) -> None:
    if match.volunteer_status is VolunteerStatus.SUSPENDED:
        raise NotAllowed(how_it_stands(match.volunteer_status))
    if not match.was_accepted:
        raise NotAllowed("Who it is can be seen once you have said yes.")
    ended = match.task_ended_at
    shut = match.status is MatchStatus.WITHDRAWN and match.withdrawn_reason in _SHUT_AT_ONCE
    if shut or not contact_seen_at(act.now, ended, act.rules.retention):
        raise NotAllowed("This is over, so the details are not shown any more.")


def _phone_and_email(details: Details) -> tuple[str, str]:
    contact = details.contact
    return (
        contact.phone.number if contact.phone else "",
        contact.email.address if contact.email else "",
    )
