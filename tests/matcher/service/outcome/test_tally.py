"""The figures count units and not needs, and name the gate that stops most."""

from matcher.domain.eligibility import Blocker
from matcher.service.matching import Matching, UnservedFact
from matcher.service.outcome.tally import Group, tally_of
from tests.builders import LAMBETH, SOUTHWARK, a_need, an_offer
from tests.matcher.service.outcome.conftest import a_match


def test_a_need_for_three_that_got_one_counts_one_served_and_two_missing():
    matching = Matching(
        matches=(a_match(),),
        unserved=(UnservedFact("n1", 2, Blocker.ALL_FULL, None),),
        values=(),
        objective=0,
        lower_bound=0,
        gap=0.0,
        seconds={},
    )
    town = tally_of([a_need("n1", people_needed=3)], [an_offer("o1")], matching).town
    assert (town.needs, town.units, town.served, town.unserved) == (1, 3, 1, 2)
    assert town.blockers == {Blocker.ALL_FULL: 2}


def test_boroughs_with_volunteers_and_no_needs_are_counted_too():
    nothing = Matching((), (), (), 0, 0, 0.0, {})
    tally = tally_of([], [an_offer("o1", borough=SOUTHWARK), an_offer("o2")], nothing)
    assert list(tally.by_borough) == [LAMBETH, SOUTHWARK]
    assert tally.by_borough[SOUTHWARK].served_share is None
    assert tally.town.offers == 2
    assert tally.mean_distance_m is None


def test_the_top_blocker_is_the_commonest_and_the_first_gate_of_two_that_tie():
    group = Group(units=9)
    assert group.top_blocker is None
    group.blockers.update({Blocker.ALL_FULL: 3, Blocker.NONE_WITHIN_RADIUS: 3})
    assert group.top_blocker is Blocker.NONE_WITHIN_RADIUS
    group.blockers[Blocker.ALL_FULL] += 1
    assert group.top_blocker is Blocker.ALL_FULL
