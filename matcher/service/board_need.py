"""A need's page on the board: what it is, its life so far, and who it is for whoever must know."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from matcher.domain.board import BoardFilter, BoardOrder
from matcher.domain.contact import ContactWay
from matcher.domain.doorsteps import StopFailure
from matcher.domain.life_cycles import NeedStatus
from matcher.domain.notes import NoteKind
from matcher.domain.origins import CameBy, ConfirmedBy
from matcher.domain.outcomes import NeedEnding
from matcher.domain.recurring import Weekly
from matcher.domain.refusals import NotFound
from matcher.domain.roles import Right
from matcher.domain.urgency import Urgency
from matcher.service.acting import Act
from matcher.service.contacts import details_of
from matcher.service.desk import Desk, need_in_scope, rights_with
from matcher.service.needs_recurring import weekly_of
from matcher.storage.reading.board_need import (
    Deed,
    Look,
    MatchLine,
    MessageLine,
    SealedNote,
    deeds_about,
    looks_at,
    matches_of,
    messages_about,
    notes_about,
    open_units,
)
from matcher.storage.reading.board_needs import BoardLine, board_needs
from matcher.storage.reading.board_people import kept_apart_from
from matcher.storage.reading.contacts import need_details_of
from matcher.storage.reading.notes import written_in
from matcher.storage.tables import CharityRow, NeedRow, PersonRow

# A resident's thanks are for whoever helped: we said that nobody else reads them.
_FOR_STAFF = (NoteKind.NOTE, NoteKind.CONCERN)
ERASED = "These details are erased and cannot be shown any more."


@dataclass(frozen=True, slots=True)
class NeedSummary:
    """What a need is, without who or where exactly."""

    id: str
    reference: str
    charity: str | None
    charity_id: str | None
    taken_at: datetime | None
    category: str
    borough: str
    cell: str
    urgency: Urgency
    people_needed: int
    registered_on: date
    wanted_on: date | None
    expires_on: date | None
    languages: frozenset[str]
    requires: frozenset[str]
    availability: frozenset[str]
    weekly: Weekly | None
    asks_first: bool
    came_by: CameBy
    status: NeedStatus
    ending: NeedEnding | None
    paused_until: date | None
    confirmed_at: datetime | None
    confirmed_by: ConfirmedBy | None
    created_at: datetime
    closed_at: datetime | None
    reads: str
    prefers: ContactWay | None


@dataclass(frozen=True, slots=True)
class Note:
    """Something that was written about a need, opened."""

    id: str
    kind: str
    text: str = field(repr=False)
    by: str
    name: str | None
    at: datetime
    settled_at: datetime | None
    why: StopFailure | None = None


@dataclass(frozen=True, slots=True)
class NeedPage:
    """All that the page of a need shows before anybody's details are opened.

    `line` is how it stands on the board; `may` is all that this desk may do with it; `apart` are
    volunteers who are not to be brought together with this resident.
    """

    need: NeedSummary
    line: BoardLine
    units: tuple[tuple[str, date | None], ...]
    matches: tuple[MatchLine, ...]
    deeds: tuple[Deed, ...]
    looks: tuple[Look, ...]
    messages: tuple[MessageLine, ...]
    notes: tuple[Note, ...]
    may: frozenset[Right]
    apart: frozenset[str]


@dataclass(frozen=True, slots=True)
class NeedDetails:
    """Who a need is of and where exactly; never printed, and each opening is noted."""

    name: str = field(repr=False)
    phone: str = field(repr=False)
    email: str = field(repr=False)
    ways: tuple[ContactWay, ...]
    never: frozenset[ContactWay]
    postcode: str | None = field(repr=False)
    address: str = field(repr=False)
    street: str = field(repr=False)
    notes: str = field(repr=False)
    step_free: bool = False
    dietary: frozenset[str] = field(default=frozenset(), repr=False)


def need_page(act: Act, desk: Desk, need_id: str) -> NeedPage:
    """A need of this desk's scope, with its life so far."""
    need = need_in_scope(act, desk, need_id, Right.SEE_BOARD)
    here = desk.within(Right.SEE_BOARD)
    [line], _ = board_needs(
        act.store,
        here,
        BoardFilter(reference=need.reference),
        BoardOrder.NEWEST,
        today=act.today,
        most=1,
    )
    return NeedPage(
        need=_summary(act, need),
        line=line,
        units=tuple(open_units(act.store, need_id, today=act.today)),
        matches=tuple(matches_of(act.store, need_id)),
        deeds=tuple(deeds_about(act.store, here, need_id)),
        looks=tuple(looks_at(act.store, here, need.person_id)),
        messages=tuple(messages_about(act.store, need_id)),
        notes=_notes(act, desk, need_id),
        may=rights_with(desk, need),
        apart=kept_apart_from(act.store, need.person_id),
    )


def need_details(act: Act, desk: Desk, need_id: str) -> NeedDetails:
    """Open who a need is of: it asks for nothing, is noted, and the resident can read the note."""
    need = need_in_scope(act, desk, need_id, Right.SEE_DETAILS)
    person = act.store.get(PersonRow, need.person_id)
    details = details_of(act, person) if person else None
    if details is None:
        raise NotFound(ERASED)
    act.note_look(need.person_id, "contact", need_id=need_id)
    place: Mapping[str, Any] = need_details_of(act.store, act.sealer, need_id) or {}
    contact = details.contact
    return NeedDetails(
        name=details.name,
        phone=contact.phone.number if contact.phone else "",
        email=contact.email.address if contact.email else "",
        ways=contact.ways(),
        never=contact.never,
        postcode=need.postcode,
        address=str(place.get("address", "")),
        street=str(place.get("street", "")),
        notes=str(place.get("notes", "")),
        step_free=bool(place.get("step_free", False)),
        dietary=frozenset(place.get("dietary", ())),
    )


def _notes(act: Act, desk: Desk, need_id: str) -> tuple[Note, ...]:
    return tuple(
        _note(act, one)
        for one in notes_about(act.store, desk.within(Right.SEE_BOARD), need_id)
        if one.kind in _FOR_STAFF
    )


def _note(act: Act, one: SealedNote) -> Note:
    text, why = written_in(act.sealer, one.id, one.sealed)
    by = one.by.partition(":")[0]
    return Note(one.id, one.kind, text, by, one.name, one.at, one.settled_at, why)


def _summary(act: Act, need: NeedRow) -> NeedSummary:
    charity = act.store.get(CharityRow, need.charity_id) if need.charity_id else None
    person = act.store.get_one(PersonRow, need.person_id)
    told = {
        name: getattr(need, name)
        for name in NeedSummary.__slots__
        if name not in {"charity", "weekly", "reads", "prefers"}
    }
    return NeedSummary(
        **told,
        charity=charity.name if charity else None,
        weekly=weekly_of(need),
        reads=person.language,
        prefers=person.contact_way,
    )
