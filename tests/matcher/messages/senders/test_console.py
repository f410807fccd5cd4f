"""Messages on the terminal."""

from io import StringIO

from matcher.messages.delivery import Delivery, Trouble
from matcher.messages.senders.console import ConsoleSender
from tests.matcher.messages.posting import A_PHONE, an_email, an_sms


def test_a_message_is_shown_with_its_address_and_its_words():
    stream = StringIO()
    sender = ConsoleSender(stream)
    assert sender.send(an_sms()) == sender.send(an_email()) == Delivery.sent()
    shown = stream.getvalue()
    assert f"SMS to {A_PHONE}\n\nNearhand: hello.\n" in shown
    assert "E-mail to sam@example.org\nSubject: Can you help?\n\nHello.\n" in shown


def test_what_would_steer_a_terminal_is_written_out():
    stream = StringIO()
    ConsoleSender(stream).send(an_sms(text="red \x1b[31m, next\nline"))
    assert "red \\x1b[31m, next\nline" in stream.getvalue()


def test_a_closed_terminal_is_tried_again():
    stream = StringIO()
    stream.close()
    delivery = ConsoleSender(stream).send(an_sms())
    assert delivery == Delivery.retry_later(Trouble.NOT_WRITTEN)
