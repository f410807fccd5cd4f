"""What is no longer true need not be told, and why a letter did not go out is said in words."""

import pytest

from matcher.domain.contact import ContactWay
from matcher.domain.outbox import OutboxState
from matcher.messages.delivery import Trouble
from matcher.messages.translate import as_it_is
from matcher.service.dispatch import CANNOT_BE_READ
from matcher.service.letters_board import drop_overtaken_calls, why_not_sent
from matcher.storage.database import Database
from tests.matcher.service.sending import a_posted_letter, an_act, row
from tests.matcher.storage.rows import NOW, TOMORROW


def test_what_is_no_longer_true_need_not_be_told(database: Database):
    with database.begin() as store:
        old = a_posted_letter(store, way=ContactWay.RING, drop_after=NOW)
        true = a_posted_letter(store, way=ContactWay.COORDINATOR, drop_after=TOMORROW)
        act = an_act(store)
        assert (drop_overtaken_calls(act), drop_overtaken_calls(act)) == (1, 0)
    assert row(database, old.id).state is OutboxState.DROPPED
    assert row(database, true.id).state is OutboxState.WAITING


@pytest.mark.parametrize("error", [*Trouble, CANNOT_BE_READ])
def test_every_error_that_is_noted_has_words(error: str):
    said = why_not_sent(error, as_it_is)
    assert said.endswith(".")
    assert "_" not in said
