"""A need that another charity holds now leaves the lists of whoever held it before."""

from matcher.domain.statuses import StopStatus
from matcher.service.acting import Act
from matcher.service.runs_days import changed
from matcher.storage.reading.run_days import planned_elsewhere
from matcher.storage.tables import StopRow
from matcher.storage.writing.runs import held_day


def take_off_others_lists(act: Act, need_id: str, holder_id: str) -> None:
    """What is on its way already is brought; what is only planned is the new holder's to plan.

    Whoever calls holds the need, so that nobody puts it on another list meanwhile.
    """
    for day_id in planned_elsewhere(act.store, need_id, holder_id):
        day = held_day(act.store, day_id)
        said = {"day_id": day_id, "need_id": need_id, "status": StopStatus.PLANNED}
        for stop in act.store.query(StopRow).filter_by(**said):
            act.note("took_stop_off", "run_day", day_id, stop=stop.id, need=need_id)
            act.store.delete(stop)
        act.store.flush()
        changed(day)
