"""Stock's rules: accounts that are nothing together, first dates first, what is refused."""

from datetime import date

import pytest

from matcher.domain.refusals import Conflict, Invalid
from matcher.domain.stock import (
    NEVER_BELOW_ZERO,
    WAYS,
    Account,
    Balance,
    Batch,
    Item,
    Movement,
    first_expired_first_out,
    is_low,
)
from tests.builders import TODAY

MARCH, APRIL = date(2026, 3, 20), date(2026, 4, 20)


def test_every_movement_but_undoing_has_its_way():
    assert set(WAYS) == set(Movement) - {Movement.UNDONE}
    assert all(source is not target for source, target in WAYS.values())


def test_what_goes_from_one_account_comes_to_another():
    held = Balance().after(Account.RECEIVED, Account.FREE, 5)
    held = held.after(Account.FREE, Account.RESERVED, 2)
    assert held == Balance(free=3, reserved=2, received=-5)


def test_accounts_that_do_not_balance_cannot_be():
    with pytest.raises(ValueError, match="balance"):
        Balance(free=1)


@pytest.mark.parametrize("account", NEVER_BELOW_ZERO)
def test_nothing_goes_below_zero(account):
    with pytest.raises(Conflict):
        Balance(received=-1, counted=1).after(account, Account.COUNTED, 1)


def test_the_first_date_goes_first_and_what_has_none_goes_last():
    shelf = [Batch("a", None, 5), Batch("b", APRIL, 2), Batch("c", MARCH, 2)]
    chosen = first_expired_first_out(shelf, 5, TODAY)
    assert [(batch.id, took) for batch, took in chosen] == [("c", 2), ("b", 2), ("a", 1)]


def test_what_is_past_its_date_is_never_taken_and_on_the_day_it_is_good():
    over, today = Batch("a", date(2026, 3, 1), 5), Batch("b", TODAY, 1)
    assert first_expired_first_out([over, today], 1, TODAY) == [(today, 1)]
    with pytest.raises(Conflict, match="Only one"):
        first_expired_first_out([over, today], 2, TODAY)


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"name": " "}, "name"),
        ({"category": "money"}, "category"),
        ({"diets": frozenset({"carnivore"})}, "diets"),
        ({"allergens": frozenset({"water"})}, "allergens"),
        ({"weight_g": -1}, "weight_g"),
        ({"volume_ml": 10**9}, "volume_ml"),
        ({"code": "a b"}, "code"),
        ({"low_at": -1}, "low_at"),
        ({"contents": "x" * 501}, "contents"),
    ],
)
def test_an_item_that_makes_no_sense_is_refused_by_its_field(said, field):
    with pytest.raises(Invalid) as refused:
        Item(**{"name": "Coat", "category": "clothing"} | said)
    assert refused.value.field == field


def test_a_coat_suits_whatever_somebody_eats():
    assert not Item("Coat", "clothing").unmet(frozenset({"halal", "no_milk"}))


def test_few_are_few_from_the_number_that_was_said():
    assert is_low(3, 3)
    assert not is_low(4, 3)
    assert not is_low(0, None)
