"""The units of a need kept in step with it: so many people, on these dates, and no more."""

from matcher.domain.refusals import Conflict
from matcher.service.acting import Act
from matcher.service.needs_recurring import dates_ahead, open_units_of, weekly_of
from matcher.storage.reading.needs import helpers_of
from matcher.storage.tables import NeedRow
from matcher.storage.writing.needs import close_units, spare_units, unit_number


def fit_units(act: Act, need: NeedRow) -> None:
    """Open the units that a need wants and close those that it does not.

    `Conflict` where more people have said yes than are now wanted: one of them is told first.
    """
    weekly = weekly_of(need)
    dates = [None] if weekly is None else dates_ahead(weekly, act.today)
    wanted = {
        unit_number(day, place) for day in dates for place in range(1, need.people_needed + 1)
    }
    spare = spare_units(act.store, need.id)
    close_units(act.store, [id for id, number, _day in spare if number not in wanted], now=act.now)
    coming = [one for one in helpers_of(act.store, need.id) if one.on_date is None]
    if weekly is None and len(coming) > need.people_needed:
        raise Conflict(
            "More people than that have said yes already: please tell one of them first that they"
            " need not come."
        )
    # A helper may fill a unit with a high number: then one with a low number is not wanted too.
    open_units_of(act, need)
    if weekly is None:
        spare = spare_units(act.store, need.id)
        surplus = len(spare) + len(coming) - need.people_needed
        if surplus > 0:
            close_units(act.store, [id for id, _number, _day in spare[-surplus:]], now=act.now)
