"""What is cheap to ask and dear to give is counted, by all processes together."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from matcher.storage.database import Database
from matcher.storage.sealed import Sealer
from matcher.storage.tables import RateRow
from matcher.storage.writing.rates import allow, asker_hash, forget_old_rates
from tests.matcher.storage.rows import NOW

HOUR = timedelta(hours=1)


def test_so_many_times_and_no_more_until_the_window_is_over(database: Database):
    with database.begin() as store:
        answers = [allow(store, "a", most=3, per=HOUR, now=NOW) for _ in range(5)]
        assert [bool(one) for one in answers] == [True, True, True, False, False]
        assert [one.left for one in answers] == [2, 1, 0, 0, 0]
        again = answers[-1].again_at
        assert NOW < again <= NOW + HOUR
        assert allow(store, "a", most=3, per=HOUR, now=again)


def test_one_asker_does_not_use_up_what_another_may(database: Database):
    with database.begin() as store:
        assert allow(store, "a", most=1, per=HOUR, now=NOW)
        assert not allow(store, "a", most=1, per=HOUR, now=NOW)
        assert allow(store, "b", most=1, per=HOUR, now=NOW)


def test_none_at_all_is_none_at_all(database: Database):
    with database.begin() as store:
        assert not allow(store, "a", most=0, per=HOUR, now=NOW)


def test_those_who_ask_at_the_same_moment_are_all_counted(database: Database):
    def ask(_number: int) -> bool:
        with database.begin() as store:
            return bool(allow(store, "a", most=5, per=HOUR, now=NOW))

    with ThreadPoolExecutor(4) as threads:
        assert sum(threads.map(ask, range(12))) == 5


def test_windows_that_are_over_are_forgotten(database: Database):
    with database.begin() as store:
        allow(store, "a", most=3, per=HOUR, now=NOW)
        assert forget_old_rates(store, now=NOW) == 0
        assert forget_old_rates(store, now=NOW + HOUR) == 1
        assert store.query(RateRow).count() == 0


def test_the_name_of_an_asker_tells_nobody_who_it_is():
    sealer = Sealer.from_text("00112233445566778899aabbccddeeff" * 2)
    name = asker_hash(sealer, "register", "192.0.2.7")
    assert "192.0.2.7" not in name
    assert name == asker_hash(sealer, "register", "192.0.2.7")
    assert name.split(":")[1] != asker_hash(sealer, "code", "192.0.2.7").split(":")[1]
