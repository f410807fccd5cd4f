"""One of several real processes that all do the same at one moment, round after round.

`main(URL)`. Each line that it hears is a round: a moment of the
machine's clock, a verb, and what to do it with. It says one line: what became of each.
"""

from collections.abc import Callable

from matcher.domain.doorsteps import StopFailure
from matcher.domain.refusals import Busy, Refusal
from matcher.domain.roles import Role, Scope
from matcher.domain.statuses import StopStatus
from matcher.service.acting import Act
from matcher.service.desk import Desk
from matcher.service.erasure import erase_person
from matcher.service.matches import accept_match
from matcher.service.needs_resting import pause_need, withdraw_need
from matcher.service.runs_doors import AtDoor, note_at_door
from matcher.service.runs_lists import add_units
from matcher.service.volunteers_known import suspend_volunteer
from matcher.storage.database import Database, Store
from matcher.storage.tables import OfferRow, UnitRow
from matcher.storage.writing.proposals import record_batch
from tests.matcher.service.acts import SEALER
from tests.matcher.storage.rows import NOW, a_proposal
from tests.proof.races import faults
from tests.proof.races.listening import Said, listen


def accept_all(database: Database, *matches: str) -> Said:
    """Say yes to each of these, until it is ours or a rule says why not."""
    return [_until_answered(lambda m=match: _accept(database, m)) for match in matches]


def find_a_place(database: Database, unit: str, *offers: str) -> Said:
    """Ask one volunteer after the other about a unit; the first with a place says yes."""
    said = []
    for offer in offers:
        said.append(_until_answered(lambda o=offer: _propose(database, unit, o)))
        if not said[-1].startswith("no: "):
            return [*said, _until_answered(lambda: _accept(database, said[-1]))]
    return said


def propose(database: Database, unit: str, offer: str) -> Said:
    """Ask a volunteer about a unit, if that still holds."""
    return [_until_answered(lambda: _propose(database, unit, offer))]


def of_need(database: Database, verb: str, need: str) -> Said:
    """A resident's change of mind."""
    return [_until_answered(lambda: _act_on(database, NEED_VERBS[verb], need))]


def suspend(database: Database, volunteer: str) -> Said:
    """A coordinator asks nothing more of a volunteer."""
    return [_until_answered(lambda: _act_on(database, suspend_volunteer, volunteer))]


def _act_on(database: Database, verb: Callable[[Act, str], object], about: str) -> str:
    with database.begin() as store:
        verb(_act(store), about)
    return "yes"


def _accept(database: Database, match: str) -> str:
    with database.begin() as store:
        accept_match(_act(store), match)
    return "yes"


def _propose(database: Database, unit: str, offer: str) -> str:
    with database.begin() as store:
        row = a_proposal(store.get_one(UnitRow, unit), store.get_one(OfferRow, offer))
        recorded = record_batch(store, [row], now=NOW)
    return recorded.proposals[0].id if recorded.proposals else f"no: {recorded.skipped[0][1]}"


def _act(store: Store) -> Act:
    return Act(store, NOW, SEALER, "volunteer:racing")


def _until_answered(ask: Callable[[], str]) -> str:
    while True:
        try:
            return ask()
        except Busy:
            continue
        except Refusal as refusal:
            return f"no: {refusal}"


def note_doors(database: Database, run: str, who: str, *stops: str) -> Said:
    """A driver notes something at each door, each driver something else."""
    at_door = (AtDoor(StopStatus.DELIVERED), AtDoor(StopStatus.FAILED, StopFailure.NOT_IN))
    said = at_door[int(who) % 2]
    return [_until_answered(lambda s=stop: _note(database, who, run, s, said)) for stop in stops]


def put_on_list(database: Database, coordinator: str, day: str, *units: str) -> Said:
    """A coordinator puts each of these units on the list of a day."""
    desk = Desk(coordinator, "Racing", Role.ADMINISTRATOR, Scope(everything=True))

    def put(unit: str) -> str:
        with database.begin() as store:
            add_units(_act(store), desk, day, [unit])
        return "yes"

    return [_until_answered(lambda u=unit: put(u)) for unit in units]


def _note(database: Database, who: str, run: str, stop: str, at_door: AtDoor) -> str:
    with database.begin() as store:
        note_at_door(Act(store, NOW, SEALER, f"volunteer:{who}"), run, stop, at_door)
    return "yes"


NEED_VERBS: dict[str, Callable[[Act, str], object]] = {
    "withdraw": withdraw_need,
    "pause": pause_need,
    "erase": erase_person,
}
VERBS: dict[str, Callable[..., Said]] = {
    "accept_all": accept_all,
    "find_a_place": find_a_place,
    "propose": propose,
    "of_need": of_need,
    "suspend": suspend,
    "note_doors": note_doors,
    "put_on_list": put_on_list,
    "accept_after_a_look": faults.accept_after_a_look,
    "find_a_place_after_a_look": faults.find_a_place_after_a_look,
}


def main(url: str) -> None:
    listen(url, VERBS)
