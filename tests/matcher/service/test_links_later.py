"""The letters of a round get their links when they are sent: once, and only those that go."""

import json
from collections.abc import Sequence
from datetime import timedelta

import pytest

from matcher.domain.contact import ContactWay
from matcher.domain.links import LinkPurpose
from matcher.domain.outbox import OutboxState
from matcher.domain.roles import Scope
from matcher.messages.delivery import Delivery, Trouble
from matcher.messages.message import Message, Sms
from matcher.service import dispatch
from matcher.service.acting import Act
from matcher.service.dispatch import LEASE, Sent
from matcher.service.links_later import LINK_TO_COME, link_letters
from matcher.service.rounds import run_round, slot_at
from matcher.storage.database import Database
from matcher.storage.reading.board_messages import latest_messages
from matcher.storage.reading.board_need import messages_about
from matcher.storage.reading.outbox import sends_planned_since
from matcher.storage.reading.readers import sends_since
from matcher.storage.reading.snapshot_offers import messages_of_week
from matcher.storage.tables import LinkRow, MatchRow, OutboxRow, PersonRow, VolunteerRow
from matcher.storage.writing.erasure import forget_messages
from matcher.storage.writing.links import open_link
from tests.builders import TODAY, a_need, an_offer
from tests.matcher.service.acts import looking
from tests.matcher.service.living_town import put_need, put_offer
from tests.matcher.service.sending import (
    SEALER,
    Clock,
    Listener,
    a_posted_letter,
    an_office,
    details,
    row,
    sent,
)
from tests.matcher.storage.rows import NOW

AN_HOUR = timedelta(hours=1)


class Killed(Exception):
    """The machine stops here."""


def owed(database: Database, way: ContactWay = ContactWay.TEXT) -> str:
    """A round's only letter: the id of its row."""
    with database.begin() as store:
        put_offer(store, an_offer())
        put_need(store, a_need(registered_on=TODAY))
        details(store, "p-o1", way)
        store.get_one(PersonRow, "p-o1").contact_way = way
    run_round(database, SEALER, slot=slot_at(NOW), now=lambda: NOW)
    with database.read() as store:
        return store.query(OutboxRow).one().id


def links(database: Database) -> list[LinkRow]:
    with database.read() as store:
        return store.query(LinkRow).all()


def secret_in(message: object) -> str:
    assert isinstance(message, Sms)
    return message.text.split("/p/")[1][:22]


def test_a_letter_is_owed_with_its_proposal_and_holds_no_secret_yet(database: Database):
    kept = row(database, owed(database))
    assert kept.state is OutboxState.WAITING
    assert kept.payload[LINK_TO_COME]["kind"] == "proposal"
    assert (len(links(database)), "/p/" in json.dumps(kept.payload)) == (0, False)


def test_it_names_nobody_before_it_is_taken_and_is_its_volunteers_all_the_same(
    database: Database,
):
    kept = row(database, owed(database))
    assert (kept.person_id, kept.need_id) == (None, None)
    with database.read() as store:
        match = store.query(MatchRow).one()
        since = NOW - timedelta(days=7)
        assert list(sends_planned_since(store, "p-o1", since)) == [kept.not_before]
        assert sends_since(store, ["p-o1", "nobody"], since) == {"p-o1": [kept.not_before]}
        assert sends_planned_since(store, "p-o1", kept.not_before) == []
        [line] = messages_about(store, match.need_id)
        assert [line] == latest_messages(store, Scope(everything=True))
        assert (line.id, line.need_id) == (kept.id, match.need_id)
    assert sent(database, an_office()).sent == 1
    kept = row(database, kept.id)
    assert (kept.person_id, kept.need_id) == ("p-o1", match.need_id)
    with database.read() as store:
        assert list(sends_planned_since(store, "p-o1", since)) == [kept.not_before]


@pytest.mark.parametrize("taken", [False, True])
def test_it_counts_in_the_week_that_a_round_asks_about_but_for_its_own(
    database: Database, taken: bool
):
    owed(database)
    if taken:
        assert sent(database, an_office()).sent == 1
    with database.begin() as store:
        store.get_one(VolunteerRow, "p-o1").messages_per_week = 3
    with database.read() as store:
        its_round = store.query(MatchRow).one().round_id
        since = NOW - timedelta(days=7)
        assert messages_of_week(store, since) == {"p-o1": 1}
        assert messages_of_week(store, since, volunteer_ids=["p-o1"]) == {"p-o1": 1}
        assert messages_of_week(store, since, "another round") == {"p-o1": 1}
        assert messages_of_week(store, since, its_round) == {}


def test_whoever_is_erased_before_it_is_taken_gets_none(database: Database):
    outbox_id = owed(database)
    with database.begin() as store:
        forget_messages(store, "somebody else")
    assert row(database, outbox_id).state is OutboxState.WAITING
    with database.begin() as store:
        forget_messages(store, "p-o1")
    kept = row(database, outbox_id)
    assert (kept.state, kept.payload) == (OutboxState.DROPPED, {})


def test_the_link_in_the_letter_opens_the_match_and_outlasts_its_deadline(database: Database):
    owed(database)
    listener = Listener()
    assert sent(database, an_office(listener)).sent == 1
    with looking(database) as act:
        match = act.store.query(MatchRow).one()
        link = open_link(
            act.store,
            SEALER,
            LinkPurpose.PROPOSAL,
            secret_in(listener.given[0]),
            now=match.deadline,
        )
    assert link.match_id == match.id


def test_each_try_sends_the_same_letter_and_there_is_one_link(database: Database):
    owed(database)
    listener, clock = Listener(lambda _: Delivery.retry_later(Trouble.NO_CONNECTION)), Clock()
    assert sent(database, an_office(listener), clock).again == 1
    clock.later(AN_HOUR)
    listener.says = lambda _: Delivery.sent()
    assert sent(database, an_office(listener), clock).sent == 1
    first, second = listener.given
    assert first == second
    assert len(links(database)) == 1


def test_who_was_killed_after_taking_a_letter_leaves_its_link_to_the_next(database: Database):
    owed(database)
    listener, clock = Listener(), Clock()

    def die(message: Message) -> Delivery:
        raise Killed

    with pytest.raises(Killed):
        sent(database, an_office(Listener(die)), clock)
    [link] = links(database)
    clock.later(LEASE)
    assert sent(database, an_office(listener), clock).sent == 1
    assert [one.id for one in links(database)] == [link.id]
    with looking(database) as act:
        secret = secret_in(listener.given[0])
        opened = open_link(act.store, SEALER, LinkPurpose.PROPOSAL, secret, now=NOW)
    assert opened.id == link.id


def test_who_is_killed_while_taking_it_leaves_it_owed_and_without_a_link(
    database: Database, monkeypatch: pytest.MonkeyPatch
):
    outbox_id = owed(database)

    def link_and_die(act: Act, rows: Sequence[OutboxRow]) -> None:
        link_letters(act, rows)
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(dispatch, "link_letters", link_and_die)
        with pytest.raises(Killed):
            sent(database, an_office())
    kept = row(database, outbox_id)
    assert (kept.state, LINK_TO_COME in kept.payload) == (OutboxState.WAITING, True)
    assert links(database) == []
    assert sent(database, an_office()).sent == 1
    assert len(links(database)) == 1


def test_whoever_is_rung_or_was_erased_needs_no_link(database: Database):
    outbox_id = owed(database, ContactWay.RING)
    assert sent(database, an_office()).taken == 0
    with database.begin() as store:
        kept = store.get_one(OutboxRow, outbox_id)
        kept.way, kept.payload = ContactWay.TEXT, {}
        store.get_one(PersonRow, "p-o1").erased_at = NOW
    assert sent(database, an_office()).dropped == 1
    assert links(database) == []


def test_one_letter_that_cannot_be_linked_keeps_no_other_waiting(database: Database):
    broken = owed(database)
    with database.begin() as store:
        store.get_one(OutboxRow, broken).payload = {LINK_TO_COME: {"kind": "no letter of ours"}}
        good = a_posted_letter(store).id
    assert sent(database, an_office()) == Sent(taken=2, sent=1, failed=1)
    assert row(database, broken).last_error == dispatch.CANNOT_BE_READ
    assert row(database, good).state is OutboxState.SENT
