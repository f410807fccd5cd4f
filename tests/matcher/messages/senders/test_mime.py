"""An e-mail's headers are proper, whole and nobody else's."""

from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.domain.refusals import Invalid
from matcher.messages.message import Email
from matcher.messages.senders.mime import Mailbox, as_mime
from tests.matcher.messages.posting import MAILBOX, SECRET, an_email

HEADERS = {
    "From",
    "To",
    "Subject",
    "Date",
    "Message-ID",
    "Auto-Submitted",
    "X-Auto-Response-Suppress",
    "Content-Language",
    "Content-Type",
    "MIME-Version",
}


def read(email: Email, mailbox: Mailbox = MAILBOX) -> EmailMessage:
    mail = message_from_bytes(as_mime(email, mailbox), policy=policy.default)
    assert isinstance(mail, EmailMessage)
    assert not mail.defects
    return mail


def body(mail: EmailMessage, kind: str) -> str:
    part = mail.get_body((kind,))
    assert part is not None
    return part.get_content().replace("\r\n", "\n")


def test_the_headers_say_what_they_should():
    mail = read(an_email("m7", language="ar"))
    assert set(mail.keys()) == HEADERS
    assert mail["Message-ID"] == "<m7@nearhand.example.org>"
    assert mail["From"] == "Nearhand <post@nearhand.example.org>"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["Date"] == "Mon, 02 Mar 2026 09:00:00 +0000"
    assert mail["Content-Language"] == "ar"
    assert mail.get_content_type() == "multipart/alternative"


def test_the_page_that_stops_them_is_whole_however_long_its_address():
    page = f"https://{'long-' * 20}name.example.org/n/{SECRET}/stop"
    mail = as_mime(an_email(stop_url=page), MAILBOX)
    assert f"\r\nList-Unsubscribe: <{page}>\r\n".encode() in mail


def test_any_letters_arrive_through_seven_bits():
    text = "Zażółć – שלום – مرحبا – 👋\n" + "x" * 2_000 + "\n=_m1 --=_m1\n"
    email = an_email(subject="Zażółć gęślą jaźń, " * 12 + "x", text=text, html=f"<p>{text}</p>\n")
    raw, mail = as_mime(email, MAILBOX), read(email)
    assert raw.isascii()
    assert max(map(len, raw.split(b"\r\n"))) <= 998
    assert (mail["Subject"], body(mail, "plain")) == (email.subject, text)
    assert body(mail, "html") == email.html


def test_a_mailbox_may_have_a_name_with_signs_in_it():
    mailbox = Mailbox("Żabno's Neighbours, Lambeth; (all: of them)", "post@example.org")
    (sender,) = read(an_email(), mailbox)["From"].addresses
    assert (sender.display_name, sender.addr_spec) == (mailbox.name, mailbox.address)


@pytest.mark.parametrize(
    ("name", "address"),
    [
        ("Near\r\nBcc: alex@example.org", "post@example.org"),
        ("", "post@example.org"),
        ("Nearhand <alex@example.org>", "post@example.org"),
        ("N" * 61, "post@example.org"),
        ("Nearhand", "post"),
        ("Nearhand", "post@Example.org"),
        ("Nearhand", "post@example.org\r\nBcc: alex@example.org"),
    ],
)
def test_a_mailbox_that_is_none_is_refused(name: str, address: str):
    with pytest.raises(Invalid):
        Mailbox(name, address)


@given(subject=st.text(), text=st.text(), name=st.text())
def test_no_text_becomes_a_header(subject: str, text: str, name: str):
    try:
        email, mailbox = an_email(subject=subject, text=text), Mailbox(name, MAILBOX.address)
    except Invalid:
        return
    assert set(read(email, mailbox).keys()) == HEADERS
    assert as_mime(email, mailbox) == as_mime(email, mailbox)
