"""A small rota for tests: a hall in Lambeth, a slot on Saturdays, and people who may come."""

from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time

from sqlalchemy import select

from matcher.domain.places import Point
from matcher.domain.roles import Role
from matcher.domain.rota import Skill, SlotWords
from matcher.domain.rota_times import ShiftTimes
from matcher.service.desk import Desk
from matcher.service.rota.signing import sign_up, stand_by
from matcher.service.rota.slots import add_place, make_slot
from matcher.service.rota.trainings import note_training
from matcher.service.whereabouts import Whereabouts
from matcher.storage.database import Database, Store
from matcher.storage.reading.rota import ShiftLine, shifts_of_slot
from matcher.storage.tables import OutboxRow, RotaSignUpRow
from tests.builders import HERE, LAMBETH
from tests.matcher.service.acts import acting, looking, reachable
from tests.matcher.service.desks import a_charity, a_desk
from tests.matcher.storage.rows import NOW, a_stored_offer, a_volunteer

# NOW is a Monday; the first Saturdays of the rota.
SATURDAY, NEXT_SATURDAY = date(2026, 3, 7), date(2026, 3, 14)
A_HALL = Whereabouts(HERE, LAMBETH, "TQ3175", "SW2 1RW")
LONG_BEFORE = NOW
FRIDAY_EVENING = datetime(2026, 3, 6, 19, tzinfo=UTC)
SATURDAY_NOON = datetime(2026, 3, 7, 12, tzinfo=UTC)


def sorting(**said: object) -> SlotWords:
    """Saturday sorting, 10–12, four people, one of them trained."""
    usual = {
        "title": "Saturday sorting",
        "rule": "FREQ=WEEKLY;BYDAY=SA",
        "first_on": SATURDAY,
        "times": ShiftTimes(time(10), time(12)),
        "wanted": 4,
        "trained_wanted": 1,
        "skill": Skill.FOOD_HYGIENE,
    }
    return SlotWords(**usual | said)


@dataclass
class Rota:
    """One slot at one place, and whoever sits at its desk."""

    database: Database
    desk: Desk
    charity_id: str
    place_id: str
    slot_id: str = ""
    people: list[str] = field(default_factory=list)

    @contextmanager
    def acting(self, now: datetime = NOW, by: str = "somebody"):
        with acting(self.database, now=now, by=by) as act:
            yield act

    def staff(self, now: datetime = NOW):
        return self.acting(now, self.desk.actor)

    def slot(self, **said: object) -> str:
        with self.staff() as act:
            return make_slot(act, self.desk, self.place_id, sorting(**said))

    def shifts(self, slot_id: str = "") -> list[ShiftLine]:
        with looking(self.database) as act:
            return shifts_of_slot(act.store, slot_id or self.slot_id, NOW)

    def shift(self, day: date = SATURDAY, slot_id: str = "") -> ShiftLine:
        return next(one for one in self.shifts(slot_id) if one.on_date == day)

    def person(self, *, trained: bool = False, name: str = "Val Volunteer", **said) -> str:
        """Somebody who helps near by; `trained` in food hygiene."""
        with self.staff() as act:
            id = a_volunteer(act.store, **said).person_id
            reachable(act.store, id, name=name)
            a_stored_offer(act.store, volunteer_id=id)
            if trained:
                note_training(
                    act,
                    self.desk,
                    id,
                    Skill.FOOD_HYGIENE,
                    charity_id=self.charity_id,
                    seen_on=date(2026, 1, 5),
                )
        return id

    def on(self, volunteer_id: str, day: date = SATURDAY, now: datetime = NOW) -> str:
        with self.acting(now, f"volunteer:{volunteer_id}") as act:
            return sign_up(act, volunteer_id, self.shift(day).id)

    def standby(self, **said) -> str:
        """Somebody who said: ask me."""
        id = self.person(**said)
        with self.acting() as act:
            stand_by(act, id, self.slot_id, wanted=True)
        return id

    def sign_up(self, id: str) -> RotaSignUpRow:
        with looking(self.database) as act:
            return act.store.get_one(RotaSignUpRow, id)

    def letters(self) -> list[tuple[str, str]]:
        """Every letter that waits: what kind, and whom it is for."""
        with looking(self.database) as act:
            return letters_in(act.store)


def letters_in(store: Store) -> list[tuple[str, str]]:
    rows = store.scalars(select(OutboxRow).where(OutboxRow.state == "waiting"))
    return sorted((row.kind, row.person_id or row.coordinator_id or "") for row in rows)


def a_rota(database: Database, **said: object) -> Rota:
    with acting(database) as act:
        charity_id = a_charity(act.store)
        desk = a_desk(act.store, Role.COORDINATOR, charity_id=charity_id)
        place_id = add_place(act, desk, charity_id, "Brixton Hall", A_HALL)
    rota = Rota(database, desk, charity_id, place_id)
    rota.slot_id = rota.slot(**said)
    return rota


def far_away() -> Whereabouts:
    return Whereabouts(Point(HERE.easting + 20_000, HERE.northing), LAMBETH, "TQ5175", "SW2 1RX")
