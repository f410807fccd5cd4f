"""How a message stands after each try, and how the board says it."""

from datetime import timedelta

import pytest

from matcher.messages.backoff import Patience
from matcher.messages.delivery import (
    Delivery,
    DeliveryState,
    Standing,
    Trouble,
    after,
    in_words,
    trouble_in_words,
)
from matcher.messages.translate import as_it_is
from tests.matcher.messages.posting import NOW

BUSY = Delivery.retry_later(Trouble.ASKED_TO_WAIT, "450 4.2.0")


def tried(*deliveries: Delivery, hours_between: float = 0) -> Standing:
    standing = Standing.waiting(NOW)
    for number, delivery in enumerate(deliveries):
        standing = after(
            standing,
            delivery,
            first_due=NOW,
            now=NOW + timedelta(hours=number * hours_between),
            chance=1,
            patience=Patience(),
        )
    return standing


def said(standing: Standing) -> str:
    return in_words(standing, as_it_is)


def test_a_new_message_waits_for_its_time():
    assert tried() == Standing(DeliveryState.WAITING, NOW)
    assert said(tried()) == "Waiting to be sent."


def test_a_message_that_was_taken_is_sent_and_has_no_next_try():
    assert tried(Delivery.sent("p-1")) == Standing(DeliveryState.SENT, None, tries=1)
    assert said(tried(Delivery.sent())) == "Sent."


def test_trouble_that_may_pass_is_tried_again():
    assert tried(BUSY) == Standing(
        DeliveryState.TRYING_AGAIN, NOW + timedelta(minutes=1), 1, Trouble.ASKED_TO_WAIT
    )
    assert said(tried(BUSY)) == "Trying again: the server asks us to come back later."


def test_waits_grow_with_the_tries():
    assert tried(BUSY, BUSY, BUSY).next_try_at == NOW + timedelta(minutes=4)


def test_a_message_that_goes_through_at_last_remembers_no_trouble():
    assert tried(BUSY, Delivery.sent()) == Standing(DeliveryState.SENT, None, tries=2)


def test_a_refusal_is_final():
    standing = tried(BUSY, Delivery.refused(Trouble.ADDRESS_REFUSED, "550 5.1.1"))
    assert (standing.state, standing.next_try_at) == (DeliveryState.FAILED, None)
    assert not standing.gave_up
    assert said(standing).startswith("Failed: this number or address was refused; ask the person")


def test_patience_that_ran_out_says_how_often_it_was_tried_and_what_stood_in_the_way():
    standing = tried(BUSY, BUSY, BUSY, hours_between=12)
    assert standing.gave_up
    assert said(standing) == "Failed, after 3 tries: the server asks us to come back later."


@pytest.mark.parametrize("trouble", Trouble)
def test_every_trouble_has_a_sentence_of_its_own(trouble: Trouble):
    sentences = [trouble_in_words(one, as_it_is) for one in Trouble]
    assert sentences.count(trouble_in_words(trouble, as_it_is)) == 1
