"""Figures of the living service at `/metrics`, read from the database when they are asked for.

So each process gives the same ones, and they are not added up. They are asked for every fifteen
seconds or so; between, what was read stands.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from matcher.bootstrap import Tools
from matcher.domain.refusals import Refusal
from matcher.service.figures import Figures, figures

FRESH = timedelta(seconds=10)


class LivingFigures(Collector):
    """What the database says of messages, matches, rounds and jobs."""

    def __init__(self, tools: Tools) -> None:
        self._tools = tools
        self._read: tuple[datetime, Figures] | None = None

    def collect(self) -> Iterable[Metric]:
        """The figures as of the last few seconds; none while the database does not answer."""
        if self._tools.config.key is None:
            # A process without a database of its own, such as one that only shows pages.
            return
        now = self._tools.now()
        if self._read is None or not timedelta() <= now - self._read[0] < FRESH:
            try:
                with self._tools.looking() as act:
                    self._read = (now, figures(act))
            except Refusal:
                return
        yield from _metrics(self._read[1], now)


def _metrics(now_stands: Figures, now: datetime) -> Iterable[Metric]:
    messages = GaugeMetricFamily(
        "nearhand_messages", "Messages in the outbox.", labels=("state", "way")
    )
    for (state, way), number in sorted(now_stands.messages.items()):
        messages.add_metric((state, way), number)
    matches = GaugeMetricFamily("nearhand_matches", "Matches.", labels=("status",))
    for status, number in sorted(now_stands.matches.items()):
        matches.add_metric((status,), number)
    yield messages
    yield matches
    late = (now - now_stands.due_since).total_seconds() if now_stands.due_since else 0
    yield _gauge("nearhand_message_late_seconds", "How late the oldest unsent message is.", late)
    if now_stands.last_round:
        at = now_stands.last_round.timestamp()
        yield _gauge("nearhand_last_round_timestamp_seconds", "When a round last ended.", at)
    yield _gauge("nearhand_worker_leads", "Whether a worker keeps the clock.", now_stands.led)
    yield from _of_jobs(now_stands)


def _of_jobs(now_stands: Figures) -> Iterable[Metric]:
    runs = CounterMetricFamily("nearhand_job_runs", "Runs of a job.", labels=("job",))
    failures = CounterMetricFamily("nearhand_job_failures", "Runs that failed.", labels=("job",))
    good = GaugeMetricFamily(
        "nearhand_job_good_timestamp_seconds", "When a job last ended well.", labels=("job",)
    )
    for job in now_stands.jobs:
        runs.add_metric((job.name,), job.runs)
        failures.add_metric((job.name,), job.failures)
        if job.good_at:
            good.add_metric((job.name,), job.good_at.timestamp())
    yield from (runs, failures, good)


def _gauge(name: str, what: str, value: float) -> Metric:
    return GaugeMetricFamily(name, what, value=value)
