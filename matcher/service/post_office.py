"""What messages are sent with: a sender, a voice for each language, and patience."""

from collections.abc import Callable
from dataclasses import dataclass, field

from matcher.messages.backoff import Patience
from matcher.messages.letters.voice import Voice
from matcher.messages.message import Message
from matcher.messages.senders.sender import Sender


@dataclass(frozen=True, slots=True)
class PostOffice:
    """`voice` speaks a language by its code; `chance` is random, from 0 up to 1."""

    sender: Sender[Message]
    voice: Callable[[str], Voice]
    chance: Callable[[], float]
    patience: Patience = field(default_factory=Patience)
