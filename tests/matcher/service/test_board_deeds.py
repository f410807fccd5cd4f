"""What staff do by hand: confirm, close, pair, lock, undo, keep apart; each within their scope."""

import pytest

from matcher.domain.outcomes import NeedEnding
from matcher.domain.refusals import Invalid, NotAllowed, NotFound
from matcher.domain.roles import Role
from matcher.service.board_deeds import close_need, confirm_by_phone
from matcher.service.board_pairing import ask, candidates, keep_apart, lock, undo
from matcher.service.board_rounds import Wider, Worth, round_log, what_if
from matcher.storage.database import Database
from matcher.storage.ids import new_id
from matcher.storage.tables import BlockedNeedRow, MatchRow, RoundRow
from tests.builders import LAMBETH, SOUTHWARK
from tests.matcher.service.acts import acting
from tests.matcher.service.desks import a_desk
from tests.matcher.service.matched import a_trusted_offer, accepted, standing
from tests.matcher.storage.rows import NOW, a_stored_need


def test_whoever_spoke_with_the_resident_confirms_a_need(database: Database):
    with acting(database) as act:
        need = a_stored_need(act.store, confirmed_at=None, confirmed_by=None)
        confirm_by_phone(act, a_desk(act.store, Role.INTAKE), need.id)
        act.store.refresh(need)
        assert need.confirmed_by == "coordinator"


def test_closing_a_need_takes_back_what_was_promised(database: Database):
    one = accepted(database)
    with acting(database) as act:
        desk = a_desk(act.store)
        with pytest.raises(Invalid):
            close_need(act, desk, one.need_id, NeedEnding.EXPIRED)
        close_need(act, desk, one.need_id, NeedEnding.REFERRED)
    after = standing(database, one.match_id)
    assert (after.status, after.need_status) == ("withdrawn", "closed")


def test_three_are_asked_at_once_from_the_list_of_who_could_help(database: Database):
    with acting(database) as act:
        desk, need = a_desk(act.store), a_stored_need(act.store)
        for _ in range(3):
            a_trusted_offer(act.store)
        found = [one.offer_id for one in candidates(act, desk, need.id)]
        assert len(found) == 3
        assert ask(act, desk, need.id, found, together=True) == 3
        asked = act.store.query(MatchRow).filter_by(need_id=need.id).all()
        assert {(one.status, one.locked, one.asked_together) for one in asked} == {
            ("proposed", True, True)
        }


def test_what_is_shown_of_costs_does_not_change_wherever_somebody_lives_in_their_square(
    database: Database,
):
    with acting(database) as act:
        desk, need = a_desk(act.store), a_stored_need(act.store)
        near = [a_trusted_offer(act.store) for _ in range(4)]
        shown = [(one.offer_id, one.shown_cost) for one in candidates(act, desk, need.id)]
        for offer, east in zip(near, (40, 10, 30, 20), strict=True):
            offer.easting += east
        act.store.flush()
        found = candidates(act, desk, need.id)
        assert [(one.offer_id, one.shown_cost) for one in found] == shown
        assert len({one.cost for one in found}) == 4


def test_what_was_paired_can_be_locked_undone_and_kept_apart(database: Database):
    one = accepted(database)
    with acting(database, by="coordinator:x") as act:
        desk = a_desk(act.store)
        for _ in range(2):
            assert lock(act, desk, one.match_id) == one.need_id
        undo(act, desk, one.match_id)
        keep_apart(act, desk, one.need_id, one.offer_id)
    assert standing(database, one.match_id).status == "withdrawn"


def test_whoever_may_not_pair_and_whoever_is_elsewhere_changes_nothing(database: Database):
    one = accepted(database)
    with acting(database) as act:
        deeds = (
            lambda desk: ask(act, desk, one.need_id, [one.offer_id]),
            lambda desk: lock(act, desk, one.match_id),
            lambda desk: undo(act, desk, one.match_id),
            lambda desk: keep_apart(act, desk, one.need_id, one.offer_id),
            lambda desk: close_need(act, desk, one.need_id, NeedEnding.MET),
        )
        intake = a_desk(act.store, Role.INTAKE)
        elsewhere = a_desk(act.store, boroughs=(SOUTHWARK,))
        for deed in deeds:
            with pytest.raises(NotAllowed):
                deed(intake)
            with pytest.raises(NotFound):
                deed(elsewhere)
    assert standing(database, one.match_id).status == "accepted"


def test_what_would_change_is_told_of_ones_own_boroughs(database: Database):
    with acting(database) as act:
        for borough, metres in ((LAMBETH, 700), (LAMBETH, 1_500), (SOUTHWARK, 100)):
            need = a_stored_need(act.store, borough=borough)
            act.store.add(
                BlockedNeedRow(
                    need_id=need.id,
                    blocker="none_within_radius",
                    units=2,
                    wider_radius_m=metres,
                    since=NOW,
                )
            )
        ahead = {
            "wider": {"500": {}, "1000": {LAMBETH: 1, SOUTHWARK: 3}, "2000": {LAMBETH: 2}},
            "more": [
                {"borough": SOUTHWARK, "category": "visit", "matched": 1},
                {"borough": LAMBETH, "category": "garden", "matched": 0, "shorter_m": 80},
                {
                    "borough": LAMBETH,
                    "category": "visit",
                    "matched": 1,
                    "matched_by_several": 3,
                    "shorter_m": -40,
                },
            ],
        }
        act.store.add(
            RoundRow(
                id=new_id(),
                slot=NOW,
                started_at=NOW,
                finished_at=NOW,
                objective=5,
                lower_bound=5,
                gap=0.0,
                report={"what_if": ahead},
            )
        )
        act.store.flush()
        desk = a_desk(act.store)
        found = what_if(act, desk)
        assert found.by_gate == {"none_within_radius": 4}
        assert found.wider == (Wider(500, 0, 0), Wider(1_000, 1, 1), Wider(2_000, 2, 2))
        assert found.worth == (
            Worth(LAMBETH, "visit", 1, 3, -40),
            Worth(LAMBETH, "garden", 0, None, 80),
        )
        assert len(round_log(act, desk)) == 1
        with pytest.raises(NotAllowed):
            what_if(act, a_desk(act.store, Role.INTAKE))
