"""Two who answer at the same moment, each in a transaction of their own, on both databases."""

from collections.abc import Callable
from threading import Barrier, Thread

from matcher.domain.refusals import Refusal
from matcher.service.acting import Act
from matcher.service.matches import accept_match, report_done
from matcher.service.matches_resident import confirm_done
from matcher.storage.database import Database
from matcher.storage.tables import NeedRow
from matcher.storage.writing.proposals import record_batch
from tests.matcher.service.acts import acting, kinds_posted
from tests.matcher.service.matched import a_trusted_offer, accepted, asked, held, standing
from tests.matcher.storage.rows import NOW, a_proposal, units_of


def at_once(database: Database, *deeds: Callable[[Act], None]) -> list[str]:
    """Do them in threads that start together; what each was told."""
    ready, told = Barrier(len(deeds)), ["" for _ in deeds]

    def go(number: int, deed: Callable[[Act], None]) -> None:
        ready.wait(300)
        try:
            with acting(database) as act:
                deed(act)
            told[number] = "done"
        except Refusal as refusal:
            told[number] = type(refusal).__name__

    threads = [Thread(target=go, args=pair) for pair in enumerate(deeds)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(300)
    return sorted(told)


def test_of_three_who_say_yes_at_once_one_helps_and_the_resident_hears_of_one(database: Database):
    three = asked(database, together=3)
    yes = [lambda act, id=one.match_id: accept_match(act, id) for one in three]
    assert at_once(database, *yes) == ["Conflict", "Conflict", "done"]
    with database.read() as store:
        assert kinds_posted(store).count("match_accepted") == 1
        assert kinds_posted(store).count("proposal_taken") == 2
    assert sorted(held(database, one.offer_id) for one in three) == [0, 0, 1]


def test_one_who_presses_twice_says_yes_once(database: Database):
    [one] = asked(database)
    yes = lambda act: accept_match(act, one.match_id)  # noqa: E731
    assert at_once(database, yes, yes) == ["Conflict", "done"]
    with database.read() as store:
        assert kinds_posted(store) == ["match_accepted"]


def test_of_two_last_units_that_are_confirmed_at_once_one_closes_the_need(database: Database):
    first = accepted(database, people_needed=2)
    with acting(database) as act:
        need = act.store.get_one(NeedRow, first.need_id)
        second = a_proposal(units_of(act.store, need)[1], a_trusted_offer(act.store))
        assert record_batch(act.store, [second], now=NOW).skipped == []
    with acting(database) as act:
        accept_match(act, second.id)
        for id in (first.match_id, second.id):
            report_done(act, id)
    done = [lambda act, id=id: confirm_done(act, id) for id in (first.match_id, second.id)]
    assert at_once(database, *done) == ["done", "done"]
    with database.read() as store:
        assert store.get_one(NeedRow, first.need_id).status == "closed"
        assert kinds_posted(store).count("need_met") == 1
    assert standing(database, second.id).status == "confirmed"
