"""Setting aside for a whole list what its stops are to bring, in one act.

Who holds something already is left alone: somebody has thought about them, or this was pressed
before. The others get as many things of their kind of help as they have parcels, of what they can
eat; those with the least to choose from are served first, and then in the order of the list. A
stop gets all of its parcels or none, and whoever goes without is named.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from matcher.domain.refusals import Refusal
from matcher.domain.roles import Right
from matcher.domain.run_days import RunKind
from matcher.domain.statuses import StopStatus
from matcher.domain.stock_short import Asked, OnShelf, Short, what_is_short, who_gets_what
from matcher.service.acting import Act
from matcher.service.desk import Desk
from matcher.service.runs_days import day_at
from matcher.service.stock_needs import Wish, reserve
from matcher.storage.reading.run_stock import diets_of, held_by_units
from matcher.storage.reading.runs import StopLine, stops_of_day
from matcher.storage.reading.stock import ItemLine, items
from matcher.storage.tables import RunDayRow
from matcher.storage.writing.needs import held_need
from matcher.storage.writing.stock_items import hold_items


@dataclass(frozen=True, slots=True)
class Lacking:
    """A stop for which nothing is set aside, and what whoever it is for can eat."""

    stop: StopLine
    dietary: frozenset[str]


@dataclass(frozen=True, slots=True)
class ListStock:
    """How a list stands with the shelf: so many stops hold something, and who does not.

    `short` are the kinds of which too little is free for those who lack. Extra stops, and what
    is on its way, are in neither.
    """

    keeps_stock: bool
    holding: int
    lacking: tuple[Lacking, ...]
    short: tuple[Short, ...]

    @property
    def stops(self) -> int:
        """How many stops it is about."""
        return self.holding + len(self.lacking)


def stock_of_list(act: Act, desk: Desk, day_id: str) -> ListStock:
    """Who of a list holds something of the shelf, and what is short for the others."""
    day = day_at(act, desk, day_id)
    shelf = items(act.store, day.charity_id, act.today)
    return _stands(act, day, shelf)


def set_aside_for_list(act: Act, desk: Desk, day_id: str) -> int:
    """Set aside for every stop of the list that holds nothing; for how many it was done.

    Nobody else moves these needs and items meanwhile, so what is free stays free. A stop that is
    refused for another reason is left as it was, and is among those that lack.
    """
    desk.require(Right.HANDLE_STOCK)
    day = day_at(act, desk, day_id)
    for need_id in sorted({stop.need_id for stop in _planned(act, day) if stop.need_id}):
        held_need(act.store, need_id)
    shelf = items(act.store, day.charity_id, act.today)
    hold_items(act.store, [line.id for line in shelf])
    shelf = items(act.store, day.charity_id, act.today)
    lacking = _stands(act, day, shelf).lacking
    done = sum(
        _reserved(act, desk, one.stop, wanted) for one, wanted in _shared_out(lacking, shelf)
    )
    act.note("set_aside_for_list", "run_day", day.id, stops=done, lacking=len(lacking) - done)
    return done


def _planned(act: Act, day: RunDayRow) -> list[StopLine]:
    """What the shelf has to do with: parcels for needs that are not on their way yet."""
    if day.kind is not RunKind.DELIVER:
        return []
    return [
        stop
        for stop in stops_of_day(act.store, day.id)
        if stop.unit_id and stop.parcels and stop.still_wanted and stop.status is StopStatus.PLANNED
    ]


def _stands(act: Act, day: RunDayRow, shelf: Sequence[ItemLine]) -> ListStock:
    stops = _planned(act, day)
    held = held_by_units(act.store, [str(stop.unit_id) for stop in stops])
    without = [stop for stop in stops if stop.unit_id not in held]
    diets = diets_of(act.store, act.sealer, [str(stop.need_id) for stop in without])
    lacking = tuple(Lacking(stop, diets.get(str(stop.need_id), frozenset())) for stop in without)
    found = what_is_short(_asked(lacking), [OnShelf(line.item, line.free) for line in shelf])
    short = tuple(one for one in found if one.missing)
    return ListStock(bool(shelf), len(stops) - len(without), lacking, short)


def _asked(lacking: Sequence[Lacking]) -> list[Asked]:
    kinds = Counter[tuple[str, frozenset[str]]]()
    for one in lacking:
        kinds[str(one.stop.category), one.dietary] += one.stop.parcels
    return [Asked(category, dietary, units) for (category, dietary), units in kinds.items()]


def _shared_out(
    lacking: Sequence[Lacking], shelf: Sequence[ItemLine]
) -> list[tuple[Lacking, dict[str, int]]]:
    """Which items each stop gets, by id; only those that get all of their parcels."""
    asked = _asked(lacking)
    given = who_gets_what(asked, [OnShelf(line.item, line.free) for line in shelf])
    left = {(kind.category, kind.dietary): its for kind, its in zip(asked, given, strict=True)}
    found = []
    for one in lacking:
        its = left[str(one.stop.category), one.dietary]
        if sum(its.values()) < one.stop.parcels:
            continue
        wanted: dict[str, int] = {}
        for place in sorted(its, key=lambda at: (its[at] < one.stop.parcels, at)):
            took = min(its[place], one.stop.parcels - sum(wanted.values()))
            if took:
                wanted[shelf[place].id] = took
                its[place] -= took
        found.append((one, wanted))
    return found


def _reserved(act: Act, desk: Desk, stop: StopLine, wanted: dict[str, int]) -> bool:
    """Set aside all that a stop wants, or nothing of it."""
    try:
        with act.store.begin_nested():
            for item_id, quantity in wanted.items():
                reserve(act, desk, Wish(str(stop.need_id), str(stop.unit_id), item_id, quantity))
    except Refusal:
        return False
    return True
