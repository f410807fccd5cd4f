"""The one place where the parts are put together; everybody else is handed what they need."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TypeVar

from geodata import BoroughMap, DamagedPack, Postcodes
from matcher.config import GEODATA, Config
from matcher.domain.refusals import Invalid

Opened = TypeVar("Opened")


@dataclass(frozen=True)
class Tools:
    """What the verbs of one process work with; each is opened when it is first asked for.

    So `nearhand postcode` never waits for the solver's libraries, nor a match of rows that
    carry their own coordinates for the map.
    """

    config: Config

    @classmethod
    def from_env(cls, environ: Mapping[str, str]) -> "Tools":
        """The tools that these settings describe; `Invalid` when they describe none."""
        return cls(Config.from_env(environ))

    @cached_property
    def postcodes(self) -> Postcodes:
        """Where every postcode of the region lies."""
        return self._opened(Postcodes.open)

    @cached_property
    def borough_map(self) -> BoroughMap:
        """Which borough a point lies in, and the outlines to draw."""
        return self._opened(BoroughMap.open)

    def _opened(self, open_pack: Callable[[Path | None], Opened]) -> Opened:
        try:
            return open_pack(self.config.geodata)
        except DamagedPack as damage:
            raise Invalid(str(damage), GEODATA) from damage
