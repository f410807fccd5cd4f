"""Who keeps the clock, and how its jobs went: what all processes and the pages may know."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from matcher.domain.refusals import Conflict
from matcher.service.acting import Act
from matcher.storage.writing.job_runs import job_runs, note_run
from matcher.storage.writing.leases import give_up_lease, holder_of, take_lease

CLOCK = "clock"
NOBODY = "No worker keeps the clock: start one with `nearhand worker`."


@dataclass(frozen=True, slots=True)
class JobRun:
    """How a job stands: `failed_with` is the kind of its last run's error, None where it was good.

    `good_at` is when it last ended well.
    """

    name: str
    began_at: datetime
    ended_at: datetime | None
    good_at: datetime | None
    failed_with: str | None
    runs: int
    failures: int


def take_the_lead(act: Act, who: str, *, for_: timedelta) -> bool:
    """Become the one who keeps the clock, or stay it; False while somebody else is."""
    return take_lease(act.store, CLOCK, who, now=act.now, for_=for_)


def step_down(act: Act, who: str) -> None:
    """Let the next one take over at once."""
    give_up_lease(act.store, CLOCK, who)


def leader(act: Act) -> str | None:
    """Who keeps the clock now."""
    return holder_of(act.store, CLOCK, now=act.now)


def require_leader(act: Act) -> str:
    """Who keeps the clock; `Conflict` where nobody does, so that nothing lapses and goes out."""
    who = leader(act)
    if who is None:
        raise Conflict(NOBODY)
    return who


def note_job(
    act: Act, name: str, *, began_at: datetime, failed_with: str | None, runs: int, failures: int
) -> None:
    """Note a job's newest run, with how many there were since the last note."""
    note_run(
        act.store,
        name,
        began_at=began_at,
        ended_at=act.now,
        failed_with=failed_with,
        runs=runs,
        failures=failures,
    )


def jobs_lately(act: Act) -> list[JobRun]:
    """Every job that ever ran, by name."""
    return [
        JobRun(
            row.name,
            row.began_at,
            row.ended_at,
            row.good_at,
            row.failed_with,
            row.runs,
            row.failures,
        )
        for row in job_runs(act.store)
    ]
