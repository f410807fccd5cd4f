"""Nothing in a message can become a second header, a second recipient or a path."""

from datetime import datetime

import pytest

from matcher.domain.refusals import Invalid
from tests.matcher.messages.posting import A_PHONE, SECRET, an_email, an_sms


@pytest.mark.parametrize("make", [an_sms, an_email])
@pytest.mark.parametrize("id", ["", "../m1", "m 1", "m1\r\nBcc: x", "m" * 65, "m1>"])
def test_an_id_is_fit_for_a_file_name_and_a_header(make, id: str):
    with pytest.raises(Invalid, match="id of a message"):
        make(id)


@pytest.mark.parametrize(
    "to", ["", "07700900123", "+44 7700 900123", "+447700900123,+44", "+0123456"]
)
def test_a_text_message_goes_to_one_number(to: str):
    with pytest.raises(Invalid, match="one number"):
        an_sms(to=to)


@pytest.mark.parametrize(
    "to",
    [
        "sam",
        "sam@example.org, alex@example.org",
        "sam@example.org\r\nBcc: alex@example.org",
        "Sam <sam@example.org>",
        "sam@example.org\n",
        "żaba@example.org",
    ],
)
def test_an_email_goes_to_one_address(to: str):
    with pytest.raises(Invalid, match="one address"):
        an_email(to=to)


@pytest.mark.parametrize(
    "line", ["Hello\r\nBcc: alex@example.org", "Hello\n", "\u2028", "", "a\x00b"]
)
@pytest.mark.parametrize("header", ["subject", "language", "stop_url"])
def test_what_becomes_a_header_is_one_line(header: str, line: str):
    with pytest.raises(Invalid, match="one line"):
        an_email(**{header: line})


def test_a_text_message_is_not_empty_and_an_email_knows_its_zone():
    with pytest.raises(Invalid, match="says something"):
        an_sms(text=" \n")
    with pytest.raises(Invalid, match="names its zone"):
        an_email(written_at=datetime(2026, 3, 2))


def test_whom_it_is_for_and_its_private_links_do_not_slip_into_logs():
    link = f"https://nearhand.example.org/n/{SECRET}"
    messages = [an_sms(text=link), an_email(text=link, html=link, stop_url=link)]
    shown = repr(messages)
    assert not any(secret in shown for secret in (SECRET, A_PHONE, "sam@example.org"))
