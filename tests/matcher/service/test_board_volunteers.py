"""Volunteers' lists: who was not asked lately, who is tired, whose check runs out."""

from datetime import timedelta

import pytest

from matcher.domain.board import TIRED_FROM, VolunteerOrder
from matcher.domain.refusals import NotAllowed, NotFound
from matcher.domain.roles import Role
from matcher.service.board_volunteers import volunteer_contact, volunteer_page, volunteers
from matcher.storage.database import Database, Store
from matcher.storage.tables import LookRow
from tests.builders import SOUTHWARK, TODAY
from tests.matcher.service.acts import a_check, acting
from tests.matcher.service.desks import a_charity, a_desk
from tests.matcher.service.matched import a_trusted_offer
from tests.matcher.storage.rows import (
    NOW,
    a_stored_match,
    a_stored_need,
    a_stored_offer,
    a_volunteer,
    units_of,
)


def asked_before(store: Store, days: int, times: int = 1, status: str = "confirmed") -> str:
    offer = a_stored_offer(store, capacity=20)
    for _ in range(times):
        [unit] = units_of(store, a_stored_need(store))
        a_stored_match(
            store,
            unit,
            offer,
            status=status,
            proposed_at=NOW - timedelta(days=days),
            minutes_given=30,
        )
    return offer.volunteer_id


def in_list(act, desk, order: VolunteerOrder) -> list[str]:
    return [line.id for line in volunteers(act, desk, order).lines]


def test_whoever_was_not_asked_lately_stands_first_in_the_order_of_how_long(database: Database):
    with acting(database) as act:
        desk = a_desk(act.store)
        asked_before(act.store, 3)
        long, longer = asked_before(act.store, 40), asked_before(act.store, 90)
        never = a_stored_offer(act.store).volunteer_id
        a_stored_offer(act.store, volunteer_id=a_volunteer(act.store, status="suspended").person_id)
        assert in_list(act, desk, VolunteerOrder.NOT_ASKED_LATELY) == [longer, long, never]


def test_whoever_did_a_lot_lately_is_tired(database: Database):
    with acting(database) as act:
        desk = a_desk(act.store)
        tired = asked_before(act.store, 3, TIRED_FROM)
        asked_before(act.store, 3, TIRED_FROM - 1)
        asked_before(act.store, 40, TIRED_FROM)
        assert in_list(act, desk, VolunteerOrder.TIRED) == [tired]
        line = volunteer_page(act, desk, tired).volunteer
        assert (line.helped, line.minutes) == (TIRED_FROM, TIRED_FROM * 30)


def test_whose_check_runs_out_soon_is_listed_the_soonest_first(database: Database):
    with acting(database) as act:
        desk = a_desk(act.store)
        people = {}
        for days in (20, 5, 60):
            people[days] = a_stored_offer(act.store).volunteer_id
            a_check(act.store, people[days], "identity", review_on=TODAY + timedelta(days=days))
        assert in_list(act, desk, VolunteerOrder.CHECK_RUNS_OUT) == [people[5], people[20]]
        a_check(act.store, people[5], "references", review_on=TODAY + timedelta(days=90))
        assert in_list(act, desk, VolunteerOrder.CHECK_RUNS_OUT) == [people[5], people[20]]
        # Seen again, it is off the list: the new one stands beside the old one.
        a_check(act.store, people[5], "identity", review_on=TODAY + timedelta(days=90))
        assert in_list(act, desk, VolunteerOrder.CHECK_RUNS_OUT) == [people[20]]


@pytest.mark.parametrize("order", [VolunteerOrder.NEWEST, VolunteerOrder.NOT_ASKED_LATELY])
def test_pages_of_volunteers_go_on_from_each_other(database: Database, order):
    with acting(database) as act:
        desk = a_desk(act.store)
        for hours in range(7):
            volunteer = a_volunteer(act.store, created_at=NOW - timedelta(hours=hours // 2))
            a_stored_offer(act.store, volunteer_id=volunteer.person_id)
        whole = in_list(act, desk, order)
        seen, after = [], ""
        while True:
            page = volunteers(act, desk, order, after=after, most=2)
            seen += [line.id for line in page.lines]
            if page.next is None:
                break
            after = page.next
        assert seen == whole
        assert len(seen) == 7


def test_a_volunteer_elsewhere_or_of_another_charity_is_not_there(database: Database):
    with acting(database) as act:
        desk = a_desk(act.store)
        other = a_volunteer(act.store, charity_id=a_charity(act.store, "Another"))
        a_stored_offer(act.store, volunteer_id=other.person_id)
        far = a_stored_offer(act.store, borough=SOUTHWARK).volunteer_id
        assert in_list(act, desk, VolunteerOrder.NEWEST) == []
        for volunteer_id in (other.person_id, far):
            with pytest.raises(NotFound):
                volunteer_page(act, desk, volunteer_id)
            with pytest.raises(NotFound):
                volunteer_contact(act, desk, volunteer_id)
        assert act.store.query(LookRow).count() == 0


def test_who_a_volunteer_is_takes_a_look_that_they_can_read(database: Database):
    with acting(database) as act:
        volunteer_id = a_trusted_offer(act.store).volunteer_id
        desk = a_desk(act.store)
        assert volunteer_contact(act, desk, volunteer_id).name == "Val Volunteer"
        act.store.flush()
        assert len(volunteer_page(act, desk, volunteer_id).looks) == 1
        with pytest.raises(NotAllowed):
            volunteer_page(act, a_desk(act.store, Role.INTAKE), volunteer_id)
