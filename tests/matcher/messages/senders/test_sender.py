"""Each kind of message goes to the sender for it."""

from io import StringIO

from matcher.messages.senders.console import ConsoleSender
from matcher.messages.senders.file import FileSender
from matcher.messages.senders.sender import ByKind
from tests.matcher.messages.posting import MAILBOX, an_email, an_sms


def test_texts_go_one_way_and_emails_another(tmp_path):
    terminal = StringIO()
    both = ByKind(sms=ConsoleSender(terminal), email=FileSender(tmp_path, MAILBOX))
    both.send(an_sms())
    both.send(an_email())
    assert "SMS to" in terminal.getvalue()
    assert "E-mail" not in terminal.getvalue()
    assert [path.name for path in tmp_path.iterdir()] == ["m1.eml"]
