"""A random walk over everything that can be done to a shelf, with a witness beside it.

Before each deed the witness says whether it may be; then the service does it or refuses, and both
must have said the same. What they hold is compared as the walk goes on.
"""

from collections.abc import Callable, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Any

from sqlalchemy import text

from matcher.domain.outcomes import NeedEnding
from matcher.domain.refusals import Refusal
from matcher.domain.stock import WAYS, Account, CountReason, Movement, WasteReason
from matcher.service import stock_in, stock_needs, stock_shelf
from matcher.service.acting import Act
from matcher.service.board_deeds import close_need
from matcher.service.stock_in import Receipt
from matcher.service.stock_items import add_place
from matcher.service.stock_needs import Wish
from matcher.storage.database import Database
from matcher.storage.reading.stock_ledger import unbalanced
from tests.builders import TODAY
from tests.matcher.service.acts import SEALER
from tests.matcher.service.stocked import Shelf, a_hungry_need, a_shelf, stocked
from tests.matcher.storage.rows import NOW, units_of
from tests.proof.machine.walking import ids_from
from tests.proof.stock.witness import Lot, Moved, Witness

ITEMS, UNITS, AT_ONCE = 3, 6, 50
LOOK_EVERY = 10
HELD = (Account.RESERVED, Account.PICKED, Account.DELIVERED)
KEPT = "SELECT id, lot_id, unit_id FROM stock_holdings WHERE reserved + picked > 0"
# Now and then other things come on the shelf, so that looking at each parcel stays short.
NEW_ITEMS_EVERY = 500


NO_LOT = Lot("none", "no item", "no place", None)


class Differs(AssertionError):
    """The service and the witness do not say the same."""


@dataclass
class Verbs:
    """What is done; a planted fault puts another one in."""

    receive: Callable[..., Any] = stock_in.receive
    give_out: Callable[..., Any] = stock_shelf.give_out
    waste: Callable[..., Any] = stock_shelf.waste
    count: Callable[..., Any] = stock_shelf.count
    carry: Callable[..., Any] = stock_shelf.carry
    undo: Callable[..., Any] = stock_shelf.undo
    reserve: Callable[..., Any] = stock_needs.reserve
    release: Callable[..., Any] = stock_needs.release
    pick: Callable[..., Any] = stock_needs.pick
    deliver: Callable[..., Any] = stock_needs.deliver
    bring_back: Callable[..., Any] = stock_needs.bring_back
    spoil: Callable[..., Any] = stock_needs.spoil
    release_for_nobody: Callable[..., Any] = stock_needs.release_for_nobody


@dataclass
class Walk:
    """One shelf, the people who ask, and what was done so far."""

    database: Database
    draw: Random
    verbs: Verbs = field(default_factory=Verbs)
    witness: Witness = field(default_factory=Witness)
    today: date = TODAY
    done: list[str] = field(default_factory=list)
    refused: int = 0
    entries: dict[str, list[Moved]] = field(default_factory=dict)
    undone: set[str] = field(default_factory=set)
    units: dict[str, str] = field(default_factory=dict)
    every_item: list[str] = field(default_factory=list)

    def begin(self) -> None:
        with self.database.begin() as store:
            act = Act(store, NOW, SEALER)
            self.shelf: Shelf = a_shelf(act)
            self._name_items(act)
            self.places = [self.shelf.place_id]
            self.places.append(add_place(act, self.shelf.desk, self.shelf.charity_id, "Van"))
            for _ in range(UNITS):
                self._ask(act)

    def go(self, operations: int) -> None:
        """So many deeds, some in each transaction."""
        deeds: Sequence[Callable[[Act], str]] = [
            *[self.receive] * 3,
            *[self.reserve] * 5,
            *[self.pick] * 4,
            *[self.undo] * 2,
            *(self.give_out, self.waste, self.count, self.carry, self.release),
            *(self.deliver, self.deliver, self.bring_back, self.spoil),
        ]
        for begun in range(0, operations, AT_ONCE):
            moment = NOW + (self.today - TODAY)
            with self.database.begin() as store:
                act = Act(store, moment, SEALER, self.shelf.desk.actor)
                for number in range(begun, min(begun + AT_ONCE, operations)):
                    self.done.append(self.draw.choice(deeds)(act))
                    if number % LOOK_EVERY == 0:
                        self.compare(act)
                self._somebody_goes(act)
                self.compare(act)
                if (begun + AT_ONCE) % NEW_ITEMS_EVERY == 0:
                    self._name_items(act)
                if bad := unbalanced(store, self.shelf.charity_id):
                    raise Differs(self._story(f"The ledger does not add up: {bad}"))
            self.today += timedelta(days=self.draw.randrange(3) == 0)
        with self.database.begin() as store:
            self.items = self.every_item
            self.compare(Act(store, NOW, SEALER))
            assert not unbalanced(store, self.shelf.charity_id)

    # What is done.

    def receive(self, act: Act) -> str:
        item, place = self.draw.choice(self.items), self.draw.choice(self.places)
        number = self.draw.randint(1, 6)
        day = self.draw.choice([None, *(self.today + timedelta(days=n) for n in (0, 3, 9))])
        done = self.verbs.receive(act, self.shelf.desk, Receipt(item, place, number, day))
        self._learn(act)
        [lot] = [
            one.id
            for one in self.witness.lots_of([item])
            if (one.place, one.best_before) == (place, day)
        ]
        self._kept(done.entry_id, [_moved(Movement.RECEIVED, lot, number)])
        return f"{number} of {item[:4]} came in for {day}"

    def give_out(self, act: Act) -> str:
        item, number = self.draw.choice(self.items), self.draw.randint(1, 5)
        chosen = self.witness.first_dates_first(item, number, self.today)
        moves = [_moved(Movement.GIVEN, lot, took) for lot, took in chosen]
        self._try(act, moves, lambda: self.verbs.give_out(act, self.shelf.desk, item, number))
        return f"{number} of {item[:4]} given out"

    def waste(self, act: Act) -> str:
        lot, number = self._lot(), self.draw.randint(1, 3)
        moves = [_moved(Movement.WASTED, lot.id, number)]
        reason = WasteReason.DAMAGED
        self._try(
            act, moves, lambda: self.verbs.waste(act, self.shelf.desk, lot.id, number, reason)
        )
        return f"{number} of lot {lot.id[:4]} wasted"

    def count(self, act: Act) -> str:
        lot = self._lot()
        free, kept = (self.witness.at(lot.id, at) for at in (Account.FREE, Account.RESERVED))
        stale = self.draw.randrange(6) == 0
        expected = free + kept + stale
        found = max(0, free + kept + self.draw.randint(-3, 2))
        moves: list[Moved] | None = []
        if found > expected:
            moves = [_moved(Movement.FOUND, lot.id, found - expected)]
        elif found < expected:
            moves = [_moved(Movement.MISSING, lot.id, expected - found)]
        self._try(
            act,
            None if stale or lot is NO_LOT else moves,
            lambda: self.verbs.count(
                act, self.shelf.desk, lot.id, found, expected, CountReason.UNKNOWN
            ),
            nothing_is_something=True,
        )
        return f"lot {lot.id[:4]} counted: {found}"

    def carry(self, act: Act) -> str:
        lot, number = self._lot(), self.draw.randint(1, 3)
        there = next(one for one in self.places if one != lot.place)

        def do() -> str:
            done: str = self.verbs.carry(act, self.shelf.desk, lot.id, there, number)
            self._learn(act)
            return done

        self._learn(act)
        if self.witness.at(lot.id, Account.FREE) >= number:
            entry = do()
            [other] = [
                one.id
                for one in self.witness.lots_of([lot.item])
                if (one.place, one.best_before) == (there, lot.best_before)
            ]
            moves = [_moved(Movement.SENT, lot.id, number)]
            self._kept(entry, [*moves, _moved(Movement.ARRIVED, other, number)])
        else:
            self._try(act, None, do)
        return f"{number} of lot {lot.id[:4]} carried"

    def undo(self, act: Act) -> str:
        if not self.entries:
            return "nothing to undo"
        lately = list(self.entries)[-12:]
        entry = self.draw.choice(lately)
        before = entry in self.undone
        moves = [] if before else [one.back() for one in self.entries[entry]]

        def do() -> None:
            if self.verbs.undo(act, self.shelf.desk, entry) is before:
                raise Differs(self._story("undone twice, or not at all"))

        if self._try(act, moves, do, nothing_is_something=True):
            self.undone.add(entry)
        return f"entry {entry[:4]} undone"

    def reserve(self, act: Act) -> str:
        unit, item = self.draw.choice(list(self.units)), self.draw.choice(self.items)
        number = self.draw.randint(1, 3)
        holds = sum(
            count
            for (_, whose, where), count in self.witness.kept([item]).items()
            if whose == unit and where is not Account.DELIVERED
        )
        chosen = [] if holds else self.witness.first_dates_first(item, number, self.today)
        moves = [_moved(Movement.RESERVED, lot, took, unit) for lot, took in chosen]
        wish = Wish(self.units[unit], unit, item, number)
        self._try(act, moves, lambda: self.verbs.reserve(act, self.shelf.desk, wish))
        return f"{number} of {item[:4]} set aside for {unit[:4]}"

    def release(self, act: Act) -> str:
        return self._of_holding(act, Movement.RELEASED, self.verbs.release)

    def pick(self, act: Act) -> str:
        return self._of_holding(act, Movement.PICKED, self.verbs.pick)

    def deliver(self, act: Act) -> str:
        return self._of_holding(act, Movement.DELIVERED, self.verbs.deliver)

    def bring_back(self, act: Act) -> str:
        return self._of_holding(act, Movement.RETURNED, self.verbs.bring_back)

    def spoil(self, act: Act) -> str:
        return self._of_holding(
            act,
            Movement.SPOILT,
            lambda *said: self.verbs.spoil(*said, WasteReason.DAMAGED),
        )

    # How it is compared.

    def compare(self, act: Act) -> None:
        """Hold every account and every holding against the parcels, one by one."""
        names = ", ".join(Account)
        lots = f"SELECT id, {names} FROM stock_lots WHERE {self._on_the_shelf}"
        for lot_id, *stands in act.store.execute(text(lots)):
            if stands != self.witness.accounts(lot_id):
                raise Differs(self._story(f"lot {lot_id[:4]}: {stands}"))
        kept = self.witness.kept(self.items)
        for lot_id, unit, *numbers in act.store.execute(
            text(
                "SELECT lot_id, unit_id, reserved, picked, delivered FROM stock_holdings"
                f" WHERE lot_id IN (SELECT id FROM stock_lots WHERE {self._on_the_shelf})"
            )
        ):
            for where, number in zip(HELD, numbers, strict=True):
                if kept.pop((lot_id, unit, where), 0) != number:
                    raise Differs(self._story(f"unit {unit[:4]} holds {number} {where}"))
        if kept:
            raise Differs(self._story(f"nobody wrote down {kept}"))

    @property
    def _on_the_shelf(self) -> str:
        return "item_id IN ({})".format(", ".join(f"'{item}'" for item in self.items))

    def _name_items(self, act: Act) -> None:
        so_far = len(self.every_item)
        self.items = [
            stocked(act, self.shelf, name=f"Item {so_far + number}") for number in range(ITEMS)
        ]
        self.every_item += self.items

    def _of_holding(self, act: Act, kind: Movement, verb: Callable[..., Any]) -> str:
        rows = act.store.execute(text(KEPT)).all()
        if not rows:
            return "nothing is set aside"
        source = WAYS[kind][0]
        # Mostly one that can be moved so, now and then one that cannot.
        able = [row for row in rows if self.witness.at(row[1], source, row[2])]
        id, lot, unit = self.draw.choice(
            sorted(able if able and self.draw.random() < 0.9 else rows)
        )
        number = self.witness.at(lot, source, unit)
        moves = [_moved(kind, lot, number, unit)] if number else None
        self._try(act, moves, lambda: verb(act, self.shelf.desk, id))
        return f"{kind} {number} of lot {lot[:4]} for {unit[:4]}"

    def _try(
        self,
        act: Act,
        moves: list[Moved] | None,
        do: Callable[[], Any],
        *,
        nothing_is_something: bool = False,
    ) -> bool:
        """Do it; both must say yes, or both no. An empty list is a no unless it is said."""
        allowed = moves is not None and (bool(moves) or nothing_is_something)
        allowed = allowed and self.witness.move(moves or [])
        try:
            # Only a refusal has anything to take back, and savepoints cost time.
            with nullcontext() if allowed else act.store.begin_nested():
                entry = do()
        except Refusal as refusal:
            self.refused += 1
            if allowed:
                raise Differs(self._story(f"refused: {refusal}")) from refusal
            return False
        if not allowed:
            raise Differs(self._story("done, and should not have been"))
        if isinstance(entry, str):
            self.entries[entry] = list(moves or [])
        return True

    def _kept(self, entry: str, moves: list[Moved]) -> None:
        if not self.witness.move(moves):
            raise Differs(self._story("came from nowhere"))
        self.entries[entry] = moves

    def _learn(self, act: Act) -> None:
        """Read which lots there are by now; the witness counts, and does not name."""
        found = act.store.execute(
            text(
                "SELECT id, item_id, place_id, best_before FROM stock_lots"
                f" WHERE {self._on_the_shelf} ORDER BY id"
            )
        )
        for id, item, place, day in found:
            day = date.fromisoformat(day) if isinstance(day, str) else day
            self.witness.lots[id] = Lot(id, item, place, day)

    def _lot(self) -> Lot:
        lots = self.witness.lots_of(self.items)
        return self.draw.choice(lots) if lots else NO_LOT

    def _ask(self, act: Act) -> None:
        need = a_hungry_need(act)
        self.units[units_of(act.store, need)[0].id] = need.id

    def _somebody_goes(self, act: Act) -> None:
        """A need is closed: what was set aside for it goes back, what is packed does not."""
        unit = self.draw.choice(list(self.units))
        close_need(act, self.shelf.desk, self.units.pop(unit), NeedEnding.REFERRED)
        self._ask(act)
        self.verbs.release_for_nobody(act)
        moves = [
            _moved(Movement.RELEASED, lot, number, whose)
            for (lot, whose, where), number in self.witness.kept(self.every_item).items()
            if whose not in self.units and where is Account.RESERVED
        ]
        if not self.witness.move(moves):
            raise Differs(self._story("what was set aside was not there"))

    def _story(self, what: str) -> str:
        return "\n".join([*self.done[-12:], what])


def _moved(kind: Movement, lot: str, number: int, unit: str | None = None) -> Moved:
    source, target = WAYS[kind]
    return Moved(lot, source, target, number, unit)


def a_walk(database: Database, operations: int, seed: int = 7, **verbs: Any) -> Walk:
    """Walk so far, or raise `Differs`."""
    walk = Walk(database, Random(seed), Verbs(**verbs))
    with ids_from(Random(seed)):
        walk.begin()
        walk.go(operations)
    return walk
