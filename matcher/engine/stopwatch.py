"""What a solve took, stage by stage, and whether its time is over."""

from collections.abc import Callable
from time import perf_counter
from typing import TypeVar

Progress = Callable[[str, float], None]
"""Called with a stage's name and a share of the work, from 0 to 1."""

Answer = TypeVar("Answer")


class Stopwatch:
    """Times stages by name; the same name may come again, and adds up."""

    def __init__(self, time_limit_s: float | None, progress: Progress | None) -> None:
        self.seconds: dict[str, float] = {}
        self._began = perf_counter()
        self._limit_s = time_limit_s
        self._progress = progress
        self._stages = 0

    def time(self, stage: str, work: Callable[[], Answer]) -> Answer:
        """Do `work` and add its seconds to those of `stage`."""
        began = perf_counter()
        answer = work()
        self.seconds[stage] = self.seconds.get(stage, 0.0) + perf_counter() - began
        self._stages += 1
        if self._progress is not None:
            # Nobody knows how many looks it takes to prove an optimum: the bar closes in on
            # its end without ever promising to have reached it.
            self._progress(stage, 1 - 0.75**self._stages)
        return answer

    def is_over(self) -> bool:
        """Whether the time limit, where there is one, has passed."""
        return self._limit_s is not None and perf_counter() - self._began >= self._limit_s
