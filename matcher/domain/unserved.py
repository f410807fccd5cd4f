"""Why a stop is on nobody's run: the first thing in the way, and what would help."""

from collections.abc import Mapping
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


# Whole sentences with nothing filled in, so that each can be translated as it stands.
SENTENCES: Mapping[WhyUnserved, str] = {
    WhyUnserved.BLOCKED: "Everybody who drives that day must not come here.",
    WhyUnserved.OTHER_DEPOT: "Nobody loads at the depot where these parcels are.",
    WhyUnserved.NOT_TWO_PEOPLE: "It takes two people, and nobody has a second person aboard.",
    WhyUnserved.TOO_HEAVY: "It is too much for every vehicle, even an empty one.",
    WhyUnserved.NOBODY_THEN: "Nobody can be there at the hours that were asked for.",
    WhyUnserved.TOO_LONG: "There and back is longer than everybody's hours.",
    WhyUnserved.ALL_FULL: "Every vehicle that could come is full.",
    WhyUnserved.NO_TIME_LEFT: "Everybody with room has no time left.",
    WhyUnserved.NOT_WORTH_THE_WAY: "The way there costs more than this stop was said to be worth.",
}
