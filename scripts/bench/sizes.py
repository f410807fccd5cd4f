"""How large the towns are, which ways of pairing there are, and what we promise of ours."""

from dataclasses import dataclass
from pathlib import Path

GB_PACK = Path("build/geodata-gb")
SEED = 2020


@dataclass(frozen=True, slots=True)
class Promise:
    """What the run must show of our answer, beside the floor of the same run."""

    gap: float  # at most; 0 means proven optimal
    times_floor: float  # at most so many times the floor's seconds
    peak_mb: int


@dataclass(frozen=True, slots=True)
class Size:
    """One town to measure on; `everywhere` draws homes from the whole pack, not London's."""

    name: str
    needs: int
    offers: int
    promise: Promise | None = None
    everywhere: bool = False


@dataclass(frozen=True, slots=True)
class Method:
    """One way of pairing: a module that can be run, and the largest town it is run on unasked."""

    name: str
    what: str
    most_needs: int | None = None

    @property
    def module(self) -> str:
        return f"scripts.bench.{self.name}"


SIZES: dict[str, Size] = {
    size.name: size
    for size in (
        Size("town", 1_000, 800),
        Size("borough", 10_000, 9_000),
        Size("london", 100_000, 90_000, Promise(0.0, 2.0, 1_500)),
        Size("scarce", 100_000, 40_000, Promise(0.0, 3.5, 2_000)),
        Size("country", 1_000_000, 900_000, Promise(1e-6, 2.5, 5_000), everywhere=True),
    )
}
# A million needs take minutes and gigabytes, so the country is measured when it is named.
DEFAULT_SIZES = ("town", "borough", "london", "scarce")

METHODS: dict[str, Method] = {
    method.name: method
    for method in (
        Method("nearhand", "ours: `solve`, with its certificate"),
        Method("greedy", "nearest first, one need after another, as the existing apps do"),
        Method("balltree", "scikit-learn BallTree and scipy linear_sum_assignment", 2_000),
        Method("floor", "OR-Tools on the 8 nearest eligible offers, with no certificate"),
    )
}
OURS, FLOOR, GREEDY = "nearhand", "floor", "greedy"
