"""What became of a message: one try's outcome, and how the message stands on the board."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from matcher.messages.backoff import Patience, next_try
from matcher.messages.translate import Translate


class Outcome(StrEnum):
    """How one try ended."""

    SENT = "sent"
    RETRY_LATER = "retry_later"
    REFUSED = "refused"


class Trouble(StrEnum):
    """Why a try did not end well: our own words, since a server's may repeat an address."""

    NO_CONNECTION = "no_connection"
    TIMED_OUT = "timed_out"
    CUT_OFF = "cut_off"
    ASKED_TO_WAIT = "asked_to_wait"
    SERVER_TROUBLE = "server_trouble"
    NOT_LET_IN = "not_let_in"
    WRONG_SETTINGS = "wrong_settings"
    NOT_WRITTEN = "not_written"
    ADDRESS_REFUSED = "address_refused"
    MESSAGE_REFUSED = "message_refused"


@dataclass(frozen=True, slots=True)
class Delivery:
    """One try: its outcome, and what the other side said that tells nothing about a person.

    `code` is the bare answer, such as `450 4.2.0` or `HTTP 429`; `retry_after_s` the seconds
    that the other side asks us to stay away; `provider_id` its own id of what it took.
    """

    outcome: Outcome
    trouble: Trouble | None = None
    code: str = ""
    retry_after_s: float | None = None
    provider_id: str | None = None

    @classmethod
    def sent(cls, provider_id: str | None = None, code: str = "") -> "Delivery":
        """The other side has taken the message."""
        return cls(Outcome.SENT, code=code, provider_id=provider_id)

    @classmethod
    def retry_later(
        cls, trouble: Trouble, code: str = "", retry_after_s: float | None = None
    ) -> "Delivery":
        """It may go through another time; nobody is the wiser for trying again."""
        return cls(Outcome.RETRY_LATER, trouble, code, retry_after_s)

    @classmethod
    def refused(cls, trouble: Trouble, code: str = "") -> "Delivery":
        """This message will never go through to this address."""
        return cls(Outcome.REFUSED, trouble, code)


class DeliveryState(StrEnum):
    """How a message stands."""

    WAITING = "waiting"
    TRYING_AGAIN = "trying_again"
    SENT = "sent"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Standing:
    """How a message stands: its state, the tries so far and, unless it is over, when the next is.

    `trouble` is that of the last try; a failed message with a trouble that might have passed is
    one on which we gave up.
    """

    state: DeliveryState
    next_try_at: datetime | None
    tries: int = 0
    trouble: Trouble | None = None
    gave_up: bool = False

    @classmethod
    def waiting(cls, due: datetime) -> "Standing":
        """A message that nobody has tried to send yet."""
        return cls(DeliveryState.WAITING, due)


def after(
    standing: Standing,
    delivery: Delivery,
    *,
    first_due: datetime,
    now: datetime,
    chance: float,
    patience: Patience,
    useless_after: datetime | None = None,
) -> Standing:
    """How a message stands after one more try; see `next_try` for the arguments."""
    tried = replace(standing, tries=standing.tries + 1, trouble=delivery.trouble, next_try_at=None)
    if delivery.outcome is Outcome.SENT:
        return replace(tried, state=DeliveryState.SENT)
    if delivery.outcome is Outcome.REFUSED:
        return replace(tried, state=DeliveryState.FAILED)
    again = next_try(
        patience,
        tries=tried.tries,
        first_due=first_due,
        now=now,
        chance=chance,
        retry_after_s=delivery.retry_after_s,
        useless_after=useless_after,
    )
    if again is None:
        return replace(tried, state=DeliveryState.FAILED, gave_up=True)
    return replace(tried, state=DeliveryState.TRYING_AGAIN, next_try_at=again)


def in_words(standing: Standing, translate: Translate) -> str:
    """How a message stands, as the board says it: “Trying again: the server was busy.”"""
    _ = translate
    if standing.state is DeliveryState.WAITING:
        return _("Waiting to be sent.")
    if standing.state is DeliveryState.SENT:
        return _("Sent.")
    if standing.trouble is None:
        raise ValueError(f"{standing} says no trouble")
    trouble = trouble_in_words(standing.trouble, translate)
    if standing.state is DeliveryState.TRYING_AGAIN:
        return _("Trying again: {trouble}").format(trouble=trouble)
    if standing.gave_up:
        return _("Failed, after {tries} tries: {trouble}").format(
            tries=standing.tries, trouble=trouble
        )
    return _("Failed: {trouble}").format(trouble=trouble)


def trouble_in_words(trouble: Trouble, translate: Translate) -> str:
    """One plain sentence for the end of a line: what went wrong, and who can mend it."""
    _ = translate
    return {
        Trouble.NO_CONNECTION: _("the server could not be reached."),
        Trouble.TIMED_OUT: _("the server did not answer in time."),
        Trouble.CUT_OFF: _("the connection broke before the answer came, so it may have arrived."),
        Trouble.ASKED_TO_WAIT: _("the server asks us to come back later."),
        Trouble.SERVER_TROUBLE: _("the server has trouble of its own."),
        Trouble.NOT_LET_IN: _(
            "the server does not let us in; an administrator checks our name and password there."
        ),
        Trouble.WRONG_SETTINGS: _(
            "the server is not what our settings say; an administrator checks them."
        ),
        Trouble.NOT_WRITTEN: _(
            "the file could not be written; an administrator looks at the disk."
        ),
        Trouble.ADDRESS_REFUSED: _(
            "this number or address was refused; ask the person for another one."
        ),
        Trouble.MESSAGE_REFUSED: _("the message was refused; reach the person another way."),
    }[trouble]
