"""Stops in a sheet: a charity's delivery list of one day or several, with who brings what.

A row is a stop of a day that has a list. It is of a need that waits, else a need comes with it;
what is said of somebody's need must agree with what is kept of it.
"""

from collections.abc import Mapping, Sequence
from contextlib import suppress

from matcher.domain.imports import SheetKind
from matcher.domain.refusals import Invalid, Refusal
from matcher.service.acting import Act
from matcher.service.imports import cells, needs
from matcher.service.imports.ground import Change, Ground, Known, Reach, Texts
from matcher.service.imports.kind import Kind, nobody_elsewhere
from matcher.service.imports.knowing import ANYTHING
from matcher.service.imports.on_the_list import known_people
from matcher.service.imports.people import PRINTED
from matcher.service.imports.stop_columns import (
    BEFORE,
    CODE,
    CODE_BEFORE,
    DOOR,
    FOLDS,
    NEED,
    NEEDS_OWN,
    OF_THE_NEED,
    STATUS,
    STAYS_ON_ITS_DAY,
    STOP_COLUMNS,
    complete_stop,
    door_said,
    door_texts,
    same_name,
    stop_readers,
    tidy_stop,
)
from matcher.service.imports.stop_days import end_empty
from matcher.service.imports.stop_lists import Lists, days_with_lists
from matcher.service.imports.stops_made import make_stops, place_stops
from matcher.service.runs_days import changed
from matcher.service.runs_drivers import label_of
from matcher.service.runs_stops import (
    GettingIn,
    columns_of,
    keep_way_in,
    planned_stop,
    way_in_of,
)
from matcher.storage.reading.contacts import need_details_of
from matcher.storage.reading.import_in_the_way import built_on_needs
from matcher.storage.reading.import_people import people_of
from matcher.storage.reading.import_stops import (
    KnownStop,
    StopWhole,
    known_stops,
    stops_settled,
    stops_whole,
)
from matcher.storage.sealed import contact_seal, stop_seal
from matcher.storage.tables import StopRow
from matcher.storage.writing.import_unmade import unmake_needs, unmake_people, unmake_stops
from matcher.storage.writing.runs import held_day


def _known(act: Act, reach: Reach) -> list[Known]:
    """The stops of the last weeks and of those to come, then needs that stand, then the list."""
    days = [day.id for day in days_with_lists(act, reach)]
    names: dict[str, str] = {}
    stops = [_known_stop(act, row, names) for row in known_stops(act.store, days)]
    # Those to come are found before those that are over.
    return stops[::-1] + [
        one._replace(what=ANYTHING)
        for one in (*needs.known_needs_of(act, reach), *known_people(act, reach))
    ]


def _known_stop(act: Act, row: KnownStop, names: dict[str, str]) -> Known:
    on_date, at = row.on_date.isoformat(), (row.easting, row.northing)
    if row.sealed is not None:
        told = act.sealer.open(row.sealed, stop_seal(row.id))
        name, postcode = (str(told.get(word) or "") for word in ("label", "postcode"))
        return Known(row.id, row.id, row.id, None, None, name, postcode, *at, on_date)
    person_id = str(row.person_id)
    if person_id not in names:
        seal = contact_seal(person_id)
        opened = act.sealer.open(row.contact, seal) if row.contact else {}
        names[person_id] = str(opened.get("name", ""))
    name, also = names[person_id], (f"{row.reference} {on_date}",)
    reached = row.phone_hash, row.email_hash
    return Known(row.id, person_id, row.id, *reached, name, row.postcode, *at, on_date, also)


def _marks(texts: Texts) -> tuple[str, ...]:
    """A reference names the stop of that day, else the need."""
    if not (reference := texts.get("reference")):
        return ()
    return f"{reference} {texts.get('run_day', '')}", reference


def _texts_of(act: Act, ground: Ground, ids: Sequence[str]) -> dict[str, dict[str, str]]:
    found = list(stops_whole(act.store, ids))
    of_needs = needs.KIND.texts_of(
        act, ground, sorted({one.stop.need_id for one in found if one.stop.need_id})
    )
    return {one.stop.id: _texts(act, one, of_needs) for one in found}


def _texts(act: Act, one: StopWhole, of_needs: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
    stop, said = one.stop, {}
    if stop.need_id is None:
        told = act.sealer.open(stop.sealed or b"", stop_seal(stop.id))
        said = {
            "name": str(told.get("label", "")),
            "phone": _phone(str(told.get("phone", ""))),
            "postcode": str(told.get("postcode", "")),
            "address": " ".join(str(told.get("address", "")).split()),
        }
    else:
        told = need_details_of(act.store, act.sealer, stop.need_id) or {}
        said = dict(of_needs.get(stop.need_id, {}))
    on_a_run = one.run is not None
    return said | {
        "id": stop.id,
        "run_day": one.day.on_date.isoformat(),
        **door_texts(stop),
        "access": str(told.get("access") or ""),
        CODE: str(told.get("door_code") or ""),
        "driver": label_of(act, one.run) if one.run else "",
        "order": str((stop.place_in_run or 0) + 1) if on_a_run else "",
        NEED: stop.need_id or "",
        STATUS: stop.status.value,
    }


def _phone(typed: str) -> str:
    """The number of an extra stop, which may be anything that somebody typed."""
    with suppress(Refusal):
        return cells.a_phone(typed) if typed else ""
    return ""


def _change(act: Act, _ground: Ground, id: str, change: Change) -> None:
    """Say how much is brought, when, how to get in, or who brings it; `Conflict` once it is out."""
    texts, names = change.texts, change.columns
    day = held_day(act.store, act.store.get_one(StopRow, id).day_id)
    stop = planned_stop(act, day, id)
    if names & DOOR:
        for name, value in columns_of(door_said(texts)).items():
            setattr(stop, name, value)
    if names & {"access", CODE}:
        keep_way_in(act, stop, GettingIn(texts["access"], texts[CODE]))
    if "driver" in names:
        place_stops(act, day, {id: texts})
    changed(day)
    act.note("changed_stop", "run_day", day.id, stop=id, what=" ".join(sorted(names)))


def _put_back(act: Act, made: Mapping[str, Texts]) -> None:
    """How to get in, as it was said of needs that were there before."""
    for stop in stops_whole(act.store, list(made)):
        before = made[stop.stop.id]
        if not {BEFORE, CODE_BEFORE} & before.keys():
            continue
        kept = way_in_of(act, stop.stop)
        was = before.get(BEFORE, kept.access), before.get(CODE_BEFORE, kept.door_code)
        keep_way_in(act, stop.stop, GettingIn(*was))


def _unmake(act: Act, ids: Sequence[str], new_people: Sequence[str]) -> None:
    """Take stops off their lists, with the needs that came with them."""
    day_ids = sorted({one.day.id for one in stops_whole(act.store, ids)})
    for day_id in day_ids:
        changed(held_day(act.store, day_id))
    unmake_stops(act.store, ids)
    unmake_needs(act.store, ids)
    unmake_people(act.store, new_people)
    end_empty(act, day_ids)


def _in_the_way(act: Act, ids: Sequence[str]) -> dict[str, str]:
    return built_on_needs(act.store, ids) | stops_settled(act.store, ids)


def _listed(act: Act, reach: Reach) -> list[str]:
    """The stops from today on."""
    days = days_with_lists(act, reach, since=act.today)
    return [row.id for row in known_stops(act.store, [day.id for day in days])]


def _person_of(act: Act, ids: Sequence[str]) -> Mapping[str, str]:
    need_of = {one.stop.id: one.stop.need_id for one in stops_whole(act.store, ids)}
    people = people_of(act.store, [need for need in need_of.values() if need])
    return {id: people[need] for id, need in need_of.items() if need and need in people}


KIND = Kind(
    name=SheetKind.STOPS,
    about="stop",
    id_column="id",
    columns=STOP_COLUMNS,
    read=stop_readers,
    tidy=tidy_stop,
    complete=complete_stop,
    what=lambda texts: texts.get("run_day", ""),
    known=_known,
    elsewhere=nobody_elsewhere,
    texts_of=_texts_of,
    make=make_stops,
    change=_change,
    in_the_way=_in_the_way,
    unmake=_unmake,
    listed=_listed,
    person_of=_person_of,
    fixed=dict.fromkeys(NEEDS_OWN, Invalid(OF_THE_NEED)) | {"run_day": Invalid(STAYS_ON_ITS_DAY)},
    printed=PRINTED,
    leans=Lists,
    folds=FOLDS,
    alike={"name": same_name},
    drifts=frozenset({"driver", "order", BEFORE, CODE_BEFORE}),
    stays_in=frozenset({CODE}),
    has_place=lambda texts: NEED not in texts,
    marks=_marks,
    vouched=True,
    put_back=_put_back,
)
