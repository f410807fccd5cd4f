"""What a run takes off the shelf, hands over and brings back: where runs and stock meet.

A run moves what was set aside for its units (`stock_needs`); parcels for which nothing was set
aside are counted on the run alone. `ParcelStock` is all that runs ask for.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from matcher.domain.roles import Role, Scope
from matcher.domain.run_counts import Tally
from matcher.domain.stock import WasteReason
from matcher.service.acting import Act
from matcher.service.desk import Desk
from matcher.service.stock_needs import bring_back, deliver, pick, spoil
from matcher.service.stock_shelf import undo
from matcher.storage.reading.stock_needs import HoldingLine, holdings_of_need
from matcher.storage.writing.stock import lines_of_entry
from matcher.storage.writing.stock_items import hold_items


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

    def packed(self, act: Act, load: Load, unit_ids: Collection[str]) -> list[HoldingLine]:
        """What is packed for these units, batch by batch."""
        ...

    def counted(self, act: Act, load: Load, told: Mapping[str, Tally]) -> list[str]:
        """Of each of these so many came back, and so many cannot be given again.

        Return the ids of what was written for it.
        """
        ...

    def count_taken_back(self, act: Act, load: Load, entry_ids: Sequence[str]) -> None:
        """What was written for a count goes its way back."""
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

    def packed(self, act: Act, load: Load, unit_ids: Collection[str]) -> list[HoldingLine]:
        """What is packed for these units, batch by batch."""
        return [line for line in _held(act, load, unit_ids) if line.picked]

    def counted(self, act: Act, load: Load, told: Mapping[str, Tally]) -> list[str]:
        """Put back what came back, write off what is spoilt; what is missing stays packed."""
        packed = {line.id: line for line in _held(act, load, load.units) if line.id in told}
        # Several items: all of them at once, so that nobody waits in a circle.
        hold_items(act.store, sorted({line.item_id for line in packed.values()}))
        desk, entries = _of_charity(load), []
        for id in packed:
            if told[id].returned:
                entries.append(bring_back(act, desk, id, told[id].returned))
            if told[id].wasted:
                entries.append(spoil(act, desk, id, WasteReason.DAMAGED, told[id].wasted))
        return entries

    def count_taken_back(self, act: Act, load: Load, entry_ids: Sequence[str]) -> None:
        """Undo what a count wrote, unless somebody has undone it in the ledger."""
        written = [lines_of_entry(act.store, id) for id in entry_ids]
        hold_items(act.store, sorted({line.item_id for lines in written for _, line in lines}))
        for id in entry_ids:
            undo(act, _of_charity(load), id)

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
