"""What suits whom."""

import pytest

from matcher.domain.diets import ALLERGENS, DIETARY, DIETS, what_is_wrong


@pytest.mark.parametrize(
    ("dietary", "diets", "allergens", "unmet"),
    [
        (set(), set(), None, set()),
        ({"halal"}, {"halal"}, None, set()),
        ({"halal"}, {"vegetarian"}, set(), {"halal"}),
        ({"vegetarian"}, {"vegan"}, set(), set()),
        ({"vegan"}, {"vegetarian"}, set(), {"vegan"}),
        ({"no_milk"}, set(), {"gluten"}, set()),
        ({"no_milk"}, set(), {"gluten", "milk"}, {"no_milk"}),
        ({"no_milk", "halal"}, {"halal"}, {"milk"}, {"no_milk"}),
    ],
)
def test_food_suits_whoever_can_eat_all_of_it(dietary, diets, allergens, unmet):
    assert what_is_wrong(dietary, diets, allergens) == unmet


def test_where_nobody_has_read_the_labels_nobody_with_an_allergy_gets_it():
    for allergen in ALLERGENS:
        assert what_is_wrong({f"no_{allergen}"}, set(DIETS), None) == {f"no_{allergen}"}


def test_every_wish_is_one_word():
    assert all(wish.isidentifier() for wish in DIETARY)
    assert len(ALLERGENS) == 14
