"""What a sender is, and the one that chooses between two by the kind of message."""

from dataclasses import dataclass
from typing import Protocol, TypeVar

from matcher.messages.delivery import Delivery
from matcher.messages.message import Email, Message, Sms

Carried = TypeVar("Carried", bound=Message, contravariant=True)


class Sender(Protocol[Carried]):
    """Carries messages of a kind.

    A try never raises for what the other side or the way there does: that is in the `Delivery`.
    The same message may be tried again after any outcome but `SENT`, even when the answer was
    lost on the way back, and each sender makes such a repeat recognisable by the message's id.
    """

    def send(self, message: Carried, /) -> Delivery:
        """Try once to hand a message over; waits for the other side, within set time-outs."""
        ...


@dataclass(frozen=True, slots=True)
class ByKind:
    """Text messages to one sender, e-mails to another."""

    sms: Sender[Sms]
    email: Sender[Email]

    def send(self, message: Message, /) -> Delivery:
        """Try once, with the sender for this kind of message."""
        if isinstance(message, Sms):
            return self.sms.send(message)
        return self.email.send(message)
