"""Telling volunteers of proposals, and letting those lapse that nobody answered."""

from datetime import date, datetime, time, timedelta

import pytest

from matcher.domain.links import LinkPurpose
from matcher.messages.letters.proposals import Proposal as ProposalLetter
from matcher.service.post import opened_letter
from matcher.service.proposals import Told, lapse_proposals, tell_of_proposals
from matcher.service.rounds import run_round, slot_at
from matcher.storage.database import Database
from matcher.storage.tables import (
    ContactRow,
    LogRow,
    MatchRow,
    NeedRow,
    OfferRow,
    OutboxRow,
    VolunteerRow,
)
from matcher.storage.writing.links import open_link
from matcher.storage.writing.proposals import record_batch
from tests.builders import TODAY, a_need, an_offer
from tests.matcher.service.acts import SEALER, acting, kinds_posted, looking
from tests.matcher.service.living_town import put_need, put_offer
from tests.matcher.storage.rows import NOW, a_proposal, a_stored_offer, units_of

TWO_DAYS = NOW + timedelta(days=2)


def asked(
    database: Database, *, now: datetime = NOW, needs: int = 1, **volunteer: object
) -> list[Told]:
    """Ask one volunteer about so many needs."""
    with database.begin() as store:
        put_offer(store, an_offer(capacity=needs))
        said = store.get_one(VolunteerRow, "p-o1")
        for name, value in volunteer.items():
            setattr(said, name, value)
        for number in range(needs):
            put_need(store, a_need(f"n{number}", registered_on=TODAY))
    with acting(database, now=now, by="machine") as act:
        rows = act.store.query(NeedRow).order_by(NeedRow.id)
        offer = act.store.get_one(OfferRow, "o1")
        proposals = [a_proposal(units_of(act.store, need)[0], offer) for need in rows]
        recorded = record_batch(act.store, proposals, now=now)
        assert not recorded.skipped
        return tell_of_proposals(act, recorded.proposals)


def letters(database: Database, kind: str = "proposal") -> list[OutboxRow]:
    with database.read() as store:
        return list(store.query(OutboxRow).filter_by(kind=kind).order_by(OutboxRow.not_before))


def deadlines(database: Database) -> list[datetime]:
    with database.read() as store:
        return sorted(row.deadline for row in store.query(MatchRow))


def test_a_volunteer_is_told_by_a_letter_that_says_until_when_and_opens_their_page(
    database: Database,
):
    [told] = asked(database)
    assert (told.told_at, told.deadline, told.by_letter) == (NOW, TWO_DAYS, True)
    assert deadlines(database) == [TWO_DAYS]
    [row] = letters(database)
    assert (row.person_id, row.match_id, row.drop_after) == ("p-o1", told.match_id, TWO_DAYS)
    assert (row.idempotency_key, row.way) == (f"proposal:{told.match_id}", "text")
    letter = opened_letter(SEALER, row.payload, row.id)
    assert isinstance(letter, ProposalLetter)
    assert (letter.help.category, letter.answer_by) == ("groceries", TWO_DAYS)
    with looking(database) as act:
        secret = letter.link.path.removeprefix("/p/")
        link = open_link(act.store, SEALER, LinkPurpose.PROPOSAL, secret, now=TWO_DAYS)
    assert link.match_id == told.match_id


def test_quiet_hours_put_the_letter_off_and_the_deadline_with_it(database: Database):
    night = NOW.replace(hour=2)
    [told] = asked(database, now=night, quiet_from=time(22), quiet_until=time(10))
    morning = NOW.replace(hour=10, minute=0)
    assert (told.told_at, told.deadline) == (morning, morning + timedelta(days=2))
    assert [row.not_before for row in letters(database)] == [morning]
    assert deadlines(database) == [morning + timedelta(days=2)]


def test_letters_of_one_batch_count_in_one_budget(database: Database):
    told = asked(database, needs=3, messages_per_week=2)
    week = NOW + timedelta(days=7)
    assert [row.not_before for row in letters(database)] == [NOW, NOW, week]
    assert sorted(one.told_at for one in told) == [NOW, NOW, week]
    assert deadlines(database) == [TWO_DAYS, TWO_DAYS, week + timedelta(days=2)]


def test_who_wants_no_message_has_until_a_deadline_and_sees_it_on_their_page(database: Database):
    [told] = asked(database, messages_per_week=0)
    assert (told.by_letter, told.deadline) == (False, TWO_DAYS)
    assert letters(database) == []
    assert deadlines(database) == [TWO_DAYS]


def test_somebody_whose_details_were_erased_gets_no_letter(database: Database):
    with database.begin() as store:
        put_offer(store, an_offer())
        put_need(store, a_need(registered_on=TODAY))
        store.query(ContactRow).delete()
    run_round(database, SEALER, slot=slot_at(NOW), now=lambda: NOW)
    assert (deadlines(database), letters(database)) == ([TWO_DAYS], [])


@pytest.mark.parametrize(("day", "by"), [(TODAY, 20), (TODAY + timedelta(days=1), 20)])
def test_what_is_wanted_on_a_day_is_answered_by_the_evening_of_that_day(
    database: Database, day: date, by: int
):
    with database.begin() as store:
        put_offer(store, an_offer())
        put_need(store, a_need(registered_on=TODAY))
        store.get_one(NeedRow, "n1").wanted_on = day
    run_round(database, SEALER, slot=slot_at(NOW), now=lambda: NOW)
    assert deadlines(database) == [datetime.combine(day, time(by), NOW.tzinfo)]


def test_a_round_asks_nobody_more_than_their_week_allows(database: Database):
    with database.begin() as store:
        for id, said in (
            ("matches", {"matches_per_week": 2}),
            ("messages", {"messages_per_week": 1}),
            ("silent", {"messages_per_week": 0}),
        ):
            put_offer(store, an_offer(f"as-{id}", capacity=1, categories={"other"}))
            volunteer = store.get_one(VolunteerRow, f"p-as-{id}")
            for name, most in said.items():
                setattr(volunteer, name, most)
            # A second offer of the same person: the week is theirs, not the offer's.
            for number in (1, 2):
                a_stored_offer(store, id=f"{id}{number}", volunteer_id=f"p-as-{id}", capacity=4)
        for number in range(20):
            put_need(store, a_need(f"n{number:02}", registered_on=TODAY))
    for hour in (0, 1):
        run_round(database, SEALER, slot=slot_at(NOW) + timedelta(hours=hour), now=lambda: NOW)
        with database.read() as store:
            rows = [row.offer_id.rstrip("12") for row in store.query(MatchRow)]
        said = {id: rows.count(id) for id in set(rows)}
        assert said == {"matches": 2, "messages": 1, "silent": 8}


def test_one_person_with_two_offers_is_one_helper(database: Database):
    with database.begin() as store:
        put_offer(store, an_offer("o1"))
        a_stored_offer(store, id="o2", volunteer_id="p-o1")
        put_need(store, a_need(registered_on=TODAY, people_needed=2))
    for hour in (0, 1):
        run_round(database, SEALER, slot=slot_at(NOW) + timedelta(hours=hour), now=lambda: NOW)
        assert len(deadlines(database)) == 1


def test_what_nobody_answered_lapses_in_small_batches_and_each_is_told_once(database: Database):
    asked(database, needs=3)
    with acting(database, now=TWO_DAYS - timedelta(seconds=1)) as act:
        assert lapse_proposals(act) == 0
    for lapsed in (2, 1, 0):
        with acting(database, now=TWO_DAYS, by="machine") as act:
            assert lapse_proposals(act, most=2) == lapsed
    with database.read() as store:
        assert {row.status for row in store.query(MatchRow)} == {"lapsed"}
        assert kinds_posted(store).count("proposal_lapsed") == 3
        assert store.query(LogRow).filter_by(verb="lapsed").count() == 3
