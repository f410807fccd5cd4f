"""Registering a need: the person, what they asked for, its units, its reference and its link."""

from dataclasses import dataclass, field

from matcher.domain.life_cycles import NeedStatus
from matcher.domain.links import LinkPurpose
from matcher.domain.origins import ConfirmedBy
from matcher.domain.refusals import NotFound
from matcher.service.acting import Act
from matcher.service.contacts import keep_details
from matcher.service.needs_asked import AskedNeed
from matcher.service.needs_confirming import confirm_need, send_code
from matcher.service.needs_recurring import open_units_of
from matcher.storage.ids import new_id
from matcher.storage.tables import NeedRow, PersonRow
from matcher.storage.writing.contacts import put_need_details
from matcher.storage.writing.links import Subject, new_link
from matcher.storage.writing.needs import add_with_reference, held_need


@dataclass(frozen=True, slots=True)
class Registered:
    """A need that is kept: its id, what to say on the telephone, and the private link's secret."""

    need_id: str
    person_id: str
    reference: str
    secret: str = field(repr=False)


def register_need(
    act: Act,
    asked: AskedNeed,
    *,
    person_id: str | None = None,
    charity_id: str | None = None,
    confirmed_by: ConfirmedBy | None = None,
) -> Registered:
    """Keep a need, and write to the resident to confirm it: before that it is not matched.

    `person_id` names a resident whom we know; their details are replaced by those that came
    with the need. `confirmed_by` is for whoever vouches for it there and then, such as a
    coordinator on the telephone: then nothing is sent.
    """
    asked.require_ahead(act.today)
    person = _resident(act, asked, person_id)
    keep_details(act, person, asked.person)
    need = _row(act, asked, person.id, charity_id)
    reference = add_with_reference(act.store, need)
    details = {
        "address": asked.address,
        "notes": asked.notes,
        "step_free": asked.step_free,
        "dietary": sorted(asked.dietary),
        "street": asked.place.street,
        "known_by": asked.place.known_by.value,
    }
    put_need_details(act.store, act.sealer, need.id, details, now=act.now)
    open_units_of(act, need)
    act.note(
        "registered",
        "need",
        need.id,
        person_id=person.id,
        category=asked.category,
        borough=asked.place.borough,
        came_by=asked.came_by,
        consent=asked.consent,
    )
    if confirmed_by is None:
        send_code(act, need)
    else:
        confirm_need(act, need.id, confirmed_by)
    return Registered(need.id, person.id, reference, _private_link(act, need))


def link_to(act: Act, need_id: str) -> str:
    """The secret of a fresh link to a need's private page; older ones go on working."""
    return _private_link(act, held_need(act.store, need_id))


def _private_link(act: Act, need: NeedRow) -> str:
    subject = Subject(person_id=need.person_id, need_id=need.id)
    return new_link(act.store, act.sealer, LinkPurpose.NEED, subject, now=act.now)


def _resident(act: Act, asked: AskedNeed, person_id: str | None) -> PersonRow:
    person = act.store.get(PersonRow, person_id) if person_id else None
    if person_id is not None and (person is None or person.erased_at is not None):
        raise NotFound("There is no such person, or they were erased.")
    if person is None:
        person = PersonRow(id=new_id(), created_at=act.now)
        act.store.add(person)
    person.language = asked.language
    person.consented_at, person.consent_wording = act.now, asked.consent
    act.store.flush()
    return person


def _row(act: Act, asked: AskedNeed, person_id: str, charity_id: str | None) -> NeedRow:
    return NeedRow(
        id=new_id(),
        person_id=person_id,
        charity_id=charity_id,
        category=asked.category,
        easting=asked.place.point.easting,
        northing=asked.place.point.northing,
        borough=asked.place.borough,
        cell=asked.place.cell,
        postcode=asked.place.postcode,
        people_needed=asked.people_needed,
        urgency=asked.urgency,
        registered_on=act.today,
        wanted_on=asked.first_on,
        expires_on=asked.last_on,
        languages=asked.languages,
        requires=asked.requires,
        availability=asked.availability,
        recurrence=asked.weekly.rule() if asked.weekly else None,
        asks_first=asked.asks_first,
        came_by=asked.came_by,
        status=NeedStatus.OPEN,
        created_at=act.now,
        changed_at=act.now,
    )
