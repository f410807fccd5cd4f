"""A small town with some of everything, and two charities that share a borough of it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta

from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from matcher.bootstrap import Tools
from matcher.config import Config
from matcher.domain.outcomes import DeclineReason
from matcher.domain.scopes import TokenScope
from matcher.service.acting import Act
from matcher.service.admission import Limits
from matcher.service.matches import accept_match, decline_match, report_done
from matcher.service.matches_resident import confirm_done
from matcher.service.tokens import make_token
from matcher.storage.database import Database, Store
from matcher.storage.ids import new_id
from matcher.storage.tables import AreaRow, CharityRow, MatchRow, NeedRow, OfferRow, RoundRow
from tests.builders import LAMBETH, LEWISHAM, SOUTHWARK
from tests.matcher.service.acts import SEALER_KEY, a_reachable_person, acting
from tests.matcher.service.matched import Asked, a_trusted_offer, asked
from tests.matcher.storage.rows import NOW, a_stored_need
from tests.web.sites import SETTINGS
from web.api.access import LIMITS
from web.app import Site, create_app

EVERY_SCOPE = tuple(TokenScope)
STATES = ("proposed", "accepted", "declined", "done_reported", "confirmed")
ROOMY = Limits(per_token=1_000_000, per_stranger=1_000_000)


@dataclass
class Town:
    """A site with people in it. `ours` are ids of the larder's people, `theirs` of the kitchen's.

    Both charities cover Lambeth; the larder also Southwark, the kitchen also Lewisham.
    """

    site: Site
    tools: Tools
    larder: str
    kitchen: str
    ours: dict[str, str]
    theirs: dict[str, str]

    def charity(self, charity: str, scopes: Collection[TokenScope] = EVERY_SCOPE) -> "Program":
        """A program of a charity, by its short name, with a token of its own."""
        with self.tools.acting("machine") as act:
            secret = make_token(act, charity, f"tests {new_id()}", scopes)
        return Program(self.site.test_client(), secret)


@dataclass
class Program:
    """A charity's program that talks to the API."""

    client: FlaskClient
    secret: str
    keys: int = 0

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.secret}"}

    def get(self, path: str, **query: object) -> TestResponse:
        return self.client.get(f"/api/v1{path}", query_string=query, headers=self.headers)

    def post(self, path: str, body: object = None, *, key: str | None = None) -> TestResponse:
        """With a fresh key, unless one is said."""
        headers = self.headers | {"Idempotency-Key": key or new_id()}
        return self.client.post(f"/api/v1{path}", json=body, headers=headers)

    def patch(self, path: str, body: object) -> TestResponse:
        return self.client.patch(f"/api/v1{path}", json=body, headers=self.headers)


@dataclass(frozen=True)
class People:
    """The ids of who lives in a town, wherever its database is copied to."""

    larder: str
    kitchen: str
    ours: dict[str, str]
    theirs: dict[str, str]


def settle(database: Database) -> People:
    """Let two charities and people of both, in every state, live in this database."""
    with database.begin() as store:
        larder = a_charity(store, "larder", LAMBETH, SOUTHWARK)
        kitchen = a_charity(store, "kitchen", LAMBETH, LEWISHAM)
        store.add(RoundRow(id=new_id(), slot=NOW, started_at=NOW, finished_at=NOW, objective=7))
    return People(larder, kitchen, _people_of(database, larder), _people_of(database, kitchen))


def a_town(database: Database, people: People, *, limits: Limits = ROOMY) -> Town:
    """A site over this database, in which these people live."""
    url = database.url.render_as_string(hide_password=False)
    tools = Tools(Config(web=SETTINGS, database_url=url, key=SEALER_KEY), now=lambda: NOW)
    # The very same, which knows the statements that it has compiled.
    vars(tools)["database"] = database
    site = create_app(tools)
    site.extensions[LIMITS] = limits
    return Town(site, tools, people.larder, people.kitchen, people.ours, people.theirs)


def a_charity(store: Store, slug: str, *boroughs: str) -> str:
    row = CharityRow(id=new_id(), slug=slug, name=f"The {slug}", created_at=NOW)
    store.add(row)
    store.flush()
    store.add_all(AreaRow(charity_id=row.id, borough=borough) for borough in boroughs)
    return row.id


def crowd(database: Database, town: Town) -> dict[str, list[str]]:
    """Add many more matches of the larder's people; the ids of all there is, by noun.

    The needs and offers of those that were added are left out, so that nobody withdraws a need
    whose match is still to be tried.
    """
    found: dict[str, list[str]] = {"needs": [], "offers": [], "matches": []}
    for people in (town.ours, town.theirs):
        for name, id in people.items():
            found["matches" if name.endswith("match") else f"{name.split()[1]}s"].append(id)
    more = {
        state: [_people_of(database, town.larder, (state,))[f"{state} match"] for _ in range(14)]
        for state in ("proposed", "accepted")
    }
    with database.read() as store:
        found["rounds"] = list(store.scalars(select(RoundRow.id)))
    found["matches"] = more["accepted"] + found["matches"]
    return found | {"proposals": [*more["proposed"], town.theirs["proposed match"]]}


def _people_of(
    database: Database, charity: str, states: Collection[str] = STATES
) -> dict[str, str]:
    """Needs, offers and matches in these states, by what they are."""
    found: dict[str, str] = {}
    for name in states:
        [one] = asked(database, charity_id=charity)
        with acting(database, by=one.volunteer) as act:
            act.store.get_one(OfferRow, one.offer_id).charity_id = charity
            _brought_to(act, name, one)
        found |= {f"{name} match": one.match_id, f"{name} need": one.need_id}
        found |= {f"{name} offer": one.offer_id}
    with database.begin() as store:
        for name, borough in (("lambeth", LAMBETH), ("lewisham", LEWISHAM)):
            person_id = a_reachable_person(store, name="Nora Needful")
            need = a_stored_need(store, person_id=person_id, charity_id=charity, borough=borough)
            offer = a_trusted_offer(store, charity_id=charity, borough=borough)
            found |= {f"{name} need": need.id, f"{name} offer": offer.id}
    return found


def _brought_to(act: Act, name: str, one: Asked) -> None:
    if name == "declined":
        decline_match(act, one.match_id, DeclineReason.TOO_FAR)
    if name in ("accepted", "done_reported", "confirmed"):
        accept_match(act, one.match_id)
    if name in ("done_reported", "confirmed"):
        report_done(act, one.match_id, 30)
    if name == "confirmed":
        confirm_done(act, one.match_id)


def later_needs(database: Database, charity: str, count: int, *, minutes: int = 0) -> list[str]:
    """Register so many needs of a charity, some minutes after everybody else's."""
    at = NOW + timedelta(minutes=minutes)
    with database.begin() as store:
        made = [
            a_stored_need(store, charity_id=charity, created_at=at + timedelta(seconds=number))
            for number in range(count)
        ]
        return [need.id for need in made]


def rows_of(database: Database, table: type[NeedRow] | type[MatchRow]) -> int:
    with database.read() as store:
        return store.query(table).count()
