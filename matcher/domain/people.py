"""What must be so of a person before they may volunteer."""

from datetime import date

from matcher.domain.refusals import Invalid, NotAllowed

ADULT_AT = 18
OLDEST = 120


def age_on(born_on: date, day: date) -> int:
    """Full years; somebody born on 29 February has their birthday on 1 March in common years."""
    had_birthday = (day.month, day.day) >= (born_on.month, born_on.day)
    return day.year - born_on.year - (not had_birthday)


def adult_on(born_on: date, day: date) -> bool:
    """Whether they are 18 or over on a day."""
    return age_on(born_on, day) >= ADULT_AT


def require_adult(born_on: date, today: date) -> None:
    """Raise NotAllowed for anybody under 18, and Invalid for a date that cannot be.

    A date of birth is asked to be judged and forgotten: only that they are of age is kept.
    """
    if not 0 <= age_on(born_on, today) <= OLDEST:
        raise Invalid("Please look at the year you were born in again.", "born_on")
    if not adult_on(born_on, today):
        raise NotAllowed("Volunteers are 18 or over: please come back after your 18th birthday.")
