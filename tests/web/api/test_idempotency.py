"""Every POST is done once for each key, however often and by how many it is sent."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from matcher.storage.database import Database
from matcher.storage.tables import IdempotencyRow, NeedRow
from tests.web.api.towns import Town, rows_of
from web.api.needs_shapes import NewNeed

NEED = NewNeed.model_config["json_schema_extra"]["examples"][0]
KEY = "monday-list-row-17"


def test_the_same_key_and_body_do_it_once_and_answer_the_same(town: Town, database: Database):
    before = rows_of(database, NeedRow)
    program = town.charity("larder")
    first, second = (program.post("/needs", NEED, key=KEY) for _ in range(2))
    assert first.status_code == second.status_code == 201
    assert first.json == second.json
    assert "Idempotency-Replayed" not in first.headers
    assert second.headers["Idempotency-Replayed"] == "true"
    assert rows_of(database, NeedRow) == before + 1


def test_the_same_answer_comes_though_things_have_moved_on(town: Town):
    program = town.charity("larder")
    first = program.post("/needs", NEED, key=KEY)
    program.post(f"/needs/{first.json['id']}/withdraw")
    assert program.post("/needs", NEED, key=KEY).json == first.json


def test_the_same_key_with_another_wish_is_refused(town: Town, database: Database):
    program = town.charity("larder")
    id = program.post("/needs", NEED, key=KEY).json["id"]
    before = rows_of(database, NeedRow)
    for path, body in (
        ("/needs", NEED | {"urgency": "urgent"}),
        (f"/needs/{id}/withdraw", None),
    ):
        answer = program.post(path, body, key=KEY)
        assert answer.status_code == 422
        assert answer.get_json(force=True)["field"] == "Idempotency-Key"
    assert rows_of(database, NeedRow) == before
    assert program.get(f"/needs/{id}").json["need"]["status"] == "open"


@pytest.mark.parametrize("key", ["", "short", "x" * 65, "with a space in it!", "ключ" * 5])
def test_a_key_must_be_given_and_be_a_key(sqlite_town: Town, key: str):
    program = sqlite_town.charity("larder")
    headers = program.headers | ({"Idempotency-Key": key.encode().decode("latin-1")} if key else {})
    answer = program.client.post("/api/v1/needs", json=NEED, headers=headers)
    assert answer.status_code == 422
    assert answer.get_json(force=True)["field"] == "Idempotency-Key"


def test_each_token_has_keys_of_its_own(town: Town, database: Database):
    before = rows_of(database, NeedRow)
    for charity in ("larder", "kitchen", "larder"):
        assert town.charity(charity).post("/needs", NEED, key=KEY).status_code == 201
    assert rows_of(database, NeedRow) == before + 3


def test_what_was_refused_can_be_asked_again_with_the_same_key(town: Town):
    program = town.charity("larder")
    path = f"/matches/{town.ours['accepted match']}/confirm"
    lapsed = f"/proposals/{town.ours['declined match']}/accept"
    assert program.post(lapsed, key=KEY).status_code == 409
    assert program.post(path, key=KEY).status_code == 200


def test_of_two_at_once_with_one_key_both_hear_the_same_and_it_is_done_once(
    town: Town, database: Database
):
    before = rows_of(database, NeedRow)
    program = town.charity("larder")
    start = Barrier(4)

    def ask(_: int):
        start.wait()
        headers = program.headers | {"Idempotency-Key": KEY}
        return town.site.test_client().post("/api/v1/needs", json=NEED, headers=headers)

    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(ask, range(4)))
    assert [answer.status_code for answer in answers] == [201] * 4
    assert len({answer.json["id"] for answer in answers}) == 1
    assert rows_of(database, NeedRow) == before + 1


def test_no_name_and_no_number_stays_behind_with_a_key(town: Town, database: Database):
    town.charity("larder").post("/needs", NEED, key=KEY)
    with database.read() as store:
        [row] = store.query(IdempotencyRow)
        assert set(row.answer) == {"id", "reference", "status"}
