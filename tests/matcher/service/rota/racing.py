"""Real processes that sign up at once: `python -m tests.matcher.service.rota.racing VERB URL …`."""

import sys

from matcher.domain.refusals import Refusal
from matcher.service.acting import Act
from matcher.service.rota.leaving import take_over
from matcher.service.rota.signing import sign_up
from matcher.storage.database import Database
from tests.matcher.service.acts import SEALER
from tests.matcher.storage import racing
from tests.matcher.storage.racing import say
from tests.matcher.storage.rows import NOW


class Racer(racing.Racer):
    module = "tests.matcher.service.rota.racing"


def each(database: Database, verb, volunteer_id: str, about: tuple[str, ...]) -> None:
    say("ready")
    sys.stdin.readline()
    for one in about:
        try:
            with database.begin() as store:
                verb(Act(store, NOW, SEALER, f"volunteer:{volunteer_id}"), volunteer_id, one)
            say("yes")
        except Refusal as refusal:
            say(f"{type(refusal).__name__}: {refusal}")


VERBS = {"sign_up": sign_up, "take_over": take_over}

if __name__ == "__main__":
    verb, url, volunteer, *about = sys.argv[1:]
    each(Database(url), VERBS[verb], volunteer, tuple(about))
