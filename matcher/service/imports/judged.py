"""One line of a sheet with its verdict."""

from dataclasses import dataclass, field
from typing import Any

from matcher.domain.imports import Fate, Verdict, Why
from matcher.service.imports.lines import Told


@dataclass(frozen=True, slots=True)
class Judged:
    """One line with its verdict, and the ids that it will use."""

    line: int
    verdict: Verdict
    told: Told = field(repr=False)
    why: Why | None = None
    like_line: int | None = None
    like_id: str | None = None
    made_id: str | None = None
    person_id: str | None = None
    new_person: bool = False

    def columns(self) -> dict[str, Any]:
        """What is kept of it, but for what is sealed."""
        return {
            "line": self.line,
            "verdict": self.verdict,
            "why": self.why,
            "like_line": self.like_line,
            "like_id": self.like_id,
            "made_id": self.made_id,
            "person_id": self.person_id,
            "new_person": self.new_person,
            "fate": Fate.WAITING,
            "bring": False,
        }
