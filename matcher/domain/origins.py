"""Where a need came from, and who vouched that somebody really asked."""

from enum import StrEnum


class CameBy(StrEnum):
    """The door a need came in by; all of them lead to the same status and control."""

    WEB = "web"
    PHONE = "phone"
    PAPER = "paper"
    SMS = "sms"
    API = "api"


class ConfirmedBy(StrEnum):
    """What confirmed a need before it entered matching."""

    PHONE_CODE = "phone_code"
    LINK = "link"
    COORDINATOR = "coordinator"
