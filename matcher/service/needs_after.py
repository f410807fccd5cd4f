"""What a resident says afterwards: thanks, something was wrong, the same again please."""

from matcher.domain.life_cycles import NeedStatus, how_it_stands
from matcher.domain.origins import ConfirmedBy
from matcher.domain.places import Point
from matcher.domain.refusals import Conflict, Invalid, NotAllowed, NotFound
from matcher.service.acting import Act
from matcher.service.needs import Registered, register_need
from matcher.service.needs_asked import AskedNeed, check_length
from matcher.service.needs_recurring import weekly_of
from matcher.service.needs_standing import Told, told_with
from matcher.service.whereabouts import KnownBy, Whereabouts
from matcher.storage.reading.needs import Helper, helpers_of
from matcher.storage.reading.pairings import pairing_of
from matcher.storage.tables import NeedRow, PersonRow
from matcher.storage.writing.needs import NO_SUCH_NEED, held_need
from matcher.storage.writing.notes import add_note

THANKS = "thanks"
CONCERN = "concern"
LONGEST_THANKS = 400
LONGEST_CONCERN = 2_000


def say_thanks(act: Act, match_id: str, need_id: str, words: str) -> None:
    """Keep a few words for whoever helped; they find them on their own page.

    That it was done, and thanks for it, they are told by letter when the resident confirms it.
    """
    helper = _helper(act, match_id, need_id)
    text = _said(words, THANKS, LONGEST_THANKS)
    add_note(
        act.store,
        act.sealer,
        THANKS,
        text,
        by=act.by,
        now=act.now,
        person_id=helper.volunteer_id,
        need_id=need_id,
        match_id=match_id,
    )
    act.note("thanked", "match", match_id, person_id=helper.volunteer_id)


def say_concern(act: Act, need_id: str, words: str, match_id: str | None = None) -> None:
    """Something was wrong: keep it for the coordinators' board, and for nobody else."""
    need = held_need(act.store, need_id)
    if match_id is not None:
        _helper(act, match_id, need_id)
    _keep_concern(act, words, need_id, match_id, person_id=need.person_id)
    act.note("concern", "need", need_id, person_id=need.person_id)


def say_concern_of_volunteer(act: Act, match_id: str, words: str) -> None:
    """A volunteer who said yes, once, found something wrong: for the coordinators' board alone.

    It is noted in the volunteer's record and not in the resident's, whose page may be read by
    whomever it is about.
    """
    match = pairing_of(act.store, match_id)
    if not match.was_accepted:
        raise NotAllowed("Somebody who has not said yes to this knows nothing of it.")
    _keep_concern(act, words, match.need_id, match_id)
    act.note("concern", "match", match_id, person_id=match.volunteer_id)


def _keep_concern(
    act: Act, words: str, need_id: str, match_id: str | None, *, person_id: str | None = None
) -> None:
    add_note(
        act.store,
        act.sealer,
        CONCERN,
        _said(words, CONCERN, LONGEST_CONCERN),
        by=act.by,
        now=act.now,
        person_id=person_id,
        need_id=need_id,
        match_id=match_id,
    )


def ask_again(act: Act, need_id: str) -> Registered:
    """The same need once more, after it was closed; whoever confirmed it before need not again."""
    need = act.store.get(NeedRow, need_id)
    if need is None:
        raise NotFound(NO_SUCH_NEED)
    if need.status is not NeedStatus.CLOSED:
        raise Conflict(how_it_stands(need.status))
    person = act.store.get(PersonRow, need.person_id)
    again = _same(act, need, person, told_with(act, need_id))
    return register_need(
        act,
        again,
        person_id=need.person_id,
        charity_id=need.charity_id,
        confirmed_by=None if need.confirmed_at is None else need.confirmed_by or ConfirmedBy.LINK,
    )


def _same(act: Act, need: NeedRow, person: PersonRow | None, told: Told) -> AskedNeed:
    """What was asked, with days that are over left out."""
    weekly = weekly_of(need)
    over = need.expires_on is not None and need.expires_on < act.today
    known_by = KnownBy(told.known_by or (KnownBy.POSTCODE if need.postcode else KnownBy.BOROUGH))
    return AskedNeed(
        category=need.category,
        place=Whereabouts(
            Point(need.easting, need.northing),
            need.borough,
            need.cell,
            need.postcode,
            known_by,
            told.street,
        ),
        person=told.person,
        consent=(person and person.consent_wording) or "",
        urgency=need.urgency,
        wanted_on=None if weekly or over else need.wanted_on,
        weekly=None if over else weekly,
        availability=need.availability,
        languages=need.languages,
        requires=need.requires,
        people_needed=need.people_needed,
        asks_first=need.asks_first,
        step_free=told.step_free,
        dietary=told.dietary,
        address=told.address,
        notes=told.notes,
        came_by=need.came_by,
        language=person.language if person else "en",
    )


def _helper(act: Act, match_id: str, need_id: str) -> Helper:
    for helper in helpers_of(act.store, need_id):
        if helper.match_id == match_id:
            return helper
    raise NotFound("Nobody has said yes to that, or it was taken back.")


def _said(words: str, field: str, most: int) -> str:
    text = words.strip()
    if not text:
        raise Invalid("Please write a few words.", field)
    check_length(field, text, most)
    return text
