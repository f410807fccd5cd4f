"""The scheduler's own process: of all workers one leads and runs the jobs, the others stand by.

The lead is a lease in the database. Whoever has it renews it every few seconds; when a worker
dies, or its machine does, the lease runs out and the next one takes over. Two that both believed
to lead, for a moment, would do no harm: each job comes to the same end however often it runs.
"""

import logging
import os
import secrets
import socket
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from threading import Event

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.interval import IntervalTrigger

from matcher.bootstrap import Tools
from matcher.domain.refusals import Busy
from matcher.jobs.job import Job
from matcher.jobs.running import Runner
from matcher.jobs.table import jobs
from matcher.service.acting import MACHINE
from matcher.service.leading import step_down, take_the_lead
from matcher.service.log_lines import fault

logger = logging.getLogger("nearhand.jobs")

LEASE_S = 30.0
RENEWALS_IN_A_LEASE = 6


class Worker:
    """One worker; `run` ends when `stop` is set, after what is running has ended."""

    def __init__(
        self,
        tools: Tools,
        table: Sequence[Job] | None = None,
        *,
        lease_s: float = LEASE_S,
        name: str | None = None,
    ) -> None:
        self.name = name or f"{socket.gethostname()[:40]}:{os.getpid()}:{secrets.token_hex(4)}"
        self._tools = tools
        self._table = jobs() if table is None else table
        self._lease = timedelta(seconds=lease_s)
        self._runner = Runner(tools)
        self._clock: BackgroundScheduler | None = None
        self._led_until: datetime | None = None
        self._looked_at: datetime | None = None

    @property
    def leads(self) -> bool:
        """Whether it runs the jobs now."""
        return self._clock is not None

    def run(self, stop: Event) -> None:
        """Lead, or stand by, until told to stop."""
        logger.info("worker began", extra={"worker": self.name})
        try:
            while not stop.is_set():
                self._look_who_leads()
                stop.wait(self._lease.total_seconds() / RENEWALS_IN_A_LEASE)
        finally:
            self._stop_jobs(wait=True)
            self._step_down()
            logger.info("worker ended", extra={"worker": self.name})

    def _look_who_leads(self) -> None:
        now = self._tools.now()
        if self._clock is not None and self._looked_at is not None and now < self._looked_at:
            # Jobs are planned by the clock on the wall: all would wait until it is that late again.
            logger.warning("clock set back", extra={"worker": self.name})
            self._plan(self._clock)
        self._looked_at = now
        try:
            with self._tools.acting(MACHINE) as act:
                leads = take_the_lead(act, self.name, for_=self._lease)
        except Busy as error:
            # The lease that we have holds until it runs out.
            logger.warning("lease not renewed", extra={"worker": self.name} | fault(error))
            leads = self._led_until is not None and now < self._led_until
        else:
            self._led_until = now + self._lease if leads else None
        if leads and self._clock is None:
            self._start_jobs()
        elif not leads and self._clock is not None:
            logger.warning("lead lost", extra={"worker": self.name})
            self._stop_jobs(wait=False)

    def _start_jobs(self) -> None:
        logger.info("lead taken", extra={"worker": self.name})
        clock = BackgroundScheduler(
            # A 01:30 in London comes twice in October, and not at all in March.
            timezone=UTC,
            executors={"default": ThreadPoolExecutor(len(self._table) or 1)},
            # What was missed while a job ran long, or the machine slept, is made up for once.
            job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
        )
        self._plan(clock)
        # Named first: a job that runs at once finds that its worker leads.
        self._clock = clock
        clock.start()

    def _plan(self, clock: BackgroundScheduler) -> None:
        """Let every job run at once, and in its rhythm from then on."""
        for job in self._table:
            clock.add_job(
                self._runner.run,
                IntervalTrigger(seconds=job.every_s, timezone=UTC),
                args=[job],
                id=job.name,
                next_run_time=datetime.now(UTC),
                replace_existing=True,
            )

    def _stop_jobs(self, *, wait: bool) -> None:
        if self._clock is not None:
            self._clock.shutdown(wait=wait)
            self._clock = None

    def _step_down(self) -> None:
        try:
            with self._tools.acting(MACHINE) as act:
                step_down(act, self.name)
        except Busy as error:
            logger.warning("lead not given back", extra={"worker": self.name} | fault(error))
