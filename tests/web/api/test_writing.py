"""What a charity's programs do for its own people."""

from io import BytesIO
from json import dumps

import pytest

from matcher.storage.database import Database
from matcher.storage.tables import LogRow, NeedRow, OfferRow, VolunteerRow
from tests.matcher.service.acts import kinds_posted
from tests.web.api.test_idempotency import NEED
from tests.web.api.towns import Town
from web.api.offers_shapes import NewOffer

OFFER = NewOffer.model_config["json_schema_extra"]["examples"][0]


def detail(answer) -> str:
    return answer.get_json(force=True)["detail"]


def test_a_need_is_registered_with_the_charity_as_its_origin_and_waits_to_be_confirmed(
    town: Town, database: Database
):
    answer = town.charity("larder").post("/needs", NEED)
    assert answer.status_code == 201
    with database.read() as store:
        need = store.get_one(NeedRow, answer.json["id"])
        assert (need.charity_id, need.came_by) == (town.larder, "api")
        assert need.confirmed_at is None
        assert need.reference == answer.json["reference"]
        assert "confirm_need" in kinds_posted(store)
        by = store.query(LogRow.by).filter_by(about_id=need.id, verb="registered").scalar()
        assert by == f"charity:{town.larder}"


def test_a_need_that_the_charity_vouches_for_is_confirmed_at_once(town: Town):
    program = town.charity("larder")
    id = program.post("/needs", NEED | {"vouched": True}).json["id"]
    assert program.get(f"/needs/{id}").json["need"]["confirmed_by"] == "coordinator"


def test_a_need_goes_its_way(town: Town):
    program = town.charity("larder")
    weekly = {"recurrence": "FREQ=WEEKLY;BYDAY=TU", "wanted_on": "2026-03-10"}
    id = program.post("/needs", NEED | weekly).json["id"]
    for verb, body, status in (
        ("confirm", None, "open"),
        ("pause", {"until": "2026-03-20"}, "paused"),
        ("reopen", None, "open"),
        ("withdraw", None, "closed"),
    ):
        answer = program.post(f"/needs/{id}/{verb}", body)
        assert answer.json == {"id": id, "status": status}
    answer = program.post(f"/needs/{id}/reopen")
    assert answer.status_code == 409
    assert detail(answer) == "This need is closed and stays so: please register a new one."


def test_a_need_can_be_changed_and_what_is_not_said_stays(town: Town):
    program = town.charity("larder")
    id = program.post("/needs", NEED).json["id"]
    before = program.get(f"/needs/{id}").json["need"]
    said = {"urgency": "urgent", "requires": ["car"], "place": {"postcode": "SW4 7AA"}}
    assert program.patch(f"/needs/{id}", said).status_code == 200
    after = program.get(f"/needs/{id}").json["need"]
    changed = {name for name in before if before[name] != after[name]}
    assert changed >= {"urgency", "requires", "borough", "cell"}
    assert after["languages"] == before["languages"]
    shown = program.get(f"/needs/{id}/contact").json
    assert (shown["postcode"], shown["said"]["notes"]) == ("SW4 7AA", NEED["notes"])


def test_what_they_eat_and_steps_can_be_read_by_whoever_packs(town: Town):
    program = town.charity("larder")
    said = {"dietary": ["no_milk", "halal"], "step_free": True, "address": "Flat 2"}
    id = program.post("/needs", NEED | said).json["id"]
    shown = program.get(f"/needs/{id}/contact").json["said"]
    also = {"notes": NEED["notes"], "street": "", "dietary": ["halal", "no_milk"]}
    assert shown == said | also


@pytest.mark.parametrize("field", ["requires", "dietary", "languages", "availability"])
def test_a_word_that_nobody_knows_is_refused_at_first_and_later(town: Town, field: str):
    """A need that wants what no volunteer can provide would wait for ever."""
    program = town.charity("larder")
    id = town.ours["lambeth need"]
    for answer in (
        program.post("/needs", NEED | {field: ["WINGS"]}),
        program.patch(f"/needs/{id}", {field: ["WINGS"]}),
        program.patch(f"/needs/{id}", {field: ["wings"]}),
    ):
        assert answer.status_code == 422, field
        assert answer.get_json(force=True)["errors"][0]["field"] == f"{field}.0"


def test_what_was_made_says_where_it_is_read(town: Town):
    program = town.charity("larder")
    for path, body in (("/needs", NEED), ("/offers", OFFER)):
        made = program.post(path, body, key="monday-list-row-17" + path[1:])
        again = program.post(path, body, key="monday-list-row-17" + path[1:])
        assert made.headers["Location"] == again.headers["Location"]
        read = program.client.get(made.headers["Location"], headers=program.headers)
        assert read.json[path[1:-1]]["id"] == made.json["id"]


def test_what_asks_for_no_body_takes_none(town: Town):
    program, id = town.charity("larder"), town.ours["accepted match"]
    answer = program.post(f"/matches/{id}/hand-back", {"reason": "unwell"})
    assert (answer.status_code, answer.get_json(force=True)["field"]) == (422, "body")
    assert program.get(f"/matches/{id}").json["status"] == "accepted"
    assert program.post(f"/matches/{id}/hand-back", {}).status_code == 200


def test_mistakes_are_named_by_their_fields_and_what_was_typed_is_not_repeated(town: Town):
    program = town.charity("larder")
    answer = program.post("/needs", NEED | {"category": "x", "people_needed": "2", "nmae": "Rosa"})
    problem = answer.get_json(force=True)
    assert answer.status_code == 422
    assert {one["field"] for one in problem["errors"]} == {"category", "people_needed", "nmae"}
    assert "Rosa" not in answer.text
    answer = program.post("/needs", NEED | {"place": {"postcode": "SE99 9ZZ"}})
    assert (answer.status_code, answer.get_json(force=True)["field"]) == (422, "postcode")
    assert program.post("/needs", NEED | {"place": {}}).status_code == 422
    assert program.post("/needs", NEED | {"consent": False}).status_code == 422


def test_what_is_no_json_or_too_long_is_told_so(town: Town):
    program = town.charity("larder")
    headers = program.headers | {"Idempotency-Key": "x" * 20}
    for data, kind, status in (
        ("{", "application/json", 400),
        ("", "application/json", 400),
        ("category=groceries", "application/x-www-form-urlencoded", 415),
        ("x" * 1_100_000, "application/json", 413),
    ):
        answer = program.client.post("/api/v1/needs", data=data, content_type=kind, headers=headers)
        assert answer.status_code == status, data[:20]
        assert answer.content_type == "application/problem+json"


def test_what_comes_in_pieces_is_taken_whole_or_told_that_it_is_too_long(town: Town):
    program = town.charity("larder")
    headers = program.headers | {"Idempotency-Key": "x" * 20, "Content-Type": "application/json"}
    for said, status in ((b"x" * 1_100_000, 413), (dumps(NEED).encode(), 201)):
        answer = program.client.post(
            "/api/v1/needs",
            input_stream=BytesIO(said),
            headers=headers,
            environ_overrides={"wsgi.input_terminated": True},
        )
        assert answer.status_code == status


def test_an_offer_is_made_with_its_volunteer_who_is_written_to(town: Town, database: Database):
    program = town.charity("larder")
    answer = program.post("/offers", OFFER)
    assert answer.status_code == 201
    with database.read() as store:
        offer = store.get_one(OfferRow, answer.json["id"])
        assert offer.charity_id == town.larder
        assert store.get_one(VolunteerRow, offer.volunteer_id).status == "new"
        assert "prove_contact" in kinds_posted(store)
    shown = program.get(f"/offers/{answer.json['id']}/contact").json
    assert (shown["name"], shown["email"]) == ("Val", "val@example.org")


def test_somebody_under_18_cannot_be_signed_up(town: Town):
    answer = town.charity("larder").post("/offers", OFFER | {"born_on": "2010-01-01"})
    assert answer.status_code == 403


def test_another_charitys_volunteer_cannot_be_taken_over_by_knowing_their_address(
    town: Town, database: Database
):
    town.charity("kitchen").post("/offers", OFFER)
    with database.read() as store:
        before = store.query(OfferRow).count(), kinds_posted(store)
    answer = town.charity("larder").post("/offers", OFFER | {"categories": ["garden"]})
    assert answer.status_code == 409
    with database.read() as store:
        assert (store.query(OfferRow).count(), kinds_posted(store)) == before


def test_an_offer_goes_its_way(town: Town):
    program = town.charity("larder")
    id = program.post("/offers", OFFER).json["id"]
    program.patch(f"/offers/{id}", {"radius_m": 900, "availability": ["sat-am"]})
    shown = program.get(f"/offers/{id}").json["offer"]
    assert (shown["radius_m"], shown["availability"]) == (900, ["sat-am"])
    assert shown["categories"] == ["dog_walking", "groceries"]
    said = [
        program.post(f"/offers/{id}/{verb}", body).json["status"]
        for verb, body in (("pause", {}), ("take-up", None), ("end", None))
    ]
    assert said == ["paused", "active", "ended"]
    assert program.post(f"/offers/{id}/take-up").status_code == 409


def test_a_proposal_is_accepted_done_and_confirmed(town: Town):
    program, id = town.charity("larder"), town.ours["proposed match"]
    said = [
        program.post(path, body).json["status"]
        for path, body in (
            (f"/proposals/{id}/accept", None),
            (f"/matches/{id}/done", {"minutes": 40}),
            (f"/matches/{id}/confirm", None),
        )
    ]
    assert said == ["accepted", "done_reported", "confirmed"]
    match = program.get(f"/matches/{id}").json
    assert (match["status"], match["minutes_given"]) == ("confirmed", 40)
    assert program.post(f"/proposals/{id}/decline", {"reason": "other"}).status_code == 409


def test_a_proposal_is_declined_with_a_reason(town: Town):
    program, id = town.charity("larder"), town.ours["proposed match"]
    assert program.post(f"/proposals/{id}/decline", {}).status_code == 422
    assert program.post(f"/proposals/{id}/decline", {"reason": "too_far"}).status_code == 200
    assert program.get(f"/matches/{id}").json["decline_reason"] == "too_far"


def test_what_was_accepted_can_be_handed_back(town: Town):
    program, id = town.charity("larder"), town.ours["accepted match"]
    assert program.post(f"/matches/{id}/hand-back").json["status"] == "withdrawn"
    assert program.get(f"/matches/{id}").json["withdrawn_by"] == "volunteer"


def test_what_was_not_done_is_told_by_either_side(town: Town):
    program = town.charity("larder")
    for name in ("accepted", "done_reported"):
        id = town.ours[f"{name} match"]
        answer = program.post(f"/matches/{id}/failed", {"reason": "not_in"})
        assert answer.json == {"id": id, "status": "failed"}


def test_each_charity_speaks_for_its_own_side_of_a_match_alone(town: Town, database: Database):
    id = town.ours["accepted match"]
    with database.begin() as store:
        offer = store.get_one(OfferRow, town.ours["accepted offer"])
        offer.charity_id = town.kitchen
    larder, kitchen = town.charity("larder"), town.charity("kitchen")
    assert not larder.get(f"/matches/{id}").json["offer"]["ours"]
    assert larder.post(f"/matches/{id}/done", {}).status_code == 403
    assert kitchen.post(f"/matches/{id}/confirm").status_code == 403
    assert kitchen.get(f"/needs/{town.ours['accepted need']}/contact").status_code == 403
    assert kitchen.post(f"/matches/{id}/done", {}).status_code == 200
    assert larder.post(f"/matches/{id}/confirm").status_code == 200
