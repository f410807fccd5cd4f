"""A calendar feed of what somebody has promised, as RFC 5545 has it.

Whoever subscribes to it gives its address to their calendar's provider, so that it holds what a
letter may hold and nothing else: the kind of help, the borough and a day.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from icalendar import Calendar, Event, vDuration

from matcher.messages.letters.contents import Help
from matcher.messages.letters.voice import Voice

# How often a phone may look again.
REFRESH = timedelta(hours=6)


@dataclass(frozen=True, slots=True)
class Promise:
    """One thing that was promised: all day on `day`, or from then on where none was `agreed`."""

    id: str
    day: date
    agreed: bool
    help: Help
    changed_at: datetime


def own_feed(promises: Sequence[Promise], voice: Voice) -> Calendar:
    """The feed of somebody's promises. No private link is in it: that would open their page."""
    _ = voice.say
    feed = a_feed(_("Help that I promised"))
    for promise in promises:
        feed.add_component(_event(promise, voice))
    return feed


def a_feed(name: str) -> Calendar:
    """A feed with nothing in it yet."""
    feed = Calendar()
    feed.add("prodid", "-//Nearhand//Calendar//EN")
    feed.add("version", "2.0")
    feed.add("method", "PUBLISH")
    feed.add("x-wr-calname", name)
    feed.add("refresh-interval", REFRESH, parameters={"value": "DURATION"})
    # Said as such, since a name that the library does not know is written as Python says it.
    feed.add("x-published-ttl", vDuration(REFRESH))
    return feed


def _event(promise: Promise, voice: Voice) -> Event:
    _, about = voice.say, voice.about(promise.help)
    event = Event()
    event.add("uid", f"{promise.id}@nearhand")
    event.add("dtstamp", promise.changed_at)
    event.add("dtstart", promise.day)
    event.add("dtend", promise.day + timedelta(days=1))
    summary = (
        _("Help with {help}, {borough}", **about)
        if promise.agreed
        else _("Agree a day: help with {help}, {borough}", **about)
    )
    event.add("summary", summary)
    event.add("description", _("Whom to call is on your own page."))
    event.add("class", "PRIVATE")
    event.add("transp", "TRANSPARENT")
    return event
