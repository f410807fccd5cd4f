"""What a driver says is wrong at a door: on top of the board, and by letter if it is urgent."""

from datetime import datetime

from matcher.domain.contact import ContactWay
from matcher.domain.doorsteps import NextStep, StopFailure
from matcher.domain.notes import NoteKind
from matcher.messages.letters.contents import Link
from matcher.messages.letters.runs import WelfareConcern
from matcher.service.acting import Act
from matcher.service.post import sealed_letter
from matcher.storage.ids import new_id
from matcher.storage.reading.staff_there import coordinators_there
from matcher.storage.tables import DepotRow, NoteRow, OutboxRow, RunDayRow, StopRow
from matcher.storage.writing.notes import add_note


def raise_concern(
    act: Act, day: RunDayRow, stop: StopRow, failure: StopFailure, step: NextStep, note: str = ""
) -> None:
    """Put it on top of the board, with what the driver noted; where somebody is unwell, write to
    the coordinators too. The letter says nothing of it: letters are read by whoever has the phone.
    """
    if stop.need_id is not None:
        add_note(
            act.store,
            act.sealer,
            NoteKind.CONCERN,
            note,
            by=act.by,
            now=act.now,
            need_id=stop.need_id,
            match_id=stop.match_id,
            why=failure,
        )
    if step is NextStep.WELFARE_CONCERN:
        _write_to_coordinators(act, day, stop)


def settle_concern_of(act: Act, need_id: str | None, noted_at: datetime | None) -> None:
    """Whoever takes back what was noted at a door takes back the concern that came of it."""
    if need_id is None:
        return
    found = act.store.query(NoteRow).filter_by(
        need_id=need_id, kind=str(NoteKind.CONCERN), at=noted_at, settled_at=None
    )
    for note in found:
        note.settled_at, note.settled_by = act.now, act.by
    act.store.flush()


def _write_to_coordinators(act: Act, day: RunDayRow, stop: StopRow) -> None:
    depot = act.store.get_one(DepotRow, day.depot_id)
    letter = WelfareConcern(Link(f"/runs/{day.id}"), day.on_date)
    for coordinator_id in coordinators_there(act.store, day.charity_id, depot.borough):
        id = new_id()
        act.store.add(
            OutboxRow(
                id=id,
                # A stop that was undone and found unwell again is told again.
                idempotency_key=f"welfare:{stop.id}:{coordinator_id}:{act.now:%H%M%S}",
                kind=letter.KIND,
                coordinator_id=coordinator_id,
                need_id=stop.need_id,
                way=ContactWay.EMAIL,
                payload=sealed_letter(act.sealer, letter, id),
                urgent=True,
                not_before=act.now,
                created_at=act.now,
            )
        )
    act.store.flush()
