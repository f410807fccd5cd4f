"""Real processes that sign up at once: `main(VERB, URL, …)`."""

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
    module = __name__


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


def main(verb: str, url: str, volunteer: str, *about: str) -> None:
    each(Database(url), VERBS[verb], volunteer, about)
