"""A volunteer chooses whom they help, on their own page."""

import pytest

from matcher.storage.tables import HelpingRow
from tests.builders import SOUTHWARK
from tests.matcher.service.charitable import a_group
from tests.web.asking import Visitor
from tests.web.sites import living_tools
from tests.web.volunteering import a_volunteer
from web.app import create_app


@pytest.fixture
def tools(tmp_path):
    tools = living_tools(tmp_path)
    yield tools
    tools.database.close()


def test_a_volunteer_helps_one_more_drives_for_it_and_stops(tools):
    visitor, volunteer = Visitor(create_app(tools)), a_volunteer(tools)
    with tools.acting() as act:
        group = a_group(act.store, "Rye Lane Kitchen", boroughs=(SOUTHWARK,))
    path = f"/v/{volunteer.own}/charities"
    assert f"{path}" in visitor.get(f"/v/{volunteer.own}").text
    page = visitor.get(path)
    assert "Rye Lane Kitchen" in page.text
    for _ in range(2):
        answer = visitor.press(page, f"{path}/{group.id}/help", drives="y")
        assert answer.status_code == 303
    with tools.looking() as act:
        [helping] = act.store.query(HelpingRow)
        assert (helping.charity_id, helping.drives) == (group.id, True)
    assert "You drive for them" in visitor.get(path).text
    assert visitor.press(page, f"{path}/{group.id}/adopt").status_code == 404
    assert visitor.press(page, f"{path}/{group.id}/stop").status_code == 303
    with tools.looking() as act:
        assert act.store.query(HelpingRow).count() == 0
