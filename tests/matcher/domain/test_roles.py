"""Who may do what, and who sees which part of the town."""

import pytest

from matcher.domain.refusals import NotAllowed
from matcher.domain.roles import MAY, Right, Role, Scope, may, needs_second_step, require

INTAKE = {
    Right.SEE_CHARITIES,
    Right.SEE_BOARD,
    Right.SEE_DETAILS,
    Right.TAKE_DOWN_NEEDS,
    Right.NOTE,
    Right.RING,
    Right.SEE_RUNS,
    Right.SEE_ROTA,
    Right.SEE_STOCK,
    Right.HANDLE_STOCK,
}
ONLY_ADMINISTRATORS = {
    Right.MANAGE_STAFF,
    Right.LIFT_SUSPENSIONS,
    Right.SETTLE_CHARITIES,
    Right.KEEP_DIRECTORY,
}


def test_each_role_may_what_the_one_below_it_may_and_more():
    assert MAY[Role.INTAKE] == INTAKE
    assert MAY[Role.INTAKE] < MAY[Role.COORDINATOR] < MAY[Role.ADMINISTRATOR] == set(Right)
    assert MAY[Role.ADMINISTRATOR] - MAY[Role.COORDINATOR] == ONLY_ADMINISTRATORS


def test_whoever_may_not_is_told_whom_to_ask():
    assert not may(Role.INTAKE, Right.PAIR)
    with pytest.raises(NotAllowed, match="ask a coordinator"):
        require(Role.INTAKE, Right.PAIR)
    require(Role.COORDINATOR, Right.PAIR)


def test_whoever_sees_volunteers_needs_more_than_a_password():
    assert {role for role in Role if needs_second_step(role)} == {
        role for role in Role if may(role, Right.SEE_VOLUNTEERS)
    }


def test_a_scope_covers_its_charities_where_they_work_and_what_is_nobodys_there():
    scope = Scope.of(Role.COORDINATOR, [("food", "E1"), ("books", "E2")])
    covered = {
        (charity, borough)
        for charity in ("food", "books", "other", None)
        for borough in ("E1", "E2", "E3")
        if scope.covers(charity, borough)
    }
    assert covered == {("food", "E1"), ("books", "E2"), (None, "E1"), (None, "E2")}


def test_an_administrator_sees_everything_and_somebody_without_a_scope_nothing():
    assert Scope.of(Role.ADMINISTRATOR, []).covers("any", "anywhere")
    assert not Scope.of(Role.INTAKE, []).covers(None, "E1")
