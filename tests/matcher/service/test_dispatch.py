"""Messages go out: none is lost, none is doubled, and none that is no longer true is sent."""

from contextlib import ExitStack
from datetime import timedelta

import pytest

from matcher.domain.contact import ContactWay
from matcher.domain.outbox import OutboxState
from matcher.messages.delivery import Delivery, Trouble
from matcher.messages.letters.contents import Code, Help, Link
from matcher.messages.letters.needs import ConfirmNeed, StillNeeded
from matcher.messages.letters.proposals import Proposal
from matcher.messages.message import Message, Sms
from matcher.service.dispatch import LEASE, Sent
from matcher.storage.database import Database
from matcher.storage.ids import new_id
from matcher.storage.tables import (
    ContactRow,
    CoordinatorRow,
    MatchRow,
    NeedRow,
    OutboxRow,
    PersonRow,
)
from matcher.storage.writing.sending import take_due
from tests.builders import LAMBETH
from tests.matcher.messages.posting import SECRET
from tests.matcher.messages.senders.mail_server import Post, a_mail_server
from tests.matcher.messages.senders.sms_provider import Provider, a_provider
from tests.matcher.service.hanging import HangingSender
from tests.matcher.service.sending import (
    A_MINUTE,
    AN_ADDRESS,
    THANKS,
    Clock,
    Listener,
    a_posted_letter,
    a_reader,
    an_office,
    details,
    real_senders,
    row,
    sent,
)
from tests.matcher.storage.rows import (
    NOW,
    TOMORROW,
    a_stored_match,
    a_stored_need,
    a_stored_offer,
    a_volunteer,
    units_of,
)

HELP = Help("groceries", LAMBETH)
TEXT, EMAIL, RING = ContactWay.TEXT, ContactWay.EMAIL, ContactWay.RING


def test_a_letter_reaches_a_real_mail_server_and_its_secret_is_kept_no_longer(database: Database):
    with database.begin() as store:
        posted = a_posted_letter(store)
    post = Post()
    with a_mail_server(post) as port:
        assert sent(database, an_office(real_senders(smtp_port=port))) == Sent(taken=1, sent=1)
    [mail] = post.mails
    assert post.recipients == [[AN_ADDRESS]]
    assert f"<{posted.id}@nearhand.example.org>".encode() in mail
    assert SECRET.encode() in mail
    after = row(database, posted.id)
    assert (after.state, after.tries, after.payload) == (OutboxState.SENT, 1, {})
    assert (after.sent_at, after.taken_by, after.last_error) == (NOW, None, None)


def test_a_text_that_a_provider_would_not_take_goes_out_later_under_the_same_id(
    database: Database,
):
    with database.begin() as store:
        posted = a_posted_letter(store, way=TEXT)
    clock, provider = Clock(), Provider(status=503)
    with a_provider(provider) as url:
        office = an_office(real_senders(sms_url=url))
        assert sent(database, office, clock) == Sent(taken=1, again=1)
        waiting = row(database, posted.id)
        assert (waiting.state, waiting.last_error) == (OutboxState.WAITING, "server_trouble")
        assert waiting.not_before == NOW + A_MINUTE
        assert sent(database, office, clock) == Sent(), "not before its time"
        clock.later(A_MINUTE)
        provider.status = 201
        assert sent(database, office, clock) == Sent(taken=1, sent=1)
    assert list(provider.texts) == [posted.id]
    assert row(database, posted.id).provider_reference == "sms-0"


def test_a_provider_that_says_when_to_come_back_is_left_alone_until_then(database: Database):
    with database.begin() as store:
        posted = a_posted_letter(store, way=TEXT)
    provider = Provider(status=429, headers={"Retry-After": "900"})
    with a_provider(provider) as url:
        assert sent(database, an_office(real_senders(sms_url=url))).again == 1
    waiting = row(database, posted.id)
    assert (waiting.last_error, waiting.not_before) == ("asked_to_wait", NOW + 15 * A_MINUTE)


def test_an_answer_that_came_too_late_does_not_double_a_text(database: Database):
    with database.begin() as store:
        posted = a_posted_letter(store, way=TEXT)
    clock, provider = Clock(), Provider(losing="slow")
    with a_provider(provider) as url:
        impatient = an_office(real_senders(sms_url=url, answer_s=0.3))
        assert sent(database, impatient, clock) == Sent(taken=1, again=1)
        assert row(database, posted.id).last_error == Trouble.TIMED_OUT
        provider.losing = ""
        clock.later(A_MINUTE)
        assert sent(database, an_office(real_senders(sms_url=url)), clock).sent == 1
    assert len(provider.asked) == 2
    assert list(provider.texts) == [posted.id], "the provider sends an id once"


def test_a_letter_waits_ever_longer_and_is_given_up_after_a_day(database: Database):
    with database.begin() as store:
        # Who has no quiet hours: a night would be waited for, too.
        volunteer = a_volunteer(store, person_id=a_reader(store))
        posted = a_posted_letter(store, person_id=volunteer.person_id)
    clock = Clock()
    office = an_office(Listener(lambda _: Delivery.retry_later(Trouble.NO_CONNECTION)))
    waits = []
    while sent(database, office, clock).again:
        due = row(database, posted.id).not_before
        waits.append(due - clock.now)
        clock.now = due
    assert waits[:4] == [A_MINUTE, 2 * A_MINUTE, 4 * A_MINUTE, 8 * A_MINUTE]
    assert sum(waits, timedelta()) == timedelta(hours=24)
    after = row(database, posted.id)
    assert (after.state, after.tries) == (OutboxState.FAILED, len(waits) + 1)


def test_an_address_that_is_refused_has_failed_for_good(database: Database):
    with database.begin() as store:
        posted = a_posted_letter(store)
    with a_mail_server(Post(at_rcpt="550 5.1.1 no {address} here")) as port:
        assert sent(database, an_office(real_senders(smtp_port=port))) == Sent(taken=1, failed=1)
    after = row(database, posted.id)
    assert (after.state, after.last_error) == (OutboxState.FAILED, "address_refused")


def test_one_letter_that_cannot_be_read_keeps_no_other_waiting(database: Database):
    with database.begin() as store:
        broken, good = (a_posted_letter(store).id for _ in range(2))
        store.get_one(OutboxRow, broken).payload = {"sealed": "bm8gc2VhbA=="}
    assert sent(database, an_office()) == Sent(taken=2, sent=1, failed=1)
    assert row(database, broken).last_error == "cannot_be_read"
    assert row(database, good).state is OutboxState.SENT


def test_one_person_whose_details_do_not_open_keeps_no_other_waiting(database: Database):
    with database.begin() as store:
        locked, good = (a_posted_letter(store).id for _ in range(2))
        person_id = store.get_one(OutboxRow, locked).person_id
        store.get_one(ContactRow, person_id).sealed = b"no seal of ours, but long enough to be one"
    assert sent(database, an_office()) == Sent(taken=2, sent=1, failed=1)
    assert row(database, locked).last_error == "cannot_be_read"
    assert row(database, good).state is OutboxState.SENT


def test_a_letter_speaks_the_language_that_its_reader_reads_by_now(database: Database):
    with database.begin() as store:
        reader = a_reader(store, language="en")
        a_posted_letter(store, person_id=reader)
        store.get_one(PersonRow, reader).language = "ar"
    listener = Listener()
    sent(database, an_office(listener))
    assert [message.language for message in listener.given] == ["ar"]


def test_the_urgent_and_the_old_go_first_and_nobody_is_woken(database: Database):
    with database.begin() as store:
        night = Clock(NOW.replace(hour=23))
        early = a_posted_letter(store)
        urgent = a_posted_letter(store, urgent=True)
        store.get_one(OutboxRow, early.id).not_before = NOW - A_MINUTE
        store.get_one(OutboxRow, a_posted_letter(store).id).not_before = NOW + A_MINUTE
    listener = Listener()
    assert sent(database, an_office(listener), most=1).sent == 1
    assert sent(database, an_office(listener), most=5).sent == 1
    assert [message.id for message in listener.given] == [urgent.id, early.id]
    assert sent(database, an_office(listener), night) == Sent(taken=1, put_off=1)
    assert sent(database, an_office(listener), night) == Sent()
    assert sent(database, an_office(listener), Clock(TOMORROW)).sent == 1, "what was due stays due"


def test_who_changed_their_mind_since_is_reached_as_they_want_now(database: Database):
    with database.begin() as store:
        texts = a_reader(store, TEXT)
        mails = a_posted_letter(store, person_id=texts)
        details(store, texts, EMAIL, RING)
        rings = a_reader(store, TEXT)
        left = a_posted_letter(store, person_id=rings)
        details(store, rings, RING, ContactWay.COORDINATOR)
    listener = Listener()
    assert sent(database, an_office(listener)) == Sent(taken=2, sent=1, left=1)
    assert [(message.id, message.to) for message in listener.given] == [(mails.id, AN_ADDRESS)]
    after = row(database, left.id)
    assert (after.way, after.state) == (RING, OutboxState.WAITING)


def test_what_a_person_has_to_tell_is_never_taken(database: Database):
    with database.begin() as store:
        a_posted_letter(store, way=RING)
        a_posted_letter(store, way=ContactWay.COORDINATOR)
    assert sent(database, an_office()) == Sent()


def test_a_coordinator_is_written_to_at_the_address_of_the_account(database: Database):
    with database.begin() as store:
        posted = a_posted_letter(store)
        store.add(
            CoordinatorRow(
                id=new_id(), email="kim@charity.example", name="Kim", role="coordinator",
                fs_uniquifier="x", created_at=NOW, changed_at=NOW,
            )
        )  # fmt: skip
        store.flush()
        [kim] = store.query(CoordinatorRow)
        letter = store.get_one(OutboxRow, posted.id)
        letter.person_id, letter.coordinator_id = None, kim.id
    listener = Listener()
    assert sent(database, an_office(listener)).sent == 1
    assert [message.to for message in listener.given] == ["kim@charity.example"]


def a_proposal_in_the_post(database: Database) -> tuple[str, str, str]:
    """The ids of a need, of a match and of the letter about it."""
    with database.begin() as store:
        need = a_stored_need(store)
        match = a_stored_match(store, units_of(store, need)[0], a_stored_offer(store))
        letter = Proposal(Link(f"/p/{SECRET}"), HELP, TOMORROW)
        posted = a_posted_letter(
            store, letter, need_id=need.id, match_id=match.id, drop_after=TOMORROW
        )
    return need.id, match.id, posted.id


def lapsed(database: Database, need_id: str, match_id: str) -> None:
    with database.begin() as store:
        store.get_one(MatchRow, match_id).status = "lapsed"


def closed(database: Database, need_id: str, match_id: str) -> None:
    with database.begin() as store:
        need = store.get_one(NeedRow, need_id)
        need.status, need.ending, need.closed_at = "closed", "withdrawn", NOW


def erased(database: Database, need_id: str, match_id: str) -> None:
    with database.begin() as store:
        for person in store.query(PersonRow):
            person.erased_at = NOW


@pytest.mark.parametrize("happens", [lapsed, closed, erased])
def test_a_proposal_that_was_overtaken_is_dropped(database: Database, happens):
    need_id, match_id, outbox_id = a_proposal_in_the_post(database)
    happens(database, need_id, match_id)
    listener = Listener()
    assert sent(database, an_office(listener)) == Sent(taken=1, dropped=1)
    after = row(database, outbox_id)
    assert (listener.given, after.state, after.payload) == ([], OutboxState.DROPPED, {})


def test_nothing_is_sent_after_the_moment_that_makes_it_useless(database: Database):
    _need, _match, outbox_id = a_proposal_in_the_post(database)
    assert sent(database, an_office(), Clock(TOMORROW)) == Sent(taken=1, dropped=1)
    assert row(database, outbox_id).state is OutboxState.DROPPED


def test_a_code_is_not_sent_for_a_need_that_is_confirmed_and_a_question_not_for_a_closed_one(
    database: Database,
):
    link = Link(f"/n/{SECRET}")
    with database.begin() as store:
        need = a_stored_need(store)
        a_posted_letter(store, ConfirmNeed(link, Code("123456")), need_id=need.id)
        a_posted_letter(store, StillNeeded(link, HELP, TOMORROW), need_id=need.id)
        a_posted_letter(store, THANKS, need_id=need.id)
    closed(database, need.id, "")
    assert sent(database, an_office()) == Sent(taken=3, sent=1, dropped=2)


def test_where_one_try_goes_wrong_what_else_went_out_is_noted_all_the_same(database: Database):
    with database.begin() as store:
        wrong, *good = (a_posted_letter(store).id for _ in range(6))

    def says(message: Message) -> Delivery:
        if message.id == wrong:
            raise RuntimeError("ours to mend")
        return Delivery.sent()

    clock, listener = Clock(), Listener(says)
    with pytest.raises(RuntimeError):
        sent(database, an_office(listener), clock)
    assert {row(database, id).state for id in good} == {OutboxState.SENT}
    clock.later(LEASE)
    listener.given.clear()
    with pytest.raises(RuntimeError):
        sent(database, an_office(listener), clock)
    assert [message.id for message in listener.given] == [wrong], "nobody hears of it twice"


def test_what_went_out_while_the_database_was_away_is_noted_when_it_is_back(
    empty_sqlite: Database,
):
    with empty_sqlite.begin() as store:
        letters = [a_posted_letter(store).id for _ in range(3)]
    impatient = Database(empty_sqlite.url.render_as_string(), wait_s=0.05)
    away = ExitStack()

    def says(message: Message) -> Delivery:
        if message.id == min(letters):
            away.enter_context(empty_sqlite.writers_kept_out())
        return Delivery.sent()

    waited: list[float] = []

    def comes_back(pause_s: float) -> None:
        waited.append(pause_s)
        away.close()

    assert sent(impatient, an_office(Listener(says)), wait=comes_back) == Sent(taken=3, sent=3)
    assert len(waited) == 1
    impatient.close()


def test_two_dispatchers_at_once_send_each_letter_once(database: Database):
    with database.begin() as store:
        letters = {a_posted_letter(store).id for _ in range(6)}
    first = Listener()
    other = Listener()

    def interrupted(message: Message) -> Delivery:
        # While the first sends, a second one looks for work, again and again.
        sent(database, an_office(other), by="another", most=1)
        return Delivery.sent()

    first.says = interrupted
    sent(database, an_office(first), most=3)
    given = [message.id for message in (*first.given, *other.given)]
    assert len(first.given) == 3
    assert sorted(given) == sorted(letters)


def test_a_kill_between_sending_and_noting_is_mended_when_the_lease_runs_out(database: Database):
    with database.begin() as store:
        posted = a_posted_letter(store, way=TEXT)
    provider, clock = Provider(), Clock()
    with a_provider(provider) as url:
        office = an_office(real_senders(sms_url=url))

        def killed(message: Message) -> Delivery:
            assert office.sender.send(message).outcome == "sent"
            raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            sent(database, an_office(Listener(killed)), clock)
        assert row(database, posted.id).state is OutboxState.SENDING
        clock.later(LEASE - A_MINUTE)
        assert sent(database, office, clock) == Sent(), "the lease still holds"
        clock.later(A_MINUTE)
        assert sent(database, office, clock) == Sent(taken=1, sent=1)
    assert len(provider.asked) == 2
    assert list(provider.texts) == [posted.id], "one text, whatever happened"
    assert row(database, posted.id).tries == 2, "the try of which nobody heard counts"


def test_a_process_that_is_really_killed_while_it_sends_loses_nothing(database: Database):
    with database.begin() as store:
        posted = a_posted_letter(store)
    with HangingSender("send", database) as racer:
        assert racer.heard() == f"sending {posted.id}"
        racer.kill()
    listener = Listener()
    assert sent(database, an_office(listener)) == Sent()
    assert sent(database, an_office(listener), Clock(NOW + LEASE)).sent == 1
    assert [message.id for message in listener.given] == [posted.id]


def test_who_was_too_slow_cannot_undo_what_the_next_one_did(database: Database):
    with database.begin() as store:
        posted = a_posted_letter(store)
    clock = Clock()

    def slow(message: Message) -> Delivery:
        clock.later(LEASE)
        assert sent(database, an_office(), clock, by="another").sent == 1
        return Delivery.refused(Trouble.ADDRESS_REFUSED)

    sent(database, an_office(Listener(slow)), clock)
    assert row(database, posted.id).state is OutboxState.SENT


def test_taking_needs_no_letter_to_be_open(database: Database):
    """Nothing of a letter is read while the writer's place is held: only its row."""
    with database.begin() as store:
        posted = a_posted_letter(store)
    with database.begin() as store:
        [taken] = take_due(store, by="me", until=TOMORROW, now=NOW, most=5)
        assert (taken.id, taken.state, taken.taken_by) == (posted.id, "sending", "me")


def test_no_log_line_says_who_is_written_to(database: Database, caplog):
    with database.begin() as store:
        posted = a_posted_letter(store, way=TEXT)
    listener = Listener()
    with caplog.at_level("INFO", logger="nearhand.post"):
        sent(database, an_office(listener))
    [line] = caplog.records
    assert (line.outbox, line.kind, line.became) == (posted.id, "thanks", "sent")
    [message] = listener.given
    assert isinstance(message, Sms)
    assert message.to not in str(vars(line))
