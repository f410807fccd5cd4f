"""One round in a process of its own: `python -m tests.matcher.service.one_round URL`."""

import sys

from matcher.service.rounds import run_round, slot_at
from matcher.storage.database import Database
from tests.matcher.service.acts import SEALER
from tests.matcher.storage.rows import NOW

if __name__ == "__main__":
    run_round(Database(sys.argv[1]), SEALER, slot=slot_at(NOW), now=lambda: NOW)
