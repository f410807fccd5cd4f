"""A run on paper, for a driver without a phone: its stops in order, and what each is brought."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from matcher.domain.roles import Right
from matcher.service.acting import Act
from matcher.service.desk import Desk
from matcher.service.runs_board import BoardRun, board_run, name_of_extra
from matcher.service.runs_days import day_at
from matcher.service.runs_doors import noted_of
from matcher.service.runs_drivers import run_of_day
from matcher.service.runs_page import Door, Things, door_of, is_same_door
from matcher.storage.reading.run_stock import things_of_units
from matcher.storage.reading.runs import StopLine, runs_of_day, stops_of_run


@dataclass(frozen=True, slots=True)
class SheetLine:
    """One stop on paper, with who is there where that was asked for."""

    stop: StopLine
    number: int
    door: Door | None = field(repr=False)
    noted: Mapping[str, Any] = field(repr=False)
    things: Things = ()
    same_door: bool = False
    name: str = ""  # of an extra stop, which is nobody's


def sheet(
    act: Act, desk: Desk, day_id: str, run_id: str, *, with_people: bool
) -> tuple[BoardRun, list[SheetLine]]:
    """A run's sheet. `with_people` opens who they are for the printer: each look is noted."""
    day = day_at(act, desk, day_id, Right.SEE_DETAILS if with_people else Right.SEE_RUNS)
    run_of_day(act, day, run_id)
    line = next(one for one in runs_of_day(act.store, day_id) if one.id == run_id)
    stops = stops_of_run(act.store, run_id)
    units = [stop.unit_id for stop in stops if stop.unit_id]
    things = things_of_units(act.store, day.charity_id, units)
    lines = []
    for number, stop in enumerate(stops, 1):
        door = door_of(act, stop) if with_people and not stop.elsewhere else None
        if door is not None and stop.person_id:
            act.note_look(stop.person_id, "contact", need_id=stop.need_id)
        its, noted = things.get(stop.unit_id or "", ()), noted_of(act, stop.id, stop.noted)
        same_door = is_same_door(stops, number - 1)
        lines.append(SheetLine(stop, number, door, noted, its, same_door, name_of_extra(act, stop)))
    if with_people:
        act.note("printed_sheet", "run", run_id, stops=len(lines))
    return board_run(act, line, stops), lines
