"""What a run that is back means for matches: done where it was brought, failed where it was not."""

from collections.abc import Sequence

from matcher.domain.refusals import Conflict
from matcher.domain.run_days import ARRIVED, FAILED_FOR
from matcher.domain.statuses import StopStatus
from matcher.service.acting import Act
from matcher.service.matches import could_not, report_done
from matcher.storage.reading.runs import StopLine
from matcher.storage.tables import RunRow, StopRow
from matcher.storage.writing.runs import Brought, record_brought


def settle_matches(act: Act, run: RunRow, stops: Sequence[StopLine]) -> int:
    """Tell the match of each stop what became of it; return how many parcels were delivered.

    A unit that nobody had said yes to gets its match here, already done: the driver's yes was to
    the whole run. What was brought back or failed leaves the unit as open as it was.
    """
    for stop in stops:
        if stop.match_id is not None:
            _tell(act, stop)
        elif stop.status in ARRIVED and stop.unit_id and stop.need_id:
            brought = Brought(stop.unit_id, stop.need_id, run.offer_id, run.id, act.by)
            match_id = record_brought(act.store, brought, now=act.now)
            if match_id is not None:
                act.store.get_one(StopRow, stop.id).match_id = match_id
                act.note("brought", "match", match_id, person_id=stop.person_id, run=run.id)
    act.store.flush()
    return sum(stop.parcels for stop in stops if stop.status in ARRIVED)


def _tell(act: Act, stop: StopLine) -> None:
    """Where the match has moved on by itself, what people said of it stands."""
    assert stop.match_id is not None, "asked for those that have one"
    try:
        if stop.status in ARRIVED:
            report_done(act, stop.match_id)
        elif stop.status is StopStatus.FAILED and stop.failure is not None:
            could_not(act, stop.match_id, FAILED_FOR[stop.failure])
    except Conflict:
        act.note("stands_as_it_was", "match", stop.match_id, person_id=stop.person_id)
