"""A resident's own page while a delivery is on its way: when it comes, and "I shall not be in"."""

import re
from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient

from matcher.bootstrap import Tools
from matcher.domain.statuses import StopStatus
from matcher.service.needs import link_to
from matcher.service.runs_doors import AtDoor, come_back, note_at_door
from matcher.storage.tables import StopRow
from tests.web.run_days import RunsTown, a_day_of_runs
from tests.web.sites import living_tools
from web.app import Site, create_app


@pytest.fixture(scope="module")
def tools(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tools]:
    tools = living_tools(tmp_path_factory.mktemp("delivery"))
    yield tools
    tools.database.close()


@pytest.fixture(scope="module")
def site(tools: Tools) -> Site:
    return create_app(tools)


def own_page(tools: Tools, town: RunsTown) -> str:
    """A link to the page of the need that the town's first stop is for.

    The letter of a run that is sent out late in the evening is not written: it would be too late.
    """
    with tools.acting() as act:
        need_id = act.store.get_one(StopRow, town.stop_id).need_id
        return f"/n/{link_to(act, need_id)}"


def pressed(client: FlaskClient, path: str, what: str) -> str:
    page = client.get(path).text
    form = re.search(rf'<form[^>]*action="{path}/delivery/{what}".*?</form>', page, re.S)
    assert form is not None, page
    said = dict(re.findall(r'name="(csrf_token|key)"[^>]* value="([^"]+)"', form[0]))
    answer = client.post(f"{path}/delivery/{what}", data=said, follow_redirects=True)
    assert answer.status_code == 200
    return answer.text


def test_it_says_when_and_the_driver_hears_that_nobody_will_be_in(site, tools):
    town = a_day_of_runs(tools, state="out", needs=1)
    client, path = site.test_client(), own_page(tools, town)
    page = client.get(path).text
    assert "A delivery is on its way to you" in page
    assert re.search(r"It comes between \d\d:\d\d and \d\d:\d\d", page)
    assert "Dora" not in page
    driver = site.test_client()
    assert "Please do not go there" not in driver.get(f"/t/{town.secret}").text
    assert "You told us that you will not be in" in pressed(client, path, "not-in")
    assert "Please do not go there" in driver.get(f"/t/{town.secret}").text
    assert "It comes between" in pressed(client, path, "in")


def test_what_was_brought_is_told_so_and_nobody_will_be_in_touch_about_it(site, tools):
    town = a_day_of_runs(tools, state="out", needs=1)
    client, path = site.test_client(), own_page(tools, town)
    with tools.acting("volunteer:dora") as act:
        note_at_door(act, town.run_id, town.stop_id, AtDoor(StopStatus.DELIVERED))
        come_back(act, town.run_id)
    page = client.get(path).text
    assert "It was brought to you" in page
    assert "says that it is done" in page
    assert "in touch" not in page
    form = re.search(r'<form[^>]*action="([^"]*/done)".*?</form>', page, re.S)
    assert form is not None
    said = dict(re.findall(r'name="(csrf_token|key)"[^>]* value="([^"]+)"', form[0]))
    done = client.post(form[1], data=said, follow_redirects=True).text
    assert "and brings it to you" in done
    assert "in touch" not in done
