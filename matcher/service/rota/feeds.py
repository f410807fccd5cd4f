"""Calendar feeds of a place and of a whole charity, at addresses that are secret and revocable.

They carry what, where, when and how many places are free: no names, since whoever subscribes gives
the address to their calendar's provider, and a printed or forwarded address finds its way.
"""

from collections.abc import Mapping, Sequence
from datetime import timedelta

from matcher.domain.refusals import NotFound
from matcher.domain.roles import Right
from matcher.domain.rota import SignUpState
from matcher.messages.letters.letterhead import Letterhead
from matcher.messages.letters.voice import Voice
from matcher.messages.rota_calendar import Outing, rota_feed
from matcher.messages.translate import Translate, as_it_is
from matcher.service.acting import Act
from matcher.service.desk import Desk
from matcher.service.rota.at_desk import NO_SUCH_PLACE, place_of_desk
from matcher.storage.reading.rota import ShiftLine, shifts_of_feed
from matcher.storage.reading.rota_own import own_sign_ups
from matcher.storage.tables import CharityRow, RotaPlaceRow
from matcher.storage.writing.links import NO_SUCH_LINK
from matcher.storage.writing.rota_feeds import feed_behind, new_feed, revoke_feeds

# A calendar keeps what was; a feed need not bring more than that back.
_PAST = timedelta(days=28)
_SHOWN = frozenset({SignUpState.COMING, SignUpState.CAME, SignUpState.CALLED_OFF})


def open_place_feed(act: Act, desk: Desk, place_id: str) -> str:
    """The secret of a fresh calendar address of a place; the one before no longer works."""
    place = place_of_desk(act, desk, place_id, Right.RUN_ROTA)
    return _open(act, place.charity_id, place.id)


def close_place_feed(act: Act, desk: Desk, place_id: str) -> bool:
    """Take the calendar address of a place back; False where there was none."""
    place = place_of_desk(act, desk, place_id, Right.RUN_ROTA)
    return _close(act, place.charity_id, place.id)


def open_charity_feed(act: Act, desk: Desk, charity_id: str) -> str:
    """The same for all places of a charity."""
    _require_charity(desk, charity_id)
    return _open(act, charity_id, None)


def close_charity_feed(act: Act, desk: Desk, charity_id: str) -> bool:
    """Take it back; False where there was none."""
    _require_charity(desk, charity_id)
    return _close(act, charity_id, None)


def feed_of(
    act: Act,
    secret: str,
    *,
    base_url: str,
    boroughs: Mapping[str, str],
    translate: Translate = as_it_is,
) -> bytes:
    """What the address with this secret shows; `NotFound` where it was taken back."""
    feed = feed_behind(act.store, act.sealer, secret)
    if feed is None:
        raise NotFound(NO_SUCH_LINK)
    name = act.store.get_one(CharityRow, feed.charity_id).name
    if feed.place_id is not None:
        name = act.store.get_one(RotaPlaceRow, feed.place_id).name
    shifts = shifts_of_feed(act.store, feed.charity_id, feed.place_id, act.now - _PAST)
    voice = Voice(Letterhead("Nearhand", base_url), boroughs, "en", translate)
    outings = [_outing(one, (one.missing, one.wanted)) for one in shifts]
    return rota_feed(outings, name, voice)


def own_outings(act: Act, volunteer_id: str) -> Sequence[Outing]:
    """The shifts that a volunteer promised, for their own feed, one event for each."""
    own = own_sign_ups(act.store, volunteer_id, act.now - _PAST)
    # Somebody may have been called off and signed up anew: the newest word holds.
    newest = {one.shift.id: one for one in own if one.state in _SHOWN}
    return [_outing(one.shift) for one in newest.values()]


def _outing(shift: ShiftLine, places: tuple[int, int] | None = None) -> Outing:
    return Outing(
        id=shift.id,
        title=shift.title,
        where=f"{shift.place}, {shift.postcode}",
        begins=shift.begins,
        ends=shift.ends,
        changed_at=shift.changed_at,
        called_off=shift.called_off_at is not None,
        places=places,
    )


def _require_charity(desk: Desk, charity_id: str) -> None:
    if not desk.require(Right.RUN_ROTA).covers_charity(charity_id):
        raise NotFound(NO_SUCH_PLACE)


def _open(act: Act, charity_id: str, place_id: str | None) -> str:
    _close(act, charity_id, place_id)
    feed_id, secret = new_feed(act.store, act.sealer, charity_id, place_id, by=act.by, now=act.now)
    act.note("feed_opened", "rota_feed", feed_id, charity=charity_id, place=place_id)
    return secret


def _close(act: Act, charity_id: str, place_id: str | None) -> bool:
    closed = revoke_feeds(act.store, charity_id, place_id, now=act.now)
    for feed_id in closed:
        act.note("feed_closed", "rota_feed", feed_id)
    return bool(closed)
