"""Tries come soon at first, then rarely, and end when nobody would be served by another."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.domain.refusals import Invalid
from matcher.messages.backoff import Patience, next_try, wait_s
from tests.matcher.messages.posting import NOW

USUAL = Patience()


def again(tries: int = 1, *, later_s: float = 0, chance: float = 1, **said) -> datetime | None:
    now = NOW + timedelta(seconds=later_s)
    return next_try(USUAL, tries=tries, first_due=NOW, now=now, chance=chance, **said)


def test_waits_double_up_to_an_hour():
    minutes = [wait_s(USUAL, tries, 1) / 60 for tries in range(1, 9)]
    assert minutes == [1, 2, 4, 8, 16, 32, 60, 60]


def test_chance_takes_up_to_half_of_a_wait_away():
    assert [wait_s(USUAL, 1, chance) for chance in (0, 0.5, 1)] == [30, 45, 60]


def test_a_server_that_asks_for_longer_gets_it_and_one_that_asks_for_less_does_not():
    assert again(retry_after_s=600) == NOW + timedelta(minutes=10)
    assert again(retry_after_s=1) == NOW + timedelta(minutes=1)


def test_after_a_day_it_is_given_up():
    assert again(40, later_s=24 * 3600) is None
    assert again(40, later_s=25 * 3600) is None


def test_there_is_one_last_try_at_the_very_end():
    assert again(40, later_s=23.9 * 3600) == NOW + timedelta(hours=24)
    assert again(retry_after_s=1e12) == NOW + timedelta(hours=24)


def test_what_is_useless_earlier_is_given_up_earlier():
    lapses = NOW + timedelta(minutes=3)
    assert again(5, useless_after=lapses) == lapses
    assert again(5, later_s=180, useless_after=lapses) is None


@given(
    tries=st.integers(1, 10**9),
    later_s=st.floats(0, 1e6),
    chance=st.floats(0, 1),
    retry_after_s=st.none() | st.floats(0, 1e15),
)
def test_the_next_try_is_always_later_than_now_and_never_after_the_end(
    tries, later_s, chance, retry_after_s
):
    now = NOW + timedelta(seconds=later_s)
    at = again(tries, later_s=later_s, chance=chance, retry_after_s=retry_after_s)
    assert at is None or now < at <= NOW + timedelta(seconds=USUAL.give_up_after_s)


@pytest.mark.parametrize(
    "waits",
    [
        {"first_wait_s": 0},
        {"first_wait_s": 7200},
        {"longest_wait_s": 10**6},
        {"growth": 0.5},
        {"first_wait_s": float("nan")},
        {"growth": float("nan")},
    ],
)
def test_waits_that_do_not_grow_are_refused(waits: dict[str, float]):
    with pytest.raises(Invalid, match="Waits grow"):
        Patience(**waits)
