"""Who is told what about a shift; each volunteer's letter carries a private link to their shifts.

They go by budget and quiet hours like all letters. What tells of a promise that does not stand any
more is urgent once the shift is near, for those who said that urgent letters may come at any hour.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from matcher.domain.contact import ContactWay
from matcher.domain.links import LinkPurpose
from matcher.domain.rota_times import Stretch
from matcher.messages.letters.contents import Link
from matcher.messages.letters.letter import Letter, LetterKind
from matcher.messages.letters.rota import (
    ShiftCalledOff,
    ShiftChanged,
    ShiftLeftLate,
    ShiftNeedsSomebody,
    ShiftTakenOver,
)
from matcher.service.acting import Act
from matcher.service.post import post, private_page, sealed_letter
from matcher.storage.ids import new_id
from matcher.storage.reading.rota import ShiftLine
from matcher.storage.reading.rota_letters import coordinators_of, keys_posted
from matcher.storage.tables import OutboxRow
from matcher.storage.writing.links import Subject, new_link
from matcher.storage.writing.unsent import drop_unsent_keys

SHIFTS_PAGE, DESK_PAGE = "r", "shift"
_NEAR = timedelta(hours=36)
_LINK_OPENS_FOR = timedelta(days=30)


def asked_key(shift_id: str, volunteer_id: str = "") -> str:
    """What the letter that asks somebody to step in is known by; nobody is asked twice."""
    return f"shift_open:{shift_id}:{volunteer_id}"


def ask_to_step_in(act: Act, shift: ShiftLine, volunteers: Iterable[str]) -> int:
    """Ask these whether they can come; return how many letters went into the outbox."""
    return sum(
        _tell(
            act,
            ShiftNeedsSomebody(_own_page(act, volunteer_id, shift.begins), shift.begins),
            volunteer_id,
            asked_key(shift.id, volunteer_id),
            shift.begins,
        )
        for volunteer_id in volunteers
    )


def take_questions_back(act: Act, shift_id: str) -> None:
    """Let no question go out about a shift on which nobody is missing any more."""
    drop_unsent_keys(act.store, asked_key(shift_id))


def tell_of_calling_off(act: Act, shift: ShiftLine, volunteers: Iterable[str]) -> None:
    """Tell those who had promised that they need not come."""
    for volunteer_id in volunteers:
        take_news_back(act, shift.id, volunteer_id)
        letter = ShiftCalledOff(_own_page(act, volunteer_id, shift.begins), shift.begins)
        _tell(act, letter, volunteer_id, _news_key(shift.id, volunteer_id), shift.begins)
    take_questions_back(act, shift.id)


def tell_of_change(act: Act, shift: ShiftLine, now: Stretch, volunteers: Iterable[str]) -> None:
    """Tell those who had promised that the times are others."""
    for volunteer_id in volunteers:
        take_news_back(act, shift.id, volunteer_id)
        letter = ShiftChanged(_own_page(act, volunteer_id, now.begins), now.begins)
        _tell(act, letter, volunteer_id, _news_key(shift.id, volunteer_id), now.ends)


def tell_of_being_back(act: Act, shift: ShiftLine, volunteer_id: str) -> None:
    """Tell a regular that a shift is on after all, unless they never heard that it was not."""
    if not take_news_back(act, shift.id, volunteer_id):
        tell_of_change(act, shift, shift.stretch, [volunteer_id])


def take_news_back(act: Act, shift_id: str, volunteer_id: str) -> int:
    """Let no older news of a shift go out to somebody; return how many waited."""
    return drop_unsent_keys(act.store, f"shift_news:{shift_id}:{volunteer_id}:")


def tell_of_taking_over(act: Act, shift: ShiftLine, volunteer_id: str, sign_up_id: str) -> None:
    """Tell whoever offered their place that somebody has it."""
    letter = ShiftTakenOver(_own_page(act, volunteer_id, shift.begins), shift.begins)
    _tell(act, letter, volunteer_id, f"shift_taken:{sign_up_id}", shift.begins)


def alert_coordinators(act: Act, shift: ShiftLine, sign_up_id: str) -> int:
    """Tell whoever looks after the slot that somebody left late; at once, since they wait for it.

    Where nobody does any more, all coordinators of the charity who work in that borough are told.
    """
    told = coordinators_of(act.store, shift.led_by, shift.charity_id, shift.borough)
    keys = {one: f"{LetterKind.SHIFT_LEFT_LATE}:{sign_up_id}:{one}" for one in told}
    known = keys_posted(act.store, keys.values())
    for coordinator_id, key in keys.items():
        if key in known:
            continue
        id = new_id()
        # The id of a shift opens nothing: the page is for whoever is signed in and may see it.
        letter = ShiftLeftLate(Link(f"/{DESK_PAGE}/{shift.id}"), shift.begins)
        act.store.add(
            OutboxRow(
                id=id,
                idempotency_key=key,
                kind=letter.KIND,
                coordinator_id=coordinator_id,
                way=ContactWay.EMAIL,
                payload=sealed_letter(act.sealer, letter, id),
                not_before=act.now,
                drop_after=shift.ends,
                created_at=act.now,
            )
        )
    act.store.flush()
    return len(keys)


def _news_key(shift_id: str, volunteer_id: str) -> str:
    # A shift may move and move back: each time is news.
    return f"shift_news:{shift_id}:{volunteer_id}:{new_id()}"


def _tell(act: Act, letter: Letter, volunteer_id: str, key: str, drop_after: datetime) -> bool:
    posted = post(
        act,
        letter,
        person_id=volunteer_id,
        key=key,
        urgent=drop_after - act.now < _NEAR,
        drop_after=drop_after,
    )
    return posted is not None


def _own_page(act: Act, volunteer_id: str, begins: datetime) -> Link:
    secret = new_link(
        act.store,
        act.sealer,
        LinkPurpose.VOLUNTEER,
        Subject(person_id=volunteer_id),
        now=act.now,
        expires_at=begins + _LINK_OPENS_FOR,
    )
    return private_page(SHIFTS_PAGE, secret)
