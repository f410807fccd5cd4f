"""When to try again: soon at first, ever more rarely, and not for ever."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from matcher.domain.refusals import Invalid


@dataclass(frozen=True, slots=True)
class Patience:
    """How long a message is tried, and how long the waits between tries are, in seconds.

    The n-th wait is `first_wait_s` · `growth`ⁿ⁻¹, at most `longest_wait_s`, and chance takes up
    to half of it away, so that a hundred messages that failed together do not return together.
    With the usual values: about 1, 2, 4, 8, 16 and 32 minutes, then hourly, and after 24 hours
    a message has failed. Greylisting servers ask for a quarter of an hour, a provider's bad day
    is over in less than one; what is later than that has lost its meaning.
    """

    first_wait_s: float = 60
    growth: float = 2
    longest_wait_s: float = 3_600
    give_up_after_s: float = 24 * 3_600

    def __post_init__(self) -> None:
        if not 0 < self.first_wait_s <= self.longest_wait_s <= self.give_up_after_s:
            raise Invalid(
                "Waits grow: first_wait_s is above 0 and at most longest_wait_s, "
                "and that is at most give_up_after_s."
            )
        if not 1 <= self.growth <= 10:
            raise Invalid("Waits grow by a factor from 1 to 10.", "growth")


def wait_s(patience: Patience, tries: int, chance: float) -> float:
    """Seconds to wait after so many tries, the last of which failed.

    `chance` is a random number from 0 up to 1, handed in: 0 waits for half of the full time.
    """
    if tries < 1 or not 0 <= chance <= 1:
        raise ValueError(f"tries={tries} must be 1 or more, chance={chance} from 0 to 1")
    # The exponent is bounded, since a float overflows long before a counter does.
    full = patience.first_wait_s * patience.growth ** min(tries - 1, 64)
    return min(full, patience.longest_wait_s) * (1 + chance) / 2


def next_try(
    patience: Patience,
    *,
    tries: int,
    first_due: datetime,
    now: datetime,
    chance: float,
    retry_after_s: float | None = None,
    useless_after: datetime | None = None,
) -> datetime | None:
    """When to try again after `tries` tries, or None when it is time to give up.

    A server's own wish, `retry_after_s`, is kept where it is longer than our wait. The end comes
    `give_up_after_s` after `first_due`, or at `useless_after` where that is earlier (a proposal
    that has lapsed by then), and there is always one last try at the end itself.
    """
    end = first_due + timedelta(seconds=patience.give_up_after_s)
    if useless_after is not None:
        end = min(end, useless_after)
    if now >= end:
        return None
    seconds = max(wait_s(patience, tries, chance), retry_after_s or 0)
    # Compared in seconds: a wish of a thousand years would overflow the calendar.
    return now + timedelta(seconds=min(seconds, (end - now).total_seconds()))
