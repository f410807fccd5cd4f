"""A volunteer's calendar feed, at an address that is a secret and can be taken back."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from matcher.domain.life_cycles import MatchStatus
from matcher.domain.links import LinkPurpose
from matcher.domain.london_time import in_london
from matcher.domain.refusals import NotFound
from matcher.messages.calendar import Promise, own_feed
from matcher.messages.catalogues import translate_into
from matcher.messages.letters.contents import Help
from matcher.messages.letters.letterhead import Letterhead
from matcher.messages.letters.voice import Voice
from matcher.messages.rota_calendar import add_outings
from matcher.service.acting import Act
from matcher.service.rota.feeds import own_outings
from matcher.service.volunteers_page import MOST_MATCHES
from matcher.storage.reading.links import links_stand
from matcher.storage.reading.volunteer_matches import own_matches
from matcher.storage.reading.volunteers import volunteer_summary
from matcher.storage.writing.links import Subject, new_link, open_link, revoke_links
from matcher.storage.writing.volunteers import NO_SUCH_VOLUNTEER


def open_calendar(act: Act, volunteer_id: str) -> str:
    """The secret of a fresh calendar address; the one before no longer works."""
    close_calendar(act, volunteer_id)
    subject = Subject(person_id=volunteer_id)
    act.note("calendar_opened", "volunteer", volunteer_id, person_id=volunteer_id)
    return new_link(act.store, act.sealer, LinkPurpose.CALENDAR, subject, now=act.now)


def close_calendar(act: Act, volunteer_id: str) -> bool:
    """Take the calendar address back; False where there was none."""
    subject = Subject(person_id=volunteer_id)
    closed = revoke_links(act.store, LinkPurpose.CALENDAR, subject, now=act.now) > 0
    if closed:
        act.note("calendar_closed", "volunteer", volunteer_id, person_id=volunteer_id)
    return closed


def has_calendar(act: Act, volunteer_id: str) -> bool:
    """Whether there is a calendar address that works; what it is, nobody can say again."""
    subject = Subject(person_id=volunteer_id)
    return links_stand(act.store, LinkPurpose.CALENDAR, subject, now=act.now)


def calendar_of(
    act: Act,
    secret: str,
    *,
    base_url: str,
    boroughs: Mapping[str, str],
    folders: Sequence[Path] = (),
) -> bytes:
    """What the address with this secret shows: what was promised, and no resident in it.

    It speaks the language that the volunteer chose, whatever the program that fetches it asks
    for; `folders` are those of translated sentences. `base_url` is where our pages are; `NotFound`
    where the address was taken back.
    """
    link = open_link(act.store, act.sealer, LinkPurpose.CALENDAR, secret, now=act.now)
    volunteer = volunteer_summary(act.store, link.person_id or "")
    if volunteer is None:
        raise NotFound(NO_SUCH_VOLUNTEER)
    language = volunteer.language
    voice = Voice(
        Letterhead("Nearhand", base_url),
        boroughs,
        language,
        translate_into(language, tuple(folders)),
    )
    feed = own_feed(_promises(act, volunteer.id), voice)
    add_outings(feed, own_outings(act, volunteer.id), voice)
    return bytes(feed.to_ical())


def _promises(act: Act, volunteer_id: str) -> list[Promise]:
    return [
        Promise(
            id=match.match_id,
            day=match.day or in_london(match.answered_at or match.proposed_at).date(),
            agreed=match.day is not None,
            help=Help(match.category, match.borough),
            changed_at=match.answered_at or match.proposed_at,
        )
        for match in own_matches(act.store, volunteer_id, most=MOST_MATCHES)
        if match.status is MatchStatus.ACCEPTED
    ]
