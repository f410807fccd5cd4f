"""Figures of the living service for whoever watches it: counts and moments, of nobody."""

from dataclasses import dataclass
from datetime import datetime

from matcher.service.acting import Act
from matcher.service.leading import JobRun, jobs_lately, leader
from matcher.storage.reading.figures import last_round_finished, matches_by_status
from matcher.storage.reading.outbox import queue


@dataclass(frozen=True, slots=True)
class Figures:
    """`messages` by state and way; `due_since` is when the oldest unsent message was due."""

    messages: dict[tuple[str, str], int]
    due_since: datetime | None
    matches: dict[str, int]
    last_round: datetime | None
    jobs: list[JobRun]
    led: bool


def figures(act: Act) -> Figures:
    """How the service stands now: five short questions, none of which walks through people."""
    waiting = queue(act.store, now=act.now)
    return Figures(
        messages=waiting.counts,
        due_since=waiting.due_since,
        matches=matches_by_status(act.store),
        last_round=last_round_finished(act.store),
        jobs=jobs_lately(act),
        led=leader(act) is not None,
    )
