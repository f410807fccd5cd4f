"""How long anything about a person is seen and kept; after that it is hidden, or erased.

Somebody who asks to be erased is erased then, whatever stands here. Statistics hold no person, and
stay.
"""

from dataclasses import dataclass, fields
from datetime import datetime, timedelta

from matcher.domain.london_time import utc
from matcher.domain.refusals import Invalid

MOST_DAYS = 3_650


@dataclass(frozen=True, slots=True)
class Retention:
    """Whole days of 24 hours, counted from the moment that each line names.

    | name | from | until |
    |---|---|---|
    | `contact_seen_days` | the task ended | the volunteer no longer sees the resident's details |
    | `need_contact_days` | the need was closed | its contact details and notes are erased |
    | `unconfirmed_contact_days` | it expired unconfirmed | the same, sooner: nobody proved them |
    | `volunteer_days` | they left, or were last heard of | a volunteer's details are erased |
    | `message_days` | it was sent or given up | an outbox row is erased |
    | `look_log_days` | somebody looked | the note of who saw whose details is erased |
    """

    contact_seen_days: int = 7
    need_contact_days: int = 90
    unconfirmed_contact_days: int = 7
    volunteer_days: int = 365
    message_days: int = 28
    look_log_days: int = 365

    def __post_init__(self) -> None:
        for field in fields(self):
            value = getattr(self, field.name)
            if type(value) is not int or not 0 <= value <= MOST_DAYS:
                raise Invalid(
                    "%(name)s must be a whole number from 0 to %(most)s.",
                    field.name,
                    name=field.name,
                    most=MOST_DAYS,
                )
        # Whoever is still kept must be able to read who saw their details.
        if self.look_log_days < max(getattr(self, field.name) for field in fields(self)):
            raise Invalid("look_log_days must be the longest of all.", "look_log_days")
        if self.need_contact_days < self.contact_seen_days:
            raise Invalid(
                "need_contact_days must be at least contact_seen_days.", "need_contact_days"
            )


RETENTION = Retention()


def contact_seen_until(task_ended_at: datetime, retention: Retention = RETENTION) -> datetime:
    """From when on the volunteer no longer sees the resident's contact details."""
    return utc(task_ended_at) + timedelta(days=retention.contact_seen_days)


def contact_seen_at(
    now: datetime, task_ended_at: datetime | None, retention: Retention = RETENTION
) -> bool:
    """Whether the volunteer who was accepted sees them now; a live task has not ended."""
    return task_ended_at is None or utc(now) < contact_seen_until(task_ended_at, retention)
