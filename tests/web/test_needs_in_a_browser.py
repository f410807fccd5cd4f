"""Asking for help in a real browser with no scripts at all, there and back."""

from playwright.sync_api import Page

from matcher.service.post import opened_letter
from matcher.storage.tables import OutboxRow
from tests.web.browsing import PHONE_PX, Looker, goes_by
from tests.web.page_states_needs import FILLED


def press(page: Page, words: str) -> None:
    goes_by(page, page.get_by_role("button", name=words, exact=True))


def the_code(looker: Looker) -> str:
    assert looker.tools is not None
    with looker.tools.looking() as act:
        rows = act.store.query(OutboxRow).filter_by(kind="confirm_need").all()
        newest = max(rows, key=lambda row: row.created_at)
        letter = opened_letter(act.sealer, newest.payload, newest.id)
    return str(letter.code.digits)


def test_somebody_asks_without_scripts_goes_back_and_forth_and_is_confirmed(looker: Looker):
    with looker.page(PHONE_PX, scripts=False) as page:
        page.goto(looker.site + "/")
        goes_by(page, page.get_by_role("link", name="What do you need?"))
        goes_by(page, page.get_by_role("link", name="Start"))
        for slug in ("kind", "postcode", "soon", "often", "day", "times", "languages"):
            assert page.url.endswith(f"/ask/{slug}")
            FILLED[slug](page)
            press(page, "Continue")
        # Two pages back, as people do, and on again: all is as it was.
        for slug in ("languages", "times"):
            # A page that is only just there has no history yet.
            page.wait_for_load_state("networkidle")
            page.go_back()
            page.wait_for_url(f"**/ask/{slug}")
        assert page.is_checked("#free_days-1")
        for slug in ("times", "languages", "diet", "matters", "notes", "who", "reach"):
            assert page.url.endswith(f"/ask/{slug}")
            FILLED[slug](page)
            press(page, "Continue")
        goes_by(page, page.locator("a[href='/ask/soon?change=1']"))
        page.check("#soon-0")
        press(page, "Continue")
        assert "Today or tomorrow" in page.content()
        page.check("#agreed-0")
        press(page, "Ask for help")
        assert page.url.endswith("/asked")
        reference = page.locator(".nh-reference").first.inner_text()
        goes_by(page, page.get_by_role("link", name="Type in the code"))
        page.fill("#code", the_code(looker))
        press(page, "Continue")
        assert "We are looking for somebody" in page.content()
        assert reference in page.content()
        # Nothing of it is left in the browser for whoever comes next.
        assert not [one for one in page.context.cookies() if one["name"] == "nearhand-ask"]


def test_the_sentence_of_what_was_meant_is_a_button(looker: Looker):
    with looker.page(PHONE_PX, scripts=False) as page:
        page.goto(looker.site + "/ask/postcode")
        page.fill("#postcode", "5E15 4QN")
        press(page, "Continue")
        press(page, "Yes, SE15 4QN")
        assert page.url.endswith("/ask/soon")
