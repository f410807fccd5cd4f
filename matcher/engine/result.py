"""The solver's answer: matches, what stayed unserved, the prices and the certificate."""

from dataclasses import dataclass, field

from matcher.engine.problem import Ints, Rows


@dataclass(frozen=True, slots=True)
class Result:
    """Matches as row pairs, sorted by need then offer, with their proof.

    `objective` is the exact cost of the answer and `lower_bound` a proven floor under every
    answer; where they meet, the answer is optimal. The prices are in metres-equivalent:
    `need_price` what one unit of the need costs the town at the margin, `offer_price` what
    one more place with that offer would be worth.
    """

    need_row: Rows  # (matches,)
    offer_row: Rows  # (matches,)
    unserved: Rows  # (n,) units of each need left unserved
    need_price: Ints  # (n,)
    offer_price: Ints  # (m,)
    objective: int
    lower_bound: int
    seconds: dict[str, float] = field(default_factory=dict)

    @property
    def certified(self) -> bool:
        """Whether the answer is proven optimal."""
        return self.objective == self.lower_bound

    @property
    def gap(self) -> float:
        """(objective - lower bound) / objective; 0.0 means proven optimal."""
        if self.objective == self.lower_bound:
            return 0.0
        return (self.objective - self.lower_bound) / max(1, self.objective)
