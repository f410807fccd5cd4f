"""Charities that act at once: `main(VERB, URL, …)`."""

import sys
from collections.abc import Sequence

from matcher.domain.drawn_areas import DrawnArea
from matcher.domain.refusals import Refusal
from matcher.service.acting import Act
from matcher.service.charities import vouch
from matcher.service.charity_areas import draw_area, drop_area
from matcher.service.desk import Desk
from matcher.service.drawn_areas import AreaSeen, Parted
from matcher.service.holding import take
from matcher.storage.database import Database
from matcher.storage.tables import CoordinatorRow
from tests.builders import LAMBETH
from tests.matcher.service.acts import SEALER
from tests.matcher.service.desks import desk_of_account
from tests.matcher.storage import racing
from tests.matcher.storage.racing import say
from tests.matcher.storage.rows import NOW


class Racer(racing.Racer):
    module = __name__


def vouches(act: Act, desk: Desk, charity_id: str, about: str) -> str:
    return "verified" if vouch(act, desk, about, charity_id) else "not yet"


def takes(act: Act, desk: Desk, charity_id: str, about: str) -> str:
    take(act, desk, about, charity_id)
    return "yes"


def draws(act: Act, desk: Desk, charity_id: str, about: str) -> str:
    """`about` is a ring as it is kept, or a dash for none any more."""
    if about == "-":
        drop_area(act, desk, charity_id)
    else:
        parts = (Parted(LAMBETH, 1, whole=False),)
        draw_area(act, desk, charity_id, AreaSeen(DrawnArea.from_text(about, frozenset()), parts))
    return "drawn"


VERBS = {"vouch": vouches, "take": takes, "draw": draws}


def each(
    database: Database, verb, coordinator_id: str, charity_id: str, about: Sequence[str]
) -> None:
    say("ready")
    sys.stdin.readline()
    for one in about:
        try:
            with database.begin() as store:
                account = store.get_one(CoordinatorRow, coordinator_id)
                desk = desk_of_account(store, account)
                act = Act(store, NOW, SEALER, desk.actor)
                said = verb(act, desk, charity_id, one)
            say(said)
        except Refusal as refusal:
            say(f"{type(refusal).__name__}: {refusal}")


def main(verb: str, url: str, coordinator: str, charity: str, *about: str) -> None:
    each(Database(url), VERBS[verb], coordinator, charity, about)
