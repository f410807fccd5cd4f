"""A snapshot as a problem: the columns say what the domain says of each need and offer."""

from datetime import date, timedelta

import numpy as np
import pytest

from matcher.domain.availability import HALF_DAY_BIT
from matcher.domain.params import Params
from matcher.engine.problem import problem_from
from matcher.service.rounds_problem import problem_of
from matcher.storage.database import Database
from matcher.storage.reading.round_snapshot import RoundSnapshot, read_round_snapshot
from matcher.storage.tables import NeedRow, UnitRow, VolunteerRow
from tests.builders import TODAY, a_need, an_offer
from tests.matcher.service.living_town import as_allowed, on_paper, put_need, put_offer, settle
from tests.matcher.storage.rows import NOW, a_unit


def a_snapshot(database: Database) -> RoundSnapshot:
    with database.read() as store:
        return read_round_snapshot(
            store,
            today=TODAY,
            until=TODAY + timedelta(days=7),
            since=NOW - timedelta(days=28),
            week_since=NOW - timedelta(days=7),
        )


def test_every_column_is_what_the_domains_own_values_give(database: Database):
    needs, offers = on_paper(seed=9, needs=80, offers=80)
    settle(database, (needs, offers))
    read = problem_of(a_snapshot(database), today=TODAY, params=Params())
    active = [as_allowed(offer) for offer in offers if not offer.paused]
    said = problem_from(needs, active, today=TODAY, params=Params())
    assert read.boroughs == said.boroughs
    for mine, theirs in ((read.needs, said.needs), (read.offers, said.offers)):
        for name, one, other in zip(mine._fields, mine, theirs, strict=True):
            assert one.dtype == other.dtype, name
            assert np.array_equal(one, other), name


@pytest.mark.parametrize(
    ("availability", "wanted"),
    [
        (frozenset(), {"thu-am", "thu-pm", "thu-eve"}),
        ({"mon-am", "thu-pm"}, {"thu-pm"}),
        ({"mon-am"}, {"thu-am", "thu-pm", "thu-eve"}),
    ],
)
@pytest.mark.parametrize("dated", ["unit", "need"])
def test_what_is_wanted_on_a_day_asks_for_the_times_of_that_day(
    database: Database, availability, wanted, dated
):
    thursday = date(2026, 3, 5)
    with database.begin() as store:
        put_need(store, a_need(registered_on=TODAY, availability=frozenset(availability)))
        if dated == "need":
            store.get_one(NeedRow, "n1").wanted_on = thursday
        else:
            store.query(UnitRow).update({"closed_at": NOW})
            a_unit(store, "n1", number=2, on_date=thursday)
    [slots] = problem_of(a_snapshot(database), today=TODAY, params=Params()).needs.slots
    assert int(slots) == sum(1 << HALF_DAY_BIT[half_day] for half_day in wanted)


def test_nobody_is_given_anything_before_they_have_proven_their_contact(database: Database):
    with database.begin() as store:
        put_offer(store, an_offer(categories={"clothing"}))
        put_need(store, a_need(category="clothing", registered_on=TODAY))
        store.get_one(VolunteerRow, "p-o1").status = "new"
    offers = problem_of(a_snapshot(database), today=TODAY, params=Params()).offers
    assert offers.categories.tolist() == [0]


def test_an_empty_town_is_a_problem_too(database: Database):
    problem = problem_of(a_snapshot(database), today=TODAY, params=Params())
    assert (len(problem.needs.units), len(problem.offers.capacity)) == (0, 0)
