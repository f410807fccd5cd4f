"""How often, and at which hours, a volunteer may be written to."""

from dataclasses import dataclass
from datetime import time

from matcher.domain.message_budget import MessageLimits
from matcher.domain.quiet_hours import QuietHours
from matcher.domain.refusals import Invalid
from matcher.service.acting import Act
from matcher.storage.writing.volunteers import hold_volunteer

MOST_MATCHES_PER_WEEK = 100


@dataclass(frozen=True, slots=True)
class Limits:
    """What a volunteer wants; None is no limit, and both quiet times are None for no quiet."""

    quiet_from: time | None = None
    quiet_until: time | None = None
    messages_per_week: int | None = None
    matches_per_week: int | None = None
    urgent_at_any_hour: bool = False

    def __post_init__(self) -> None:
        if (self.quiet_from is None) is not (self.quiet_until is None):
            raise Invalid("Please say both when quiet begins and when it ends.", "quiet_until")
        quiet = None
        if self.quiet_from is not None and self.quiet_until is not None:
            quiet = QuietHours(self.quiet_from, self.quiet_until)
        MessageLimits(self.messages_per_week, quiet, self.urgent_at_any_hour)
        most = self.matches_per_week
        if most is not None and not 0 <= most <= MOST_MATCHES_PER_WEEK:
            raise Invalid(
                "Please say how often a week, from 0 to %(most)s.",
                "matches_per_week",
                most=MOST_MATCHES_PER_WEEK,
            )


def change_limits(act: Act, volunteer_id: str, limits: Limits) -> None:
    """Keep a volunteer's limits instead of those that were there."""
    row = hold_volunteer(act.store, volunteer_id)
    row.quiet_from, row.quiet_until = limits.quiet_from, limits.quiet_until
    row.messages_per_week = limits.messages_per_week
    row.matches_per_week = limits.matches_per_week
    row.urgent_at_any_hour = limits.urgent_at_any_hour
    row.changed_at = act.now
    act.store.flush()
    act.note("limits_changed", "volunteer", volunteer_id, person_id=volunteer_id)


def fewer_messages(act: Act, volunteer_id: str, most: int) -> None:
    """Have at most so many messages a week; whoever wanted fewer already keeps that."""
    row = hold_volunteer(act.store, volunteer_id)
    before = row.messages_per_week
    row.messages_per_week = most if before is None else min(most, before)
    row.changed_at = act.now
    act.store.flush()
    act.note("limits_changed", "volunteer", volunteer_id, person_id=volunteer_id)
