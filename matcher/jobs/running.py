"""Running one job: whatever happens in it is logged and counted, and stops no other."""

import logging
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import Lock

from matcher.bootstrap import Tools
from matcher.domain.refusals import Busy
from matcher.jobs.job import Job
from matcher.service.acting import MACHINE
from matcher.service.leading import note_job
from matcher.service.log_lines import fault

logger = logging.getLogger("nearhand.jobs")

# A job that runs every two seconds need not write so often that it did.
NOTED_EVERY = timedelta(seconds=30)


@dataclass(slots=True)
class _Since:
    """What was not noted yet of one job."""

    runs: int = 0
    failures: int = 0
    noted_at: datetime | None = None
    failed_with: str | None = None


@dataclass(slots=True)
class Runner:
    """Runs jobs, in any thread, and keeps their newest runs where the pages find them."""

    tools: Tools
    _since: dict[str, _Since] = field(default_factory=dict)
    _noting: Lock = field(default_factory=Lock)

    def run(self, job: Job) -> None:
        """Run it once; an error of any kind ends here."""
        began = self.tools.now()
        failed_with = None
        try:
            did = job.run(self.tools)
        # The outermost edge of a job: its neighbours go on, and it has its next turn.
        except Exception as error:
            failed_with = type(error).__name__
            said = {"job": job.name} | fault(error)
            logger.log(
                logging.WARNING if isinstance(error, Busy) else logging.ERROR,
                "job failed",
                extra=said,
            )
        else:
            if did:
                logger.info("job", extra={"job": job.name, "did": did})
        self._note(job, began, failed_with)

    def _note(self, job: Job, began: datetime, failed_with: str | None) -> None:
        now = self.tools.now()
        with self._noting:
            since = self._since.setdefault(job.name, _Since())
            since.runs += 1
            since.failures += failed_with is not None
            changed = since.failed_with != failed_with
            lately = since.noted_at and since.noted_at <= now < since.noted_at + NOTED_EVERY
            if lately and not changed:
                return
            since.noted_at, since.failed_with = now, failed_with
            runs, failures = since.runs, since.failures
            since.runs = since.failures = 0
        try:
            with self.tools.acting(MACHINE) as act:
                note_job(
                    act,
                    job.name,
                    began_at=began,
                    failed_with=failed_with,
                    runs=runs,
                    failures=failures,
                )
        except Exception as error:
            # Where the database is gone, the log is all that is left to say it in.
            logger.error("run not noted", extra={"job": job.name} | fault(error))
