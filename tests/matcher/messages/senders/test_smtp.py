"""E-mails go to real servers on this machine, kind ones and others."""

import ssl
from email import message_from_bytes, policy
from pathlib import Path

import pytest
import trustme

from matcher.domain.refusals import Invalid
from matcher.messages.delivery import Delivery, Outcome, Trouble
from matcher.messages.senders.mime import as_mime
from matcher.messages.senders.smtp import Security, SmtpSender, SmtpSettings
from tests.matcher.messages.posting import MAILBOX, an_email
from tests.matcher.messages.senders.mail_server import (
    HOST,
    NAME,
    PASSWORD,
    PATIENCE_S,
    Post,
    a_mail_server,
    nobody_at_the_door,
    who_knows_the_password,
    who_says_only,
)

SENT = Delivery.sent("<m1@nearhand.example.org>", "250")


def a_sender(port: int, **said) -> SmtpSender:
    usual = {"security": Security.NONE, "timeout_s": PATIENCE_S}
    return SmtpSender(SmtpSettings(HOST, MAILBOX, port, **usual | said))


def sent_to(post: Post, **said) -> Delivery:
    with a_mail_server(post) as port:
        return a_sender(port, **said).send(an_email())


def test_a_mail_arrives_as_it_was_written_at_its_one_address():
    post = Post()
    assert sent_to(post) == SENT
    assert post.recipients == [["sam@example.org"]]
    assert post.mails == [as_mime(an_email(), MAILBOX)]
    assert message_from_bytes(post.mails[0], policy=policy.default)["To"] == "sam@example.org"


def test_the_server_hears_the_services_domain_and_not_this_machines_name():
    post = Post()
    sent_to(post)
    assert post.called == "nearhand.example.org"


def test_a_repeat_is_the_same_mail_to_the_byte():
    post = Post()
    with a_mail_server(post) as port:
        assert a_sender(port).send(an_email()) == a_sender(port).send(an_email()) == SENT
    assert post.mails[0] == post.mails[1]


def test_a_line_that_begins_with_a_dot_arrives_with_it():
    post = Post()
    with a_mail_server(post) as port:
        a_sender(port).send(an_email(text="one\n.\n.two\n"))
    assert b"\r\n.\r\n.two" in post.mails[0]


@pytest.mark.parametrize(
    ("post", "delivery"),
    [
        (
            Post(at_rcpt="550 5.1.1 <{address}>: no such mailbox here"),
            Delivery.refused(Trouble.ADDRESS_REFUSED, "550 5.1.1"),
        ),
        (
            Post(at_rcpt="450 4.2.0 <{address}>: greylisted, see https://grey.example"),
            Delivery.retry_later(Trouble.ASKED_TO_WAIT, "450 4.2.0"),
        ),
        (
            Post(at_rcpt="421 4.7.0 too many connections"),
            Delivery.retry_later(Trouble.ASKED_TO_WAIT, "421 4.7.0"),
        ),
        (
            Post(at_mail="550 5.7.1 you may not send from there"),
            Delivery.retry_later(Trouble.NOT_LET_IN, "550 5.7.1"),
        ),
        (
            Post(at_mail="451 4.3.0 trouble here"),
            Delivery.retry_later(Trouble.ASKED_TO_WAIT, "451 4.3.0"),
        ),
        (
            Post(at_rcpt="530 5.7.0 who are you?"),
            Delivery.retry_later(Trouble.NOT_LET_IN, "530 5.7.0"),
        ),
        (
            Post(at_data="554 5.7.1 spam for {address}"),
            Delivery.refused(Trouble.MESSAGE_REFUSED, "554 5.7.1"),
        ),
        (
            Post(at_data="452 4.3.1 disk full"),
            Delivery.retry_later(Trouble.ASKED_TO_WAIT, "452 4.3.1"),
        ),
        (Post(at_data="554 no"), Delivery.refused(Trouble.MESSAGE_REFUSED, "554")),
    ],
    ids=lambda value: "",
)
def test_each_answer_means_something(post: Post, delivery: Delivery):
    assert sent_to(post) == delivery
    assert post.mails == []


def test_greylisting_lets_the_second_try_through():
    post = Post(at_rcpt="450 4.2.0 come back in five minutes")
    with a_mail_server(post) as port:
        assert a_sender(port).send(an_email()).outcome is Outcome.RETRY_LATER
        post.at_rcpt = "250 OK"
        assert a_sender(port).send(an_email()) == SENT


def test_nothing_that_a_server_says_about_an_address_comes_out():
    delivery = sent_to(Post(at_rcpt="550 5.1.1 {address} has moved to alex@example.org"))
    assert "@" not in repr(delivery)


@pytest.mark.parametrize("step", ["mail", "rcpt", "data"])
def test_a_connection_that_breaks_is_tried_again(step: str):
    assert sent_to(Post(drop_at=step)) == Delivery.retry_later(Trouble.CUT_OFF)


def test_a_mail_whose_answer_was_lost_is_sent_again_under_the_same_message_id():
    post = Post(drop_at="data")
    with a_mail_server(post) as port:
        assert a_sender(port).send(an_email()).outcome is Outcome.RETRY_LATER
        post.drop_at = ""
        assert a_sender(port).send(an_email()) == SENT
    ids = [message_from_bytes(mail)["Message-ID"] for mail in post.mails]
    assert ids == ["<m1@nearhand.example.org>"] * 2


@pytest.mark.parametrize("step", ["mail", "rcpt", "data"])
def test_a_server_that_does_not_answer_in_time_is_tried_again(step: str):
    delivery = sent_to(Post(slow_at=step), timeout_s=0.3)
    assert delivery == Delivery.retry_later(Trouble.TIMED_OUT)


def test_a_server_that_never_comes_to_an_end_is_left():
    # Bounded, so that a sender that listens for ever fails its test, and does not hang it.
    with who_says_only(b"220-one moment\r\n", hang_up=True, times=600) as port:
        said = a_sender(port, whole_s=0.3).send(an_email())
    assert said == Delivery.retry_later(Trouble.TIMED_OUT)


def test_a_mail_that_was_taken_is_sent_though_the_server_hangs_up_on_the_good_bye():
    assert sent_to(Post(drop_at="quit")) == SENT


def test_a_mail_that_was_taken_is_sent_though_the_good_bye_is_never_answered():
    # On a busy machine the steps before it may take longer than a short patience: then a longer.
    tries = (sent_to(Post(slow_at="quit"), timeout_s=short_s) for short_s in (0.3, 2, 10))
    assert any(delivery == SENT for delivery in tries)


def test_nobody_at_the_door():
    with nobody_at_the_door() as port:
        delivery = a_sender(port).send(an_email())
    assert delivery == Delivery.retry_later(Trouble.NO_CONNECTION)


@pytest.mark.parametrize(
    ("greeting", "hang_up", "delivery"),
    [
        (
            b"554 5.7.1 not from you\r\n",
            True,
            Delivery.retry_later(Trouble.NOT_LET_IN, "554 5.7.1"),
        ),
        (b"421 busy\r\n", True, Delivery.retry_later(Trouble.ASKED_TO_WAIT, "421")),
        (b"HTTP/1.1 400 Bad\r\n", True, Delivery.retry_later(Trouble.WRONG_SETTINGS, "-1")),
        (b"", True, Delivery.retry_later(Trouble.CUT_OFF)),
        (b"", False, Delivery.retry_later(Trouble.TIMED_OUT)),
        (b"220-hello\r\n", False, Delivery.retry_later(Trouble.TIMED_OUT)),
    ],
    ids=lambda value: "",
)
def test_a_strange_greeting_is_no_fault_of_the_mail(
    greeting: bytes, hang_up: bool, delivery: Delivery
):
    with who_says_only(greeting, hang_up=hang_up) as port:
        patience_s = PATIENCE_S if hang_up else 0.3
        assert a_sender(port, timeout_s=patience_s).send(an_email()) == delivery


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture(scope="module")
def ca_file(authority: trustme.CA, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("ca") / "ca.pem"
    authority.cert_pem.write_to_path(path)
    return path


@pytest.fixture
def certified(authority: trustme.CA) -> ssl.SSLContext:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert(HOST).configure_cert(context)
    return context


def test_mail_travels_in_tls_from_the_first_byte(certified: ssl.SSLContext, ca_file: Path):
    post = Post()
    with a_mail_server(post, context=certified) as port:
        assert a_sender(port, security=Security.TLS, ca_file=ca_file).send(an_email()) == SENT
    assert len(post.mails) == 1


def test_mail_travels_after_starttls_with_a_name_and_a_password(
    certified: ssl.SSLContext, ca_file: Path
):
    post = Post()
    closed = {"require_starttls": True, "auth_required": True}
    with a_mail_server(
        post, tls_context=certified, authenticator=who_knows_the_password, **closed
    ) as port:
        known = {"security": Security.STARTTLS, "ca_file": ca_file, "name": NAME}
        wrong = a_sender(port, password="pa66-word", **known).send(an_email())
        assert wrong == Delivery.retry_later(Trouble.NOT_LET_IN, "535 5.7.8")
        assert a_sender(port, password=PASSWORD, **known).send(an_email()) == SENT
        assert a_sender(port).send(an_email()).trouble is Trouble.NOT_LET_IN
    assert len(post.mails) == 1


def test_no_mail_goes_in_the_clear_where_the_server_offers_no_starttls():
    post = Post()
    assert sent_to(post, security=Security.STARTTLS) == Delivery.retry_later(Trouble.WRONG_SETTINGS)
    assert post.mails == []


@pytest.mark.parametrize("security", [Security.TLS, Security.STARTTLS])
def test_no_mail_goes_to_a_server_that_cannot_prove_who_it_is(
    certified: ssl.SSLContext, security: Security
):
    post = Post()
    how = {"context": certified} if security is Security.TLS else {"tls_context": certified}
    with a_mail_server(post, **how) as port:
        delivery = a_sender(port, security=security).send(an_email())
    assert delivery == Delivery.retry_later(Trouble.WRONG_SETTINGS)
    assert post.mails == []


def test_a_server_that_knows_no_log_in_is_a_matter_of_settings():
    delivery = sent_to(Post(), name=NAME, password=PASSWORD)
    assert delivery == Delivery.retry_later(Trouble.WRONG_SETTINGS)


@pytest.mark.parametrize(
    ("settings", "blamed"),
    [
        ({"host": ""}, "host"),
        ({"host": "mail..example"}, "host"),
        ({"host": "mail.example\r\n"}, "host"),
        ({"port": 0}, "host"),
        ({"security": Security.NONE}, "security"),
        ({"name": "nearhand"}, "password"),
        ({"name": "nearhand", "password": "pässword"}, "password"),
        ({"name": "nearhand", "password": ""}, "password"),
        ({"timeout_s": 0}, "timeout_s"),
        ({"timeout_s": float("nan")}, "timeout_s"),
        ({"ca_file": Path("/no/such/file")}, "ca_file"),
    ],
)
def test_settings_that_cannot_be_meant_are_refused_by_name(settings: dict, blamed: str):
    with pytest.raises(Invalid) as refusal:
        SmtpSettings(**{"host": "mail.example.org", "mailbox": MAILBOX} | settings)
    assert refusal.value.field == blamed


def test_the_password_does_not_slip_into_logs():
    settings = SmtpSettings("mail.example.org", MAILBOX, name=NAME, password=PASSWORD)
    assert PASSWORD not in repr(SmtpSender(settings))
