"""The days that a delivery list is for: those with a list already, and those that it begins."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta

from matcher.domain.imports import SheetKind, Verdict
from matcher.domain.refusals import Invalid
from matcher.service.acting import Act
from matcher.service.desk import Desk
from matcher.service.imports.arriving import reach_of
from matcher.service.imports.ground import Reach
from matcher.service.imports.lines import told_of
from matcher.service.imports.steps import import_in_scope
from matcher.service.imports.stop_days import beginning_of
from matcher.service.imports.stop_lists import days_with_lists
from matcher.storage.reading.imports import some_lines
from matcher.storage.tables import ImportRow

# Who brings a list brings it for this week or the next.
DAYS_TO_BEGIN = 14


@dataclass(frozen=True, slots=True)
class DayOfList:
    """A day that rows may be put on; no id where the sheet would begin it.

    `drivers` are those of last time, who would drive; `rows` are new ones of this sheet.
    """

    on_date: date
    id: str | None = None
    depot: str = ""
    drivers: int = 0
    rows: int = 0


def days_of(act: Act, desk: Desk, import_id: str) -> list[DayOfList]:
    """The days to come that have a delivery list, and the next ones that could be begun."""
    row = import_in_scope(act, desk, import_id)
    reach = Reach(row.charity_id, reach_of(act, desk, row.charity_id))
    days = days_with_lists(act, reach, since=act.today)
    begun = {day.on_date: DayOfList(day.on_date, day.id) for day in days}
    coming = (act.today + timedelta(days=number) for number in range(DAYS_TO_BEGIN))
    new = {day: one for day in coming if day not in begun and (one := _new(act, reach, day))}
    return [one for _, one in sorted((begun | new).items())]


def days_it_is_for(act: Act, desk: Desk, import_id: str) -> list[DayOfList]:
    """The days of the new rows of a delivery list that was looked through; none of other sheets."""
    row = import_in_scope(act, desk, import_id)
    if row.kind is not SheetKind.STOPS or row.emptied_at:
        return []
    reach = Reach(row.charity_id, row.boroughs)
    days = {day.on_date: day.id for day in days_with_lists(act, reach)}
    found = []
    for on_date, number in sorted(_rows_by_day(act, row).items()):
        if on_date in days:
            found.append(DayOfList(on_date, days[on_date], rows=number))
        elif new := _new(act, reach, on_date, number):
            found.append(new)
    return found


def _rows_by_day(act: Act, row: ImportRow) -> Counter[date]:
    lines = some_lines(act.store, row.id, verdict=Verdict.NEW, most=row.lines)
    days = (told_of(act, line).texts.get("run_day", "") for line in lines)
    return Counter(date.fromisoformat(day) for day in days if day)


def _new(act: Act, reach: Reach, on_date: date, rows: int = 0) -> DayOfList | None:
    try:
        new = beginning_of(act, reach, on_date)
    except Invalid:
        return None
    return DayOfList(on_date, None, new.depot.name, len(new.drivers), rows)
