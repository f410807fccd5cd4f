"""Who may be given what: the check of a volunteer against the task class of a category."""

from dataclasses import fields
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.domain.categories import CATEGORIES, TaskClass
from matcher.domain.checks import (
    IN_WORDS,
    LADDER,
    NEEDED,
    Check,
    CheckLevel,
    allowed_categories,
    attributes_from,
    level_held,
    may_be_given,
    require_check,
    what_is_missing,
)
from matcher.domain.refusals import Invalid, NotAllowed
from tests.builders import TODAY

LAST_YEAR = TODAY - timedelta(days=365)
LEVELS = [level for level in CheckLevel if level is not CheckLevel.NONE]


def a_check(level: CheckLevel = CheckLevel.BASIC_DBS, **said) -> Check:
    """Seen a year ago, with no review, unless it is said otherwise."""
    return Check(**({"level": level, "seen_on": LAST_YEAR, "seen_by": "c1"} | said))


CHECKS = st.lists(
    st.builds(
        a_check,
        st.sampled_from(LEVELS),
        seen_on=st.dates(date(2024, 1, 1), date(2026, 3, 9)),
        review_on=st.none() | st.dates(date(2026, 3, 10), date(2027, 1, 1)),
    ),
    max_size=4,
)
CATEGORY = st.sampled_from([category.slug for category in CATEGORIES])


def test_without_any_check_a_neighbour_can_bring_clothes_to_the_door_and_no_more():
    slugs = [category.slug for category in CATEGORIES]
    assert allowed_categories(slugs, [], TODAY) == {"clothing", "toys_and_baby", "garden"}


@pytest.mark.parametrize(
    ("category", "least"),
    [
        ("clothing", CheckLevel.NONE),
        ("phone_call", CheckLevel.IDENTITY),
        ("prescriptions", CheckLevel.IDENTITY),
        ("groceries", CheckLevel.REFERENCES),
        ("visit", CheckLevel.BASIC_DBS),
        ("transport", CheckLevel.BASIC_DBS),
    ],
)
def test_each_task_class_asks_for_its_step_of_the_ladder(category, least):
    for level in LEVELS:
        enough = LADDER.index(level) >= LADDER.index(least)
        assert may_be_given(category, [a_check(level)], TODAY) is enough


def test_every_task_class_and_level_is_thought_of():
    assert set(NEEDED) == set(TaskClass)
    assert set(IN_WORDS) == set(CheckLevel)
    assert LADDER[0] is CheckLevel.NONE


@given(CHECKS, CHECKS, CATEGORY)
def test_another_check_never_takes_anything_away(some, more, category):
    if may_be_given(category, some, TODAY):
        assert may_be_given(category, [*some, *more], TODAY)


@given(CHECKS, CATEGORY)
def test_a_sentence_says_what_is_missing_exactly_where_something_is(checks, category):
    missing = what_is_missing(category, iter(checks), TODAY)
    assert (missing is None) is may_be_given(category, checks, TODAY)
    if missing:
        assert missing.startswith("For ")
        assert missing.endswith(".")
        with pytest.raises(NotAllowed, match="we ask for"):
            require_check(category, checks, TODAY)
    else:
        require_check(category, checks, TODAY)


def test_a_check_holds_on_its_review_date_and_no_longer():
    check = a_check(review_on=TODAY)
    assert may_be_given("visit", [check], TODAY)
    assert not may_be_given("visit", [check], TODAY + timedelta(days=1))
    assert level_held([check], TODAY + timedelta(days=1)) is CheckLevel.NONE


def test_what_runs_out_falls_back_on_what_still_holds():
    checks = [a_check(CheckLevel.IDENTITY), a_check(review_on=TODAY)]
    assert level_held(checks, TODAY + timedelta(days=1)) is CheckLevel.IDENTITY


def test_a_check_that_is_to_be_seen_tomorrow_is_not_held_today():
    assert level_held([a_check(seen_on=TODAY + timedelta(days=1))], TODAY) is CheckLevel.NONE


def test_what_was_never_seen_and_what_ran_out_are_told_apart():
    assert what_is_missing("visit", [], TODAY) == (
        "For help inside the home we ask for a basic DBS check, and that has not been seen yet."
    )
    lapsed = [a_check(review_on=date(2026, 1, 5)), a_check(CheckLevel.IDENTITY)]
    assert what_is_missing("visit", lapsed, TODAY) == (
        "For help inside the home we ask for a basic DBS check;"
        " what we saw was due for review on 5 January 2026."
    )
    never_enough = [a_check(CheckLevel.IDENTITY, review_on=date(2026, 1, 5))]
    assert what_is_missing("groceries", never_enough, TODAY) == (
        "For help with somebody's money we ask for two references, and that has not been seen yet."
    )


def test_every_class_of_task_says_which_check_it_needs():
    assert set(NEEDED) == set(TaskClass)


def test_only_a_check_that_holds_lets_an_offer_provide_dbs():
    assert attributes_from([a_check()], TODAY) == {"dbs"}
    assert attributes_from([a_check(CheckLevel.ENHANCED_DBS)], TODAY) == {"dbs"}
    assert attributes_from([a_check(CheckLevel.REFERENCES)], TODAY) == frozenset()
    assert attributes_from([a_check(review_on=TODAY - timedelta(days=1))], TODAY) == frozenset()


@pytest.mark.parametrize(
    ("field", "value"),
    [("level", CheckLevel.NONE), ("seen_by", ""), ("review_on", LAST_YEAR)],
)
def test_a_check_that_says_too_little_is_refused(field, value):
    with pytest.raises(Invalid) as refusal:
        a_check(**{field: value})
    assert refusal.value.field == field


def test_a_check_has_no_room_for_a_certificate():
    assert [field.name for field in fields(Check)] == ["level", "seen_on", "seen_by", "review_on"]
