"""Registering a need: the person, what they asked for, its units, its reference and its link."""

from dataclasses import dataclass, field
from typing import Any

from matcher.domain.life_cycles import NeedStatus
from matcher.domain.links import LinkPurpose
from matcher.domain.origins import ConfirmedBy
from matcher.domain.refusals import NotFound
from matcher.service.acting import Act
from matcher.service.contacts import seal_details
from matcher.service.needs_asked import AskedNeed
from matcher.service.needs_confirming import ask_to_confirm, confirm_need
from matcher.service.needs_recurring import dates_ahead
from matcher.service.post import post_answer
from matcher.storage.ids import new_id
from matcher.storage.tables import PersonRow
from matcher.storage.writing.contacts import put_need_details
from matcher.storage.writing.links import LinkValues, Subject, keep_links, made_link, new_link
from matcher.storage.writing.needs import WantedUnits, add_with_reference, held_need, open_units
from matcher.storage.writing.one_row import add_row


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
    person_id = _resident(act, asked, person_id)
    need_id = new_id()
    reference = add_with_reference(
        act.store, row_of_need(act, asked, need_id, person_id, charity_id)
    )
    _keep_details(act, asked, need_id)
    dates = [None] if asked.weekly is None else dates_ahead(asked.weekly, act.today)
    open_units(act.store, [WantedUnits(need_id, dates, asked.people_needed)])
    act.note(
        "registered",
        "need",
        need_id,
        person_id=person_id,
        category=asked.category,
        borough=asked.place.borough,
        came_by=asked.came_by,
        consent=asked.consent,
    )
    own_page = Subject(person_id=person_id, need_id=need_id)
    secret, link = made_link(act.sealer, LinkPurpose.NEED, own_page, now=act.now)
    if confirmed_by is None:
        _ask_to_confirm(act, asked, need_id, person_id, link)
    else:
        keep_links(act.store, [link])
        confirm_need(act, need_id, confirmed_by)
    return Registered(need_id, person_id, reference, secret)


def link_to(act: Act, need_id: str) -> str:
    """The secret of a fresh link to a need's private page; older ones go on working."""
    need = held_need(act.store, need_id)
    subject = Subject(person_id=need.person_id, need_id=need.id)
    return new_link(act.store, act.sealer, LinkPurpose.NEED, subject, now=act.now)


def _ask_to_confirm(
    act: Act, asked: AskedNeed, need_id: str, person_id: str, own_page: LinkValues
) -> None:
    """Keep the links of a need that is new, its own page's too, and write to the resident."""
    asking = ask_to_confirm(act, need_id, act.now)
    keep_links(act.store, [own_page, *asking.links])
    post_answer(
        act,
        asking.letter,
        asked.person.contact,
        person_id=person_id,
        key=asking.key(need_id),
        need_id=need_id,
        drop_after=asking.drop_after,
    )


def _resident(act: Act, asked: AskedNeed, person_id: str | None) -> str:
    """Keep who asks, new or known, with their details; return their id."""
    said = {
        "language": asked.language,
        "contact_way": asked.person.contact.prefers,
        "consented_at": act.now,
        "consent_wording": asked.consent,
    }
    if person_id is None:
        person_id = new_id()
        add_row(act.store, PersonRow, {"id": person_id, "created_at": act.now, **said})
    else:
        person = act.store.get(PersonRow, person_id)
        if person is None or person.erased_at is not None:
            raise NotFound("There is no such person, or they were erased.")
        for name, value in said.items():
            setattr(person, name, value)
    seal_details(act, person_id, asked.person)
    return person_id


def _keep_details(act: Act, asked: AskedNeed, need_id: str) -> None:
    details = {
        "address": asked.address,
        "notes": asked.notes,
        "step_free": asked.step_free,
        "dietary": sorted(asked.dietary),
        "street": asked.place.street,
        "known_by": asked.place.known_by.value,
    }
    put_need_details(act.store, act.sealer, need_id, details, now=act.now)


def row_of_need(
    act: Act, asked: AskedNeed, need_id: str, person_id: str, charity_id: str | None
) -> dict[str, Any]:
    """What is stored of a need that was asked for, all but its reference and who confirmed it."""
    return {
        "id": need_id,
        "person_id": person_id,
        "charity_id": charity_id,
        "category": asked.category,
        "easting": asked.place.point.easting,
        "northing": asked.place.point.northing,
        "borough": asked.place.borough,
        "cell": asked.place.cell,
        "postcode": asked.place.postcode,
        "people_needed": asked.people_needed,
        "urgency": asked.urgency,
        "registered_on": act.today,
        "wanted_on": asked.first_on,
        "expires_on": asked.last_on,
        "languages": asked.languages,
        "requires": asked.requires,
        "availability": asked.availability,
        "recurrence": asked.weekly.rule() if asked.weekly else None,
        "asks_first": asked.asks_first,
        "came_by": asked.came_by,
        "status": NeedStatus.OPEN,
        "created_at": act.now,
        "changed_at": act.now,
    }
