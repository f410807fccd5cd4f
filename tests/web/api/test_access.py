"""Who comes in through the API's door, and who sees what."""

from datetime import timedelta

import pytest

from matcher.domain.scopes import TokenScope
from matcher.service.admission import Limits
from matcher.service.tokens import make_token, revoke_token
from matcher.storage.database import Database
from matcher.storage.tables import CharityRow, LogRow, LookRow, TokenRow
from tests.matcher.service.acts import A_PHONE
from tests.matcher.storage.rows import NOW
from tests.web.api.towns import EVERY_SCOPE, Program, Town
from web.api.access import LIMITS
from web.api.operations import Operation
from web.api.site import NOUNS

OPERATIONS = [one for noun in NOUNS for one in noun.operations]
GUARDED = [one for one in OPERATIONS if one.scope is not None]
ABOUT_ONE = [one for one in GUARDED if one.about_one and one.noun != "rounds"]
WHO = ("Rosa", "Val ", "Nora", A_PHONE, "Example Road")


def call(program: Program, operation: Operation, id: str = "0" * 32):
    """Call an operation as its own example says."""
    path = operation.path.replace("{id}", id)
    body = (
        operation.body.model_config["json_schema_extra"]["examples"][0] if operation.body else None
    )
    if operation.method == "GET":
        return program.get(path)
    return (program.post if operation.method == "POST" else program.patch)(path, body)


def name_of(operation: Operation) -> str:
    return operation.name


@pytest.mark.parametrize("operation", GUARDED, ids=name_of)
def test_without_a_token_nothing_opens(sqlite_town: Town, operation: Operation):
    for secret in ("", "nearhand_made-up", "x" * 5_000):
        answer = call(Program(sqlite_town.site.test_client(), secret), operation)
        assert answer.status_code == 401
        assert answer.headers["WWW-Authenticate"] == "Bearer"
        assert answer.content_type == "application/problem+json"


@pytest.mark.parametrize("operation", GUARDED, ids=name_of)
def test_a_token_without_the_scope_is_told_which_it_lacks(sqlite_town: Town, operation: Operation):
    others = [scope for scope in EVERY_SCOPE if scope is not operation.scope]
    answer = call(sqlite_town.charity("larder", others), operation)
    assert answer.status_code == 403
    assert str(operation.scope) in answer.get_json(force=True)["detail"]


@pytest.mark.parametrize("operation", ABOUT_ONE, ids=name_of)
def test_other_charities_people_are_not_seen_and_not_touched(still: Town, operation: Operation):
    """Every route about one thing, with every id of the other charity, by a foreign token."""
    program = still.charity("larder")
    with still.tools.looking() as act:
        before = act.store.query(LogRow).count(), act.store.query(LookRow).count()
    for name, id in still.theirs.items():
        answer = call(program, operation, id)
        afar = operation.name in ("get_need", "get_offer") and "lewisham" not in name
        right_noun = name.endswith(operation.noun.replace("proposals", "matches")[:-1][:5])
        assert answer.status_code in ((200, 404) if afar else (403, 404)), (name, answer.text)
        if afar and answer.status_code == 200:
            [shown] = answer.json.values()
            assert right_noun
            assert not shown["ours"]
            assert set(shown) <= {
                *("ours", "id", "status", "urgency", "category", "categories", "borough", "cell")
            }
        assert not [one for one in WHO if one in answer.text]
    with still.tools.looking() as act:
        assert (act.store.query(LogRow).count(), act.store.query(LookRow).count()) == before


@pytest.mark.parametrize("path", ["/needs", "/offers", "/matches", "/proposals"])
def test_no_list_names_anybody_or_holds_others_matches(still: Town, path: str):
    answer = still.charity("larder").get(path, limit=100)
    assert not [one for one in WHO if one in answer.text]
    theirs = {id for name, id in still.theirs.items() if "match" in name or "lewi" in name}
    assert not theirs & {one["id"] for one in answer.json["items"]}


def test_a_token_that_was_taken_back_or_has_run_out_opens_nothing(town: Town, database: Database):
    with town.tools.acting("machine") as act:
        taken = make_token(act, "larder", "taken", EVERY_SCOPE)
        over = make_token(act, "larder", "over", EVERY_SCOPE, days=1)
        revoke_token(act, "larder", "taken")
    with database.begin() as store:
        store.query(TokenRow).filter_by(name="over").update({"expires_at": NOW})
    for secret in (taken, over):
        assert Program(town.site.test_client(), secret).get("/needs").status_code == 401
    program = town.charity("larder")
    assert program.get("/needs").status_code == 200
    with database.begin() as store:
        store.get_one(CharityRow, town.larder).ended_at = NOW
    assert program.get("/needs").status_code == 401


def test_the_use_of_a_token_is_noted_once_an_hour(town: Town, database: Database):
    program = town.charity("larder")
    for _ in range(2):
        program.get("/needs")
    with database.read() as store:
        assert [row.used_at for row in store.query(TokenRow)] == [NOW]


def test_whoever_asks_too_often_waits_and_is_told_for_how_long(town: Town):
    town.site.extensions[LIMITS] = Limits(per_token=3, per_stranger=2)
    program, other = town.charity("larder"), town.charity("kitchen")
    left = [program.get("/needs").headers["RateLimit"] for _ in range(3)]
    assert left == [f'"minute";r={n};t=60' for n in (2, 1, 0)]
    answer = program.get("/needs")
    assert answer.status_code == 429
    assert answer.headers["Retry-After"] == "60"
    assert answer.headers["RateLimit-Policy"] == '"minute";q=3;w=60'
    assert other.get("/needs").status_code == 200
    stranger = Program(town.site.test_client(), "nearhand_guess")
    assert [stranger.get("/needs").status_code for _ in range(3)] == [401, 401, 429]


def test_a_minute_later_there_is_room_again(town: Town):
    town.site.extensions[LIMITS] = Limits(per_token=1)
    program = town.charity("larder")
    assert [program.get("/needs").status_code for _ in range(2)] == [200, 429]
    object.__setattr__(town.tools, "now", lambda: NOW + timedelta(minutes=1))
    assert program.get("/needs").status_code == 200


def test_the_scopes_are_all_used():
    assert {one.scope for one in GUARDED} == set(TokenScope)
