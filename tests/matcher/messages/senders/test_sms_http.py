"""Texts go to a real HTTP server on this machine that behaves like a provider, well or badly."""

import json
import ssl

import pytest
import trustme

from matcher.domain.refusals import Invalid
from matcher.messages.delivery import Delivery, Outcome, Trouble
from matcher.messages.senders.sms_http import SmsSender, SmsSettings
from tests.matcher.messages.posting import A_PHONE, an_sms
from tests.matcher.messages.senders.mail_server import nobody_at_the_door, who_says_only
from tests.matcher.messages.senders.sms_provider import (
    HOST,
    PATIENCE_S,
    TOKEN,
    Provider,
    a_provider,
)

SENT = Delivery.sent("sms-0", "HTTP 201")
CUT_OFF = Delivery.retry_later(Trouble.CUT_OFF)


def a_sender(url: str, **said) -> SmsSender:
    return SmsSender(
        SmsSettings(
            url, "Nearhand", TOKEN, **{"answer_s": PATIENCE_S, "connect_s": PATIENCE_S} | said
        )
    )


def sent_to(provider: Provider, **said) -> Delivery:
    with a_provider(provider) as url:
        return a_sender(url, **said).send(an_sms())


def test_a_text_arrives_with_its_number_its_sender_and_its_id():
    provider = Provider()
    assert sent_to(provider) == SENT
    ((path, headers, body),) = provider.asked
    assert path == "/messages"
    assert json.loads(body) == {
        "to": A_PHONE,
        "from": "Nearhand",
        "text": "Nearhand: hello.",
        "reference": "m1",
    }
    assert headers["Authorization"] == f"Bearer {TOKEN}"
    assert headers["Idempotency-Key"] == "m1"
    assert headers["Content-Type"] == "application/json"


@pytest.mark.parametrize(
    ("provider", "delivery"),
    [
        (Provider(200), Delivery.sent("sms-0", "HTTP 200")),
        (Provider(204, b""), Delivery.sent(None, "HTTP 204")),
        (Provider(202, b"{}"), Delivery.sent(None, "HTTP 202")),
        (Provider(400), Delivery.refused(Trouble.ADDRESS_REFUSED, "HTTP 400")),
        (Provider(422), Delivery.refused(Trouble.ADDRESS_REFUSED, "HTTP 422")),
        (Provider(401), Delivery.retry_later(Trouble.NOT_LET_IN, "HTTP 401")),
        (Provider(402), Delivery.retry_later(Trouble.NOT_LET_IN, "HTTP 402")),
        (Provider(404), Delivery.retry_later(Trouble.WRONG_SETTINGS, "HTTP 404")),
        (Provider(409), Delivery.retry_later(Trouble.ASKED_TO_WAIT, "HTTP 409")),
        (Provider(429), Delivery.retry_later(Trouble.ASKED_TO_WAIT, "HTTP 429")),
        (
            Provider(429, headers={"Retry-After": "90"}),
            Delivery.retry_later(Trouble.ASKED_TO_WAIT, "HTTP 429", 90),
        ),
        (Provider(500), Delivery.retry_later(Trouble.SERVER_TROUBLE, "HTTP 500")),
        (
            Provider(503, headers={"Retry-After": "120"}),
            Delivery.retry_later(Trouble.SERVER_TROUBLE, "HTTP 503", 120),
        ),
    ],
    ids=lambda value: "",
)
def test_each_answer_means_something(provider: Provider, delivery: Delivery):
    assert sent_to(provider) == delivery


def test_a_redirect_is_not_followed_so_the_token_goes_nowhere_else():
    elsewhere = Provider()
    with a_provider(elsewhere) as url:
        for status in (301, 302, 307, 308):
            delivery = sent_to(Provider(status, headers={"Location": url}))
            assert delivery == Delivery.retry_later(Trouble.WRONG_SETTINGS, f"HTTP {status}")
    assert elsewhere.asked == []


@pytest.mark.parametrize(
    ("losing", "trouble"),
    [
        ("at_once", Trouble.CUT_OFF),
        ("half", Trouble.CUT_OFF),
        ("slow", Trouble.TIMED_OUT),
        ("dripping", Trouble.TIMED_OUT),
        ("endless", Trouble.CUT_OFF),
    ],
)
def test_a_text_whose_answer_is_lost_is_tried_again_and_still_sent_once(
    losing: str, trouble: Trouble
):
    provider = Provider(losing=losing)
    with a_provider(provider) as url:
        short = {"answer_s": 0.3} if trouble is Trouble.TIMED_OUT else {}
        assert a_sender(url, **short).send(an_sms()) == Delivery.retry_later(trouble)
        provider.losing = ""
        assert a_sender(url).send(an_sms()) == SENT
    assert len(provider.asked) == 2
    assert len(provider.texts) == 1


def test_a_failure_is_asked_about_once_and_not_behind_the_boards_back():
    provider = Provider(503, headers={"Retry-After": "0"})
    sent_to(provider)
    assert len(provider.asked) == 1


def test_one_sender_carries_many_texts_past_failures_on_kept_connections():
    provider = Provider()
    with a_provider(provider) as url:
        sender = a_sender(url)
        for number in range(6):
            provider.losing = "half" if number % 2 else ""
            sender.send(an_sms(f"m{number}"))
        provider.losing = ""
        assert sender.send(an_sms("last")).outcome is Outcome.SENT
    assert len(provider.texts) == 7


@pytest.mark.parametrize(
    ("words", "hang_up", "delivery"),
    [
        (b"", True, CUT_OFF),
        (b"220 mail.example ESMTP\r\n", True, CUT_OFF),
        (b"HTTP/1.1 201 Created\r\nContent-Le", True, CUT_OFF),
        (b"HTTP/1.1 201 Created\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", True, CUT_OFF),
        (b"HTTP/1.1 201 Created\r\nContent-Length: many\r\n\r\n{", False, Trouble.TIMED_OUT),
        (b"HTTP/1.1 201 Created\r\n", False, Trouble.TIMED_OUT),
        (b"", False, Trouble.TIMED_OUT),
    ],
    ids=lambda value: "",
)
def test_what_is_no_answer_is_tried_again(
    words: bytes, hang_up: bool, delivery: Delivery | Trouble
):
    with who_says_only(words, hang_up=hang_up) as port:
        patience_s = PATIENCE_S if hang_up else 0.3
        found = a_sender(f"http://{HOST}:{port}/", answer_s=patience_s).send(an_sms())
    wanted = Delivery.retry_later(delivery) if isinstance(delivery, Trouble) else delivery
    assert found == wanted


def test_nobody_at_the_door():
    with nobody_at_the_door() as port:
        delivery = a_sender(f"http://{HOST}:{port}/").send(an_sms())
    assert delivery == Delivery.retry_later(Trouble.NO_CONNECTION)


def test_nothing_is_said_to_a_server_that_cannot_prove_who_it_is():
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    trustme.CA().issue_cert(HOST).configure_cert(context)
    provider = Provider()
    with a_provider(provider, context) as url:
        delivery = a_sender(url).send(an_sms())
    assert delivery == Delivery.retry_later(Trouble.WRONG_SETTINGS)
    assert provider.asked == []


@pytest.mark.parametrize(
    ("settings", "blamed"),
    [
        ({"url": "http://sms.example.org/"}, "url"),
        ({"url": "sms.example.org"}, "url"),
        ({"url": "https://name:secret@sms.example.org/"}, "url"),
        ({"url": "https://sms.example.org/a b"}, "url"),
        ({"url": "https://sms..example.org/"}, "url"),
        ({"url": "https://sms.example.org:door/"}, "url"),
        ({"url": "https://[half"}, "url"),
        ({"token": ""}, "token"),
        ({"token": "t0ken\r\nX: y"}, "token"),
        ({"sent_from": "Lambeth Neighbours"}, "sent_from"),
        ({"sent_from": "Néar"}, "sent_from"),
        ({"sent_from": ""}, "sent_from"),
        ({"connect_s": 0}, "connect_s"),
        ({"answer_s": float("nan")}, "answer_s"),
    ],
)
def test_settings_that_cannot_be_meant_are_refused_by_name(settings: dict, blamed: str):
    usual = {"url": "https://sms.example.org/v1", "sent_from": "+447700900000", "token": TOKEN}
    with pytest.raises(Invalid) as refusal:
        SmsSettings(**usual | settings)
    assert refusal.value.field == blamed


def test_the_token_does_not_slip_into_logs():
    assert TOKEN not in repr(SmsSettings("https://sms.example.org/", "Nearhand", TOKEN))
