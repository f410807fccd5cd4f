"""Whether a process can do its work yet: a list of named checks, each asked in turn."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ReadyCheck:
    """One thing that must hold. `look` raises when it does not; what it returns is ignored."""

    name: str
    look: Callable[[], object]


def failing(checks: Iterable[ReadyCheck]) -> dict[str, str]:
    """Return the kind of error by name for each check that does not hold.

    Only the kind: its text may name hosts and paths, and the answer is for anybody to read.
    """
    found = {}
    for check in checks:
        try:
            check.look()
        # Whatever a check raises means the same here: not ready, and which one says so.
        except Exception as error:
            found[check.name] = type(error).__name__
    return found
