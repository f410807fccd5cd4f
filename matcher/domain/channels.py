"""How people are reached, and how far a message to them has got."""

from enum import StrEnum


class Channel(StrEnum):
    """The way somebody asked to be reached."""

    EMAIL = "email"
    SMS = "sms"
    PHONE = "phone"
    LETTER = "letter"


class Delivery(StrEnum):
    """How far one message has got; `dropped` was overtaken by events before it went out."""

    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    DELIVERED = "delivered"
    FAILED = "failed"
    DROPPED = "dropped"
