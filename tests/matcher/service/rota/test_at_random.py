"""Hundreds of random verbs; after each the counters are right and nobody is in two places."""

from collections import Counter
from datetime import date, time, timedelta
from random import Random

from sqlalchemy import text

from matcher.domain.refusals import Refusal
from matcher.domain.rota import HOLDS_PLACE, LeaveReason, SignUpState
from matcher.domain.rota_times import ShiftTimes, Stretch
from matcher.service.rota.ahead import make_ahead
from matcher.service.rota.leaving import leave, leave_all, offer_place, take_off, take_over
from matcher.service.rota.signing import be_regular, sign_up, stop_being_regular
from matcher.service.rota.slots import as_usual, change_slot, leave_out, set_times_of
from matcher.storage.database import Database
from matcher.storage.tables import RotaQuarterRow, RotaShiftRow, RotaSignUpRow
from tests.matcher.service.acts import acting
from tests.matcher.service.rota.rotas import SATURDAY, Rota, a_rota, sorting
from tests.matcher.storage.rows import NOW

STEPS = 120


def broken(store) -> list[str]:
    """Every law that does not hold; each is read off the rows, not off our own code."""
    found = []
    on: dict[str, list[tuple[str, Stretch]]] = {}
    shifts = {row.id: row for row in store.query(RotaShiftRow)}
    taken, untrained = Counter(), Counter()
    quarters = Counter(row.sign_up_id for row in store.query(RotaQuarterRow))
    for row in store.query(RotaSignUpRow):
        shift = shifts[row.shift_id]
        if row.state not in HOLDS_PLACE:
            found += ["time kept for nothing"] if quarters[row.id] else []
            continue
        stretch = Stretch(shift.starts_at, shift.ends_at)
        if row.state is SignUpState.COMING and quarters[row.id] != len(stretch.quarters()):
            found.append("time not kept")
        taken[row.shift_id] += 1
        untrained[row.shift_id] += not row.trained
        on.setdefault(row.volunteer_id, []).append((row.shift_id, stretch))
    for id, shift in shifts.items():
        if (shift.taken, shift.untrained) != (taken[id], untrained[id]):
            found.append("counters")
        if taken[id] > shift.wanted or untrained[id] > shift.wanted - shift.trained_wanted:
            found.append("too many")
        if shift.called_off_at and taken[id]:
            found.append("called off with people on it")
    for mine in on.values():
        found += [
            "two at one time"
            for number, (_, one) in enumerate(mine)
            for _, other in mine[:number]
            if one.meets(other)
        ]
    return found


class Chance:
    """One thing or another that somebody may do next."""

    def __init__(self, rota: Rota, slots: list[str], people: list[str], seed: int) -> None:
        self.rota, self.slots, self.people, self.random = rota, slots, people, Random(seed)

    def step(self, act) -> None:
        verbs = (
            [self.signs_up] * 6
            + [self.leaves, self.comes_again, self.offers, self.takes] * 2
            + [self.is_left_out, self.is_moved, self.is_resized, self.goes]
        )
        self.random.choice(verbs)(act)

    def signs_up(self, act) -> None:
        sign_up(act, self._one(self.people), self._one(self._shifts(act)))

    def leaves(self, act) -> None:
        row = self._one(self._coming(act))
        if self.random.random() < 0.3:
            take_off(act, self.rota.desk, row.id)
        else:
            leave(act, row.volunteer_id, row.id, LeaveReason.WORK)

    def comes_again(self, act) -> None:
        person, slot = self._one(self.people), self._one(self.slots)
        self._one((be_regular, stop_being_regular))(act, person, slot)

    def offers(self, act) -> None:
        row = self._one(self._coming(act))
        offer_place(act, row.volunteer_id, row.id)

    def takes(self, act) -> None:
        offered = [row for row in self._coming(act) if row.offered_at]
        take_over(act, self._one(self.people), self._one(offered).id)

    def is_left_out(self, act) -> None:
        verb = self._one((leave_out, as_usual))
        verb(act, self.rota.desk, self._one(self.slots), self._day())

    def is_moved(self, act) -> None:
        start = self.random.randrange(8, 16)
        times = ShiftTimes(time(start), time(start + self.random.randrange(1, 4), 15))
        set_times_of(act, self.rota.desk, self._one(self.slots), self._day(), times)

    def is_resized(self, act) -> None:
        wanted = self.random.randrange(1, 5)
        words = sorting(wanted=wanted, trained_wanted=self.random.randrange(wanted))
        change_slot(act, self.rota.desk, self._one(self.slots), words)

    def goes(self, act) -> None:
        leave_all(act, self._one(self.people), LeaveReason.SUSPENDED)
        make_ahead(act)

    def _day(self) -> date:
        return SATURDAY + timedelta(weeks=self.random.randrange(3))

    def _shifts(self, act) -> list[str]:
        soon = [row for row in act.store.query(RotaShiftRow) if row.on_date <= self._day()]
        # Not by ids, which are drawn anew each time.
        return [row.id for row in sorted(soon, key=self._order_of)]

    def _order_of(self, row: RotaShiftRow):
        return row.on_date, self.slots.index(row.slot_id)

    def _coming(self, act) -> list[RotaSignUpRow]:
        found = act.store.query(RotaSignUpRow).filter_by(state=SignUpState.COMING)
        shifts = {row.id: row for row in act.store.query(RotaShiftRow)}

        def order(row: RotaSignUpRow):
            return self._order_of(shifts[row.shift_id]), self.people.index(row.volunteer_id)

        return sorted(found, key=order)

    def _one(self, choices):
        if not choices:
            raise Refusal("nothing to do")
        return self.random.choice(choices)


def walk(database: Database, seed: int, steps: int) -> tuple[Counter, list[str]]:
    rota = a_rota(database, wanted=2)
    slots = [rota.slot_id, rota.slot(wanted=3), rota.slot(times=ShiftTimes(time(11), time(14)))]
    people = [rota.person(trained=number % 2 == 0) for number in range(5)]
    chance, said = Chance(rota, slots, people, seed), Counter()
    for _ in range(steps):
        try:
            with acting(database, now=NOW, by=rota.desk.actor) as act:
                chance.step(act)
            said["done"] += 1
        except Refusal:
            said["refused"] += 1
        with database.read() as store:
            wrong = broken(store)
        if wrong:
            return said, wrong
    return said, []


def test_whatever_is_done_counters_are_right_and_nobody_is_in_two_places(database: Database):
    said, wrong = walk(database, 1, STEPS)
    assert wrong == []
    assert min(said["done"], said["refused"]) > STEPS // 10


def test_the_laws_find_a_planted_fault(empty_sqlite: Database):
    """Whoever counts wrong, or lets somebody be in two halls, is found."""
    rota = a_rota(empty_sqlite)
    rota.on(rota.person())
    plants = [
        ("UPDATE rota_shifts SET taken = taken + 1 WHERE taken < wanted", "counters"),
        ("DELETE FROM rota_quarters", "time not kept"),
        ("UPDATE rota_sign_ups SET state = 'left'", "time kept for nothing"),
        ("UPDATE rota_shifts SET called_off_at = created_at", "called off with people on it"),
    ]
    for plant, law in plants:
        with empty_sqlite.begin() as store:
            planted = store.begin_nested()
            store.execute(text(plant))
            assert law in broken(store), plant
            planted.rollback()
            store.expire_all()
