"""What racing processes do to one shelf: set the last parcel aside, or take it without a guard.

`main(URL)`; `tests/proof/races/listening.py` says what it hears.
"""

from dataclasses import dataclass

from sqlalchemy import text

from matcher.domain.refusals import Busy, Refusal
from matcher.domain.roles import Role, Scope
from matcher.service.acting import Act
from matcher.service.desk import Desk
from matcher.service.stock_needs import Wish, reserve
from matcher.service.stock_shelf import give_out
from matcher.storage.database import Database
from tests.builders import LAMBETH
from tests.matcher.service.acts import SEALER
from tests.matcher.storage.rows import NOW
from tests.proof.races.listening import listen

UNGUARDED = (
    "ALTER TABLE stock_lots DROP CONSTRAINT ck_stock_lots_not_below_zero",
    "ALTER TABLE stock_lots DROP CONSTRAINT ck_stock_lots_balanced",
)


@dataclass(frozen=True)
class _Deed:
    database: Database
    charity: str

    @property
    def desk(self) -> Desk:
        scope = Scope.of(Role.COORDINATOR, [(self.charity, LAMBETH)])
        return Desk("racing", "Racing", Role.COORDINATOR, scope)

    def until_answered(self, verb: object, *said: object) -> str:
        while True:
            try:
                with self.database.begin() as store:
                    verb(Act(store, NOW, SEALER, "coordinator:racing"), self.desk, *said)  # type: ignore[operator]
            except Busy:
                continue
            except Refusal as refusal:
                return f"no: {refusal}"
            return "yes"


def set_aside(database: Database, charity: str, item: str, need: str, unit: str) -> list[str]:
    """Set one parcel aside for a unit, or hear why not."""
    return [_Deed(database, charity).until_answered(reserve, Wish(need, unit, item))]


def hand_over(database: Database, charity: str, item: str, many: str) -> list[str]:
    """Hand parcels over the counter, one by one."""
    deed = _Deed(database, charity)
    return [deed.until_answered(give_out, item, 1) for _ in range(int(many))]


def hand_over_after_a_look(database: Database, _charity: str, item: str, many: str) -> list[str]:
    """Look whether one is free, and take it in another transaction."""
    said = []
    free = text("SELECT free FROM stock_lots WHERE item_id = :item")
    take = "UPDATE stock_lots SET free = free - 1, delivered = delivered + 1 WHERE item_id = :item"
    for _ in range(int(many)):
        with database.read() as store:
            there = store.scalar(free, {"item": item})
        if not there:
            said.append("no: none")
            continue
        with database.begin() as store:
            if database.is_sqlite:
                store.execute(text("PRAGMA ignore_check_constraints = ON"))
            store.execute(text(take), {"item": item})
        said.append("yes")
    return said


def take_the_guards_away(database: Database) -> None:
    """As if nobody had thought of CHECKs; SQLite is told so by each process."""
    if not database.is_sqlite:
        with database.begin() as store:
            for statement in UNGUARDED:
                store.execute(text(statement))


VERBS = {
    "set_aside": set_aside,
    "hand_over": hand_over,
    "hand_over_after_a_look": hand_over_after_a_look,
}


def main(url: str) -> None:
    listen(url, VERBS)
