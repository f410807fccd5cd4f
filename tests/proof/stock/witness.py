"""The slow ledger: every parcel by itself. It knows no sums, no accounts and no database.

A parcel is somewhere, and came from somewhere. How many there are of a kind is found by looking at
each of them, so this witness shares no arithmetic with what it watches.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from matcher.domain.stock import Account

OUTSIDE = (Account.RECEIVED, Account.COUNTED, Account.MOVED)


@dataclass
class Parcel:
    """One thing: where it is, where it came from, and for which unit it is kept."""

    lot: str
    came_from: Account
    where: Account
    unit: str | None = None


@dataclass(frozen=True)
class Moved:
    """So many parcels of a lot went somewhere, those of a unit where it is about one."""

    lot: str
    source: Account
    target: Account
    number: int
    unit: str | None = None

    def back(self) -> "Moved":
        return Moved(self.lot, self.target, self.source, self.number, self.unit)


@dataclass(frozen=True)
class Lot:
    """What the witness knows of a lot."""

    id: str
    item: str
    place: str
    best_before: date | None


@dataclass
class Witness:
    lots: dict[str, Lot] = field(default_factory=dict)
    parcels: dict[str, list[Parcel]] = field(default_factory=dict)

    def move(self, moves: Iterable[Moved]) -> bool:
        """Do all of it, or none where some parcel is not where it would have to be."""
        taken: list[tuple[Parcel, Moved]] = []
        for one in moves:
            there = self.parcels.setdefault(one.lot, [])
            if one.source in OUTSIDE:
                fresh = [Parcel(one.lot, one.source, one.source) for _ in range(one.number)]
                taken += [(parcel, one) for parcel in fresh]
                continue
            unit = one.unit if one.source is not Account.FREE else None
            found = [p for p in there if p.where is one.source and p.unit == unit][: one.number]
            if len(found) < one.number:
                return False
            taken += [(parcel, one) for parcel in found]
        for parcel, one in taken:
            if parcel.where in OUTSIDE:
                self.parcels[one.lot].append(parcel)
            parcel.where = one.target
            parcel.unit = None if one.target in (Account.FREE, *OUTSIDE) else one.unit
        return True

    def at(self, lot: str, where: Account, unit: str | None = None) -> int:
        """How many of a lot are there, of one unit or of all."""
        return sum(
            one.where is where and unit in (None, one.unit) for one in self.parcels.get(lot, ())
        )

    def accounts(self, lot: str) -> list[int]:
        """What each account should say, in the order of `Account`."""
        there = Counter(one.where for one in self.parcels.get(lot, ()))
        came = Counter(one.came_from for one in self.parcels.get(lot, ()))
        return [there[account] - came[account] for account in Account]

    def lots_of(self, items: Sequence[str]) -> list[Lot]:
        """The lots of some items."""
        return [lot for lot in self.lots.values() if lot.item in items]

    def kept(self, items: Sequence[str]) -> Counter[tuple[str, str, Account]]:
        """How many of which lot are in each unit's name, and how far they have come."""
        return Counter(
            (lot.id, one.unit, one.where)
            for lot in self.lots_of(items)
            for one in self.parcels.get(lot.id, ())
            if one.unit is not None and one.where is not Account.WASTED
        )

    def first_dates_first(self, item: str, wanted: int, today: date) -> Sequence[tuple[str, int]]:
        """Which parcels should go, one by one; empty where there are too few."""
        good = sorted(
            (lot.best_before or date.max, lot.id)
            for lot in self.lots_of([item])
            for parcel in self.parcels.get(lot.id, ())
            if parcel.where is Account.FREE
            and (lot.best_before is None or lot.best_before >= today)
        )
        if len(good) < wanted:
            return []
        return list(Counter(lot for _, lot in good[:wanted]).items())
