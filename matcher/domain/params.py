"""The constants of the objective, as one validated value."""

from dataclasses import dataclass

from matcher.domain.refusals import Invalid
from matcher.domain.urgency import Urgency

# Keeps every sum of a round far inside 64 bits: 1e6 units × 1e12 would still leave room.
MOST = 1_000_000_000


@dataclass(frozen=True, slots=True)
class Params:
    """What a borough border, a further match and a unit left unserved cost, in metres.

    `borough_penalty_m` is added when need and offer lie in different boroughs.
    `load_step_m` spreads work: an offer's k-th match of the round (k from 0) adds
    `load_step_m · (recent + k)`. The `unserved_*_m` are the bases by urgency; waiting
    doubles them over `waiting_days`.
    """

    borough_penalty_m: int = 500
    load_step_m: int = 250
    unserved_routine_m: int = 100_000
    unserved_soon_m: int = 1_000_000
    unserved_urgent_m: int = 10_000_000
    waiting_days: int = 28

    def __post_init__(self) -> None:
        for name in self.__slots__:
            value = getattr(self, name)
            if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= MOST:
                raise Invalid(
                    "%(name)s must be a whole number from 0 to %(most)s.",
                    name,
                    name=name,
                    most=MOST,
                )
        if self.waiting_days < 1:
            raise Invalid("waiting_days must be at least 1.", "waiting_days")

    def unserved_base_m(self, urgency: Urgency) -> int:
        """The base of the unserved penalty for one urgency, in metres-equivalent."""
        return {
            Urgency.ROUTINE: self.unserved_routine_m,
            Urgency.SOON: self.unserved_soon_m,
            Urgency.URGENT: self.unserved_urgent_m,
        }[urgency]
