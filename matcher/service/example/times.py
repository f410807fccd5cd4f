"""When people are free: half-days of the week."""

import numpy as np

from matcher.domain.availability import DAYS, PARTS
from matcher.service.example.draws import Coded, Draw, listed

PATTERNS = 96  # different availabilities in one town


def availability_patterns(draw: Draw) -> tuple[str, ...]:
    """Availabilities as people have them: some days of the week, some parts of the day."""
    patterns = [listed(f"{day}-{part}" for day in DAYS[:5] for part in PARTS)]
    while len(patterns) < PATTERNS:
        days = draw.chance(len(DAYS), 0.35)
        parts = draw.chance(len(PARTS), 0.55)
        pattern = listed(
            f"{day}-{part}"
            for day, free in zip(DAYS, days, strict=True)
            for part, fits in zip(PARTS, parts, strict=True)
            if free and fits
        )
        if pattern:
            patterns.append(pattern)
    return tuple(patterns)


def times(draw: Draw, n: int, share: float, patterns: tuple[str, ...]) -> Coded:
    named = draw.chance(n, share)
    return Coded(np.where(named, 1 + draw.below(n, len(patterns)), 0), ("", *patterns))
