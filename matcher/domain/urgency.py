"""How soon help is wanted."""

from enum import StrEnum


class Urgency(StrEnum):
    """Three steps; each is worth ten times the one before it in the objective."""

    ROUTINE = "routine"
    SOON = "soon"
    URGENT = "urgent"
