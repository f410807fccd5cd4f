"""Offers: made, changed, paused, taken up and ended, on both databases."""

from datetime import date, timedelta

import pytest

from matcher.domain.refusals import Conflict, Invalid, NotFound
from matcher.service.offers import (
    OfferWords,
    change_offer,
    end_offer,
    make_offer,
    pause_offer,
    take_up_offer,
)
from matcher.service.volunteers import sign_up
from matcher.storage.database import Database
from matcher.storage.tables import OfferRow
from tests.builders import LAMBETH, TODAY
from tests.matcher.service.acts import acting, looking, posted
from tests.matcher.service.matched import accepted, asked, held, standing
from tests.matcher.service.signing_up import joined, words


def an_offer(database: Database, **said: object) -> str:
    with acting(database) as act:
        return make_offer(act, sign_up(act, joined()), words(**said))


def row(database: Database, offer_id: str) -> OfferRow:
    with looking(database) as act:
        return act.store.get_one(OfferRow, offer_id)


def test_an_offer_is_kept_as_it_was_said(database: Database):
    kept = row(
        database,
        an_offer(
            database,
            radius_m=3_000,
            capacity=2,
            provides=frozenset({"car"}),
            languages=frozenset({"en", "so"}),
            availability=frozenset({"mon-am"}),
        ),
    )
    assert (kept.status, kept.borough, kept.cell, kept.postcode) == (
        "active",
        LAMBETH,
        "TQ3175",
        "SW2 1RW",
    )
    assert (kept.radius_m, kept.capacity, kept.provides) == (3_000, 2, {"car"})
    assert (kept.languages, kept.availability) == ({"en", "so"}, {"mon-am"})


@pytest.mark.parametrize(
    "said",
    [
        {"categories": frozenset()},
        {"categories": frozenset({"magic"})},
        {"radius_m": 0},
        {"radius_m": 60_000},
        {"capacity": 0},
        {"capacity": 21},
        {"languages": frozenset()},
        # That somebody is checked is for a coordinator to say.
        {"provides": frozenset({"dbs"})},
        {"availability": frozenset({"someday"})},
    ],
)
def test_an_offer_that_makes_no_sense_is_refused(said):
    with pytest.raises(Invalid):
        OfferWords(**said)


def test_an_offer_says_what_and_where(database: Database):
    with pytest.raises(Invalid), acting(database) as act:
        make_offer(act, sign_up(act, joined()), words(place=None))


def test_a_volunteer_has_one_offer_until_it_ends(database: Database):
    with acting(database) as act:
        volunteer_id = sign_up(act, joined())
        first = make_offer(act, volunteer_id, words())
    with pytest.raises(Conflict), acting(database) as act:
        make_offer(act, volunteer_id, words())
    with acting(database) as act:
        end_offer(act, first)
        assert make_offer(act, volunteer_id, words()) != first


def test_a_change_changes_what_was_said_and_nothing_else(database: Database):
    offer_id = an_offer(database)
    with acting(database) as act:
        change_offer(act, offer_id, OfferWords(radius_m=500))
    assert (row(database, offer_id).radius_m, row(database, offer_id).capacity) == (500, 1)


def test_nobody_makes_room_for_fewer_than_wait_for_them(database: Database):
    one = accepted(database)
    with database.begin() as store:
        store.get_one(OfferRow, one.offer_id).capacity = 3
        store.get_one(OfferRow, one.offer_id).held = 2
    with pytest.raises(Conflict, match="more people waiting"), acting(database) as act:
        change_offer(act, one.offer_id, OfferWords(capacity=1))
    with acting(database) as act:
        change_offer(act, one.offer_id, OfferWords(capacity=2))


def test_who_rests_is_asked_nothing_and_keeps_what_was_promised(database: Database):
    one = accepted(database)
    with acting(database) as act:
        pause_offer(act, one.offer_id, TODAY + timedelta(days=7))
    assert standing(database, one.match_id).status == "accepted"
    [other] = asked(database)
    with acting(database) as act:
        pause_offer(act, other.offer_id)
    assert standing(database, other.match_id).status == "withdrawn"
    assert held(database, other.offer_id) == 0
    with looking(database) as act:
        assert other.volunteer_id not in [person for _, person in posted(act.store)]


def test_a_pause_ends_on_its_day_or_is_given_another(database: Database):
    offer_id = an_offer(database)
    for days in (7, 14):
        with acting(database) as act:
            pause_offer(act, offer_id, TODAY + timedelta(days=days))
    assert row(database, offer_id).paused_until == date(2026, 3, 16)
    with acting(database) as act:
        take_up_offer(act, offer_id)
    assert (row(database, offer_id).status, row(database, offer_id).paused_until) == (
        "active",
        None,
    )
    with pytest.raises(Invalid), acting(database) as act:
        pause_offer(act, offer_id, TODAY)


def test_who_ends_their_offer_lets_nobody_wait(database: Database):
    one = accepted(database)
    with acting(database) as act:
        end_offer(act, one.offer_id)
    assert held(database, one.offer_id) == 0
    with looking(database) as act:
        assert ("handed_back", one.resident_id) in posted(act.store)
    for verb in (end_offer, pause_offer, take_up_offer):
        with pytest.raises(Conflict, match="ended"), acting(database) as act:
            verb(act, one.offer_id)
    with pytest.raises(NotFound), acting(database) as act:
        end_offer(act, "nothing")
