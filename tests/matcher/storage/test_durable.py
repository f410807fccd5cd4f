"""What is said to be kept is on the disk: settings that no test and no haste may loosen."""

import pytest
from sqlalchemy import text

from matcher.storage.database import Database

# 2 is FULL: whoever commits waits for the disk. 1, NORMAL, would lose the last commits with the
# power, and kill -9 would not show it: the system's own memory outlives a process.
WAITS_FOR_THE_DISK = 2


@pytest.mark.parametrize(
    ("setting", "is_set"),
    [("synchronous", WAITS_FOR_THE_DISK), ("journal_mode", "wal"), ("foreign_keys", 1)],
)
def test_every_connection_to_sqlite_waits_for_the_disk(
    empty_sqlite: Database, setting: str, is_set: object
):
    for opened in (empty_sqlite.begin, empty_sqlite.read):
        with opened() as store:
            assert store.scalar(text(f"PRAGMA {setting}")) == is_set
