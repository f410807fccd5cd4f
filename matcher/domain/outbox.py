"""How far a message that waits to go out has got."""

from enum import StrEnum


class OutboxState(StrEnum):
    """A dropped message was overtaken by events before it went out."""

    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    DROPPED = "dropped"


class Trouble(StrEnum):
    """What became of the newest message to somebody, where it is not well: it is tried again, or
    it will not come."""

    LATE = "late"
    LOST = "lost"
