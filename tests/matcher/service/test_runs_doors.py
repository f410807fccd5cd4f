"""What happens at doors, what it means for matches, and parcels that are counted in the end."""

from datetime import timedelta

import pytest

from matcher.domain.doorsteps import NextStep, StopFailure
from matcher.domain.life_cycles import MatchStatus
from matcher.domain.refusals import Conflict, Invalid, NotFound
from matcher.domain.run_counts import Tally
from matcher.domain.statuses import RunStatus, StopStatus
from matcher.service.board import open_concerns
from matcher.service.erasure import erase_person
from matcher.service.own_record import everything_of
from matcher.service.runs_board import day_page
from matcher.service.runs_counting import reconcile
from matcher.service.runs_days import open_day
from matcher.service.runs_doors import AtDoor, come_back, note_at_door, undo_at_door
from matcher.service.runs_lists import add_units, to_choose_from
from matcher.service.runs_page import DriversPage, all_of, drivers_page
from matcher.service.runs_paper import sheet
from matcher.service.runs_sending import run_behind, send_link_again, send_out
from matcher.service.stock_items import add_place
from matcher.service.stock_needs import Wish, reserve
from matcher.service.volunteers_record import everything_of_volunteer
from matcher.storage.database import Database
from matcher.storage.tables import (
    LookRow,
    MatchRow,
    NeedRow,
    OfferRow,
    OutboxRow,
    RunRow,
    StopRow,
    UnitRow,
)
from tests.builders import TODAY
from tests.matcher.service.acts import acting, kinds_posted
from tests.matcher.service.day_of_runs import Day, a_day
from tests.matcher.service.stocked import Shelf, balances, stands, stocked
from tests.matcher.storage.rows import NOW

DELIVERED = AtDoor(StopStatus.DELIVERED)
NOT_IN = AtDoor(StopStatus.FAILED, StopFailure.NOT_IN)
UNWELL = AtDoor(StopStatus.FAILED, StopFailure.UNWELL, note="She sounds ill.")


def out(database: Database, **said: object) -> Day:
    """A day whose first run is out."""
    day = a_day(database, **said)
    day.plan()
    day.send_out()
    return day


def noted(day: Day, place: int, at_door: AtDoor) -> object:
    with acting(day.database, by="volunteer:dora") as act:
        return note_at_door(act, day.runs[0], day.stops(0)[place].id, at_door)


def back(day: Day) -> None:
    with acting(day.database, by="volunteer:dora") as act:
        come_back(act, day.runs[0])


def page_of(day: Day, secret: str) -> DriversPage:
    with acting(day.database) as act:
        return drivers_page(act, run_behind(act, secret))


def matches(database: Database) -> list[tuple[str, str]]:
    with database.read() as store:
        return sorted((row.need_id, str(row.status)) for row in store.query(MatchRow))


def test_a_run_is_sent_out_by_letter_and_its_page_opens_by_the_link(database: Database):
    day = a_day(database)
    day.plan()
    secret = day.send_out()
    with database.read() as store:
        assert sorted(kinds_posted(store)) == ["delivery_comes"] * 3 + ["run_ready"]
        row = store.query(OutboxRow).filter_by(kind="run_ready").one()
        assert "Dora" not in str(row.payload)
        assert secret not in str(row.payload)
    page = page_of(day, secret)
    assert (page.status, page.left, page.parcels) == (RunStatus.OUT, 3, 3)
    assert page.next is not None
    assert page.next.door is not None
    assert page.next.door.door_code == "4711"
    assert page.next.door.name == "Rosa Resident"


def test_a_new_link_takes_the_place_of_the_old_one(database: Database):
    day = a_day(database)
    day.plan()
    old = day.send_out()
    with acting(database, by=day.desk.actor) as act:
        new = send_link_again(act, day.desk, day.id, day.runs[0])
    assert page_of(day, new).left == 3
    with pytest.raises(NotFound):
        page_of(day, old)
    with pytest.raises(NotFound), acting(database, now=NOW + timedelta(days=4)) as act:
        run_behind(act, new)


def test_each_look_is_noted_once_and_nobody_is_seen_behind_a_door_that_is_done(
    database: Database,
):
    day = a_day(database)
    day.plan()
    secret = day.send_out()
    for _ in range(2):
        page_of(day, secret)
    with database.read() as store:
        assert store.query(LookRow).count() == 3
    noted(day, 0, DELIVERED)
    doors = [stop.door is not None for stop in page_of(day, secret).stops]
    assert doors == [False, True, True]
    back(day)
    page = page_of(day, secret)
    assert not any(stop.door for stop in page.stops)
    assert not any(stop.noted for stop in page.stops)


def test_a_run_of_a_list_that_changed_is_not_sent_out(database: Database):
    day = a_day(database)
    with pytest.raises(Conflict, match="plan it once more"):
        day.send_out()
    day.plan()
    with database.begin() as store:
        store.get_one(NeedRow, day.needs[0]).status = "paused"
    with pytest.raises(Conflict, match="does not want it any more"):
        day.send_out()


def test_a_run_goes_out_once(database: Database):
    day = out(database)
    with pytest.raises(Conflict, match="is out"):
        day.send_out()


def test_what_was_brought_is_a_match_that_is_done_and_takes_no_place(database: Database):
    day = out(database)
    noted(day, 0, DELIVERED)
    noted(day, 1, AtDoor(StopStatus.LEFT_SAFE, left_where="Behind the blue bin"))
    noted(day, 2, NOT_IN)
    assert matches(database) == []
    back(day)
    done = str(MatchStatus.DONE_REPORTED)
    order = [stop.need_id for stop in day.stops(0)]
    assert matches(database) == sorted([(order[0], done), (order[1], done)])
    with database.read() as store:
        run = store.get_one(RunRow, day.runs[0])
        assert store.get_one(OfferRow, run.offer_id).held == 0
        assert run.delivered_parcels == 2


def test_what_somebody_had_said_yes_to_moves_along_by_its_own_verbs(database: Database):
    day = a_day(database, needs=2)
    with database.begin() as store:
        run = store.get_one(RunRow, day.runs[0])
        offer = store.get_one(OfferRow, run.offer_id)
        offer.capacity, offer.held = 2, 2
        for stop in store.query(StopRow):
            match = MatchRow(
                id=f"m{stop.typed:031}",
                unit_id=stop.unit_id,
                need_id=stop.need_id,
                offer_id=run.offer_id,
                status="accepted",
                cost=0,
                proposed_at=NOW,
                answered_at=NOW,
            )
            store.add(match)
            store.flush()
            stop.match_id = match.id
    day.plan()
    day.send_out()
    noted(day, 0, DELIVERED)
    noted(day, 1, AtDoor(StopStatus.FAILED, StopFailure.REFUSED))
    back(day)
    assert sorted(status for _, status in matches(database)) == ["done_reported", "failed"]
    with database.read() as store:
        assert store.get_one(OfferRow, offer.id).held == 0


def test_each_reason_says_what_happens_next(database: Database):
    day = out(database, needs=5)
    with acting(database, by=day.desk.actor) as act:
        open_day(act, day.desk, day.depot_id, TODAY + timedelta(days=3))
    again = noted(day, 0, NOT_IN)
    assert (again.step, again.next_run) == (NextStep.TRY_AGAIN, TODAY + timedelta(days=3))
    for place, failure in enumerate(("wrong_address", "refused", "other"), 1):
        told = noted(day, place, AtDoor(StopStatus.FAILED, StopFailure(failure)))
        assert told.step is NextStep.TELL_COORDINATOR
    assert noted(day, 4, UNWELL).step is NextStep.WELFARE_CONCERN
    with acting(database) as act:
        told = {one.why: one.text for one in open_concerns(act, day.desk)}
        # The words for why are said in each reader's language; only what was typed is kept.
        assert told == {
            StopFailure.WRONG_ADDRESS: "",
            StopFailure.REFUSED: "",
            StopFailure.OTHER: "",
            StopFailure.UNWELL: "She sounds ill.",
        }
    with database.read() as store:
        [letter] = store.query(OutboxRow).filter_by(kind="welfare_concern")
        assert letter.coordinator_id == day.desk.coordinator_id


def test_what_was_missed_is_offered_for_the_next_days(database: Database):
    day = out(database, needs=1)
    noted(day, 0, NOT_IN)
    back(day)
    with acting(database, by=day.desk.actor) as act:
        thursday = open_day(act, day.desk, day.depot_id, TODAY + timedelta(days=3))
        [missed] = to_choose_from(act, day.desk, thursday)
        assert add_units(act, day.desk, thursday, [missed.unit_id]) == 1
    with acting(database, now=NOW + timedelta(days=3)) as act:
        page = day_page(act, day.desk, thursday)
        waited = page.waited[missed.need_id]
        assert (waited.served, waited.missed, waited.last_on) == (0, 1, None)


def test_a_stop_is_undone_with_the_concern_that_came_of_it(database: Database):
    day = out(database, needs=1)
    noted(day, 0, UNWELL)
    with acting(database, by="volunteer:dora") as act:
        undo_at_door(act, day.runs[0], day.stops(0)[0].id)
    with acting(database) as act:
        assert open_concerns(act, day.desk) == ()
    assert [(one.status, one.noted) for one in day.stops(0)] == [(StopStatus.OUT, None)]
    noted(day, 0, DELIVERED)
    back(day)
    with pytest.raises(Conflict, match="run is over"), acting(database) as act:
        undo_at_door(act, day.runs[0], day.stops(0)[0].id)


def test_what_is_on_another_list_by_now_cannot_be_undone_into_two(database: Database):
    day = out(database, needs=1)
    noted(day, 0, NOT_IN)
    with acting(database, by=day.desk.actor) as act:
        other = open_day(act, day.desk, day.depot_id, TODAY + timedelta(days=3))
        add_units(act, day.desk, other, day.units)
    with pytest.raises(Conflict, match="another day's list"), acting(database) as act:
        undo_at_door(act, day.runs[0], day.stops(0)[0].id)


def test_the_second_who_notes_a_stop_is_told_what_was_noted(database: Database):
    day = out(database)
    noted(day, 0, DELIVERED)
    with pytest.raises(Conflict, match="was delivered"):
        noted(day, 0, NOT_IN)


@pytest.mark.parametrize(
    "at_door",
    [
        AtDoor(StopStatus.FAILED),
        AtDoor(StopStatus.LEFT_SAFE),
        AtDoor(StopStatus.DELIVERED, note="x" * 600),
    ],
)
def test_what_is_noted_says_enough_and_not_too_much(database: Database, at_door: AtDoor):
    day = out(database, needs=1)
    with pytest.raises(Invalid):
        noted(day, 0, at_door)


def test_the_stock_hears_of_a_run_in_three_words(database: Database):
    heard: list[tuple[str, int]] = []

    class Shelf:
        def went_out(self, act, load):
            heard.append(("went_out", load.parcels))

        def handed_over(self, act, load, unit_ids):
            heard.append(("handed_over", len(unit_ids)))

        def packed(self, act, load, unit_ids):
            return []

        def counted(self, act, load, told):
            heard.append(("counted", len(told)))
            return []

        def fetched(self, act, load, parcels):
            heard.append(("fetched", parcels))

    day = a_day(database)
    day.plan()
    with acting(database, by=day.desk.actor) as act:
        send_out(act, day.desk, day.id, day.runs[0], Shelf())
    noted(day, 0, DELIVERED)
    with acting(database) as act:
        come_back(act, day.runs[0], Shelf())
        reconcile(act, day.desk, day.id, day.runs[0], Tally(1, 1), stock=Shelf())
    assert heard == [("went_out", 3), ("handed_over", 1), ("counted", 2)]


def test_the_paper_sheet_tells_people_only_by_a_noted_look(database: Database):
    day = out(database)
    with acting(database, by=day.desk.actor) as act:
        _, lines = sheet(act, day.desk, day.id, day.runs[0], with_people=False)
        assert not any(line.door for line in lines)
        looks = act.store.query(LookRow).count()
        _, lines = sheet(act, day.desk, day.id, day.runs[0], with_people=True)
        assert [line.door.name for line in lines if line.door] == ["Rosa Resident"] * 3
        assert act.store.query(LookRow).count() == looks + 3


def test_whoever_is_erased_leaves_nothing_exact_on_any_run(database: Database):
    day = out(database)
    stop = day.stops(0)[0]
    noted(day, 0, AtDoor(StopStatus.LEFT_SAFE, left_where="Under Rosa's bench"))
    with acting(database) as act:
        person = act.store.get_one(NeedRow, stop.need_id).person_id
        erase_person(act, person)
        row = act.store.get_one(StopRow, stop.id)
        act.store.refresh(row)
        assert (row.easting % 1000, row.northing % 1000, row.noted) == (500, 500, None)


def test_both_sides_take_what_runs_were_to_them_away(database: Database):
    day = out(database, needs=1)
    noted(day, 0, NOT_IN)
    with acting(database) as act:
        person = act.store.get_one(NeedRow, day.needs[0]).person_id
        [delivery] = everything_of(act, person)["deliveries"]
        assert (delivery["status"], delivery["failure"]) == ("failed", "not_in")
        offer = act.store.get_one(RunRow, day.runs[0]).offer_id
        driver = act.store.get_one(OfferRow, offer).volunteer_id
        [run] = everything_of_volunteer(act, driver)["runs"]
        assert (run["status"], run["parcels_out"]) == ("out", 1)
        assert "Rosa" not in str(run)


def test_what_is_set_aside_for_a_unit_goes_along_and_comes_back(database: Database):
    day = a_day(database)
    with acting(database) as act:
        shelf = Shelf(day.charity_id, day.desk, add_place(act, day.desk, day.charity_id, "Hall"))
        parcel = stocked(act, shelf, 10)
        for need_id in day.needs:
            unit_id = act.store.query(UnitRow).filter_by(need_id=need_id).one().id
            reserve(act, day.desk, Wish(need_id, unit_id, parcel))
    day.plan()
    day.send_out()

    def on_the_shelf() -> dict[str, int]:
        with acting(database) as act:
            assert balances(act, shelf)
            return stands(act, parcel)

    assert on_the_shelf()["picked"] == 3
    noted(day, 0, DELIVERED)
    noted(day, 1, NOT_IN)
    # Whoever drives reads whose parcel is which, and what is still to be loaded.
    with acting(database) as act:
        page = drivers_page(act, act.store.get_one(RunRow, day.runs[0]))
        _, lines = sheet(act, day.desk, day.id, day.runs[0], with_people=False)
    assert [stop.things for stop in page.stops] == [(("Food parcel", 1),)] * 3
    assert (page.to_load, page.stops[0].reference) == (
        (("Food parcel", 1),),
        lines[0].stop.reference,
    )
    assert all_of(line.things for line in lines) == (("Food parcel", 3),)
    assert on_the_shelf()["picked"] == 3
    back(day)
    assert (on_the_shelf()["picked"], on_the_shelf()["delivered"]) == (2, 1)
    with acting(database) as act:
        reconcile(act, day.desk, day.id, day.runs[0], Tally(1, 1))
    after = on_the_shelf()
    assert "picked" not in after
    assert (after["free"], after["wasted"]) == (8, 1)
