"""A process that takes a letter from the outbox, and is at sending it for ever: `main(_, URL)`."""

import sys

from matcher.messages.delivery import Delivery
from matcher.messages.message import Message
from matcher.storage.database import Database
from tests.matcher.service.sending import an_office, sent
from tests.matcher.storage.racing import Racer, say


class HangingSender(Racer):
    """Such a process, as the test sees it."""

    module = __name__


class Hanging:
    """A sender that never comes to an end."""

    def send(self, message: Message, /) -> Delivery:
        say(f"sending {message.id}")
        sys.stdin.read()
        return Delivery.sent()


def main(_verb: str, url: str) -> None:
    sent(Database(url), an_office(Hanging()))
