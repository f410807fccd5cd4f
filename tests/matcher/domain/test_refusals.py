"""A value that breaks a rule is refused where it is made, with the field and a sentence."""

from datetime import date

import pytest

from matcher.domain.categories import CATEGORIES, CATEGORY_BY_SLUG, TaskClass
from matcher.domain.needs import MOST_PEOPLE_NEEDED
from matcher.domain.offers import MOST_CAPACITY, MOST_RADIUS_M, MOST_RECENT
from matcher.domain.params import MOST, Params
from matcher.domain.refusals import Conflict, Invalid, NotAllowed, NotFound, Refusal
from tests.builders import TODAY, a_need, an_offer


def the_field_refused(make, **said) -> str | None:
    with pytest.raises(Invalid) as refusal:
        make(**said)
    assert str(refusal.value).endswith(".")
    return refusal.value.field


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("id", ""),
        ("category", "shopping"),
        ("category", ""),
        ("people_needed", 0),
        ("people_needed", -1),
        ("people_needed", MOST_PEOPLE_NEEDED + 1),
        ("availability", {"mon-noon"}),
    ],
)
def test_a_need_that_cannot_be_is_refused(field, value):
    assert the_field_refused(a_need, **{field: value}) == field


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("id", ""),
        ("categories", {"groceries", "shopping"}),
        ("radius_m", -1),
        ("radius_m", MOST_RADIUS_M + 1),
        ("capacity", -1),
        ("capacity", MOST_CAPACITY + 1),
        ("recent", -1),
        ("recent", MOST_RECENT + 1),
        ("availability", {"mon-am", "friday"}),
    ],
)
def test_an_offer_that_cannot_be_is_refused(field, value):
    assert the_field_refused(an_offer, **{field: value}) == field


@pytest.mark.parametrize("name", Params.__slots__)
@pytest.mark.parametrize("value", [-1, MOST + 1, 1.5, True, "500"])
def test_params_are_whole_numbers_within_reason(name, value):
    assert the_field_refused(Params, **{name: value}) == name


def test_waiting_takes_at_least_one_day_and_other_params_may_be_nothing():
    assert the_field_refused(Params, waiting_days=0) == "waiting_days"
    assert Params(borough_penalty_m=0, load_step_m=0, unserved_routine_m=0).load_step_m == 0


def test_the_bounds_themselves_are_allowed():
    assert a_need(people_needed=MOST_PEOPLE_NEEDED).people_needed == MOST_PEOPLE_NEEDED
    offer = an_offer(radius_m=MOST_RADIUS_M, capacity=MOST_CAPACITY, recent=MOST_RECENT)
    assert (offer.radius_m, an_offer(radius_m=0, capacity=0).capacity) == (MOST_RADIUS_M, 0)
    assert an_offer(categories=set()).categories == frozenset()


def test_every_refusal_is_of_one_family():
    assert all(issubclass(kind, Refusal) for kind in (NotFound, NotAllowed, Conflict, Invalid))
    assert Invalid("Please mend it.").field is None


def test_categories_have_different_slugs_and_names_and_only_the_remote_know_no_distance():
    assert len(CATEGORY_BY_SLUG) == len({category.name for category in CATEGORIES})
    assert len(CATEGORIES) == len(CATEGORY_BY_SLUG) <= 64  # one bit each in a mask
    remote = {category.slug for category in CATEGORIES if category.remote}
    assert remote == {"phone_call", "translation"}
    assert {category.task_class for category in CATEGORIES} == set(TaskClass)


def test_days_waiting_are_counted_and_never_below_nothing():
    assert a_need(registered_on=date(2026, 2, 20)).days_waiting(TODAY) == 10
    assert a_need(registered_on=date(2026, 3, 20)).days_waiting(TODAY) == 0
    assert a_need().days_waiting(TODAY) == 0
