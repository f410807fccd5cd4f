"""A volunteer's own record: all of it to take away, and who looked at it."""

from dataclasses import asdict
from typing import Any

from matcher.domain.refusals import NotFound
from matcher.service.acting import Act
from matcher.service.new_contacts import waiting_contact
from matcher.service.own_record import ALL, as_json, who_looked
from matcher.service.rota.own import rota_of
from matcher.service.volunteers_page import own_details
from matcher.storage.reading.checks import kept_checks
from matcher.storage.reading.notes import notes_by, thanks_to
from matcher.storage.reading.run_records import runs_driven_by
from matcher.storage.reading.volunteer_matches import OwnMatch, own_matches
from matcher.storage.reading.volunteers import offers_of, volunteer_summary
from matcher.storage.writing.volunteers import NO_SUCH_VOLUNTEER

# What a match says of the resident stays out: it is theirs to take away.
_OWN_OF_A_MATCH = (
    "match_id",
    "status",
    "category",
    "borough",
    "proposed_at",
    "answered_at",
    "on_my_way_at",
    "done_reported_at",
    "ended_at",
    "minutes_given",
    "decline_reason",
    "failure_reason",
)


def everything_of_volunteer(act: Act, volunteer_id: str) -> dict[str, Any]:
    """All that is kept about a volunteer, ready to be written as JSON; taking it is noted."""
    volunteer = volunteer_summary(act.store, volunteer_id)
    details = own_details(act, volunteer_id)
    if volunteer is None:
        raise NotFound(NO_SUCH_VOLUNTEER)
    copy = {
        "written_at": act.now,
        "volunteer": asdict(volunteer),
        "contact": None
        if details is None
        else {
            "name": details.name,
            "phone": details.contact.phone.number if details.contact.phone else None,
            "email": details.contact.email.address if details.contact.email else None,
            "prefers": details.contact.prefers,
            "waits_for_proof": waiting_contact(act, volunteer_id),
        },
        "offers": [asdict(offer) for offer in offers_of(act.store, volunteer_id)],
        "checks": [
            {**asdict(one.check), "revoked_at": one.revoked_at}
            for one in kept_checks(act.store, volunteer_id)
        ],
        "matches": [_match(one) for one in own_matches(act.store, volunteer_id, most=ALL)],
        "thanks": [
            {"at": one.at, "match_id": one.match_id, "text": one.text}
            for one in thanks_to(act.store, act.sealer, volunteer_id)
        ],
        "notes_by_you": [
            {"kind": note.kind, "at": note.at, "match_id": note.match_id, "text": note.text}
            for note in notes_by(act.store, act.sealer, f"volunteer:{volunteer_id}")
        ],
        "runs": [asdict(one) for one in runs_driven_by(act.store, volunteer_id)],
        "shifts": rota_of(act, volunteer_id),
        "who_looked": [asdict(look) for look in who_looked(act, volunteer_id, most=ALL)],
    }
    act.note("took_a_copy", "volunteer", volunteer_id, person_id=volunteer_id)
    plain: dict[str, Any] = as_json(copy)
    return plain


def _match(match: OwnMatch) -> dict[str, Any]:
    return {name: getattr(match, name) for name in _OWN_OF_A_MATCH}
