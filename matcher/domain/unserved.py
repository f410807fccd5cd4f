"""Why a stop is on nobody's run: the first thing in the way."""

from enum import StrEnum


class WhyUnserved(StrEnum):
    """In the order in which they are asked; each is true of every driver that is left."""

    BLOCKED = "blocked"
    OTHER_DEPOT = "other_depot"
    NOT_TWO_PEOPLE = "not_two_people"
    TOO_HEAVY = "too_heavy"
    NOBODY_THEN = "nobody_then"
    TOO_LONG = "too_long"
    ALL_FULL = "all_full"
    NO_TIME_LEFT = "no_time_left"
    NOT_WORTH_THE_WAY = "not_worth_the_way"
