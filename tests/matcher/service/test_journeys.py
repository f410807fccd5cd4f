"""Answers travel sealed, for a day and no longer."""

from datetime import timedelta

import pytest

from matcher.domain.refusals import Invalid
from matcher.service.journeys import LEFT_AFTER, opened_answers, sealed_answers
from matcher.storage.sealed import Sealer
from tests.matcher.service.acts import SEALER
from tests.matcher.storage.rows import NOW

ANSWERS = {"name": "Rosa", "languages": ["bn", "en"], "people": 2}


def test_what_was_answered_comes_back_and_nobody_else_reads_it():
    sealed = sealed_answers(SEALER, "ask", ANSWERS, now=NOW)
    assert "Rosa" not in sealed
    assert sealed.isascii()
    assert opened_answers(SEALER, "ask", sealed, now=NOW + LEFT_AFTER) == ANSWERS


def test_a_journey_that_was_left_for_a_day_is_over():
    sealed = sealed_answers(SEALER, "ask", ANSWERS, now=NOW)
    later = NOW + LEFT_AFTER + timedelta(seconds=1)
    assert opened_answers(SEALER, "ask", sealed, now=later) == {}


def test_whatever_is_none_of_ours_is_nothing():
    other = Sealer.from_text("89abcdef01234567" * 4)
    sealed = sealed_answers(SEALER, "ask", ANSWERS, now=NOW)
    for wrong in ("", "é", "x", "AAAA", sealed[:-8], sealed_answers(other, "ask", {}, now=NOW)):
        assert opened_answers(SEALER, "ask", wrong, now=NOW) == {}
    assert opened_answers(SEALER, "help", sealed, now=NOW) == {}


def test_more_than_a_cookie_holds_is_refused_with_a_sentence():
    with pytest.raises(Invalid) as refusal:
        sealed_answers(SEALER, "ask", {"notes": "x" * 4_000}, now=NOW)
    assert refusal.value.field == "notes"
