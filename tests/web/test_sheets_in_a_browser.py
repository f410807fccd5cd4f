"""A coordinator brings the charity's list in and takes it back, in a real browser."""

import pytest
from playwright.sync_api import Page

from matcher.jobs.table import sheets
from matcher.storage.tables import VolunteerRow
from tests.matcher.service.imports.importing import VOLUNTEERS
from tests.web.browsing import Looker, findings, goes_by, keep_picture
from tests.web.page_states_coordinators import a_shift

LAMBETH_ONLY = "\n".join(VOLUNTEERS.splitlines()[:3])


@pytest.mark.parametrize("scripts", [True, False])
def test_a_list_comes_in_and_goes_again(looker: Looker, scripts: bool):
    assert looker.tools is not None
    with looker.page(scripts=scripts) as page:
        town = a_shift(looker, page)
        looker.go(page, "/board/sheets")
        page.get_by_label("Volunteers").check()
        file = {"name": "list.csv", "mimeType": "text/csv", "buffer": LAMBETH_ONLY.encode()}
        page.locator("#file").set_input_files(file)
        goes_by(page, page.get_by_role("button", name="Read the sheet"))
        assert page.locator("#column-2").input_value() == "phone"
        for box in ("consent", "adults"):
            page.locator(f"#{box}").check()
        page.locator("#how").select_option("rang")
        goes_by(page, page.get_by_role("button", name="Look through the rows"))
        page.locator("progress").wait_for()
        if scripts:
            assert not findings(page)
            keep_picture(page, "sheet-at-work-1280")
        worked(looker, page, scripts)
        goes_by(page, page.get_by_role("button", name="Yes, bring 2 rows in"))
        worked(looker, page, scripts)
        page.get_by_role("button", name="Undo all of it").wait_for()
        assert volunteers(looker, town.charity_id) == 3
        if scripts:
            assert not findings(page)
            keep_picture(page, "sheet-done-1280")
        goes_by(page, page.get_by_role("button", name="Undo all of it"))
        worked(looker, page, scripts)
        page.get_by_role("heading", name="Volunteers: Undone").wait_for()
        assert volunteers(looker, town.charity_id) == 1


def worked(looker: Looker, page: Page, scripts: bool) -> None:
    """The worker does what was asked; then the page looks again by itself, or its link does."""
    assert looker.tools is not None
    page.locator("progress").wait_for()
    sheets(looker.tools)
    if scripts:
        page.locator("progress").wait_for(state="detached")
    else:
        goes_by(page, page.get_by_role("link", name="See how far it is"))


def volunteers(looker: Looker, charity_id: str) -> int:
    assert looker.tools is not None
    with looker.tools.looking() as act:
        return act.store.query(VolunteerRow).filter_by(charity_id=charity_id).count()
