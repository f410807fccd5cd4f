"""The write-ahead log of SQLite is moved into the file between turns, and never grows for long."""

from pathlib import Path

from matcher.storage.database import Database
from matcher.storage.sqlite import write_much

A_MEGABYTE = 1024 * 1024


def test_a_log_that_has_grown_is_moved_and_begins_anew(empty_sqlite: Database):
    log = Path(f"{empty_sqlite.url.database}-wal")
    with empty_sqlite.begin() as store:
        store.connection().exec_driver_sql("CREATE TABLE heap (what)")
    longest = 0
    for _ in range(20):
        with empty_sqlite.begin() as store:
            held = bytes(8 * A_MEGABYTE)
            store.connection().exec_driver_sql("INSERT INTO heap VALUES (?)", (held,))
        longest = max(longest, log.stat().st_size)
    # SQLite by itself would leave all of them there.
    assert 90 * A_MEGABYTE < longest < 115 * A_MEGABYTE


def test_a_log_that_is_written_over_is_measured_by_what_is_new_in_it(empty_sqlite: Database):
    file = Path(str(empty_sqlite.url.database))
    log = Path(f"{file}-wal")
    with empty_sqlite.begin() as store:
        write_much(store.connection())
        store.connection().exec_driver_sql("CREATE TABLE heap (what)")
    lengths, moved = [], []
    for _ in range(40):
        with empty_sqlite.begin() as store:
            held = bytes(8 * A_MEGABYTE)
            store.connection().exec_driver_sql("INSERT INTO heap VALUES (?)", (held,))
        lengths.append(log.stat().st_size)
        moved.append(file.stat().st_size)
    # It is as long as it was once, and moved three times all the same.
    assert lengths == sorted(lengths)
    assert lengths[-1] < 115 * A_MEGABYTE
    assert len({*moved}) == 4
