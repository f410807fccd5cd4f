"""“Yes, it was me”: a code, a link with a button, and a way out for whoever it was not."""

from pathlib import Path

import pytest

from matcher.bootstrap import Tools
from matcher.storage.tables import ContactRow, NeedRow
from matcher.storage.writing.codes import MOST_TRIES
from tests.web.asking import Visitor
from tests.web.sites import living_tools
from web.app import Site, create_app


@pytest.fixture(scope="module")
def site(tools: Tools) -> Site:
    return create_app(tools)


@pytest.fixture
def visitor(site: Site) -> Visitor:
    return Visitor(site)


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 1_000_000:06}"


def is_confirmed(visitor: Visitor) -> bool:
    return visitor.the_need().confirmed_at is not None


def test_a_wrong_code_is_told_and_after_too_many_only_a_new_one_helps(visitor: Visitor):
    secret = visitor.asks()
    code = visitor.letter().code.digits
    for _guess in range(MOST_TRIES):
        answer = visitor.send(f"/n/{secret}/code", code=wrong(code))
        assert "That is not the code." in answer.text
    answer = visitor.send(f"/n/{secret}/code", code=code)
    assert answer.status_code == 422
    assert "one wrong code too many" in answer.text
    sent = visitor.send(f"/n/{secret}/code", to=f"/n/{secret}/code/another")
    assert "A new code is on its way" in visitor.get(sent.headers["Location"]).text
    assert visitor.confirms(secret).headers["Location"] == f"/n/{secret}?news=confirmed"
    assert is_confirmed(visitor)


def test_no_code_at_all_is_asked_for(visitor: Visitor):
    secret = visitor.asks()
    assert visitor.send(f"/n/{secret}/code", code="").status_code == 422


def test_whoever_is_rung_is_told_so_and_asked_for_no_code(visitor: Visitor):
    secret = visitor.asks(matters={"matters": ["ring"]})
    led_on = visitor.get(f"/n/{secret}/code")
    assert led_on.status_code == 303
    assert "somebody from your local group rings you" in visitor.get(led_on.location).text


def test_a_new_code_can_be_had_a_few_times_only(visitor: Visitor):
    secret = visitor.asks()
    answers = [
        visitor.send(f"/n/{secret}/code", to=f"/n/{secret}/code/another") for _time in range(5)
    ]
    assert [answer.status_code for answer in answers] == [303, 303, 303, 303, 403]
    assert "wait an hour" in answers[-1].text


def test_what_is_confirmed_asks_for_no_code(visitor: Visitor):
    secret = visitor.asks()
    visitor.confirms(secret)
    assert visitor.get(f"/n/{secret}/code").headers["Location"] == f"/n/{secret}"


def test_to_open_the_link_confirms_nothing_and_its_button_does(visitor: Visitor):
    visitor.asks()
    path = visitor.letter().link.path
    page = visitor.get(path)
    assert "Yes, it was me" in page.text
    assert not is_confirmed(visitor)
    for _press in range(2):
        going = visitor.press(page, path)
        assert going.status_code == 303
        assert "We are looking" in visitor.get(going.headers["Location"]).text
    assert is_confirmed(visitor)


def test_who_did_not_ask_is_forgotten_with_a_button_of_their_own(visitor: Visitor):
    secret = visitor.asks()
    path = visitor.letter().link.path
    need = visitor.the_need()
    page = visitor.get(f"{path}/stop")
    assert "It was not you" in page.text
    with visitor.tools.looking() as act:
        assert act.store.get(ContactRow, need.person_id) is not None
    assert "Everything is erased" in visitor.press(page, f"{path}/stop").text
    with visitor.tools.looking() as act:
        assert act.store.get(ContactRow, need.person_id) is None
        assert act.store.get_one(NeedRow, need.id).status == "closed"
    assert visitor.get(path).status_code == visitor.get(f"/n/{secret}").status_code == 404


def test_a_private_page_takes_its_form_though_it_tells_nobody_its_address(tmp_path: Path):
    """Over https a form check that asked for the referrer would refuse every one of them."""
    tools = living_tools(tmp_path, public_url="https://help.example.org")
    visitor = Visitor(create_app(tools))
    visitor.client.environ_base["HTTP_HOST"] = "help.example.org"
    visitor.client.environ_base["wsgi.url_scheme"] = "https"
    secret = visitor.asks()
    assert visitor.confirms(secret).status_code == 303
    assert is_confirmed(visitor)
    tools.database.close()
