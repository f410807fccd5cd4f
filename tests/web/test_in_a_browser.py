"""The pages as people meet them, in a real browser, small and large, in both directions."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.web.browsing import (
    DESK_PX,
    PHONE_PX,
    Looker,
    as_lines,
    findings,
    goes_by,
    keep_picture,
    settle,
    sideways,
)
from tests.web.kept_window import KeptWindow
from tests.web.page_states import PAGES
from tests.web.page_states_charities import LIKE_THE_OTHERS as LIKE_CHARITIES
from tests.web.page_states_charities import RULES as RULES_OF_CHARITIES
from tests.web.page_states_coordinators import LIKE_THE_OTHERS
from tests.web.page_states_coordinators import RULES as RULES_OF_STAFF
from tests.web.page_states_needs import RULES as RULES_OF_NEEDS
from tests.web.page_states_runs import LIKE_THE_OTHERS as LIKE_THOSE_OF_RUNS
from tests.web.page_states_runs import RULES as RULES_OF_RUNS
from tests.web.page_states_stock import LIKE_THE_OTHERS as LIKE_THE_STOCK
from tests.web.page_states_stock import RULES as RULES_OF_STOCK
from tests.web.page_states_volunteers import RULES as RULES_OF_VOLUNTEERS
from tests.web.palette import letters_in_unknown_pairs
from tests.web.pseudo import CODE as PSEUDO
from tests.web.sites import a_site
from web.languages import ENGLISH

WITHOUT_A_PAGE_TO_SEE = {
    "/health",
    "/ready",
    "/metrics",
    "/places/area.json",
    "/language/<code>",
    "/static/<path:filename>",
}

# Programs have their own tests; the page that tells people of them is a page as any other.
API, API_PAGE = "/api/", "/api/v1/docs"

# What is the same in every language.
NAMED_BY_US = re.compile(r"\b([A-Z][0-9]-[0-9A-Z]+-[0-9]{2}|[0-9A-F]{6})\b")
NAMES = {"Nearhand", "Southwark", "nearhand", "nearhand-language", "nearhand-ask"}

# What A4 leaves between its margins.
A4_PX = 700

looks = pytest.mark.parametrize("name", PAGES)
directions = pytest.mark.parametrize("language", [ENGLISH, PSEUDO])


@looks
@directions
def test_a_page_can_be_read_by_everybody(kept_window: KeptWindow, name: str, language: str):
    """Axe finds nothing, nothing sticks out, colours are known, no English is left in another.

    One look a language, since making a state takes longer than looking at it.

    A window of 320 px is what 400 % leaves of a desk's 1,280.
    """
    with kept_window.page(language) as page:
        PAGES[name](kept_window.looker, page)
        settle(page)
        for width in (PHONE_PX, DESK_PX):
            page.set_viewport_size({"width": width, "height": 900})
            keep_picture(page, f"{name}-{width}-{language}")
            assert not (wide := sideways(page)), as_lines(wide)
            assert not (found := findings(page)), as_lines(found)
        assert not (unknown := letters_in_unknown_pairs(page)), unknown
        if language == PSEUDO:
            assert english_left(page) <= NAMES


@pytest.mark.parametrize("name", ["home", "style-filled", "question-mistakes"])
@directions
def test_nothing_sticks_out_when_everything_is_four_times_as_large(
    looker: Looker, name: str, language: str
):
    with looker.page(DESK_PX, zoom=4, language=language) as page:
        PAGES[name](looker, page)
        settle(page)
        assert not (wide := sideways(page)), as_lines(wide)


def english_left(page: Page) -> set[str]:
    """Words that nobody translated, but for what a person typed and what says it is no word."""
    left = page.evaluate(
        """() => {
            const said = [];
            const html = document.documentElement;
            const walker = document.createTreeWalker(html, NodeFilter.SHOW_TEXT);
            for (let node; (node = walker.nextNode());) {
                const parent = node.parentElement;
                if (parent.closest("[translate=no], script, style, textarea, code")) continue;
                said.push(node.textContent.trim());
            }
            for (const one of document.querySelectorAll("[aria-label], [alt], [title]")) {
                for (const name of ["aria-label", "alt", "title"]) {
                    if (one.hasAttribute(name)) said.push(one.getAttribute(name));
                }
            }
            return said;
        }"""
    )
    bare = (NAMED_BY_US.sub("", text) for text in left)
    return {word for text in bare for word in re.findall(r"[A-Za-z][A-Za-z_-]{2,}", text)}


def test_every_page_of_the_site_is_looked_at(served: str, pseudo_catalogue: Path):
    rules = {
        rule.rule
        for rule in a_site().url_map.iter_rules()
        if "GET" in (rule.methods or ()) and (rule.rule == API_PAGE or API not in rule.rule)
    }
    plain = {"/", "/help", "/style/fault", "/style/question", API_PAGE}
    staff = RULES_OF_STAFF | LIKE_THE_OTHERS | RULES_OF_STOCK | LIKE_THE_STOCK
    staff |= RULES_OF_CHARITIES | LIKE_CHARITIES
    staff |= RULES_OF_RUNS | LIKE_THOSE_OF_RUNS
    looked_at = {*plain, *staff, *RULES_OF_NEEDS, *RULES_OF_VOLUNTEERS} | {
        f"/{name}" for name in PAGES if f"/{name}" in rules
    }
    assert rules - WITHOUT_A_PAGE_TO_SEE == looked_at


def test_the_first_press_of_tab_finds_the_way_past_the_header(looker: Looker):
    with looker.page() as page:
        looker.go(page, "/help")
        page.keyboard.press("Tab")
        skip = page.locator(":focus")
        assert skip.get_attribute("href") == "#main"
        assert skip.bounding_box()["height"] > 24
        page.keyboard.press("Enter")
        assert page.evaluate("() => document.activeElement.id") == "main"


def test_tab_goes_through_a_form_in_the_order_it_is_read(looker: Looker):
    with looker.page() as page:
        looker.go(page, "/style")
        page.locator("#postcode").focus()
        order = []
        for _press in range(9):
            order.append(page.evaluate("() => document.activeElement.name"))
            page.keyboard.press("Tab")
        fields = ["postcode", "email", "notes", "kind", "times", "times", "how", "borough"]
        assert order == [*fields, "day-day"]


def test_whatever_has_the_focus_shows_it(looker: Looker):
    """Each stop of the Tab key looks different from how it looks without the focus."""
    with looker.page() as page:
        looker.go(page, "/style?filled")
        unmarked = page.evaluate(
            """async () => {
                const signs = style =>
                    [style.outline, style.boxShadow, style.backgroundColor, style.border].join();
                const look = one => [one, one.nextElementSibling].filter(Boolean).map(part =>
                    ["", "::before", "::after"].map(which => signs(getComputedStyle(part, which)))
                ).join("|");
                const stops = "a, button, input, select, textarea, summary, [tabindex='0']";
                const unmarked = [];
                for (const one of document.querySelectorAll(stops)) {
                    if (one.type === "hidden" || one.hidden) continue;
                    const before = look(one);
                    one.focus({focusVisible: true});
                    if (document.activeElement === one && look(one) === before) {
                        unmarked.push(one.outerHTML.slice(0, 90));
                    }
                    one.blur();
                }
                return unmarked;
            }"""
        )
        assert not unmarked, as_lines(unmarked)


def test_the_focus_is_seen_where_the_system_chooses_the_colours(looker: Looker):
    """No shadow and no background is drawn there: only an outline or a border is left to see."""
    with looker.page() as page:
        page.emulate_media(forced_colors="active")
        looker.go(page, "/")
        unmarked = page.evaluate(
            """() => [...document.querySelectorAll("a, button, summary")].filter(one => {
                one.focus({focusVisible: true});
                return ["", "::after"].every(
                    part => getComputedStyle(one, part).outlineStyle === "none");
            }).map(one => one.outerHTML.slice(0, 90))"""
        )
        assert not unmarked, as_lines(unmarked)


def test_mistakes_take_the_focus_and_lead_to_their_fields(looker: Looker):
    with looker.page() as page:
        PAGES["style-mistakes"](looker, page)
        assert page.title().startswith("Error: ")
        assert "govuk-error-summary" in page.evaluate("() => document.activeElement.className")
        for link in page.locator(".govuk-error-summary a").all():
            link.click()
            target = (link.get_attribute("href") or "").removeprefix("#")
            assert page.evaluate("() => document.activeElement.id") == target


def test_what_was_typed_stays_when_something_else_must_be_mended(looker: Looker):
    with looker.page() as page:
        looker.go(page, "/style")
        page.fill("#notes", "Ring twice & wait <please>")
        page.fill("#day-day", "31")
        page.fill("#day-month", "2")
        page.fill("#day-year", "2026")
        page.check("#kind-1")
        goes_by(page, page.locator("form button"))
        assert page.input_value("#notes") == "Ring twice & wait <please>"
        assert page.input_value("#day-month") == "2"
        assert page.is_checked("#kind-1")
        assert "There is no such day" in page.inner_text("#day-error")


def test_everything_works_with_scripts_switched_off(looker: Looker):
    with looker.page(scripts=False) as page:
        page.goto(looker.site + "/style")
        goes_by(page, page.locator("form button"))
        assert "7 things need mending" in page.inner_text(".govuk-error-summary")
        page.goto(looker.site + "/style?filled")
        goes_by(page, page.locator("form button"))
        assert "That is all good." in page.inner_text(".govuk-notification-banner--success")
        # Only scripts could print; the button is not there to disappoint.
        assert not page.locator("[data-print]").is_visible()
        goes_by(page, page.get_by_role("link", name="العربية"))
        assert page.locator("html").get_attribute("dir") == "rtl"
        page.locator("summary").first.click()
        page.locator(".govuk-details__text").first.wait_for()


def test_a_button_pressed_twice_sends_once_where_scripts_run(looker: Looker):
    sent: list[str] = []
    with looker.page() as page:
        page.on("request", lambda asked: sent.append(asked.method))
        looker.go(page, "/style?filled")
        page.route(
            "**/style*",
            lambda route: route.abort() if route.request.method == "POST" else route.continue_(),
        )
        with page.expect_request(lambda asked: asked.method == "POST"):
            page.locator("form button").first.dblclick()
        page.wait_for_timeout(300)
    assert sent.count("POST") == 1


def test_a_choice_of_language_is_a_link_that_comes_back_to_the_same_page(looker: Looker):
    with looker.page() as page:
        looker.go(page, "/help")
        goes_by(page, page.get_by_role("link", name="العربية"))
        assert page.url == looker.site + "/help"
        html = page.locator("html")
        assert (html.get_attribute("lang"), html.get_attribute("dir")) == (PSEUDO, "rtl")
        page.goto(looker.site + "/cookies")
        assert html.get_attribute("dir") == "rtl"


def test_telephone_numbers_and_codes_are_never_mirrored(looker: Looker):
    with looker.page(language=PSEUDO) as page:
        looker.go(page, "/style")
        for place in (".nh-phone", ".nh-reference"):
            direction = page.locator(place).first.evaluate("one => getComputedStyle(one).direction")
            assert direction == "ltr"


def test_on_paper_there_is_no_button_and_no_menu(looker: Looker):
    with looker.page(media="print") as page:
        looker.go(page, "/style?filled")
        keep_picture(page, "style-printed")
        for place in (".govuk-button", ".nh-links", ".govuk-back-link", ".nh-languages"):
            assert not any(one.is_visible() for one in page.locator(place).all()), place
        assert page.locator("h1").first.is_visible()
        # What is folded away is unfolded, and no link says its address: many are secrets.
        assert page.locator("details").first.get_attribute("open") is None
        assert page.locator(".govuk-details__text").first.evaluate("one => one.checkVisibility()")
        after = "all => all.map(one => getComputedStyle(one, '::after').content)"
        assert set(page.locator("main a[href]").evaluate_all(after)) == {"none"}


def test_a_list_of_staff_is_whole_on_paper_with_no_addresses_behind_its_links(looker: Looker):
    """Addresses would push columns off the sheet; a frame that scrolls cuts them off there."""
    with looker.page(A4_PX, media="print") as page:
        PAGES["board"](looker, page)
        cut = page.evaluate(
            """() => [...document.querySelectorAll(".nh-table-frame")].filter(
                one => one.scrollWidth > one.clientWidth
            ).length"""
        )
        told = page.evaluate(
            """() => [...document.querySelectorAll("main a")].map(
                one => getComputedStyle(one, "::after").content
            )"""
        )
        assert (cut, set(told)) == (0, {"none"})
        assert not page.locator(".nh-filter").is_visible()


def test_letters_are_never_smaller_than_19_pixels_where_people_read(looker: Looker):
    with looker.page(PHONE_PX) as page:
        for name in ("home", "help-opened", "privacy", "style-mistakes"):
            PAGES[name](looker, page)
            settle(page)
            small = page.evaluate(
                """() => [...document.querySelectorAll("body *")].filter(one =>
                    [...one.childNodes].some(node => node.nodeType === 3 && node.textContent.trim())
                    && parseFloat(getComputedStyle(one).fontSize) < 19
                ).map(one => one.outerHTML.slice(0, 90))"""
            )
            assert not small, as_lines(small)


def test_our_own_letters_arrive(looker: Looker):
    with looker.page() as page:
        looker.go(page, "/")
        assert page.evaluate('() => document.fonts.check("19px Atkinson Hyperlegible")')
        loaded = page.evaluate(
            "() => [...document.fonts].filter(f => f.status === 'loaded').map(f => f.family)"
        )
        assert "Atkinson Hyperlegible" in {name.strip('"') for name in loaded}
