"""However late a message has become, nobody is woken by it and nobody's week is overrun."""

from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest

from matcher.domain.message_budget import WEEK
from matcher.domain.outbox import OutboxState
from matcher.messages.delivery import Delivery, Trouble
from matcher.messages.letters.contents import Code, Link
from matcher.messages.letters.volunteers import ProveContact
from matcher.messages.message import Message
from matcher.service.dispatch import Sent
from matcher.storage.database import Database, Store
from matcher.storage.tables import OutboxRow, VolunteerRow
from tests.clocks import london
from tests.matcher.messages.posting import SECRET
from tests.matcher.service.sending import (
    A_MINUTE,
    Clock,
    Listener,
    a_posted_letter,
    a_reader,
    an_office,
    row,
    sent,
)
from tests.matcher.storage.rows import NOW, a_volunteer

EVENING = london("2026-03-02 20:55")
NIGHT = london("2026-03-03 03:00")
MORNING = london("2026-03-03 08:00")


def a_sleeper(store: Store, **said: Any) -> str:
    """A volunteer whose telephone is silent from nine to eight."""
    quiet = {"quiet_from": time(21), "quiet_until": time(8)}
    person_id = a_reader(store)
    a_volunteer(store, person_id=person_id, **quiet | said)
    return person_id


def due_at(store: Store, person_id: str, moment: datetime, **said: Any) -> str:
    """The id of a letter that was planned for this moment."""
    posted = a_posted_letter(store, person_id=person_id, **said)
    store.get_one(OutboxRow, posted.id).not_before = moment
    return posted.id


@pytest.mark.parametrize(
    ("evening", "morning"),
    [
        (EVENING, MORNING),
        # The nights in which London's clocks change.
        (london("2026-03-28 20:55"), datetime(2026, 3, 29, 7, tzinfo=UTC)),
        (london("2026-10-24 20:55"), datetime(2026, 10, 25, 8, tzinfo=UTC)),
    ],
)
def test_what_a_server_would_not_take_before_the_night_is_tried_again_after_it(
    database: Database, evening: datetime, morning: datetime
):
    with database.begin() as store:
        letter = due_at(store, a_sleeper(store), evening)
    listener = Listener(lambda _: Delivery.retry_later(Trouble.ASKED_TO_WAIT, retry_after_s=600))
    assert sent(database, an_office(listener), Clock(evening)).again == 1
    clock = Clock(row(database, letter).not_before)
    assert sent(database, an_office(listener), clock) == Sent(taken=1, put_off=1)
    assert len(listener.given) == 1
    waiting = row(database, letter)
    assert (waiting.state, waiting.tries, waiting.not_before) == ("waiting", 1, morning)
    assert sent(database, an_office(), Clock(morning - A_MINUTE)) == Sent()
    assert sent(database, an_office(), Clock(morning)).sent == 1


def test_a_worker_that_starts_again_at_night_wakes_nobody(database: Database):
    with database.begin() as store:
        letter = due_at(store, a_sleeper(store), EVENING)
        urgent = due_at(store, a_sleeper(store, urgent_at_any_hour=True), EVENING, urgent=True)
        due_at(store, a_sleeper(store, urgent_at_any_hour=True), EVENING)
        due_at(store, a_sleeper(store), EVENING, urgent=True)
    listener = Listener()
    assert sent(database, an_office(listener), Clock(NIGHT)) == Sent(taken=4, sent=1, put_off=3)
    assert [message.id for message in listener.given] == [urgent], "who asked for it, and no other"
    assert row(database, letter).not_before == MORNING


def test_a_code_that_somebody_waits_for_comes_at_night(database: Database):
    with database.begin() as store:
        code = ProveContact(Link(f"/v/{SECRET}"), Code("123456"))
        due_at(store, a_sleeper(store), EVENING, letter=code)
    assert sent(database, an_office(), Clock(NIGHT)).sent == 1


def test_what_piled_up_does_not_overrun_a_week(database: Database):
    with database.begin() as store:
        one_a_week = a_sleeper(store, messages_per_week=1)
        letters = [due_at(store, one_a_week, NOW + k * A_MINUTE) for k in range(2)]
        due_at(store, a_sleeper(store), NOW)
    later = Clock(NOW + timedelta(hours=3))
    listener = Listener()
    assert sent(database, an_office(listener), later) == Sent(taken=3, sent=2, put_off=1)
    first, second = (row(database, id) for id in letters)
    assert (first.state, second.state) == (OutboxState.SENT, OutboxState.WAITING)
    assert second.not_before == later.now + WEEK


def test_who_wants_no_messages_by_now_gets_none(database: Database):
    with database.begin() as store:
        sleeper = a_sleeper(store)
        letter = due_at(store, sleeper, NOW)
        store.get_one(VolunteerRow, sleeper).messages_per_week = 0
    assert sent(database, an_office()) == Sent(taken=1, dropped=1)
    assert row(database, letter).payload == {}


def test_what_was_put_off_is_tried_for_a_whole_day_from_then(database: Database):
    with database.begin() as store:
        letter = due_at(store, a_sleeper(store), EVENING)
    sent(database, an_office(), Clock(NIGHT))

    def busy(_message: Message) -> Delivery:
        return Delivery.retry_later(Trouble.NO_CONNECTION)

    nearly_a_day_on = Clock(MORNING + timedelta(hours=12, minutes=59))
    sent(database, an_office(Listener(busy)), Clock(MORNING))
    assert sent(database, an_office(Listener(busy)), nearly_a_day_on).again == 1
    assert row(database, letter).state is OutboxState.WAITING
