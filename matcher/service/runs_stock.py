"""What a run takes off the shelf, hands over and brings back: where runs and stock meet.

A run moves what was set aside for its units (`stock_needs`); parcels for which nothing was set
aside are counted on the run alone. `ParcelStock` is all that runs ask for.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Protocol

from matcher.domain.roles import Role, Scope
from matcher.domain.stock import WasteReason
from matcher.service.acting import Act
from matcher.service.desk import Desk
from matcher.service.stock_needs import bring_back, deliver, pick, spoil
from matcher.storage.reading.stock_needs import HoldingLine, holdings_of_need


@dataclass(frozen=True, slots=True)
class Load:
    """What one run carries: units of needs (the need's id by the unit's), and all its parcels."""

    run_id: str
    charity_id: str
    depot_id: str
    units: dict[str, str]
    parcels: int


class ParcelStock(Protocol):
    """What the shelf hears of runs, each in the transaction in which it happens."""

    def went_out(self, act: Act, load: Load) -> None:
        """The load has left the depot."""
        ...

    def handed_over(self, act: Act, load: Load, unit_ids: Collection[str]) -> None:
        """These units were delivered or left safe; said once, when the run is back."""
        ...

    def counted(
        self, act: Act, load: Load, unit_ids: Collection[str], returned: int, wasted: int
    ) -> None:
        """Of these units so many came back, and so many cannot be given again."""
        ...

    def fetched(self, act: Act, load: Load, parcels: int) -> None:
        """A collection has come in: so many parcels lie at the depot, not sorted yet."""
        ...


class Shelf:
    """The charity's own stock."""

    def went_out(self, act: Act, load: Load) -> None:
        """Pick what is set aside for the run's units."""
        for line in _held(act, load, load.units):
            if line.reserved:
                pick(act, _of_charity(load), line.id)

    def handed_over(self, act: Act, load: Load, unit_ids: Collection[str]) -> None:
        """Deliver what was packed for these units."""
        for line in _held(act, load, unit_ids):
            if line.picked:
                deliver(act, _of_charity(load), line.id)

    def counted(
        self, act: Act, load: Load, unit_ids: Collection[str], returned: int, wasted: int
    ) -> None:
        """Put back as many as came back; the rest are spoilt, and what is missing stays packed."""
        for line in _held(act, load, unit_ids):
            if not line.picked:
                continue
            if line.picked <= returned:
                returned -= line.picked
                bring_back(act, _of_charity(load), line.id)
            elif line.picked <= wasted:
                wasted -= line.picked
                spoil(act, _of_charity(load), line.id, WasteReason.DAMAGED)

    def fetched(self, act: Act, load: Load, parcels: int) -> None:
        """Nobody knows yet what is in them: somebody sorts them and takes them in by hand."""
        act.note("fetched", "run", load.run_id, parcels=parcels)


# The one place where the shelf is joined.
STOCK: ParcelStock = Shelf()


def _held(act: Act, load: Load, unit_ids: Collection[str]) -> Iterator[HoldingLine]:
    for need_id in sorted({load.units[id] for id in unit_ids}):
        for line in holdings_of_need(act.store, load.charity_id, need_id):
            if line.unit_id in unit_ids:
                yield line


def _of_charity(load: Load) -> Desk:
    """Whoever drives has no desk: the run itself may move what is packed for it, and no more."""
    scope = Scope(frozenset({(load.charity_id, "")}))
    return Desk(f"run:{load.run_id[:8]}", "", Role.COORDINATOR, scope)
