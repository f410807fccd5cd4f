"""Residents in a sheet: people on a charity's list, whether they need something just now or not."""

from collections.abc import Sequence
from typing import Any

from matcher.domain.imports import SheetKind
from matcher.domain.sheet_columns import AN_ID, SheetColumn
from matcher.service.acting import Act
from matcher.service.imports.ground import Bringing, Change, Ground, Newcomer, Reach, Texts
from matcher.service.imports.kind import Kind, nobody_elsewhere
from matcher.service.imports.needs_columns import PLACE_COLUMNS, place_readers, tidy_place
from matcher.service.imports.on_the_list import known_people
from matcher.service.imports.people import (
    PERSON_COLUMNS,
    PRINTED,
    change_person,
    complete_person,
    keep_address,
    make_people,
    person_readers,
    person_texts,
)
from matcher.service.whereabouts import Whereabouts
from matcher.storage.reading.import_in_the_way import built_on_residents
from matcher.storage.reading.import_people import known_residents, residents_whole
from matcher.storage.sealed import contact_seal
from matcher.storage.tables import ResidentRow
from matcher.storage.writing.bulk import put_rows
from matcher.storage.writing.import_unmade import unmake_people, unmake_residents
from matcher.storage.writing.log import Deed, note_deeds

# The street and the borough of somebody without a postcode are told by a need, not by a list.
_PLACE = tuple(column for column in PLACE_COLUMNS if column.name in ("postcode", "address"))
_OF_THE_PERSON = frozenset(column.name for column in PERSON_COLUMNS)


def _complete(texts: Texts, ground: Ground) -> Texts:
    ground.place(texts)
    return {"address": ""} | complete_person(texts)


def _texts_of(act: Act, _ground: Ground, ids: Sequence[str]) -> dict[str, dict[str, str]]:
    found = {}
    for resident, person, contact in residents_whole(act.store, ids):
        opened = act.sealer.open(contact.sealed, contact_seal(person.id))
        found[person.id] = {
            "id": person.id,
            **person_texts(act, person, contact),
            "postcode": resident.postcode or "",
            "address": str(opened.get("address", "")),
        }
    return found


def _make(act: Act, ground: Ground, bringing: Bringing, newcomers: Sequence[Newcomer]) -> None:
    make_people(act, newcomers, proven=bringing.said.vouched, with_address=True)
    put_rows(
        act.store,
        ResidentRow,
        [
            {
                "person_id": one.person_id,
                "charity_id": bringing.reach.charity_id,
                "created_at": act.now,
                "changed_at": act.now,
                **_place(ground.place(one.texts)),
            }
            for one in newcomers
        ],
    )
    deeds = [Deed(one.person_id, one.person_id, {"import_id": bringing.id}) for one in newcomers]
    note_deeds(act.store, deeds, at=act.now, by=act.by, verb="listed", about="resident")


def _place(place: Whereabouts) -> dict[str, Any]:
    return {
        "easting": place.point.easting,
        "northing": place.point.northing,
        "borough": place.borough,
        "cell": place.cell,
        "postcode": place.postcode,
    }


def _change(act: Act, ground: Ground, id: str, change: Change) -> None:
    texts, changed = change.texts, change.columns
    row = act.store.get_one(ResidentRow, id, with_for_update=True)
    if "postcode" in changed:
        for name, value in _place(ground.place(texts)).items():
            setattr(row, name, value)
    row.changed_at = act.now
    if changed & _OF_THE_PERSON:
        change_person(act, id, change)
    if "address" in changed:
        keep_address(act, id, texts["address"])
    act.note("changed", "resident", id, person_id=id, what=" ".join(sorted(changed)))


def _unmake(act: Act, ids: Sequence[str], new_people: Sequence[str]) -> None:
    unmake_residents(act.store, ids)
    unmake_people(act.store, new_people)


def _listed(act: Act, reach: Reach) -> list[str]:
    found = known_residents(act.store, reach.charity_id, reach.boroughs)
    return [row.person_id for row in found]


KIND = Kind(
    name=SheetKind.RESIDENTS,
    about="resident",
    id_column="id",
    columns=(
        SheetColumn("id", ("resident id", "nearhand id"), AN_ID, telling=True),
        *PERSON_COLUMNS,
        *_PLACE,
    ),
    read=lambda ground: person_readers() | place_readers(ground),
    tidy=tidy_place,
    complete=_complete,
    what=lambda _texts: "",
    known=known_people,
    elsewhere=nobody_elsewhere,
    texts_of=_texts_of,
    make=_make,
    change=_change,
    in_the_way=lambda act, ids: built_on_residents(act.store, ids),
    unmake=_unmake,
    listed=_listed,
    person_of=lambda _act, ids: {id: id for id in ids},
    is_person=True,
    printed=PRINTED,
)
