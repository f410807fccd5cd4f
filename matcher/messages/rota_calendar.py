"""Shifts in a calendar feed: what, where and when, and nobody's name.

Each shift is an event of its own, in UTC. So no calendar has to know London's clocks, and a date
that was moved or called off needs no exception to a rule.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from icalendar import Alarm, Calendar, Event

from matcher.messages.calendar import a_feed
from matcher.messages.letters.voice import Voice


@dataclass(frozen=True, slots=True)
class Outing:
    """One shift. `places` are those free and wanted, None in a volunteer's own feed."""

    id: str
    title: str
    where: str
    begins: datetime
    ends: datetime
    changed_at: datetime
    called_off: bool
    places: tuple[int, int] | None = None


def rota_feed(outings: Sequence[Outing], name: str, voice: Voice) -> bytes:
    """The feed of a place's shifts, or of a charity's."""
    feed = a_feed(name)
    add_outings(feed, outings, voice)
    return bytes(feed.to_ical())


def add_outings(feed: Calendar, outings: Sequence[Outing], voice: Voice) -> None:
    """Put shifts into a feed."""
    for outing in outings:
        feed.add_component(_event(outing, voice))


def _event(outing: Outing, voice: Voice) -> Event:
    _ = voice.say
    event = Event()
    event.add("uid", f"shift-{outing.id}@nearhand")
    event.add("dtstamp", outing.changed_at)
    event.add("last-modified", outing.changed_at)
    event.add("dtstart", outing.begins)
    event.add("dtend", outing.ends)
    event.add("summary", outing.title)
    event.add("location", outing.where)
    event.add("status", "CANCELLED" if outing.called_off else "CONFIRMED")
    if outing.places is not None and not outing.called_off:
        free, wanted = (str(number) for number in outing.places)
        event.add(
            "description",
            _("Places that are free: {free} of {wanted}.", free=free, wanted=wanted),
        )
    event.add("class", "PRIVATE")
    if outing.places is None and not outing.called_off:
        event.add_component(_reminder(outing))
    return event


def _reminder(outing: Outing) -> Alarm:
    """The day before, by whoever's own calendar: it costs nobody's budget of messages."""
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", outing.title)
    alarm.add("trigger", timedelta(days=-1))
    return alarm
