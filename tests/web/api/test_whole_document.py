"""Whatever the document allows, and much that it does not: no fault of ours, and no answer that
the document does not speak of."""

import pytest

from matcher.storage.database import Database
from tests.web.api.asking import ask_everything
from tests.web.api.towns import Town, crowd
from web.api.site import NOUNS

OPERATIONS = {f"{one.method} {one.path}": one for noun in NOUNS for one in noun.operations}


def test_nothing_that_is_asked_finds_a_fault_or_an_answer_that_is_not_written_down(
    town: Town, database: Database
):
    found = ask_everything(town, crowd(database, town))
    assert found.faults == []
    assert found.stopped == "completed"
    assert found.requests > 1_000
    # It is asked deeply enough that all that can be done was done.
    assert not [
        label for label, one in OPERATIONS.items() if one.status not in found.answers[label]
    ]


def test_a_planted_answer_that_is_not_written_down_is_found(
    sqlite_town: Town, monkeypatch: pytest.MonkeyPatch
):
    """Two faults: a status that the document does not know, and a field that it does not."""
    planted = {
        "api-categories.list_categories": lambda: ({"items": []}, 206),
        "api-boroughs.list_boroughs": lambda: {"items": [], "more": 1},
    }
    for endpoint, view in planted.items():
        monkeypatch.setitem(sqlite_town.site.view_functions, endpoint, view)
    found = ask_everything(sqlite_town, {}, only="/(categories|boroughs)")
    kinds = {" ".join(fault.split()[:4]) for fault in found.faults}
    assert kinds == {
        "status_code_conformance at GET /categories",
        "response_schema_conformance at GET /boroughs",
    }
