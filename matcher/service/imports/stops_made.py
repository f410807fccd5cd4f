"""Stops of a delivery list kept, with the needs that are new; and put with their drivers."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from functools import partial

from matcher.domain import run_edits
from matcher.domain.refusals import Invalid
from matcher.domain.runs import MOST_STOPS
from matcher.service.acting import Act
from matcher.service.imports.ground import Bringing, Ground, Newcomer, Texts
from matcher.service.imports.needs_made import make_needs
from matcher.service.imports.stop_columns import (
    BEFORE,
    CODE,
    CODE_BEFORE,
    NEED,
    OF_THE_STOP,
    door_said,
    way_in_said,
)
from matcher.service.imports.stop_days import begin, own_scope
from matcher.service.imports.stop_lists import days_with_lists, run_called, runs_with_labels
from matcher.service.runs_changes import put_as_settled
from matcher.service.runs_days import changed
from matcher.service.runs_lists import put_units
from matcher.service.runs_snapshot import locks_of, orders_of, to_plan
from matcher.service.runs_stops import AtTheDoor, keep_way_in, way_in_of
from matcher.storage.reading.import_stops import stops_whole
from matcher.storage.reading.on_runs import hold_units_of
from matcher.storage.reading.run_choices import UnitToBring, units_to_bring
from matcher.storage.tables import RunDayRow, StopRow
from matcher.storage.writing.runs import held_day


def make_stops(
    act: Act, ground: Ground, bringing: Bringing, newcomers: Sequence[Newcomer]
) -> frozenset[str]:
    """Put new stops on their days' lists; return the ids of those that found no place after all.

    A need that comes with a stop has the stop's own id: so which came with which needs no word.
    """
    days = {day.on_date: day.id for day in days_with_lists(act, bringing.reach, since=act.today)}
    by_day: defaultdict[date, list[Newcomer]] = defaultdict(list)
    for one in newcomers:
        by_day[date.fromisoformat(one.texts["run_day"])].append(one)
    refused: set[str] = set()
    for on_date, some in sorted(by_day.items()):
        day_id = days.get(on_date) or begin(act, bringing, on_date)
        if day_id is None:
            refused |= {one.id for one in some}
            continue
        day = held_day(act.store, day_id)
        room = MOST_STOPS - act.store.query(StopRow).filter_by(day_id=day.id).count()
        refused |= {one.id for one in some[room:]}
        refused |= _put(act, ground, bringing, day, some[:room])
    return frozenset(refused)


def _put(
    act: Act, ground: Ground, bringing: Bringing, day: RunDayRow, some: Sequence[Newcomer]
) -> set[str]:
    fresh = [
        Newcomer(one.id, one.person_id, one.new_person, _of_the_need(one.texts))
        for one in some
        if NEED not in one.texts
    ]
    if fresh:
        make_needs(act, ground, bringing, fresh)
    waiting = _units_of(act, bringing, day, {one.texts.get(NEED, one.id) for one in some})
    chosen: dict[str, tuple[UnitToBring, Newcomer]] = {}
    for one in some:
        if found := waiting[one.texts.get(NEED, one.id)]:
            unit = found.pop(0)
            chosen[unit.unit_id] = unit, one
    put_units(
        act,
        day,
        [unit for unit, _ in chosen.values()],
        {id: one.id for id, (_, one) in chosen.items()},
        {id: partial(_door, one.texts) for id, (_, one) in chosen.items()},
    )
    put = [one for _, one in chosen.values()]
    ways = {one.id: one.texts for one in put if one.texts.get("access") or one.texts.get(CODE)}
    for row in stops_whole(act.store, list(ways)):
        keep_way_in(act, row.stop, way_in_said(ways[row.stop.id], way_in_of(act, row.stop)))
    place_stops(act, day, {one.id: one.texts for one in put if one.texts.get("driver")})
    act.note("brought_stops", "run_day", day.id, number=len(put), import_id=bringing.id)
    return {one.id for one in some} - {one.id for one in put}


def _units_of(
    act: Act, bringing: Bringing, day: RunDayRow, need_ids: set[str]
) -> defaultdict[str, list[UnitToBring]]:
    """What waits of these needs, with nobody else pairing it meanwhile."""
    hold_units_of(act.store, need_ids)
    scope, charity_id = own_scope(act, bringing.reach), bringing.reach.charity_id
    found: defaultdict[str, list[UnitToBring]] = defaultdict(list)
    for one in units_to_bring(act.store, scope, charity_id, day.on_date, need_ids=need_ids):
        found[one.need_id].append(one)
    return found


def place_stops(act: Act, day: RunDayRow, said: Mapping[str, Texts]) -> None:
    """Put stops with the drivers that they name, in the order that they say, and lock them there.

    One that names nobody any more is taken from its driver. As by hand: whoever plans next finds
    it so, and may unlock it. Where a driver has set out meanwhile a stop stays with nobody.
    """
    if not said:
        return
    act.store.flush()
    runs, stops = to_plan(act, day)
    orders = orders_of(runs, stops)
    locks, labels = locks_of(orders, stops), runs_with_labels(act, day.id)
    for id, texts in sorted(said.items(), key=lambda one: int(one[1].get("order") or MOST_STOPS)):
        locks = run_edits.unlocked(locks, id)
        orders = {run: [one for one in order if one != id] for run, order in orders.items()}
        if not texts.get("driver"):
            continue
        try:
            run = run_called(labels, texts["driver"])
            at = min(int(texts.get("order") or MOST_STOPS) - 1, len(orders[run.id]))
            orders[run.id].insert(at, id)
            locks = run_edits.moved(locks, orders, id, run.id, at)
        except Invalid:
            orders = {run: [one for one in order if one != id] for run, order in orders.items()}
    put_as_settled(act, locks, orders)
    _let_go(act, [id for id in said if not any(id in order for order in orders.values())])
    changed(day)


def _let_go(act: Act, stop_ids: Sequence[str]) -> None:
    for id in stop_ids:
        row = act.store.get_one(StopRow, id)
        row.run_id, row.place_in_run, row.locked = None, None, False
        row.arrive_s = row.begin_s = row.leave_s = row.slack_s = None
    act.store.flush()


def _of_the_need(texts: Texts) -> dict[str, str]:
    beside = OF_THE_STOP | {BEFORE, CODE_BEFORE}
    return {name: text for name, text in texts.items() if name not in beside}


def _door(texts: Texts, usual: AtTheDoor) -> AtTheDoor:
    return door_said(texts, usual)
