"""What residents hear of runs: when a delivery comes, what became of it; and "I shall not be in".

A letter says day and hours and leads to their own page. Who drives, and where else, it never says.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from matcher.domain.doorsteps import StopFailure, comes_again
from matcher.domain.links import LinkPurpose
from matcher.domain.london_time import moment_at
from matcher.domain.refusals import Conflict, NotFound
from matcher.domain.run_days import RunKind, told_window
from matcher.domain.statuses import RunStatus, StopStatus
from matcher.messages.letters.runs import DeliveryComes
from matcher.service.acting import Act
from matcher.service.post import post, private_page
from matcher.storage.reading.run_days import date_after
from matcher.storage.reading.run_history import LatestStop, last_stops, latest_stop
from matcher.storage.reading.runs import StopLine
from matcher.storage.sealed import noted_seal
from matcher.storage.tables import RunDayRow
from matcher.storage.writing.links import Subject, new_link
from matcher.storage.writing.runs import held_run, held_stop

# How long a resident's own page tells what became of a delivery.
TOLD_FOR = timedelta(days=7)
NOTHING_COMES = "No delivery is on its way to you."
BEEN_ALREADY = "The driver has been at your door already: see below what was noted."


@dataclass(frozen=True, slots=True)
class Delivery:
    """The latest delivery of a need, as its resident sees it; hours are seconds of London's day."""

    stop_id: str
    on_date: date
    hours: tuple[int, int] | None
    status: StopStatus
    failure: StopFailure | None
    left_where: str = field(repr=False)
    absent: bool
    is_out: bool
    tries_again: bool
    next_run: date | None

    @property
    def comes(self) -> bool:
        """Whether it is still on its way."""
        return self.is_out and self.status is StopStatus.OUT and not self.absent


def tell_residents(act: Act, day: RunDayRow, stops: Sequence[StopLine]) -> None:
    """Write to everybody to whose door a run goes, as they wish to be written to."""
    if day.kind is not RunKind.DELIVER:
        return
    for stop in stops:
        if stop.need_id is None or stop.person_id is None or stop.begin_s is None:
            continue
        begins, ends = (
            _moment(day.on_date, second) for second in told_window(stop.begin_s, stop.windows)
        )
        if ends <= act.now:
            continue
        subject = Subject(person_id=stop.person_id, need_id=stop.need_id)
        secret = new_link(act.store, act.sealer, LinkPurpose.NEED, subject, now=act.now)
        post(
            act,
            DeliveryComes(private_page("n", secret), begins, ends),
            person_id=stop.person_id,
            key=f"delivery:{stop.id}",
            need_id=stop.need_id,
            drop_after=ends,
        )


def delivery_to(act: Act, need_id: str) -> Delivery | None:
    """The latest delivery of a need that went out within a week; None where there was none."""
    found = latest_stop(act.store, need_id, since=act.today - TOLD_FOR)
    if found is None or found.kind is not RunKind.DELIVER:
        return None
    before = last_stops(act.store, [need_id], before=found.on_date).get(need_id)
    in_vain = int(before is not None and before.failure is StopFailure.NOT_IN)
    again = comes_again(found.status, found.failure, in_vain_before=in_vain)
    return Delivery(
        stop_id=found.id,
        on_date=found.on_date,
        hours=None if found.begin_s is None else told_window(found.begin_s, found.windows),
        status=found.status,
        failure=found.failure,
        left_where=_left_where(act, found),
        absent=found.absent_at is not None,
        is_out=found.run_status is RunStatus.OUT,
        tries_again=again,
        next_run=date_after(act.store, found.charity_id, found.kind, found.on_date)
        if again
        else None,
    )


def say_absent(act: Act, need_id: str, *, absent: bool = True) -> None:
    """The resident will not be in, or will after all: their driver's page says so."""
    found = latest_stop(act.store, need_id, since=act.today - TOLD_FOR)
    if found is None:
        raise NotFound(NOTHING_COMES)
    run = held_run(act.store, found.run_id)
    stop = held_stop(act.store, found.run_id, found.id)
    if run.status is not RunStatus.OUT or stop.status is not StopStatus.OUT:
        raise Conflict(BEEN_ALREADY)
    if (stop.absent_at is not None) is absent:
        return
    stop.absent_at = act.now if absent else None
    act.store.flush()
    act.note("will_be_out" if absent else "will_be_in", "stop", stop.id, run=run.id)


def _left_where(act: Act, found: LatestStop) -> str:
    if found.status is not StopStatus.LEFT_SAFE or found.noted is None:
        return ""
    return str(act.sealer.open(found.noted, noted_seal(found.id)).get("where", ""))


def _moment(day: date, second: int) -> datetime:
    """A second of London's day as a moment; its last one is the next midnight."""
    later, left = divmod(second, 86_400)
    clock = time(left // 3600, left // 60 % 60)
    return moment_at(day + timedelta(days=later), clock)
