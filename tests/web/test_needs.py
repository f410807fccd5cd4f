"""Asking for help: every branch of the journey, without a browser."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from matcher.bootstrap import Tools
from tests.web.asking import ANSWERS, Visitor
from tests.web.sites import living_tools


@pytest.fixture
def tools(tmp_path: Path) -> Iterator[Tools]:
    tools = living_tools(tmp_path)
    yield tools
    tools.database.close()


@pytest.fixture
def visitor(tools: Tools) -> Visitor:
    return Visitor(tools)


def test_the_front_page_leads_to_it(visitor: Visitor):
    assert 'href="/ask"' in visitor.get("/").text
    assert visitor.get("/ask").status_code == 200


def test_somebody_asks_confirms_and_sees_how_it_stands(visitor: Visitor):
    secret = visitor.asks()
    need = visitor.the_need()
    done = visitor.get(f"/n/{secret}/asked").text
    assert need.reference in done
    assert f"/n/{secret}" in done
    assert "Please confirm" in visitor.get(f"/n/{secret}").text
    assert visitor.confirms(secret).status_code == 303
    assert "We are looking" in visitor.get(f"/n/{secret}").text
    need = visitor.the_need()
    assert (need.category, need.postcode, need.urgency) == ("groceries", "SE15 4QN", "soon")
    assert need.availability == {"mon-am", "tue-am"}
    assert (need.languages, need.requires) == ({"en", "bn"}, {"woman"})


def test_pressing_twice_asks_once(visitor: Visitor):
    page = visitor.answers()
    cookie = visitor.client.get_cookie("nearhand-ask", path="/ask")
    first = visitor.press(page, "/ask/check", agreed="yes")
    assert cookie is not None
    # The second press left the browser before the answer to the first arrived.
    visitor.client.set_cookie("nearhand-ask", cookie.value, path="/ask")
    second = visitor.press(page, "/ask/check", agreed="yes")
    assert (first.status_code, second.status_code) == (303, 303)
    with visitor.tools.looking() as act:
        from matcher.storage.tables import NeedRow

        assert act.store.query(NeedRow).count() == 1
    for answer in (first, second):
        assert visitor.get(answer.headers["Location"]).status_code == 200


def test_who_comes_back_to_the_check_afterwards_is_told_what_happened(visitor: Visitor):
    page = visitor.answers()
    visitor.press(page, "/ask/check", agreed="yes")
    again = visitor.press(page, "/ask/check", agreed="yes")
    assert again.headers["Location"] == "/ask?gone=1"
    assert "no answers of yours" in visitor.get("/ask?gone=1").text


@pytest.mark.parametrize("slug", [slug for slug in ANSWERS if slug not in ("day", "times")])
def test_a_page_that_is_sent_empty_says_what_to_mend_or_goes_on(visitor: Visitor, slug: str):
    answer = visitor.send(f"/ask/{slug}")
    optional = {"languages", "matters", "notes"}
    assert answer.status_code == (303 if slug in optional else 422)
    assert ("Error:" in answer.text) is (slug not in optional)
