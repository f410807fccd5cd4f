"""What may be written about a need or a person, and by whom it is meant to be read."""

from enum import StrEnum


class NoteKind(StrEnum):
    """A coordinator's note, a resident's thanks, and what somebody said was wrong.

    A concern stands on top of the board until somebody has settled it.
    """

    NOTE = "note"
    THANKS = "thanks"
    CONCERN = "concern"


LONGEST_NOTE = 2_000
