"""The board shows a scope's needs and no others, in an order that holds from page to page."""

from datetime import timedelta
from itertools import product
from random import Random

import pytest

from matcher.domain.board import BoardFilter, BoardOrder, Standing
from matcher.domain.life_cycles import MatchStatus
from matcher.domain.outcomes import HOLDS_UNIT
from matcher.domain.refusals import Invalid
from matcher.domain.roles import Role
from matcher.domain.urgency import Urgency
from matcher.service.board import board, board_map, find
from matcher.storage.database import Database, Store
from matcher.storage.ids import new_id
from matcher.storage.sealed import note_seal
from matcher.storage.tables import MatchRow, NoteRow
from tests.builders import LAMBETH, SOUTHWARK, TODAY
from tests.matcher.service.acts import SEALER, acting, looking, reachable
from tests.matcher.service.desks import a_charity, a_desk
from tests.matcher.storage.rows import (
    NOW,
    a_stored_match,
    a_stored_need,
    a_stored_offer,
    units_of,
)

EVERY_NEED = BoardFilter()
URGENCIES = tuple(Urgency)


def ids(page) -> list[str]:
    return [line.id for line in page.lines]


def some_needs(store: Store, count: int = 23, **said: object) -> list[str]:
    chance = Random(7)
    return [
        a_stored_need(
            store,
            reference=f"R{number:03}-{new_id()[:6]}",
            urgency=chance.choice(URGENCIES),
            registered_on=TODAY - timedelta(days=chance.randrange(5)),
            wanted_on=TODAY + timedelta(days=2) if chance.random() < 0.5 else None,
            **said,
        ).id
        for number in range(count)
    ]


@pytest.mark.parametrize("order", BoardOrder)
def test_pages_go_on_from_each_other_and_show_each_need_once(database: Database, order):
    with acting(database) as act:
        desk = a_desk(act.store)
        wanted = some_needs(act.store)
        whole = ids(board(act, desk, EVERY_NEED, order))
        seen, after = [], None
        while True:
            page = board(act, desk, EVERY_NEED, order, after=after, most=5)
            seen += ids(page)
            if (after := page.next) is None:
                break
    assert seen == whole
    assert sorted(seen) == sorted(wanted)


def test_the_urgent_stand_first_and_of_these_who_waited_longest(database: Database):
    with acting(database) as act:
        desk = a_desk(act.store)
        some_needs(act.store)
        lines = board(act, desk, EVERY_NEED).lines
    keys = [(-URGENCIES.index(line.urgency), line.registered_on) for line in lines]
    assert keys == sorted(keys)


def test_a_board_shows_its_charitys_needs_and_nobodys_in_its_boroughs(database: Database):
    with acting(database) as act:
        mine, other = a_charity(act.store), a_charity(act.store, "Another")
        desk = a_desk(act.store, charity_id=mine)
        needs = {
            (charity, borough): a_stored_need(act.store, charity_id=charity, borough=borough).id
            for charity, borough in product((mine, other, None), (LAMBETH, SOUTHWARK))
        }
        expected = {id for key, id in needs.items() if desk.whole.covers(*key)}
        assert len(expected) == 2
        assert set(ids(board(act, desk, EVERY_NEED))) == expected
        assert sum(one.needs for one in board_map(act, desk, EVERY_NEED)) == 2
        administrator = a_desk(act.store, Role.ADMINISTRATOR)
        assert set(ids(board(act, administrator, EVERY_NEED))) == set(needs.values())
        nobody = a_desk(act.store, boroughs=())
        assert ids(board(act, nobody, EVERY_NEED)) == []


def a_random_need(store: Store, chance: Random) -> None:
    confirmed = chance.random() < 0.8
    need = a_stored_need(
        store,
        people_needed=chance.choice((1, 2)),
        status=chance.choice(("open", "open", "open", "paused")),
        confirmed_at=NOW if confirmed else None,
        confirmed_by="link" if confirmed else None,
    )
    for unit in units_of(store, need):
        for status in chance.sample(list(MatchStatus), 2):
            if status in HOLDS_UNIT and any(
                match.status in HOLDS_UNIT for match in matches_on(store, unit.id)
            ):
                continue
            said = {"asked_together": True, "status": status}
            said |= _reasons(status)
            a_stored_match(store, unit, a_stored_offer(store), **said)


def matches_on(store: Store, unit_id: str):
    return store.query(MatchRow).filter_by(unit_id=unit_id).all()


def _reasons(status: MatchStatus) -> dict[str, str]:
    return {
        MatchStatus.DECLINED: {"decline_reason": "too_far"},
        MatchStatus.FAILED: {"failure_reason": "not_in"},
        MatchStatus.WITHDRAWN: {"withdrawn_by": "system", "withdrawn_reason": "need_closed"},
    }.get(status, {})


def test_a_filter_by_standing_finds_exactly_the_needs_that_stand_so(database: Database):
    """The rule in words and the rule in SQL are the same rule."""
    with acting(database) as act:
        chance = Random(3)
        for _ in range(60):
            a_random_need(act.store, chance)
        desk = a_desk(act.store)
        whole = board(act, desk, EVERY_NEED, most=100).lines
        assert {line.standing for line in whole} == set(Standing) - {Standing.CLOSED}
        for standing in Standing:
            found = ids(board(act, desk, BoardFilter(standing=standing), most=100))
            assert found == [line.id for line in whole if line.standing is standing]


def test_filters_narrow_and_a_reference_finds_a_need_however_it_stands(database: Database):
    with acting(database) as act:
        desk = a_desk(act.store, boroughs=(LAMBETH, SOUTHWARK))
        here = a_stored_need(act.store, urgency="urgent")
        there = a_stored_need(act.store, borough=SOUTHWARK, category="visit")
        gone = a_stored_need(
            act.store, status="closed", ending="met", closed_at=NOW, reference="K7-RAVEN-42"
        )
        for wanted, found in (
            (BoardFilter(urgency=Urgency.URGENT), [here.id]),
            (BoardFilter(borough=SOUTHWARK), [there.id]),
            (BoardFilter(category="visit"), [there.id]),
            (BoardFilter(closed=True), [gone.id]),
            (BoardFilter(reference="K7-RAVEN-42"), [gone.id]),
        ):
            assert ids(board(act, desk, wanted)) == found
        assert find(act, desk, "k7 raven 42").need_ids == (gone.id,)


def test_whoever_rings_is_found_by_their_number_within_the_scope(database: Database):
    with acting(database) as act:
        desk, elsewhere = a_desk(act.store), a_desk(act.store, boroughs=(SOUTHWARK,))
        need = a_stored_need(act.store)
        reachable(act.store, need.person_id)
        assert find(act, desk, "07700 900 123").need_ids == (need.id,)
        with pytest.raises(Invalid, match="Nobody on your board"):
            find(act, elsewhere, "07700 900 123")
        with pytest.raises(Invalid, match="Give a reference"):
            find(act, desk, "Rosa")


def test_what_was_wrong_stands_on_top_for_those_who_may_settle_it(database: Database):
    with acting(database) as act:
        need = a_stored_need(act.store, reference="K7-RAVEN-42")
        a_concern(act.store, need.id, "Nobody came.")
        [concern] = board(act, a_desk(act.store), EVERY_NEED).concerns
        assert (concern.reference, concern.text, concern.by) == (
            "K7-RAVEN-42",
            "Nobody came.",
            "resident",
        )
        for desk in (a_desk(act.store, Role.INTAKE), a_desk(act.store, boroughs=(SOUTHWARK,))):
            assert board(act, desk, EVERY_NEED).concerns == ()


def a_concern(store: Store, need_id: str, text: str) -> str:
    id = new_id()
    store.add(
        NoteRow(
            id=id,
            kind="concern",
            need_id=need_id,
            sealed=SEALER.seal({"text": text}, note_seal(id)),
            by="resident:x",
            at=NOW,
        )
    )
    store.flush()
    return id


def test_a_board_can_be_read_without_a_write(database: Database):
    with acting(database) as act:
        desk = a_desk(act.store)
        some_needs(act.store, 3)
    with looking(database) as act:
        assert len(board(act, desk, EVERY_NEED).lines) == 3
