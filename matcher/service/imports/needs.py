"""Needs in a sheet, each with its resident."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from matcher.domain.imports import SheetKind
from matcher.domain.links import LinkPurpose
from matcher.domain.refusals import Conflict, Invalid
from matcher.domain.urgency import Urgency
from matcher.service.acting import Act
from matcher.service.imports.ground import (
    CONFIRMED,
    REACHED_BY,
    Change,
    Ground,
    Known,
    Reach,
    Texts,
)
from matcher.service.imports.kind import Kind, nobody_elsewhere
from matcher.service.imports.needs_columns import (
    NEED_COLUMNS,
    complete_need,
    need_readers,
    need_texts,
    tidy_place,
    weekly_of_texts,
    what_of,
)
from matcher.service.imports.needs_made import make_needs
from matcher.service.imports.offer_columns import words
from matcher.service.imports.on_the_list import known_people
from matcher.service.imports.people import PERSON_COLUMNS, PRINTED, change_person, person_texts
from matcher.service.needs_changing import NeedChange, change_need
from matcher.storage.reading.import_in_the_way import built_on_needs
from matcher.storage.reading.import_people import known_needs, needs_whole, people_of
from matcher.storage.reading.needs import helpers_of
from matcher.storage.sealed import contact_seal, need_seal
from matcher.storage.tables import NeedRow
from matcher.storage.writing.import_unmade import unmake_needs, unmake_people
from matcher.storage.writing.links import Subject, revoke_links

OTHER_CATEGORY = (
    "The kind of help of a need cannot be changed: close that need, and add a row without a"
    " reference."
)
SOMEBODY_COMES = (
    "Somebody has said yes to this need as it stands: change its place or time on its own page."
)
_OF_THE_PERSON = frozenset(column.name for column in PERSON_COLUMNS)
_AGREED = frozenset({"postcode", "street", "borough", "day", "repeats", "times"})


def _known(act: Act, reach: Reach) -> list[Known]:
    """Needs, and the people on the charity's list: a need of theirs is new, they are not."""
    return known_needs_of(act, reach) + known_people(act, reach, what="on the list")


def known_needs_of(act: Act, reach: Reach) -> list[Known]:
    """The charity's needs that stand, each with whose it is."""
    found = known_needs(act.store, reach.charity_id, reach.boroughs)
    names: dict[str, str] = {}
    for row in found:
        if row.person_id not in names:
            opened = act.sealer.open(row.sealed, contact_seal(row.person_id))
            names[row.person_id] = str(opened.get("name", ""))
    return [
        Known(
            id=row.id,
            person_id=row.person_id,
            mark=row.reference,
            phone_hash=row.phone_hash,
            email_hash=row.email_hash,
            name=names[row.person_id],
            postcode=row.postcode,
            easting=row.easting,
            northing=row.northing,
            what=what_of(
                row.category, row.wanted_on.isoformat() if row.wanted_on else "", row.recurrence
            ),
        )
        for row in found
    ]


def _texts_of(act: Act, ground: Ground, ids: Sequence[str]) -> dict[str, dict[str, str]]:
    boroughs = ground.gazetteer.borough_names()
    found = {}
    for need, person, contact, details in needs_whole(act.store, ids):
        sealed = act.sealer.open(details.sealed, need_seal(need.id)) if details else {}
        said = need_texts(need, sealed, boroughs)
        said[CONFIRMED] = "yes" if need.confirmed_at else ""
        found[need.id] = said | person_texts(act, person, contact)
    return found


def _change(act: Act, ground: Ground, need_id: str, change: Change) -> None:
    texts, changed = change.texts, change.columns
    need = act.store.get_one(NeedRow, need_id)
    if changed & _AGREED and helpers_of(act.store, need_id):
        raise Conflict(SOMEBODY_COMES)
    if changed & _OF_THE_PERSON:
        change_person(act, need.person_id, change)
    if changed & REACHED_BY and need.confirmed_at is None:
        # The code of the number before would say nothing about this one.
        subject = Subject(need_id=need_id)
        revoke_links(act.store, LinkPurpose.CONFIRM_NEED, subject, now=act.now)
    of_the_need = change.without(_OF_THE_PERSON)
    change_need(act, need_id, _need_change(texts, ground, of_the_need))
    if not of_the_need:
        what = " ".join(sorted(changed))
        act.note("changed", "need", need_id, person_id=need.person_id, what=what)


def _need_change(texts: Texts, ground: Ground, changed: frozenset[str]) -> NeedChange:
    weekly = weekly_of_texts(texts)
    day = date.fromisoformat(texts["day"]) if texts["day"] else None
    said: dict[str, Any] = {
        "urgency": Urgency(texts["urgency"]),
        "times": words(texts["times"]),
        "languages": words(texts["languages"]),
        "requires": words(texts["requires"]),
        "dietary": words(texts["dietary"]),
        "people_needed": int(texts["people_needed"]),
        "step_free": texts["step_free"] == "yes",
        "asks_first": texts["asks_first"] == "yes",
        "address": texts["address"],
        "notes": texts["notes"],
    }
    names = {"times": "availability"}
    asked = {names.get(name, name): said[name] for name in said.keys() & changed}
    if changed & {"postcode", "street", "borough"}:
        asked["place"] = ground.place(texts)
    if changed & {"day", "repeats"}:
        asked |= {"weekly": weekly} if weekly else {"on_day": day, "any_day": day is None}
    return NeedChange(**asked)


def _unmake(act: Act, ids: Sequence[str], new_people: Sequence[str]) -> None:
    unmake_needs(act.store, ids)
    unmake_people(act.store, new_people)


def _listed(act: Act, reach: Reach) -> list[str]:
    return [row.id for row in known_needs(act.store, reach.charity_id, reach.boroughs)]


def _person_of(act: Act, ids: Sequence[str]) -> Mapping[str, str]:
    return people_of(act.store, ids)


KIND = Kind(
    name=SheetKind.NEEDS,
    about="need",
    id_column="reference",
    columns=NEED_COLUMNS,
    read=need_readers,
    tidy=tidy_place,
    complete=complete_need,
    what=lambda texts: what_of(
        texts.get("category", ""), texts.get("day", ""), texts.get("repeats", "")
    ),
    known=_known,
    elsewhere=nobody_elsewhere,
    texts_of=_texts_of,
    make=make_needs,
    change=_change,
    in_the_way=lambda act, ids: built_on_needs(act.store, ids),
    unmake=_unmake,
    listed=_listed,
    person_of=_person_of,
    fixed={"category": Invalid(OTHER_CATEGORY)},
    printed=PRINTED,
)
