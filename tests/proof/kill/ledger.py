"""What a client was told: each line is on the disk before the client goes on."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple


class Line(NamedTuple):
    """`tries` a deed, or was told that it is `done`, and what came of it."""

    what: str
    key: str
    verb: str
    id: str


@dataclass(frozen=True)
class Ledger:
    """One client's own; a line that was cut short in the middle was never written."""

    path: Path

    def note(self, *words: str) -> None:
        handle = os.open(self.path, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
        try:
            os.write(handle, (" ".join(words) + "\n").encode())
            os.fsync(handle)
        finally:
            os.close(handle)

    def lines(self) -> Iterator[Line]:
        if self.path.exists():
            for line in self.path.read_text().splitlines():
                yield Line(*line.split(" "))
