"""Which messages that are due have to wait all the same, so that nobody is woken.

A letter is planned for a moment that suits its reader (`matcher.service.post`). Where the worker
stood still or a server did not answer, that moment is long over when the letter can go: it may be
night by now, or the week be full. Or its reader has said something else since.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

from matcher.domain.message_budget import WEEK
from matcher.messages.letters.every import LETTERS
from matcher.service.acting import Act
from matcher.service.post import asked_for, limits_of
from matcher.storage.reading.outbox import Waiting
from matcher.storage.reading.readers import went_since


def put_off(act: Act, messages: Sequence[Waiting]) -> Mapping[str, datetime | None]:
    """Of messages that are due, by their ids, those that may not go now.

    Each with when it may, None where its reader wants none at all by now.
    """
    known = [one for one in messages if one.person is not None and _heeds(one)]
    counting = {one.row.person_id for one in known if one.volunteer and _counts(one)}
    went = went_since(act.store, sorted(id for id in counting if id), act.now - WEEK)
    later: dict[str, datetime | None] = {}
    for one in sorted(known, key=_in_turn):
        lately = went.setdefault(one.row.person_id or "", [])
        goes_at = limits_of(one.volunteer).next_send_at(act.now, lately, urgent=one.row.urgent)
        if goes_at == act.now:
            lately.append(act.now)
        else:
            later[one.row.id] = goes_at
    return later


def _heeds(one: Waiting) -> bool:
    """Whether it is of a kind that heeds quiet hours and the week at all."""
    letter = LETTERS.get(one.row.kind)  # type: ignore[call-overload]
    return letter is not None and not asked_for(letter)


def _counts(one: Waiting) -> bool:
    return one.volunteer is not None and bool(one.volunteer.messages_per_week)


def _in_turn(one: Waiting) -> tuple[bool, datetime, str]:
    return not one.row.urgent, one.row.not_before, one.row.id
