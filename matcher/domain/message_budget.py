"""How many messages a volunteer wants in a week, and when the next may go."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from matcher.domain.london_time import utc
from matcher.domain.quiet_hours import QuietHours
from matcher.domain.refusals import Invalid

WEEK = timedelta(days=7)
MOST_PER_WEEK = 100


@dataclass(frozen=True, slots=True)
class MessageLimits:
    """What a volunteer said about messages; None is no limit.

    `most_per_week` holds for any seven days in a row, so that Sunday and Monday cannot bring a
    double portion; 0 asks for no message at all. Urgent messages pass the budget and the quiet
    hours of those who said `urgent_any_time`, and count in the budget like any other.
    """

    most_per_week: int | None = None
    quiet_hours: QuietHours | None = None
    urgent_any_time: bool = False

    def __post_init__(self) -> None:
        most = self.most_per_week
        if most is not None and (type(most) is not int or not 0 <= most <= MOST_PER_WEEK):
            raise Invalid(
                "Messages per week must be a whole number from 0 to %(most)s.",
                "most_per_week",
                most=MOST_PER_WEEK,
            )

    def next_send_at(
        self, moment: datetime, sent: Iterable[datetime], *, urgent: bool = False
    ) -> datetime | None:
        """The first moment from `moment` on at which a message may go; None for never.

        `sent` are the messages of the last seven days, in any order; older ones do no harm,
        and any that are planned for later count too.
        """
        moment = utc(moment)
        if urgent and self.urgent_any_time:
            return moment
        if self.most_per_week == 0:
            return None
        if self.most_per_week is not None:
            counting = sorted(utc(one) for one in sent)[-self.most_per_week :]
            if len(counting) == self.most_per_week:
                moment = max(moment, counting[0] + WEEK)
        return self.quiet_hours.over_at(moment) if self.quiet_hours else moment

    def may_send(self, moment: datetime, sent: Iterable[datetime], *, urgent: bool = False) -> bool:
        """Whether one more message may go at this very moment."""
        return self.next_send_at(moment, sent, urgent=urgent) == utc(moment)
