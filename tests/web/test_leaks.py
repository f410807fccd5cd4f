"""Two charities never see each other's people: every route × role × another charity, 0 leaks.

The routes come from the app itself, so a new one is tried from its first day; one whose address
names something that this file knows nothing of fails until it is said what that is.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from flask import Response
from flask.testing import FlaskClient
from sqlalchemy import text
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from matcher.bootstrap import Tools
from matcher.domain.drawn_areas import drawn
from matcher.domain.places import Point
from matcher.domain.roles import MAY, Right, Role
from matcher.service.drawn_areas import AreaSeen, Parted
from matcher.service.where_charities_work import keep_area
from matcher.storage.ids import new_id
from matcher.storage.tables import CharityRow, CoordinatorRow, NeedRow
from tests.builders import LAMBETH
from tests.matcher.service.desks import a_membership
from tests.web.neighbours import (
    WORDS,
    Neighbour,
    a_neighbour,
    a_token,
    about_something,
    address,
    filled_in,
    methods_of,
    mixed_address,
    rows_about,
    rows_naming,
    somebody_else,
    words_in,
)
from tests.web.sites import living_tools
from tests.web.staffed import a_member, a_town, signed_in
from tests.web.test_board import press
from web.app import Site, create_app
from web.signed_in import for_staff
from web.signed_in import signed_in as whose_desk

WHO = ["intake", "coordinator", "pending"]
STAFF_PAGES = ("/board", "/runs", "/stock", "/staff")
# They end the session of whoever walks.
LEFT_OUT = {"/sign-out", "/account/sign-out-everywhere"}
# Of the town, and nobody is in them.
FOR_EVERYBODY = {"/board/rounds/<round_id>"}


@dataclass
class Walk:
    """How many answers were looked at, and what was found in them."""

    answers: int = 0
    leaks: list[str] = field(default_factory=list)
    refused: frozenset[int] = frozenset({403, 404})

    def look(self, rule: Rule, method: str, answer: TestResponse, words: set[str]) -> None:
        self.answers += 1
        if words:
            self.leaks.append(f"{method} {rule.rule}: {sorted(words)}")
        is_theirs = rule.rule.startswith(STAFF_PAGES) and about_something(rule)
        if is_theirs and rule.rule not in FOR_EVERYBODY and answer.status_code not in self.refused:
            self.leaks.append(f"{method} {rule.rule}: {answer.status_code}")


@pytest.fixture
def tools(tmp_path) -> Iterator[Tools]:
    tools = living_tools(tmp_path)
    yield tools
    tools.database.close()


def walk(site: Site, client: FlaskClient, neighbour: Neighbour, only: str = "/") -> Walk:
    """Open and press everything there is but the API, about what is the neighbour's.

    `only` is what the addresses begin with, where a test is about a few of them.
    """
    done, said = Walk(), filled_in(neighbour)
    secret = frozenset({*WORDS, *neighbour.private})
    # Pages first: what is pressed may take away what there was to see.
    for rule, method in sorted(tried(site, only), key=lambda one: one[1] != "GET"):
        path = address(rule, neighbour)
        # What stands in the address comes back in links of a page that says it is not there.
        asked = frozenset(word for word in secret if word in path)
        if method == "GET":
            answer = client.get(path)
        else:
            answer = press(client, path, **said | {"key": new_id()[:24]})
        done.look(rule, method, answer, words_in(answer, secret - asked))
    return done


def tried(site: Site, only: str) -> Iterator[tuple[Rule, str]]:
    """Every rule but those of the API, with each of its methods."""
    for rule in site.url_map.iter_rules():
        if rule.rule.startswith("/api/") or rule.rule in LEFT_OUT:
            continue
        if rule.rule.startswith(only):
            yield from ((rule, method) for method in methods_of(rule))


def program(site: Site, token: str, neighbour: Neighbour) -> Walk:
    """The same with the API, where others' needs are seen afar: their ids, and no more."""
    done, client = Walk(), site.test_client()
    bearer = {"Authorization": f"Bearer {token}"}
    for rule in site.url_map.iter_rules():
        if not rule.rule.startswith("/api/"):
            continue
        path = address(rule, neighbour)
        for method in methods_of(rule):
            headers = bearer | {"Idempotency-Key": new_id()}
            answer = client.open(path, method=method, json={}, headers=headers)
            assert answer.status_code not in {401, 429}
            done.look(rule, method, answer, words_in(answer, WORDS))
    return done


def a_colleague(tools: Tools, neighbour: Neighbour) -> CoordinatorRow:
    """Somebody who works for a charity that one has all the ids of."""
    account = a_member(tools)
    with tools.acting() as act:
        for charity_id in neighbour.charities:
            a_membership(act.store, account.id, charity_id)
    return account


@pytest.mark.parametrize("who", WHO)
def test_whoever_works_for_another_charity_finds_nothing_and_changes_nothing(tools, who):
    site, neighbour = create_app(tools), a_neighbour(tools)
    client = somebody_else(site, tools, who)
    before = rows_about(tools, neighbour)
    done = walk(site, client, neighbour)
    assert done.leaks == []
    assert done.answers > 200
    after = rows_about(tools, neighbour)
    assert {table for table in before if before[table] != after[table]} == set()


def test_what_is_a_neighbours_is_not_reached_by_way_of_what_is_ones_own(tools):
    """Of an address that names two things the first is one's own: `/our need/their match`."""
    site, ours, theirs = create_app(tools), a_neighbour(tools, plain=True), a_neighbour(tools)
    account = a_colleague(tools, ours)
    client, before = signed_in(site, tools, account), rows_about(tools, theirs)
    # A conflict may come first: it is about the thing of one's own.
    done = Walk(refused=frozenset({403, 404, 409}))
    for rule in site.url_map.iter_rules():
        path = mixed_address(rule, ours, theirs)
        if path is None or not rule.rule.startswith(STAFF_PAGES):
            continue
        for method in methods_of(rule):
            said = {"key": new_id()[:24], **filled_in(ours)}
            answer = client.get(path) if method == "GET" else press(client, path, **said)
            done.look(rule, method, answer, words_in(answer, WORDS))
    assert done.leaks == []
    assert done.answers >= 8
    assert rows_about(tools, theirs) == before


def coordinators_only(site: Site, only: str) -> list[tuple[Rule, str]]:
    """Every rule that coordinators may use and intake may not, with each of its methods."""
    more = MAY[Role.COORDINATOR] - MAY[Role.INTAKE]
    rights = {name: getattr(view, "right", None) for name, view in site.view_functions.items()}
    return [one for one in tried(site, only) if rights[one[0].endpoint] in more]


def as_intake_there(tools: Tools, neighbour: Neighbour) -> CoordinatorRow:
    """Somebody who coordinates at a charity of their own, and takes calls at the neighbour's."""
    account = a_member(tools, charity_id=a_town(tools).charity_id)
    with tools.acting() as act:
        for charity_id in neighbour.charities:
            a_membership(act.store, account.id, charity_id, Role.INTAKE)
    return account


def deeds_there(site: Site, client: FlaskClient, neighbour: Neighbour, only: str = "/") -> Walk:
    """Open and press what coordinators alone may, about what is the neighbour's."""
    done = Walk()
    for rule, method in coordinators_only(site, only):
        path, said = address(rule, neighbour), {"key": new_id()[:24], **filled_in(neighbour)}
        answer = client.get(path) if method == "GET" else press(client, path, **said)
        done.look(rule, method, answer, set())
    return done


def test_whoever_coordinates_at_one_charity_and_takes_calls_at_another_coordinates_at_one(tools):
    site, neighbour = create_app(tools), a_neighbour(tools)
    client = signed_in(site, tools, as_intake_there(tools, neighbour))
    assert client.get(f"/board/needs/{neighbour.ids['need_id']}").status_code == 200
    named = neighbour.private | neighbour.charities
    before = rows_naming(tools, named)
    done = deeds_there(site, client, neighbour)
    assert done.leaks == []
    assert done.answers > 80
    after = rows_naming(tools, named)
    assert {table for table in before if before[table] != after[table]} == set()


def test_a_page_that_asks_for_a_role_and_not_for_the_role_there_is_found(tools):
    site, neighbour = create_app(tools), a_neighbour(tools)

    @for_staff(Right.CLOSE_NEEDS)
    def careless(need_id: str) -> str:
        with tools.looking() as act:
            need = act.store.get_one(NeedRow, need_id)
            assert whose_desk().whole.covers(need.charity_id, need.borough)
        return "closed"

    site.add_url_rule("/board/careless/<need_id>", view_func=careless, methods=["POST"])
    client = signed_in(site, tools, as_intake_there(tools, neighbour))
    leaks = deeds_there(site, client, neighbour, "/board/ca").leaks
    assert leaks == ["POST /board/careless/<need_id>: 200"]


def test_another_charitys_program_finds_nothing_and_changes_nothing(tools):
    site, neighbour = create_app(tools), a_neighbour(tools)
    token = a_token(tools)
    before = rows_about(tools, neighbour)
    done = program(site, token, neighbour)
    assert done.leaks == []
    assert done.answers > 20
    assert rows_about(tools, neighbour) == before


def test_the_walk_finds_what_it_looks_for_where_it_is(tools):
    """Somebody who works for the neighbour meets all of its words, so none is too well hidden."""
    site, neighbour = create_app(tools), a_neighbour(tools)
    account = a_colleague(tools, neighbour)
    met = " ".join(walk(site, signed_in(site, tools, account), neighbour).leaks)
    assert {word for word in WORDS if word not in met} == set()


def test_a_page_that_forgets_to_ask_whose_it_is_is_found(tools):
    site, neighbour = create_app(tools), a_neighbour(tools)

    def careless(need_id: str) -> Response:
        with tools.looking() as act:
            return Response(act.store.get_one(NeedRow, need_id).reference)

    site.add_url_rule("/board/careless/<need_id>", view_func=careless)
    leaks = walk(site, somebody_else(site, tools, "intake"), neighbour, "/board/ca").leaks
    assert len(leaks) == 2, leaks
    assert all("careless" in one for one in leaks)


def test_a_page_about_something_new_fails_until_it_is_said_what_that_is(tools):
    site, neighbour = create_app(tools), a_neighbour(tools)
    site.add_url_rule("/board/novelties/<novelty_id>", view_func=lambda novelty_id: "")
    with pytest.raises(KeyError, match="novelty_id"):
        walk(site, site.test_client(), neighbour, "/board/nov")


def test_who_works_beside_a_place_finds_nothing_of_what_nobody_holds_there(tools):
    """In the same borough, but not within what their charity drew."""
    site, neighbour = create_app(tools), a_neighbour(tools)
    client = somebody_else(site, tools, "coordinator")
    # Waterloo, and all that the neighbour has is in Brixton.
    ring = drawn(
        Point(*one) for one in ((530_600, 179_400), (531_300, 180_000), (531_300, 179_400))
    )
    seen = AreaSeen(ring, (Parted(LAMBETH, 1, whole=False),))
    with tools.acting() as act:
        act.store.execute(text("UPDATE needs SET charity_id = NULL, postcode = 'SW2 1RW'"))
        for charity in act.store.query(CharityRow).all():
            if charity.id not in neighbour.charities:
                keep_area(act, charity.id, seen, frozenset({LAMBETH}))
    done = walk(site, client, neighbour, "/board/needs")
    for page in ("/board", "/board/shared", "/board/map.json", "/stock"):
        words = words_in(client.get(page), frozenset({*WORDS, *neighbour.private}))
        done.leaks += [f"{page}: {word}" for word in sorted(words)]
    assert done.leaks == []
    assert done.answers > 10


def test_a_scope_that_is_too_wide_is_found(tools):
    """The fault at its root: a borough's staff see what every charity there holds."""
    site, neighbour = create_app(tools), a_neighbour(tools)
    client = somebody_else(site, tools, "coordinator")
    with tools.acting() as act:
        act.store.execute(text("UPDATE needs SET charity_id = NULL"))
        assert act.store.query(CoordinatorRow).count()
    leaks = walk(site, client, neighbour, "/board/needs").leaks
    assert any("/board/needs/<need_id>" in one for one in leaks)
