"""One round in a process of its own: `main(URL)`."""

from matcher.service.rounds import run_round, slot_at
from matcher.storage.database import Database
from tests.matcher.service.acts import SEALER
from tests.matcher.storage.rows import NOW


def main(url: str) -> None:
    run_round(Database(url), SEALER, slot=slot_at(NOW), now=lambda: NOW)
