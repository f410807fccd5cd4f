"""Whatever a provider answers becomes one of three outcomes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.messages.delivery import Delivery, Outcome, Trouble
from matcher.messages.senders.http_answers import Answer, read_answer

MONDAY = "Mon, 02 Mar 2026 09:00:00 GMT"


@pytest.mark.parametrize(
    ("body", "delivery"),
    [
        (b'{"id": "abc"}', Delivery.sent("abc", "HTTP 200")),
        (b'{"id": 17}', Delivery.sent("17", "HTTP 200")),
        (b'{"id": "two words"}', Delivery.sent(None, "HTTP 200")),
        (b'{"id": ["x"]}', Delivery.sent(None, "HTTP 200")),
        (b" \n", Delivery.sent(None, "HTTP 200")),
        (b'{"id": "ab', Delivery.retry_later(Trouble.CUT_OFF, "HTTP 200")),
        (b"<html>Log in to this hotel", Delivery.retry_later(Trouble.CUT_OFF, "HTTP 200")),
        (b'["x"]', Delivery.retry_later(Trouble.WRONG_SETTINGS, "HTTP 200")),
        (b"\xff\xfe", Delivery.retry_later(Trouble.CUT_OFF, "HTTP 200")),
        (b"[" * 100_000, Delivery.retry_later(Trouble.CUT_OFF, "HTTP 200")),
    ],
    ids=lambda value: "",
)
def test_only_a_whole_yes_is_a_yes(body: bytes, delivery: Delivery):
    assert read_answer(Answer(200, body)) == delivery


@pytest.mark.parametrize(
    ("retry_after", "date", "seconds"),
    [
        ("30", None, 30),
        (" 30 ", None, 30),
        ("Mon, 02 Mar 2026 09:02:00 GMT", MONDAY, 120),
        ("Mon, 02 Mar 2026 08:00:00 GMT", MONDAY, 0),
        ("Mon, 02 Mar 2026 09:02:00 -0000", MONDAY, 120),
        ("Mon, 02 Mar 2026 09:02:00 GMT", None, None),
        ("soon", MONDAY, None),
        ("-5", None, None),
        ("9" * 30, None, None),
        ("", MONDAY, None),
        (None, None, None),
    ],
)
def test_when_to_come_back_is_read_in_both_writings(
    retry_after: str | None, date: str | None, seconds: float | None
):
    assert read_answer(Answer(429, b"", retry_after, date)).retry_after_s == seconds


@given(
    st.integers(100, 999),
    st.binary(),
    st.none() | st.text(),
    st.none() | st.text() | st.just(MONDAY),
)
def test_no_answer_is_a_surprise(
    status: int, body: bytes, retry_after: str | None, date: str | None
):
    delivery = read_answer(Answer(status, body, retry_after, date))
    assert (delivery.outcome is Outcome.SENT) == (delivery.trouble is None)
    assert delivery.outcome is not Outcome.SENT or 200 <= status < 300
