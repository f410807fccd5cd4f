"""When the clock acts: proposals lapse, reminders and questions go out, silence ends things.

One table, `Deadlines`, holds every length of time. Whatever is not urgent happens by day: a lapse
that falls in the night waits for the morning, and a reminder goes out the evening before. All
moments are UTC; the night and “ten in the morning” are London's, whatever the season.
"""

from dataclasses import dataclass, fields
from datetime import date, datetime, time, timedelta

from matcher.domain.london_time import in_london, moment_at, utc
from matcher.domain.quiet_hours import QuietHours
from matcher.domain.refusals import Invalid
from matcher.domain.urgency import Urgency

NIGHT = QuietHours(time(21), time(9))
# The last quiet hour of the day: late enough for people at work, early enough for bedtimes.
EVENING = time(20)
QUESTIONS_COME_AT = time(10)

MOST_HOURS = MOST_DAYS = 1_000


@dataclass(frozen=True, slots=True)
class Deadlines:
    """Every length of time that the service waits, with its unit in its name.

    | name | from | until |
    |---|---|---|
    | `answer_*_minutes` | the volunteer was told | the proposal lapses |
    | `reminder_*_minutes` | the reminder | the lapse; 0 for no reminder |
    | `follow_up_days` | the agreed day | “was it done?” |
    | `follow_up_no_day_days` | acceptance, where no day was agreed | “was it done?” |
    | `unconfirmed_days` | a need was registered | it expires unconfirmed |
    | `still_needed_days` | a need was last known to be wanted | “do you still need this?” |
    | `still_offered_days` | an offer was last known to stand | “do you still offer this?” |
    | `silence_days` | either question | need or offer ends without an answer |
    """

    answer_urgent_minutes: int = 60
    answer_soon_minutes: int = 12 * 60
    answer_routine_minutes: int = 48 * 60
    reminder_urgent_minutes: int = 20
    reminder_soon_minutes: int = 3 * 60
    reminder_routine_minutes: int = 12 * 60
    follow_up_days: int = 1
    follow_up_no_day_days: int = 3
    unconfirmed_days: int = 7
    still_needed_days: int = 28
    still_offered_days: int = 180
    silence_days: int = 14

    def __post_init__(self) -> None:
        for field in fields(self):
            value = getattr(self, field.name)
            least = 0 if field.name.startswith("reminder_") else 1
            most = MOST_HOURS * 60 if field.name.endswith("_minutes") else MOST_DAYS
            if type(value) is not int or not least <= value <= most:
                raise Invalid(
                    "%(name)s must be a whole number from %(least)s to %(most)s.",
                    field.name,
                    name=field.name,
                    least=least,
                    most=most,
                )
        for urgency in Urgency:
            if self.reminder(urgency) >= self.answer(urgency):
                name = f"reminder_{urgency}_minutes"
                raise Invalid("%(name)s must be shorter than the time to answer.", name, name=name)

    def answer(self, urgency: Urgency) -> timedelta:
        """How long a volunteer has to answer."""
        return timedelta(minutes=getattr(self, f"answer_{urgency}_minutes"))

    def reminder(self, urgency: Urgency) -> timedelta:
        """How long before the lapse they are reminded; nothing for never."""
        return timedelta(minutes=getattr(self, f"reminder_{urgency}_minutes"))


DEADLINES = Deadlines()


def lapses_at(told_at: datetime, urgency: Urgency, deadlines: Deadlines = DEADLINES) -> datetime:
    """When a proposal lapses that the volunteer was told of at `told_at`.

    Count from the message, not from the round: one that waited for the end of somebody's quiet
    hours must not have lapsed on arrival.
    """
    lapse = utc(told_at) + deadlines.answer(urgency)
    return lapse if urgency is Urgency.URGENT else NIGHT.over_at(lapse)


def answer_by(
    told_at: datetime,
    urgency: Urgency,
    wanted_on: date | None = None,
    deadlines: Deadlines = DEADLINES,
) -> datetime:
    """When a proposal lapses that is about one day: on that day's evening at the latest.

    Whoever is told so late that hardly any time is left has as long as for something urgent.
    """
    lapse = lapses_at(told_at, urgency, deadlines)
    if wanted_on is None:
        return lapse
    soonest = utc(told_at) + deadlines.answer(Urgency.URGENT)
    return min(lapse, max(soonest, moment_at(wanted_on, EVENING)))


def reminder_at(
    told_at: datetime, urgency: Urgency, deadlines: Deadlines = DEADLINES
) -> datetime | None:
    """When to remind the volunteer, or None where there is no good moment before the lapse."""
    before = deadlines.reminder(urgency)
    if not before:
        return None
    reminder = lapses_at(told_at, urgency, deadlines) - before
    if urgency is not Urgency.URGENT and NIGHT.quiet_at(reminder):
        evening = moment_at(in_london(reminder).date(), EVENING)
        if evening > reminder:  # after midnight: the evening was yesterday's
            evening = moment_at(in_london(reminder).date() - timedelta(days=1), EVENING)
        reminder = evening
    return reminder if reminder > utc(told_at) else None


def follow_up_at(
    accepted_at: datetime, agreed_on: date | None, deadlines: Deadlines = DEADLINES
) -> datetime:
    """When to ask whether it was done: in the morning after the agreed day, or some days on.

    A day that was already over when the volunteer said yes is read as that very day.
    """
    accepted_on = in_london(accepted_at).date()
    if agreed_on is None:
        return _morning(accepted_on, deadlines.follow_up_no_day_days)
    return _morning(max(agreed_on, accepted_on), deadlines.follow_up_days)


def unconfirmed_need_expires_at(
    registered_at: datetime, deadlines: Deadlines = DEADLINES
) -> datetime:
    """When a need that nobody confirmed is closed as expired."""
    return _morning(in_london(registered_at).date(), deadlines.unconfirmed_days)


def still_needed_asked_at(last_heard_at: datetime, deadlines: Deadlines = DEADLINES) -> datetime:
    """When to ask a resident whether an open need is still wanted."""
    return _morning(in_london(last_heard_at).date(), deadlines.still_needed_days)


def still_offered_asked_at(last_heard_at: datetime, deadlines: Deadlines = DEADLINES) -> datetime:
    """When to ask a volunteer whether an offer still stands: none lives for ever unasked."""
    return _morning(in_london(last_heard_at).date(), deadlines.still_offered_days)


def silence_ends_at(asked_at: datetime, deadlines: Deadlines = DEADLINES) -> datetime:
    """When a need or an offer ends because such a question had no answer."""
    return _morning(in_london(asked_at).date(), deadlines.silence_days)


def _morning(day: date, days_later: int) -> datetime:
    return moment_at(day + timedelta(days=days_later), QUESTIONS_COME_AT)
