"""Messages on the terminal, for the demo and for whoever develops."""

from dataclasses import dataclass
from typing import TextIO

from matcher.messages.delivery import Delivery, Trouble
from matcher.messages.message import Message, Sms

RULE = "─" * 60


@dataclass(frozen=True, slots=True)
class ConsoleSender:
    """Shows each message on a stream, whole: two processes do not mix their lines."""

    stream: TextIO

    def send(self, message: Message, /) -> Delivery:
        """Show one message."""
        try:
            self.stream.write(shown(message))
            self.stream.flush()
        except (OSError, ValueError):  # ValueError: the stream is closed
            return Delivery.retry_later(Trouble.NOT_WRITTEN)
        return Delivery.sent()


def shown(message: Message) -> str:
    """A message as the terminal shows it, with what could steer a terminal written out."""
    if isinstance(message, Sms):
        head = f"SMS to {message.to}"
    else:
        head = f"E-mail to {message.to}\nSubject: {message.subject}"
    text = "\n".join(map(_seen, message.text.splitlines()))
    return f"{RULE}\n{head}\n\n{text}\n{RULE}\n"


def _seen(line: str) -> str:
    return "".join(
        c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in line
    )
