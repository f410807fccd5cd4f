"""One volunteer helps many charities with one profile; load and rest are counted over all."""

from datetime import timedelta

import pytest

from matcher.domain.board import LATELY_DAYS, VolunteerOrder
from matcher.domain.refusals import NotFound, Refusal
from matcher.service.acting import Act
from matcher.service.board_pairing import ask, candidates
from matcher.service.board_volunteers import volunteer_contact, volunteer_page, volunteers
from matcher.service.erasure import erase_person
from matcher.service.helping import help_charity, own_charities, stop_helping
from matcher.storage.database import Database
from matcher.storage.reading.board_volunteers import volunteer_line
from matcher.storage.tables import HelpingRow, OfferRow
from tests.builders import LAMBETH, SOUTHWARK
from tests.matcher.service.acts import a_check, acting, reachable
from tests.matcher.service.charitable import Group, a_group, a_newcomer
from tests.matcher.storage.rows import (
    NOW,
    a_stored_match,
    a_stored_need,
    a_stored_offer,
    units_of,
)


def a_helper(act: Act, *groups: Group, **offer: object) -> OfferRow:
    """Somebody in Lambeth with one offer, who helps these charities."""
    row = a_stored_offer(act.store, **offer)
    reachable(act.store, row.volunteer_id)
    a_check(act.store, row.volunteer_id, "references")
    for one in groups:
        help_charity(act, row.volunteer_id, one.id)
    return row


def seen(act: Act, group: Group) -> set[str]:
    page = volunteers(act, group.desk, VolunteerOrder.NEWEST)
    return {line.id for line in page.lines}


def test_whom_a_volunteer_chose_sees_them_and_nobody_else_does(database: Database):
    with acting(database) as act:
        one, two, other = (a_group(act.store, name) for name in ("One", "Two", "Other"))
        far = a_group(act.store, "Far", boroughs=(SOUTHWARK,))
        nobodys, chosen = a_helper(act), a_helper(act, one, two, far)
        assert seen(act, one) == {nobodys.volunteer_id, chosen.volunteer_id}
        assert seen(act, other) == {nobodys.volunteer_id}
        # Wherever they live: they said so themselves.
        assert seen(act, far) == {chosen.volunteer_id}
        assert volunteer_contact(act, two.desk, chosen.volunteer_id).name == "Ann Example"
        with pytest.raises(NotFound):
            volunteer_contact(act, other.desk, chosen.volunteer_id)


def test_a_volunteer_begins_and_stops_to_help_a_charity_themselves(database: Database):
    with acting(database) as act:
        one, two = a_group(act.store, "One"), a_group(act.store, "Two")
        helper = a_helper(act, one)
        help_charity(act, helper.volunteer_id, one.id, drives=True)
        found = own_charities(act, helper.volunteer_id)
        assert [(line.name, line.drives) for line in found.helped] == [("One", True)]
        assert [line.name for line in found.others] == ["Two"]
        stop_helping(act, helper.volunteer_id, one.id)
        stop_helping(act, helper.volunteer_id, one.id)
        assert own_charities(act, helper.volunteer_id).helped == ()
        assert helper.volunteer_id in seen(act, two)
        pending = a_newcomer(act, boroughs=frozenset({LAMBETH}))
        for charity_id in (pending, "x"):
            with pytest.raises(NotFound):
                help_charity(act, helper.volunteer_id, charity_id)


def test_load_is_counted_over_all_charities(database: Database):
    with acting(database) as act:
        one, two = a_group(act.store, "One"), a_group(act.store, "Two")
        helper = a_helper(act, one, two, capacity=5)
        for group in (one, two):
            need = a_stored_need(act.store, charity_id=group.id)
            unit = units_of(act.store, need)[0]
            a_stored_match(act.store, unit, helper, status="confirmed", minutes_given=30)
        since = NOW - timedelta(days=LATELY_DAYS)
        line = volunteer_line(act.store, helper.volunteer_id, since=since)
        assert line is not None
        assert (line.asked, line.helped, line.minutes) == (2, 2, 60)
        pages = [volunteer_page(act, group.desk, helper.volunteer_id) for group in (one, two)]
        assert [page.volunteer.helped for page in pages] == [2, 2]


def test_a_place_that_one_charity_took_is_gone_for_the_other(database: Database):
    with acting(database) as act:
        one, two = a_group(act.store, "One"), a_group(act.store, "Two")
        helper = a_helper(act, one, two, capacity=1)
        needs = [a_stored_need(act.store, charity_id=group.id).id for group in (one, two)]
        assert candidates_of(act, one, needs[0]) == {helper.id}
        ask(act, one.desk, needs[0], [helper.id], knowingly=True)
        assert candidates_of(act, two, needs[1]) == set()
        with pytest.raises(Refusal):
            ask(act, two.desk, needs[1], [helper.id], knowingly=True)


def candidates_of(act: Act, group: Group, need_id: str) -> set[str]:
    return {one.offer_id for one in candidates(act, group.desk, need_id)}


def test_whoever_is_erased_helps_nobody_any_more(database: Database):
    with acting(database) as act:
        helper = a_helper(act, a_group(act.store))
        erase_person(act, helper.volunteer_id)
        assert act.store.query(HelpingRow).count() == 0
