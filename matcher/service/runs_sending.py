"""Sending runs out: the driver gets a private link by letter, and each stop is on its way."""

import secrets
from datetime import UTC, datetime, time, timedelta

from matcher.domain.london_time import london
from matcher.domain.refusals import Conflict, NotFound
from matcher.domain.run_days import PlanState
from matcher.domain.statuses import RunStatus, StopStatus
from matcher.messages.letters.runs import RunReady
from matcher.service.acting import Act
from matcher.service.desk import Desk
from matcher.service.post import post, private_page
from matcher.service.runs_days import day_to_change
from matcher.service.runs_drivers import run_of_day
from matcher.service.runs_stock import STOCK, Load, ParcelStock
from matcher.service.runs_told import tell_residents
from matcher.storage.reading.runs import StopLine, stops_of_run
from matcher.storage.tables import OfferRow, RunDayRow, RunRow, StopRow
from matcher.storage.writing.links import SECRET_BYTES
from matcher.storage.writing.runs import held_run, move_run, run_with_token

NOT_PLANNED = "The list has changed since it was planned: plan it once more first."
NO_STOPS = "There is nothing on this run."
NOT_TODAY = "This run is for another day: it can be sent out from the day before on."
NO_LONGER_WANTED = "Somebody on this run does not want it any more: plan it once more first."
NOT_OUT = "Only a run that is out has a link for its driver."
NO_SUCH_LINK = "This run is over, or a newer link has taken the place of this one."
# The night before is when bags are packed.
EARLIEST = timedelta(days=1)
LINK_LIVES = timedelta(days=2)


def send_out(act: Act, desk: Desk, day_id: str, run_id: str, stock: ParcelStock = STOCK) -> str:
    """Send one run out; return the secret of its driver's link, which a letter takes to them."""
    day = day_to_change(act, desk, day_id)
    run_of_day(act, day, run_id)
    run = held_run(act.store, run_id)
    if run.status is RunStatus.PLANNED:
        _require_planned(act, day)
    stops = stops_of_run(act.store, run_id)
    if not stops:
        raise Conflict(NO_STOPS)
    if not all(stop.still_wanted for stop in stops):
        raise Conflict(NO_LONGER_WANTED)
    parcels = sum(stop.parcels for stop in stops)
    move_run(act.store, run, RunStatus.OUT, out_at=act.now, parcels_out=parcels)
    for stop in stops:
        act.store.get_one(StopRow, stop.id).status = StopStatus.OUT
    act.store.flush()
    stock.went_out(act, load_of(day, run, stops))
    act.note("sent_out", "run", run_id, stops=len(stops), parcels=parcels)
    tell_residents(act, day, stops)
    return give_link(act, day, run)


def send_link_again(act: Act, desk: Desk, day_id: str, run_id: str) -> str:
    """A new link for a driver who lost theirs; the old one opens nothing any more."""
    day = day_to_change(act, desk, day_id)
    run_of_day(act, day, run_id)
    run = held_run(act.store, run_id)
    if run.status is not RunStatus.OUT:
        raise Conflict(NOT_OUT)
    act.note("sent_link_again", "run", run_id)
    return give_link(act, day, run)


def give_link(act: Act, day: RunDayRow, run: RunRow) -> str:
    """Draw a link in place of the old one, and post it to the driver.

    It is kept as its keyed hash beside the run: a run has one driver and one link.
    """
    secret = secrets.token_urlsafe(SECRET_BYTES)
    run.token_hash = act.sealer.search_hash(f"link:{secret}")
    act.store.flush()
    offer = act.store.get_one(OfferRow, run.offer_id)
    post(
        act,
        RunReady(private_page("t", secret), day.on_date),
        person_id=offer.volunteer_id,
        key=f"run:{run.id}:{run.token_hash[:16]}",
        urgent=True,
        drop_after=_end_of(day),
    )
    return secret


def run_behind(act: Act, secret: str) -> RunRow:
    """The run of a driver's link; NotFound once it is over or replaced."""
    run = run_with_token(act.store, act.sealer.search_hashes(f"link:{secret}"))
    day = act.store.get(RunDayRow, run.day_id) if run else None
    if run is None or day is None or act.now >= _end_of(day) + LINK_LIVES:
        raise NotFound(NO_SUCH_LINK)
    return run


def driver_of(act: Act, run: RunRow) -> str:
    """How the log names a run's driver."""
    return f"volunteer:{act.store.get_one(OfferRow, run.offer_id).volunteer_id}"


def load_of(day: RunDayRow, run: RunRow, stops: list[StopLine]) -> Load:
    """What a run carries, for the stock."""
    units = {stop.unit_id: stop.need_id for stop in stops if stop.unit_id and stop.need_id}
    return Load(run.id, day.charity_id, run.depot_id, units, run.parcels_out or 0)


def _require_planned(act: Act, day: RunDayRow) -> None:
    if day.plan_state is not PlanState.MADE or day.planned_changes != day.changes:
        raise Conflict(NOT_PLANNED)
    if act.today < day.on_date - EARLIEST:
        raise Conflict(NOT_TODAY)


def _end_of(day: RunDayRow) -> datetime:
    """Midnight in London at the end of the day."""
    after = datetime.combine(day.on_date + timedelta(days=1), time(), london())
    return after.astimezone(UTC)
