"""How letters stand, as the board says it, and the calls that a person has to make."""

import pytest

from matcher.domain.contact import ContactWay
from matcher.domain.refusals import Conflict
from matcher.messages.delivery import Delivery, Trouble
from matcher.service.letters_sent import drop_overtaken_calls, letters_about, mark_rung, to_ring
from matcher.storage.database import Database
from matcher.storage.tables import LogRow
from tests.matcher.service.sending import (
    A_MINUTE,
    Clock,
    Listener,
    a_posted_letter,
    an_act,
    an_office,
    sent,
)
from tests.matcher.storage.rows import NOW, TOMORROW, a_stored_need


def test_whom_to_ring_is_listed_with_the_urgent_first_until_somebody_did(database: Database):
    with database.begin() as store:
        need = a_stored_need(store)
        later = a_posted_letter(store, way=ContactWay.RING, need_id=need.id)
        first = a_posted_letter(store, way=ContactWay.COORDINATOR, urgent=True)
        a_posted_letter(store, way=ContactWay.TEXT)
    with database.begin() as store:
        act = an_act(store, by="coordinator:kim")
        assert [call.outbox_id for call in to_ring(act)] == [first.id, later.id]
        assert to_ring(act)[1].need_id == need.id
        mark_rung(act, first.id)
    with database.begin() as store:
        act = an_act(store)
        assert [call.outbox_id for call in to_ring(act)] == [later.id]
        with pytest.raises(Conflict):
            mark_rung(act, first.id)
        [line] = store.query(LogRow)
        assert (line.verb, line.about_id, line.by) == ("told", first.id, "coordinator:kim")


def test_what_is_no_longer_true_need_not_be_told(database: Database):
    with database.begin() as store:
        old = a_posted_letter(store, way=ContactWay.RING, drop_after=NOW)
        true = a_posted_letter(store, way=ContactWay.RING, drop_after=TOMORROW)
        act = an_act(store)
        assert [call.outbox_id for call in to_ring(act)] == [true.id]
        assert drop_overtaken_calls(act) == 1
        with pytest.raises(Conflict):
            mark_rung(act, old.id)


def test_the_board_says_how_each_letter_of_a_need_stands(database: Database):
    with database.begin() as store:
        need = a_stored_need(store)
        ways = (ContactWay.EMAIL, ContactWay.TEXT, ContactWay.RING)
        for way in ways:
            a_posted_letter(store, way=way, need_id=need.id)
    assert words(database, need.id) == {
        "email": "Waiting to be sent.",
        "text": "Waiting to be sent.",
        "ring": "Somebody has to tell them.",
    }

    def hears(message: object) -> Delivery:
        if "Email" in type(message).__name__:
            return Delivery.sent()
        return Delivery.retry_later(Trouble.TIMED_OUT)

    clock, office = Clock(), an_office(Listener(hears))
    sent(database, office, clock)
    clock.later(A_MINUTE)
    sent(database, office, clock)
    assert words(database, need.id) == {
        "email": "Sent.",
        "text": "Trying again: the server did not answer in time.",
        "ring": "Somebody has to tell them.",
    }
    with database.begin() as store:
        mark_rung(an_act(store), to_ring(an_act(store))[0].outbox_id)
    assert words(database, need.id)["ring"] == "Told by a person."


def test_the_board_says_why_a_letter_failed(database: Database):
    with database.begin() as store:
        need = a_stored_need(store)
        a_posted_letter(store, need_id=need.id)
    refused = Delivery.refused(Trouble.ADDRESS_REFUSED)
    sent(database, an_office(Listener(lambda _: refused)))
    assert words(database, need.id) == {
        "email": "Failed: this number or address was refused; ask the person for another one.",
    }


def words(database: Database, need_id: str) -> dict[str, str]:
    with database.read() as store:
        return {letter.way: letter.in_words() for letter in letters_about(an_act(store), need_id)}
