"""Why somebody has not been asked: each reason, and none that does not hold."""

from datetime import date, time, timedelta

import pytest

from matcher.domain.checks import CheckLevel
from matcher.domain.refusals import Invalid, NotFound
from matcher.service.offers import OfferWords, change_offer, pause_offer
from matcher.service.volunteers import sign_up
from matcher.service.volunteers_known import suspend_volunteer
from matcher.service.volunteers_limits import Limits, change_limits
from matcher.service.volunteers_unasked import MOST_LOOKED_AT, Why, why_not_asked
from matcher.storage.database import Database
from matcher.storage.reading.volunteers import standing_offer_of
from matcher.storage.tables import AvoidedPairRow, DeclinedPairRow, VolunteerRow
from matcher.storage.writing.proposals import record_batch
from tests.builders import TODAY, at
from tests.matcher.service.acts import acting, looking
from tests.matcher.service.signing_up import a_helper, a_home, joined
from tests.matcher.storage.conftest import BACKENDS
from tests.matcher.storage.rows import NOW, a_proposal, a_stored_need, a_stored_offer, units_of


@pytest.fixture
def database(empty_sqlite: Database) -> Database:
    """What is only read here reads alike on both; one test below asks both of them."""
    return empty_sqlite


@pytest.fixture(params=BACKENDS)
def either(request: pytest.FixtureRequest) -> Database:
    return request.getfixturevalue(f"empty_{request.param}")


def whys(database: Database, volunteer_id: str) -> list[Why]:
    with looking(database) as act:
        return [one.why for one in why_not_asked(act, volunteer_id)]


def offer_of(database: Database, volunteer_id: str) -> str:
    with looking(database) as act:
        return standing_offer_of(act.store, volunteer_id).id


def test_near_nothing_it_says_so(either: Database):
    volunteer_id = a_helper(either)
    with either.begin() as store:
        far = at(2_001)
        a_stored_need(store, easting=far.easting, northing=far.northing)
        a_stored_need(store, category="visit")
        a_stored_need(store, confirmed_at=None, confirmed_by=None)
    assert whys(either, volunteer_id) == [Why.NOTHING_NEAR]
    with looking(either) as act:
        [why] = why_not_asked(act, volunteer_id)
        assert "groceries" in why.categories


def test_many_of_one_kind_do_not_hide_the_one_of_another(database: Database):
    volunteer_id = a_helper(database, categories=frozenset({"groceries", "prescriptions"}))
    with database.begin() as store:
        for _ in range(MOST_LOOKED_AT // 2 + 1):
            a_stored_need(store, category="groceries", requires=frozenset({"car"}))
        a_stored_need(store, category="prescriptions")
    assert whys(database, volunteer_id) == [Why.OTHERS_FIRST]


def test_where_somebody_waits_whom_they_could_help_others_were_asked_first(database: Database):
    volunteer_id = a_helper(database)
    with database.begin() as store:
        a_stored_need(store)
    assert whys(database, volunteer_id) == [Why.OTHERS_FIRST]


def test_a_need_for_which_somebody_is_asked_does_not_wait(database: Database):
    volunteer_id = a_helper(database)
    with database.begin() as store:
        [unit] = units_of(store, a_stored_need(store))
        record_batch(store, [a_proposal(unit, a_stored_offer(store))], now=NOW)
    assert whys(database, volunteer_id) == [Why.NOTHING_NEAR]


def test_help_by_telephone_knows_no_distance(database: Database):
    volunteer_id = a_helper(database, categories=frozenset({"phone_call"}))
    with database.begin() as store:
        far = at(20_000)
        a_stored_need(store, category="phone_call", easting=far.easting, northing=far.northing)
    assert whys(database, volunteer_id) == [Why.OTHERS_FIRST]


@pytest.mark.parametrize(
    ("need", "why"),
    [
        ({"languages": frozenset({"bn"})}, Why.OTHER_LANGUAGES),
        ({"availability": frozenset({"sun-eve"})}, Why.OTHER_TIMES),
        ({"requires": frozenset({"car"})}, Why.ASKS_FOR_MORE),
    ],
)
def test_what_the_needs_around_ask_for_is_named(database: Database, need, why):
    volunteer_id = a_helper(database, availability=frozenset({"mon-am"}))
    with database.begin() as store:
        a_stored_need(store, **need)
    assert whys(database, volunteer_id) == [why]


@pytest.mark.parametrize("kind", ["declined", "avoided"])
def test_a_pair_that_was_refused_is_a_reason(database: Database, kind):
    volunteer_id = a_helper(database)
    offer_id = offer_of(database, volunteer_id)
    with database.begin() as store:
        need = a_stored_need(store)
        if kind == "declined":
            store.add(DeclinedPairRow(need_id=need.id, offer_id=offer_id, reason="too_far", at=NOW))
        else:
            store.add(
                AvoidedPairRow(
                    resident_id=need.person_id, volunteer_id=volunteer_id, by="machine", at=NOW
                )
            )
    assert whys(database, volunteer_id) == [Why.SAID_NO]


def test_checks_that_are_missing_are_named_with_the_help_they_are_for(database: Database):
    volunteer_id = a_helper(
        database, level="identity", categories=frozenset({"visit", "garden", "groceries"})
    )
    with looking(database) as act:
        found = {one.level: one.categories for one in why_not_asked(act, volunteer_id)}
    assert found[CheckLevel.REFERENCES] == ("groceries",)
    assert found[CheckLevel.BASIC_DBS] == ("visit",)
    assert CheckLevel.NONE not in found


def test_a_check_counts_for_those_who_require_it(database: Database):
    volunteer_id = a_helper(database, level="basic_dbs")
    with database.begin() as store:
        a_stored_need(store, requires=frozenset({"dbs"}))
    assert whys(database, volunteer_id) == [Why.OTHERS_FIRST]


def test_who_rests_or_is_full_is_told_so_first(database: Database):
    volunteer_id = a_helper(database)
    offer_id = offer_of(database, volunteer_id)
    with acting(database) as act:
        pause_offer(act, offer_id, TODAY + timedelta(days=3))
    with looking(database) as act:
        first = why_not_asked(act, volunteer_id)[0]
    assert (first.why, first.until) == (Why.PAUSED, date(2026, 3, 5))
    other = a_helper(database, radius_m=3_000)
    with acting(database) as act:
        [unit] = units_of(act.store, a_stored_need(act.store))
        from_offer = standing_offer_of(act.store, other)
        record_batch(act.store, [a_proposal(unit, from_offer)], now=NOW)
    assert whys(database, other)[0] is Why.FULL
    assert Why.WEEK_IS_FULL not in whys(database, other)
    with acting(database) as act:
        change_limits(act, other, Limits(matches_per_week=1))
    assert Why.WEEK_IS_FULL in whys(database, other)


def test_messages_that_are_used_up_or_not_wanted_are_a_reason(database: Database):
    volunteer_id = a_helper(database)
    with acting(database) as act:
        change_limits(act, volunteer_id, Limits(messages_per_week=1))
    with looking(database) as act:
        [used, *_] = why_not_asked(act, volunteer_id)
    assert (used.why, used.number) == (Why.MESSAGES_USED_UP, 1)
    assert used.until == NOW + timedelta(days=7)
    with acting(database) as act:
        change_limits(act, volunteer_id, Limits(messages_per_week=0))
    assert Why.NO_MESSAGES_WANTED in whys(database, volunteer_id)


def test_who_has_not_said_how_they_help_is_told_what_comes_next(database: Database):
    with acting(database) as act:
        volunteer_id = sign_up(act, joined())
    assert whys(database, volunteer_id) == [Why.CONTACT_NOT_PROVEN, Why.NO_OFFER]


def test_who_is_suspended_is_told_that_and_no_more(database: Database):
    volunteer_id = a_helper(database)
    with acting(database) as act:
        suspend_volunteer(act, volunteer_id)
    assert whys(database, volunteer_id) == [Why.SUSPENDED]


def test_nobody_is_asked_about_who_is_not_there(database: Database):
    with pytest.raises(NotFound), looking(database) as act:
        why_not_asked(act, "nobody")


def test_limits_are_kept_as_they_were_said(database: Database):
    volunteer_id = a_helper(database)
    limits = Limits(time(21), time(9), 3, 2, True)
    with acting(database) as act:
        change_limits(act, volunteer_id, limits)
    with looking(database) as act:
        row = act.store.get_one(VolunteerRow, volunteer_id)
        assert (
            Limits(
                row.quiet_from,
                row.quiet_until,
                row.messages_per_week,
                row.matches_per_week,
                row.urgent_at_any_hour,
            )
            == limits
        )


@pytest.mark.parametrize(
    "said",
    [
        {"quiet_from": time(21)},
        {"quiet_from": time(21), "quiet_until": time(21)},
        {"messages_per_week": -1},
        {"matches_per_week": 101},
    ],
)
def test_limits_that_make_no_sense_are_refused(said):
    with pytest.raises(Invalid):
        Limits(**said)


def test_a_wider_radius_reaches_further(database: Database):
    volunteer_id = a_helper(database)
    with database.begin() as store:
        far = at(2_500)
        a_stored_need(store, easting=far.easting, northing=far.northing)
    assert whys(database, volunteer_id) == [Why.NOTHING_NEAR]
    with acting(database) as act:
        change_offer(
            act, offer_of(database, volunteer_id), OfferWords(radius_m=3_000, place=a_home())
        )
    assert whys(database, volunteer_id) == [Why.OTHERS_FIRST]
