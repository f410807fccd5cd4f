"""Noting how the jobs of the clock went, and reading it back."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from matcher.storage.database import Store
from matcher.storage.tables import JobRunRow


def note_run(
    store: Store,
    name: str,
    *,
    began_at: datetime,
    ended_at: datetime,
    failed_with: str | None,
    runs: int,
    failures: int,
) -> None:
    """Note a job's newest run; `runs` and `failures` are added to those before."""
    row = store.get(JobRunRow, name, with_for_update=True)
    if row is None:
        row = JobRunRow(name=name, began_at=began_at, runs=0, failures=0)
        store.add(row)
    row.began_at, row.ended_at, row.failed_with = began_at, ended_at, failed_with
    row.runs += runs
    row.failures += failures
    if failed_with is None:
        row.good_at = ended_at


def job_runs(store: Store) -> Sequence[JobRunRow]:
    """Every job that ever ran, by name."""
    return store.scalars(select(JobRunRow).order_by(JobRunRow.name)).all()
