"""The seam to the stock: what a run takes off the shelf, hands over and brings back.

The shelf itself is another part's. Until it is joined here, nothing is counted on it, and the
page on which a run's parcels are counted is all that there is.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from matcher.service.acting import Act


@dataclass(frozen=True, slots=True)
class Load:
    """What one run carries: units of needs by their ids, and all parcels with the extra stops."""

    run_id: str
    charity_id: str
    depot_id: str
    unit_ids: tuple[str, ...]
    parcels: int


class ParcelStock(Protocol):
    """What the shelf hears of runs, each in the transaction in which it happens."""

    def went_out(self, act: Act, load: Load) -> None:
        """The load has left the depot: what is set aside for its units is picked."""
        ...

    def handed_over(self, act: Act, load: Load, unit_ids: Sequence[str]) -> None:
        """These units were delivered or left safe; said once, when the run is back."""
        ...

    def counted(self, act: Act, load: Load, unit_ids: Sequence[str], wasted: int) -> None:
        """These units came back to the depot; so many of their parcels cannot be given again."""
        ...

    def fetched(self, act: Act, load: Load, parcels: int) -> None:
        """A collection has come in: so many parcels lie at the depot, not sorted yet."""
        ...


class NoStock:
    """Nothing is counted on a shelf."""

    def went_out(self, act: Act, load: Load) -> None:
        """Nobody counts it."""

    def handed_over(self, act: Act, load: Load, unit_ids: Sequence[str]) -> None:
        """Nobody counts it."""

    def counted(self, act: Act, load: Load, unit_ids: Sequence[str], wasted: int) -> None:
        """Nobody counts it."""

    def fetched(self, act: Act, load: Load, parcels: int) -> None:
        """Nobody counts it."""


# The one place where the shelf is joined.
STOCK: ParcelStock = NoStock()
