"""The document says what there is, all that is there, and nothing that is not."""

import re

import pytest
from jsonschema_rs import Draft202012Validator

from matcher.domain.scopes import TokenScope
from tests.web.api.test_access import call
from tests.web.api.test_idempotency import NEED
from tests.web.api.towns import Town
from web.api.document import document
from web.api.operations import BASE
from web.api.site import NOUNS
from web.security import HEADERS

DOCUMENT = document(NOUNS, "https://help.example.org")
FOR_READERS = {f"{BASE}/openapi.json", f"{BASE}/docs"}


def test_every_route_of_the_api_is_written_down_and_no_other(sqlite_town: Town):
    routes = {
        (re.sub(r"<(\w+)>", r"{\1}", rule.rule), method.lower())
        for rule in sqlite_town.site.url_map.iter_rules()
        if rule.rule.startswith("/api/") and rule.rule not in FOR_READERS
        for method in rule.methods - {"HEAD", "OPTIONS"}
    }
    written = {
        (BASE + path, method) for path, methods in DOCUMENT["paths"].items() for method in methods
    }
    assert routes == written


def test_every_name_is_used_once_and_every_operation_says_what_it_does():
    said = [one for methods in DOCUMENT["paths"].values() for one in methods.values()]
    assert len({one["operationId"] for one in said}) == len(said)
    assert all(one["summary"] for one in said)
    scopes = {scope for one in said for needed in one["security"] for scope in needed["token"]}
    assert scopes == set(TokenScope)


def test_every_shape_that_is_named_is_there_and_every_one_there_is_named():
    named = set(re.findall(r"#/components/schemas/(\w+)", str(DOCUMENT)))
    assert named == set(DOCUMENT["components"]["schemas"])


@pytest.mark.parametrize("name", sorted(DOCUMENT["components"]["schemas"]))
def test_every_shape_is_a_schema_and_its_examples_fit_it(name: str):
    schema = DOCUMENT["components"]["schemas"][name]
    whole = {"$ref": f"#/components/schemas/{name}", "components": DOCUMENT["components"]}
    validator = Draft202012Validator(whole)
    for example in schema.get("examples", []):
        validator.validate(example)


def test_every_body_has_an_example_that_is_taken(town: Town):
    program = town.charity("larder")
    operations = [one for noun in NOUNS for one in noun.operations if one.body]
    states = {
        "report_match_done": "accepted match",
        "fail_match": "done_reported match",
        "decline_proposal": "proposed match",
        "change_a_need": "lambeth need",
        "pause_a_need": "lambeth need",
        "change_an_offer": "lambeth offer",
        "pause_an_offer": "lambeth offer",
    }
    for one in operations:
        answer = call(program, one, town.ours.get(states.get(one.name, ""), ""))
        assert answer.status_code == one.status, (one.name, answer.text)


def test_every_parameter_that_a_shape_explains_is_explained():
    """Of a parameter the description was lost where its shape was not one of several."""
    for methods in DOCUMENT["paths"].values():
        for said in methods.values():
            for one in said["parameters"]:
                if one["name"] in ("cursor", "limit", "ours", "borough", "id", "Idempotency-Key"):
                    assert one["description"], (said["operationId"], one["name"])


def test_every_header_that_comes_is_written_down(town: Town):
    program = town.charity("larder")
    ordinary = {*HEADERS, "Content-Type", "Content-Length", "Cache-Control", "Vary"}
    first, again = (program.post("/needs", NEED, key="a-header-of-a-wish") for _ in range(2))
    for path, method, answer in (
        ("/needs", "post", first),
        ("/needs", "post", again),
        ("/needs", "get", town.site.test_client().get("/api/v1/needs")),
        ("/boroughs", "get", program.get("/boroughs")),
    ):
        status = str(answer.status_code)
        written = DOCUMENT["paths"][path][method]["responses"][status]["headers"]
        came = set(answer.headers.keys()) - ordinary
        assert came == set(written) - ({"Idempotency-Replayed"} if answer is first else set())


def test_every_post_wants_a_key():
    for methods in DOCUMENT["paths"].values():
        for method, said in methods.items():
            headers = [one for one in said["parameters"] if one["in"] == "header"]
            assert [one["name"] for one in headers] == (
                ["Idempotency-Key"] if method == "post" else []
            )
            assert all(one["required"] for one in headers)


def test_the_document_can_be_fetched_by_everybody(sqlite_town: Town):
    answer = sqlite_town.site.test_client().get("/api/v1/openapi.json")
    assert answer.json["openapi"] == "3.1.0"
    assert answer.json["paths"].keys() == DOCUMENT["paths"].keys()


def test_the_page_shows_every_operation_and_every_shape(sqlite_town: Town):
    answer = sqlite_town.site.test_client().get("/api/v1/docs")
    assert answer.status_code == 200
    text = re.sub(r"<wbr>", "", answer.text)
    for path, methods in DOCUMENT["paths"].items():
        for method in methods:
            assert f"{method.upper()} {path}<" in text
    ids = set(re.findall(r'id="([\w-]+)"', text))
    assert set(re.findall(r'href="#([\w-]+)"', text)) <= ids
    schemas = DOCUMENT["components"]["schemas"]
    assert {f"shape-{name}" for name in schemas if "enum" not in schemas[name]} <= ids
    assert "style=" not in answer.text
    assert "<script>" not in answer.text
