"""A charity draws where it works: who sees what then, who may draw, and the way back."""

from contextlib import ExitStack
from datetime import timedelta

import pytest

from matcher.domain.board import BoardFilter, VolunteerOrder
from matcher.domain.drawn_areas import DrawnArea, drawn
from matcher.domain.holding import UNASKED_FOR, ReleaseReason
from matcher.domain.origins import CameBy
from matcher.domain.places import Point, Unsure
from matcher.domain.refusals import Invalid, NotAllowed, NotFound
from matcher.domain.roles import MAY, Right, Role
from matcher.service.board import board
from matcher.service.board_need import need_details, need_page
from matcher.service.charities import register_charity
from matcher.service.charities_public import Hearing, charity_called, hearing
from matcher.service.charity_areas import add_boroughs, boroughs_of, draw_area, drop_area
from matcher.service.charity_reach import NeedsWanted, needs_seen
from matcher.service.desk import Desk
from matcher.service.drawn_areas import AreaSeen, Parted
from matcher.service.holding import ask_release, release_in_silence, take
from matcher.service.holding_pages import shared_list
from matcher.service.stock_desk import needs_scope
from matcher.storage.database import Database, Store
from matcher.storage.reading.board_volunteers import volunteer_lines
from matcher.storage.reading.coordinators import account_by, scope_of
from matcher.storage.reading.drawn_areas import drawn_area_of, scope_of_charity
from matcher.storage.reading.tokens import Holder
from matcher.storage.tables import DrawnEdgeRow, NeedRow, ScopeRow
from tests.builders import LAMBETH, LEWISHAM, SOUTHWARK, TODAY, at
from tests.matcher.service.acts import acting
from tests.matcher.service.charitable import a_group, desk_of, held_by, words_of_a_charity
from tests.matcher.service.desks import a_desk, desk_of_account
from tests.matcher.service.racing_charities import Racer
from tests.matcher.storage.racing import all_at_once
from tests.matcher.storage.rows import NOW, a_stored_need, a_stored_offer

# Around the middle of the square TQ3175, and far from all others.
RING = (at(300, 300), at(700, 300), at(700, 700), at(300, 700))
WITHIN, BESIDE, IN_ANOTHER_SQUARE = at(500, 500), at(900, 500), at(1_500, 500)


def seen_area(*boroughs: str, ring: tuple[Point, ...] = RING) -> AreaSeen:
    parts = tuple(Parted(one, 10, whole=False) for one in boroughs or (LAMBETH,))
    return AreaSeen(drawn(ring), parts)


def a_need_at(store: Store, place: Point, **said: object) -> str:
    cell = f"TQ{place.easting // 1_000 % 100:02}{place.northing // 1_000 % 100:02}"
    where = {"easting": place.easting, "northing": place.northing, "cell": cell}
    where |= {"postcode": "SW2 1RW"}
    return a_stored_need(store, **where | said).id


def again(store: Store, desk: Desk) -> Desk:
    """The same desk as somebody signs in next."""
    account = account_by(store, account_id=desk.coordinator_id)
    assert account is not None
    return desk_of_account(store, account)


def lines(act, desk: Desk) -> set[str]:
    return {line.id for line in board(act, desk, BoardFilter()).lines}


def test_what_nobody_holds_is_seen_within_what_was_drawn_and_what_is_held_stays_its_own(
    database: Database,
):
    with acting(database) as act:
        group, whole = a_group(act.store, "Drawn"), a_group(act.store, "Whole")
        within, beside = a_need_at(act.store, WITHIN), a_need_at(act.store, BESIDE)
        own = a_need_at(act.store, IN_ANOTHER_SQUARE, charity_id=group.id)
        assert lines(act, group.desk) == {within, beside, own}
        draw_area(act, group.desk, group.id, seen_area())
        desk = again(act.store, group.desk)
        assert lines(act, desk) == {within, own}
        assert lines(act, whole.desk) == {within, beside}
        assert need_page(act, desk, within).need.id == within
        # What is nobody's may be worked on there, as in a whole borough.
        assert need_page(act, desk, within).may == MAY[Role.COORDINATOR]
        for look in (need_page, need_details):
            with pytest.raises(NotFound):
                look(act, desk, beside)
        with pytest.raises(NotFound):
            take(act, desk, beside, group.id)
        page = shared_list(act, desk)
        assert [one.id for one in page.shared] == [within]
        assert page.takers_of(desk, page.shared[0]) == [(group.id, "Drawn")]
        take(act, desk, within, group.id)
        drop_area(act, desk, group.id)
        drop_area(act, desk, group.id)
        assert lines(act, again(act.store, desk)) == {within, beside, own}


def test_what_others_hold_is_seen_afar_by_its_square_so_that_redrawing_tells_no_more(
    database: Database,
):
    with acting(database) as act:
        group, holder = a_group(act.store, "Drawn"), a_group(act.store, "Holder")
        long_ago = NOW - max(UNASKED_FOR.values())
        held = {"charity_id": holder.id, "taken_at": long_ago}
        beside = a_need_at(act.store, BESIDE, **held)
        a_need_at(act.store, IN_ANOTHER_SQUARE, **held)
        draw_area(act, group.desk, group.id, seen_area())
        desk = again(act.store, group.desk)
        page = shared_list(act, desk)
        assert [one.id for one in page.afar] == [beside]
        assert page.takers_of(desk, page.afar[0]) == [(group.id, "Drawn")]
        ask_release(act, desk, beside, group.id, ReleaseReason.CAN_SERVE)
    with acting(database, now=NOW + timedelta(days=9)) as act:
        release_in_silence(act)
        # Whoever asked for it has it, though it lies beside what they drew: now it is their own.
        assert held_by(act.store, beside) == group.id
        assert beside in lines(act, desk)


def test_who_gave_no_postcode_is_seen_by_whoever_drew_in_the_borough_until_it_is_known(
    database: Database,
):
    with acting(database) as act:
        group, elsewhere = (
            a_group(act.store, "Drawn"),
            a_group(act.store, "Southwark's", boroughs=(SOUTHWARK,)),
        )
        nobodys = a_need_at(act.store, IN_ANOTHER_SQUARE, postcode=None)
        draw_area(act, group.desk, group.id, seen_area())
        draw_area(act, elsewhere.desk, elsewhere.id, seen_area(SOUTHWARK))
        assert lines(act, again(act.store, elsewhere.desk)) == set()
        desk = again(act.store, group.desk)
        assert lines(act, desk) == {nobodys}
        page = shared_list(act, desk)
        assert page.takers_of(desk, page.shared[0]) == [(group.id, "Drawn")]
        charity = charity_called(act, id=group.id)
        unsure = Unsure.IN_THE_BOROUGH
        assert hearing(act, charity, LAMBETH, unsure, "groceries") is Hearing.YES
        assert hearing(act, charity, SOUTHWARK, unsure, "groceries") is Hearing.NOT_HERE
        act.store.get_one(NeedRow, nobodys).postcode = "SW2 1RW"
        act.store.flush()
        assert lines(act, desk) == set()
        with pytest.raises(NotFound):
            take(act, desk, nobodys, group.id)
        act.store.get_one(NeedRow, nobodys).postcode = None
        holder = a_group(act.store, "Holder")
        take(act, holder.desk, nobodys, holder.id)
    with acting(database, now=NOW + max(UNASKED_FOR.values())) as act:
        page = shared_list(act, desk)
        assert [one.id for one in page.afar] == [nobodys]
        assert page.takers_of(desk, page.afar[0]) == [(group.id, "Drawn")]
        ask_release(act, desk, nobodys, group.id, ReleaseReason.CAN_SERVE)


def test_a_charitys_program_sees_others_needs_afar_by_their_squares(database: Database):
    with acting(database) as act:
        group = a_group(act.store)
        beside, far = (a_need_at(act.store, one) for one in (BESIDE, IN_ANOTHER_SQUARE))
        own = a_need_at(act.store, IN_ANOTHER_SQUARE, charity_id=group.id)

        def met() -> set[str]:
            reach = scope_of_charity(act.store, group.id, [LAMBETH])
            holder = Holder("t", group.id, frozenset(), reach)
            return {one.id for one in needs_seen(act, holder, NeedsWanted(), None, 9).lines}

        assert met() == {beside, far, own}
        draw_area(act, group.desk, group.id, seen_area())
        assert met() == {beside, own}


def test_volunteers_who_are_nobodys_are_seen_where_what_was_drawn_touches_their_square(
    database: Database,
):
    with acting(database) as act:
        group = a_group(act.store)
        near, far = a_stored_offer(act.store), a_stored_offer(act.store, cell="TQ3275")
        draw_area(act, group.desk, group.id, seen_area())
        scope = again(act.store, group.desk).within(Right.SEE_VOLUNTEERS)
        since = {"since": NOW, "checks_until": TODAY}
        found, _ = volunteer_lines(act.store, scope, VolunteerOrder.NEWEST, **since)
        assert [one.id for one in found] == [near.volunteer_id]
        assert far.volunteer_id not in {one.id for one in found}


def test_a_resident_outside_is_told_so_and_one_within_is_heard(database: Database):
    with acting(database) as act:
        group = a_group(act.store)
        draw_area(act, group.desk, group.id, seen_area())
        charity = charity_called(act, id=group.id)
        assert hearing(act, charity, LAMBETH, WITHIN, "groceries") is Hearing.YES
        assert hearing(act, charity, LAMBETH, BESIDE, "groceries") is Hearing.NOT_HERE
        assert hearing(act, charity, SOUTHWARK, WITHIN, "groceries") is Hearing.NOT_HERE


def test_its_own_draw_within_its_boroughs_and_an_administrator_adds_others(database: Database):
    with acting(database) as act:
        group, boss = a_group(act.store), a_desk(act.store, Role.ADMINISTRATOR)
        with pytest.raises(Invalid, match="outside the boroughs"):
            draw_area(act, group.desk, group.id, seen_area(SOUTHWARK))
        # A little over the border is no mistake: what lies there does not count.
        draw_area(act, group.desk, group.id, seen_area(LAMBETH, SOUTHWARK))
        charity = charity_called(act, id=group.id)
        assert charity is not None
        assert charity.boroughs == (LAMBETH,)
        with pytest.raises(NotAllowed):
            add_boroughs(act, group.desk, group.id, {SOUTHWARK})
        with pytest.raises(Invalid):
            add_boroughs(act, boss, group.id, set())
        add_boroughs(act, boss, group.id, {SOUTHWARK})
        grown = charity_called(act, id=group.id)
        assert grown is not None
        assert grown.boroughs == (LAMBETH, SOUTHWARK)
        # Drawn in one of them again, the other is not forgotten.
        draw_area(act, group.desk, group.id, seen_area(LAMBETH))
        assert boroughs_of(act, group.desk, group.id) == {LAMBETH, SOUTHWARK}
        drop_area(act, group.desk, group.id)
        whole = charity_called(act, id=group.id)
        assert whole is not None
        assert (whole.boroughs, whole.drawn) == ((LAMBETH, SOUTHWARK), None)


def test_more_boroughs_are_given_to_whoever_coordinates_in_all_of_them_and_to_nobody_else(
    database: Database,
):
    both = (LAMBETH, SOUTHWARK)
    with acting(database) as act:
        group, boss = a_group(act.store, boroughs=both), a_desk(act.store, Role.ADMINISTRATOR)
        at_it = {"charity_id": group.id}
        part = a_desk(act.store, boroughs=(LAMBETH,), **at_it)
        calls = a_desk(act.store, Role.INTAKE, boroughs=both, **at_it)
        elsewhere = a_group(act.store, "Next door", boroughs=both).desk
        for _ in range(2):
            add_boroughs(act, boss, group.id, {SOUTHWARK, LEWISHAM})

        def sees(desk: Desk) -> set[str]:
            return {*again(act.store, desk).whole.boroughs}

        assert sees(group.desk) == {*both, LEWISHAM}
        assert [sees(one) for one in (part, calls, elsewhere)] == [{LAMBETH}, {*both}, {*both}]
        # What is taken from somebody stays taken, though the same is pressed once more.
        theirs = {"coordinator_id": group.desk.coordinator_id, "borough": LEWISHAM}
        act.store.query(ScopeRow).filter_by(**theirs).delete()
        add_boroughs(act, boss, group.id, {LEWISHAM})
        assert sees(group.desk) == {*both}


def test_another_charitys_coordinator_and_ones_own_intake_may_not(database: Database):
    with acting(database) as act:
        group, neighbour = a_group(act.store), a_group(act.store, "Next door")
        intake = a_desk(act.store, Role.INTAKE, charity_id=group.id)
        for desk, no in ((neighbour.desk, NotFound), (intake, NotAllowed)):
            with pytest.raises(no):
                draw_area(act, desk, group.id, seen_area())
            with pytest.raises(no):
                drop_area(act, desk, group.id)


def test_a_newcomer_registers_with_what_it_drew_and_sees_that_once_it_is_in(database: Database):
    with acting(database) as act:
        words = words_of_a_charity(boroughs=frozenset({LAMBETH, SOUTHWARK}))
        charity_id = register_charity(act, words, "first@example.org", seen_area(LAMBETH))
        charity = charity_called(act, id=charity_id)
        assert charity is not None
        assert charity.boroughs == (LAMBETH,)
        desk = desk_of(act.store)
        assert desk.whole.pairs == frozenset()
        # Before anybody has let it in, it may say better where it works, and no more.
        draw_area(act, desk, charity_id, seen_area(SOUTHWARK))
        drop_area(act, desk, charity_id)
        again_whole = charity_called(act, id=charity_id)
        assert again_whole is not None
        assert again_whole.boroughs == (LAMBETH, SOUTHWARK)


def test_an_administrator_reckons_its_stock_with_the_needs_that_it_sees(database: Database):
    with acting(database) as act:
        group, boss = a_group(act.store), a_desk(act.store, Role.ADMINISTRATOR)
        draw_area(act, group.desk, group.id, seen_area())
        theirs = again(act.store, group.desk)
        assert needs_scope(act, boss, group.id) == needs_scope(act, theirs, group.id)


def test_somebody_at_two_charities_sees_the_whole_borough_of_the_one_that_drew_nothing(
    database: Database,
):
    with acting(database) as act:
        drew, whole = a_group(act.store, "Drew"), a_group(act.store, "Whole")
        draw_area(act, drew.desk, drew.id, seen_area())
        account = account_by(act.store, account_id=drew.desk.coordinator_id)
        assert account is not None
        scope = scope_of(act.store, account)
        both = type(scope)(scope.pairs | {(whole.id, LAMBETH)}, drawn=scope.drawn)
        beside = act.store.get_one(NeedRow, a_need_at(act.store, BESIDE, came_by=CameBy.PHONE))
        assert both.covers(None, beside.borough, BESIDE)
        assert not both.works_at(drew.id, beside.borough, BESIDE)
        assert not both.only(lambda one: one == drew.id).covers(None, beside.borough, BESIDE)
        # Where nobody says where it lies, nothing that is nobody's lies within a drawn area.
        assert not scope.covers(None, LAMBETH)


def test_of_two_who_draw_at_once_one_ring_is_kept_with_its_own_sides(empty_postgresql: Database):
    rings = [DrawnArea(tuple(at(n * 100, n * 30) for n in range(3 + many))) for many in range(4)]
    bent = [DrawnArea((*ring.corners, at(-500, 900))) for ring in rings]
    with acting(empty_postgresql) as act:
        group = a_group(act.store)
        colleague = a_desk(act.store, charity_id=group.id)
    with ExitStack() as at_work:
        racers = [
            at_work.enter_context(
                Racer("draw", empty_postgresql, desk.coordinator_id, group.id, *said)
            )
            for desk, said in (
                (group.desk, [bent[0].as_text(), "-", bent[1].as_text()]),
                (colleague, [bent[2].as_text(), bent[3].as_text(), "-", bent[3].as_text()]),
            )
        ]
        said = [line for lines in all_at_once(racers) for line in lines]
    assert {*said} == {"drawn"}
    with acting(empty_postgresql) as act:
        kept = drawn_area_of(act.store, group.id)
        sides = act.store.query(DrawnEdgeRow).order_by(DrawnEdgeRow.number).all()
        assert kept is not None
        assert [(one.south, one.easting, one.run) for one in sides] == [
            (one.south, one.easting, one.run) for one in kept.edges()
        ]
        assert boroughs_of(act, group.desk, group.id) == {LAMBETH}
