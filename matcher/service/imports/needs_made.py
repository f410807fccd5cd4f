"""Needs kept by the hundred: the same rows as `register_need` leaves, in a tenth of the time.

A test holds the two equal, column by column. No link is made and no letter is written: nobody
waits for either, and what was never sent can be taken back.
"""

from collections.abc import Sequence
from typing import Any

from matcher.domain.origins import ConfirmedBy
from matcher.service.acting import Act
from matcher.service.imports.ground import Bringing, Ground, Newcomer
from matcher.service.imports.needs_columns import asked_need
from matcher.service.imports.people import make_people
from matcher.service.needs import row_of_need
from matcher.service.needs_asked import AskedNeed
from matcher.service.needs_recurring import dates_ahead
from matcher.storage.sealed import need_seal
from matcher.storage.tables import NeedDetailsRow, NeedRow
from matcher.storage.writing.bulk import put_rows
from matcher.storage.writing.log import Deed, note_deeds
from matcher.storage.writing.needs import WantedUnits, fresh_references, open_units


def make_needs(act: Act, ground: Ground, bringing: Bringing, newcomers: Sequence[Newcomer]) -> None:
    """Keep needs with their residents; whoever vouches for them confirms them at once."""
    # What a coordinator vouches for is the need; a number is proven by whoever answers it.
    make_people(act, newcomers, proven=False)
    references = fresh_references(act.store, len(newcomers))
    asked = [(one, asked_need(one.texts, ground)) for one in newcomers]
    put_rows(
        act.store,
        NeedRow,
        [
            _need(act, bringing, one, need, reference)
            for (one, need), reference in zip(asked, references, strict=True)
        ],
    )
    put_rows(act.store, NeedDetailsRow, [_details(act, one.id, need) for one, need in asked])
    open_units(
        act.store,
        [
            WantedUnits(
                one.id,
                [None] if need.weekly is None else dates_ahead(need.weekly, act.today),
                need.people_needed,
            )
            for one, need in asked
        ],
    )
    _note(act, bringing, asked)


def _note(act: Act, bringing: Bringing, asked: Sequence[tuple[Newcomer, AskedNeed]]) -> None:
    deeds = [
        Deed(
            one.id,
            one.person_id,
            {
                "category": need.category,
                "borough": need.place.borough,
                "came_by": need.came_by,
                "consent": need.consent,
                "import_id": bringing.id,
            },
        )
        for one, need in asked
    ]
    note_deeds(act.store, deeds, at=act.now, by=act.by, verb="registered", about="need")
    if bringing.said.vouched:
        how = {"how": ConfirmedBy.COORDINATOR, "import_id": bringing.id}
        confirmed = [Deed(one.id, one.person_id, how) for one, _ in asked]
        note_deeds(act.store, confirmed, at=act.now, by=act.by, verb="confirmed", about="need")


def _need(
    act: Act, bringing: Bringing, one: Newcomer, asked: AskedNeed, reference: str
) -> dict[str, Any]:
    vouched = bringing.said.vouched
    return row_of_need(act, asked, one.id, one.person_id, bringing.reach.charity_id) | {
        "reference": reference,
        "confirmed_at": act.now if vouched else None,
        "confirmed_by": ConfirmedBy.COORDINATOR if vouched else None,
    }


def _details(act: Act, need_id: str, asked: AskedNeed) -> dict[str, Any]:
    details = {
        "address": asked.address,
        "notes": asked.notes,
        "dietary": sorted(asked.dietary),
        "step_free": asked.step_free,
        "street": asked.place.street,
        "known_by": asked.place.known_by.value,
    }
    return {
        "need_id": need_id,
        "sealed": act.sealer.seal(details, need_seal(need_id)),
        "changed_at": act.now,
    }
