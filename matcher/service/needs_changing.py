"""Changing a need; volunteers who said yes to what it was are told."""

from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any

from matcher.domain.categories import CATEGORY_BY_SLUG
from matcher.domain.links import LinkPurpose
from matcher.domain.outcomes import WithdrawalReason, WithdrawnBy
from matcher.domain.recurring import Weekly
from matcher.domain.refusals import Invalid
from matcher.domain.urgency import Urgency
from matcher.service.acting import Act
from matcher.service.contacts import Details, details_of, keep_details
from matcher.service.matches_withdrawn import withdraw_matches_of_need
from matcher.service.needs import link_to
from matcher.service.needs_asked import (
    LONGEST_ADDRESS,
    LONGEST_NAME,
    LONGEST_NOTES,
    check_ahead,
    check_dietary,
    check_length,
    check_requires,
    check_some_date,
    last_date,
)
from matcher.service.needs_confirming import send_another_code
from matcher.service.needs_recurring import weekly_of
from matcher.service.needs_resting import withdrawn_by
from matcher.service.needs_units import fit_units
from matcher.service.new_contacts import change_contact, same_contact
from matcher.service.post import private_page
from matcher.service.whereabouts import Whereabouts
from matcher.storage.reading.contacts import need_details_of
from matcher.storage.reading.pairings import is_arranged_by_hand
from matcher.storage.tables import NeedRow, PersonRow
from matcher.storage.writing.contacts import put_need_details
from matcher.storage.writing.links import Subject, revoke_links
from matcher.storage.writing.needs import held_need, may_still_change


@dataclass(frozen=True, slots=True)
class NeedChange:
    """What is to be different; None leaves a thing as it is.

    `on_day` is for a need that comes once: a date, or `ANY_DAY`. What volunteers said yes to is
    the kind of thing in `_AGREED`: when it changes, they are told that it is off, and we look
    again.
    """

    category: str | None = None
    urgency: Urgency | None = None
    place: Whereabouts | None = None
    on_day: date | None = None
    any_day: bool = False
    weekly: Weekly | None = None
    availability: frozenset[str] | None = None
    languages: frozenset[str] | None = None
    requires: frozenset[str] | None = None
    people_needed: int | None = None
    asks_first: bool | None = None
    step_free: bool | None = None
    dietary: frozenset[str] | None = None
    address: str | None = None
    notes: str | None = None
    person: Details | None = None

    def __post_init__(self) -> None:
        if self.category is not None and self.category not in CATEGORY_BY_SLUG:
            raise Invalid("Please choose what kind of help you would like.", "category")
        check_requires(self.requires or frozenset())
        check_dietary(self.dietary or frozenset())
        check_length("address", self.address or "", LONGEST_ADDRESS)
        check_length("notes", self.notes or "", LONGEST_NOTES)
        check_length("name", self.person.name if self.person else "", LONGEST_NAME)
        if self.on_day is not None and (self.any_day or self.weekly is not None):
            raise Invalid("It is for one day, or it comes every week, not both.", "wanted_on")


_SEALED = ("address", "notes", "step_free")
_PLAIN = ("category", "urgency", "availability", "languages", "requires", "asks_first")
_AGREED = frozenset({"category", "place", "on_day", "any_day", "weekly", "availability"})


def change_need(act: Act, need_id: str, change: NeedChange, *, knowingly: bool = False) -> None:
    """Change a need that is not closed. Where that alters what somebody said yes to, it is off.

    What a person arranged by hand does not fall with it unasked: `Invalid`, whose field is
    `knowingly`, says so to the resident, who may then say it `knowingly`.
    """
    need = held_need(act.store, need_id)
    may_still_change(need)
    said = {field.name: getattr(change, field.name) for field in fields(change)}
    given = {name for name, value in said.items() if value is not None and value is not False}
    given |= {name for name in ("asks_first", "step_free") if said[name] is False}
    given -= _as_it_was(need, change)
    if not given:
        return
    if given & _AGREED:
        _release(act, need_id, knowingly)
    _change_row(act, need, change)
    if change.person is not None:
        person = act.store.get(PersonRow, need.person_id)
        if person is not None:
            _keep_person(act, need, person, change.person)
    _change_details(act, need, change)
    if given & (_AGREED | {"people_needed"}):
        fit_units(act, need)
    need.changed_at = act.now
    act.store.flush()
    act.note("changed", "need", need_id, person_id=need.person_id, what=" ".join(sorted(given)))


def _as_it_was(need: NeedRow, change: NeedChange) -> set[str]:
    """What is said again as it stands: nobody who said yes has to hear of that."""
    place, weekly, once = change.place, change.weekly, need.recurrence is None
    same = {
        "category": change.category == need.category,
        "availability": change.availability == need.availability,
        "place": place is not None
        and place.postcode is not None
        and place.postcode == need.postcode,
        "on_day": once and change.on_day == need.wanted_on,
        "any_day": once and need.wanted_on is None,
        # Every second week counts from its first date, which is another today.
        "weekly": weekly is not None
        and weekly.every_weeks == 1
        and _still_without(need, weekly).rule() == need.recurrence,
    }
    return {name for name, is_same in same.items() if is_same}


def _still_without(need: NeedRow, weekly: Weekly) -> Weekly:
    """A new rule with the dates that were left out of the old one: nobody is wanted then."""
    before = weekly_of(need)
    return weekly if before is None else replace(weekly, without=weekly.without | before.without)


def _release(act: Act, need_id: str, knowingly: bool) -> None:
    """Take back what was asked and promised, while letters can still say what it was."""
    by = withdrawn_by(act)
    asks = by is WithdrawnBy.RESIDENT and not knowingly
    if asks and is_arranged_by_hand(act.store, need_id):
        raise Invalid(
            "Your local group has arranged this with somebody. If you change it, we tell them that"
            " it is off, and look again.",
            "knowingly",
        )
    withdraw_matches_of_need(act, need_id, by, WithdrawalReason.NEED_CHANGED)


def _keep_person(act: Act, need: NeedRow, person: PersonRow, details: Details) -> None:
    """Another number or mailbox is used once it is proven; one that nobody proved gives way.

    Whoever changes it for them, such as a coordinator, has spoken with them.
    """
    before = (details_of(act, person) or Details()).contact
    in_use = person.contact_proven_at is not None or need.confirmed_at is not None
    if in_use and withdrawn_by(act) is WithdrawnBy.RESIDENT:
        page = private_page("n", link_to(act, need.id))
        change_contact(act, person.id, details, page, need_id=need.id)
        return
    keep_details(act, person, details)
    if not same_contact(before, details.contact) and need.confirmed_at is None:
        # The code of the number before would say nothing about this one.
        revoke_links(act.store, LinkPurpose.CONFIRM_NEED, Subject(need_id=need.id), now=act.now)
        act.store.flush()
        send_another_code(act, need.id)


def _change_row(act: Act, need: NeedRow, change: NeedChange) -> None:
    for name in _PLAIN:
        if (value := getattr(change, name)) is not None:
            setattr(need, name, value)
    if change.people_needed is not None:
        need.people_needed = change.people_needed
    if change.place is not None:
        need.easting, need.northing = change.place.point.easting, change.place.point.northing
        need.borough, need.cell = change.place.borough, change.place.cell
        need.postcode = change.place.postcode
    if change.on_day is not None or change.any_day:
        check_ahead(change.on_day, change.on_day, act.today)
        need.recurrence, need.wanted_on, need.expires_on = None, change.on_day, change.on_day
    if change.weekly is not None:
        last = last_date(change.weekly)
        check_ahead(change.weekly.first_on, last, act.today)
        check_some_date(change.weekly, act.today)
        weekly = _still_without(need, change.weekly)
        need.recurrence, need.wanted_on = weekly.rule(), weekly.first_on
        need.expires_on = last


def _change_details(act: Act, need: NeedRow, change: NeedChange) -> None:
    told: dict[str, Any] = {
        name: value for name in _SEALED if (value := getattr(change, name)) is not None
    }
    if change.dietary is not None:
        told["dietary"] = sorted(change.dietary)
    if change.place is not None:
        told |= {"street": change.place.street, "known_by": change.place.known_by.value}
    if told:
        kept = need_details_of(act.store, act.sealer, need.id) or {}
        put_need_details(act.store, act.sealer, need.id, kept | told, now=act.now)
