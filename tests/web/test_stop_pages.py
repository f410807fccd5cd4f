"""Where every letter leads below its link: fewer messages, or none, with scripts and without."""

import pytest

from matcher.bootstrap import Tools
from matcher.domain.roles import Role
from matcher.service.accounts.invite import AskedStaff, invite
from matcher.storage.tables import CoordinatorRow, VolunteerRow
from tests.web.browsing import PHONE_PX, Looker, as_lines, findings, sideways
from tests.web.volunteering import asked

scripts = pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])


def invitation(tools: Tools) -> str:
    with tools.acting("machine") as act:
        number = act.store.query(CoordinatorRow).count()
        return invite(act, AskedStaff(f"stops{number}@example.org", Role.ADMINISTRATOR))


@scripts
def test_an_invitation_needs_nothing_to_be_stopped_and_still_works(
    looker: Looker, tools: Tools, scripts: bool
):
    secret = invitation(tools)
    with looker.page(PHONE_PX, scripts=scripts) as page:
        looker.go(page, f"/i/{secret}/stop")
        assert "You need not do anything" in page.inner_text("h1")
        assert "runs out by itself" in page.inner_text("main")
        if scripts:
            assert not (wide := sideways(page)), as_lines(wide)
            assert not (found := findings(page)), as_lines(found)
        page.locator("main a").click()
        page.wait_for_url(looker.site + "/help")
        # Whoever pressed by mistake can still take the invitation up.
        looker.go(page, f"/i/{secret}")
        assert page.locator("#password").is_visible()


@scripts
def test_a_volunteer_has_fewer_messages_with_one_press(looker: Looker, tools: Tools, scripts: bool):
    one, secret = asked(tools)
    with looker.page(PHONE_PX, scripts=scripts) as page:
        looker.go(page, f"/p/{secret}/stop")
        page.locator("main form button").first.click()
        page.locator(".govuk-error-summary").wait_for()
        page.check("[value=fewer]")
        page.locator("main form button").first.click()
        page.get_by_text("once a week at most").wait_for()
    with tools.looking() as act:
        assert act.store.get_one(VolunteerRow, one.id).messages_per_week == 1
