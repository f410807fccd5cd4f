"""Refusals: a rule said no. One family, mapped once at each edge (exit code, HTTP status)."""


class Refusal(Exception):
    """A rule said no; the message is one plain sentence that says how to mend it."""


class NotFound(Refusal):
    """What was asked for is not there."""


class NotAllowed(Refusal):
    """It is there, but not for this person or not now."""


class Conflict(Refusal):
    """It was possible once, and something else happened first."""


class Invalid(Refusal):
    """A value breaks a rule; `field` names it where one field is to blame."""

    def __init__(self, message: str, field: str | None = None) -> None:
        super().__init__(message)
        self.field = field


class Busy(Refusal):
    """It could be done and nothing is wrong with it, but not at this moment: ask again."""


class Away(Busy):
    """What we lean on does not answer at all; the sentence is for whoever runs the service."""
