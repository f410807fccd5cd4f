"""Staff come in by invitation, with a password and a second step, and in no other way."""

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pyotp
import pytest
from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import Browser, Page
from werkzeug.serving import make_server

from matcher.bootstrap import Tools
from matcher.domain.roles import Role
from matcher.service.accounts.invite import AskedStaff, invite
from matcher.service.accounts.staff import charity_named
from matcher.service.post import opened_letter
from matcher.storage.reading.coordinators import roles_of, scope_of
from matcher.storage.tables import AreaRow, CoordinatorRow, OutboxRow
from tests.builders import LAMBETH, SOUTHWARK
from tests.web.browsing import Looker
from tests.web.signing_in import PASSWORD, an_account, path_of, send, sign_in, went_on
from tests.web.sites import living_tools
from tests.web.staffed import a_member, a_town, signed_in
from web.app import create_app


@pytest.fixture
def house(tmp_path: Path) -> Iterator[Tools]:
    tools = living_tools(tmp_path)
    yield tools
    tools.database.close()


@pytest.fixture
def visitor(house: Tools) -> FlaskClient:
    return create_app(house).test_client()


def test_a_password_alone_opens_nothing(house: Tools, visitor: FlaskClient):
    account, authenticator = an_account(house)
    assert visitor.get("/board").location == "/sign-in"
    assert path_of(sign_in(visitor, account)) == "/sign-in/second-step"
    assert visitor.get("/account").location == "/sign-in"
    assert visitor.get("/board").location == "/sign-in"
    code = authenticator.at(house.now())
    wrong = send(visitor, "/sign-in/second-step", code="000000" if code != "000000" else "111111")
    assert wrong.status_code == 422
    assert went_on(visitor, send(visitor, "/sign-in/second-step", code=code)) == "/board"
    assert visitor.get("/board").status_code == 200
    with house.looking() as act:
        assert act.store.get_one(CoordinatorRow, account.id).signed_in_at is not None


def test_a_wrong_password_says_the_same_as_a_wrong_address(house: Tools, visitor: FlaskClient):
    account, _ = an_account(house)
    wrong = sign_in(visitor, account, "not this one at all")
    nobody = send(visitor, "/sign-in", email="nobody@example.org", password=PASSWORD)
    said = [
        re.search(r'id="password-error".*?</p>', page.text, re.DOTALL) for page in (wrong, nobody)
    ]
    assert said[0]
    assert said[1]
    assert said[0][0] == said[1][0]
    assert PASSWORD not in nobody.text


def test_whoever_guesses_waits(house: Tools, visitor: FlaskClient):
    account = a_member(house, "intake")
    statuses = [sign_in(visitor, account, "guess").status_code for _ in range(11)]
    assert statuses == [422] * 10 + [429]


def test_a_new_session_word_ends_every_session_at_once(house: Tools):
    account, _ = an_account(house)
    one, other = (signed_in(create_app(house), house, account) for _ in range(2))
    assert other.get("/board").status_code == 200
    page = one.get("/account").text
    check = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
    assert check
    one.post("/account/sign-out-everywhere", data={"csrf_token": check[1]})
    assert one.get("/board").status_code == 200
    assert other.get("/board").location == "/sign-in"


def test_a_lost_password_comes_back_by_letter_and_the_second_step_stays(
    house: Tools, visitor: FlaskClient
):
    account, authenticator = an_account(house)
    answers = [
        re.sub(r'value="[^"]*"', "", send(visitor, "/sign-in/help", email=email).text)
        for email in (account.email, "nobody@example.org")
    ]
    assert answers[0] == answers[1]
    with house.looking() as act:
        [row] = act.store.query(OutboxRow)
        path = opened_letter(act.sealer, row.payload, row.id).link.path
    done = send(visitor, path, name="Cora", password="four quiet yellow lamps")
    assert done.location == "/sign-in"
    assert visitor.get(path).status_code == 404
    assert sign_in(visitor, account).status_code == 422
    code = authenticator.at(house.now())
    assert path_of(sign_in(visitor, account, "four quiet yellow lamps")) == "/sign-in/second-step"
    assert went_on(visitor, send(visitor, "/sign-in/second-step", code=code)) == "/board"


def test_a_page_that_was_wanted_is_where_one_comes_to_after_signing_in(
    house: Tools, visitor: FlaskClient
):
    account, authenticator = an_account(house)
    visitor.get("/board?urgency=urgent")
    sign_in(visitor, account)
    done = send(visitor, "/sign-in/second-step", code=authenticator.at(house.now()))
    assert went_on(visitor, done) == "/board?urgency=urgent"


def test_an_administrator_gives_somebody_another_role_and_more_boroughs(house: Tools):
    town = a_town(house)
    admin = signed_in(create_app(house), house, a_member(house, "administrator"))
    path = f"/staff/{town.colleague_id}"
    there = {f"as_{town.charity_id}": "intake", "role": "by_charity", "there": "coordinator"}
    with house.acting() as act:
        other = charity_named(act, "Brixton Shed")
    mine = {f"at_{town.charity_id}": [LAMBETH, SOUTHWARK], "charity": other, "boroughs": [LAMBETH]}
    assert "Larder" in admin.get(path).text
    assert send(admin, path, **there).status_code == 422
    assert send(admin, path, **there, **mine).location == "/staff"
    with house.looking() as act:
        account = act.store.get_one(CoordinatorRow, town.colleague_id)
        pairs, roles = scope_of(act.store, account).pairs, roles_of(act.store, account)
    assert roles == {town.charity_id: Role.INTAKE, other: Role.COORDINATOR}
    assert pairs == {
        *((town.charity_id, one) for one in (LAMBETH, SOUTHWARK)),
        (other, LAMBETH),
    }


def test_a_members_page_offers_the_boroughs_of_each_charity_and_refuses_others(house: Tools):
    town = a_town(house)
    admin = signed_in(create_app(house), house, a_member(house, "administrator"))
    with house.acting() as act:
        act.store.add(AreaRow(charity_id=town.charity_id, borough=LAMBETH))
        other = charity_named(act, "Brixton Shed", [SOUTHWARK])
        charity_named(act, "Brixton Loft", [LAMBETH])
    path, mine = f"/staff/{town.colleague_id}", f"at_{town.charity_id}"
    page = admin.get(path).text
    offered = {
        name: set(re.findall(rf'name="{name}"[^>]*value="([^"]+)"', page))
        for name in (mine, "boroughs")
    }
    assert offered[mine] == {LAMBETH}
    assert offered["boroughs"] == {LAMBETH, SOUTHWARK}
    said = {"role": "by_charity", f"as_{town.charity_id}": "intake", "there": "intake"}
    elsewhere = {mine: [LAMBETH], "charity": other, "boroughs": [LAMBETH]}
    refused = send(admin, path, **said, **elsewhere)
    assert (refused.status_code, "does not work in all" in refused.text) == (422, True)
    assert send(admin, path, **said, **elsewhere | {"boroughs": [SOUTHWARK]}).location == "/staff"
    for charity, why in ((other, "does not work in all"), ("x", "Choose a charity from the list")):
        asked = {"email": "new@example.org", "role": "intake", "boroughs": [LAMBETH]}
        refused = send(admin, "/staff/invite", **asked, charity=charity)
        assert (refused.status_code, why in refused.text) == (422, True)


def test_the_cookie_is_kept_from_scripts_and_from_other_sites(tmp_path: Path):
    tools = living_tools(tmp_path, public_url="https://help.example.org")
    client = create_app(tools).test_client()
    answer = client.get("/sign-in", base_url="https://help.example.org")
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("__Host-nearhand=")
    assert all(word in cookie for word in ("Secure", "HttpOnly", "SameSite=Lax", "Path=/"))
    tools.database.close()


def invited(looker: Looker) -> str:
    assert looker.tools is not None
    with looker.tools.acting("machine") as act:
        number = act.store.query(CoordinatorRow).count()
        asked = AskedStaff(f"new{number}@example.org", Role.ADMINISTRATOR)
        return f"/i/{invite(act, asked)}"


def choose_password(looker: Looker, page: Page, name: str) -> None:
    """Take an invitation up and sign in with what was chosen."""
    looker.go(page, invited(looker))
    assert looker.tools is not None
    page.fill("#name", name)
    page.fill("#password", PASSWORD)
    with page.expect_navigation():
        page.locator("main form button").first.click()
    with looker.tools.looking() as act:
        email = act.store.query(CoordinatorRow).filter_by(name=name).one().email
    sign_in_here(page, email)


def sign_in_here(page: Page, email: str) -> None:
    page.fill("#email", email)
    page.fill("#password", PASSWORD)
    with page.expect_navigation():
        page.locator("main form button").first.click()


def first_code(looker: Looker, page: Page) -> str:
    assert looker.tools is not None
    key = page.locator(".nh-secret").inner_text().replace(" ", "")
    return pyotp.TOTP(key).at(looker.tools.now())


def test_from_the_invitation_to_the_board_without_a_script(looker: Looker):
    with looker.page(scripts=False) as page:
        choose_password(looker, page, "Ann")
        page.wait_for_url(looker.site + "/account/second-step")
        page.get_by_role("button", name="Use an authenticator").click()
        picture = page.locator(".nh-secret").inner_text()
        page.fill("#code", "12 34 56" if first_code(looker, page) != "123456" else "65 43 21")
        page.locator("main form button").first.click()
        page.locator("#code-error").wait_for()
        assert page.locator(".nh-secret").inner_text() == picture
        page.fill("#code", first_code(looker, page))
        page.locator("main form button").first.click()
        page.get_by_role("button", name="Draw recovery codes").click()
        page.locator(".nh-codes").wait_for()
        page.wait_for_load_state("load")
        codes = page.locator(".nh-codes code").all_inner_texts()
        assert len(codes) == 8
        page.get_by_role("link", name="I have kept them").click()
        page.wait_for_url(looker.site + "/board")
        page.get_by_role("link", name="My account").click()
        page.get_by_role("button", name="Sign out", exact=True).click()
        page.wait_for_url(looker.site + "/sign-in")
        with looker.tools.looking() as act:
            email = act.store.query(CoordinatorRow).filter_by(name="Ann").one().email
        sign_in_here(page, email)
        page.fill("#code", codes[0].upper().replace("-", " "))
        page.locator("main form button").first.click()
        page.wait_for_url(looker.site + "/board")


@contextmanager
def on_localhost(folder: Path, browser: Browser) -> Iterator[Looker]:
    """A site by the one name that browsers let have passkeys without a certificate."""
    server = make_server("127.0.0.1", 0, Flask("nothing", root_path="."), threaded=True)
    address = f"http://localhost:{server.server_port}"
    tools = living_tools(folder, public_url=address)
    server.app = create_app(tools)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield Looker(browser, address, tools)
    server.shutdown()
    thread.join()
    server.server_close()
    tools.database.close()


def test_a_passkey_of_a_real_browser_is_made_and_shown(tmp_path: Path, browser: Browser):
    """With Chromium's own virtual authenticator."""
    with on_localhost(tmp_path, browser) as looker, looker.page() as page:
        devtools = page.context.new_cdp_session(page)
        devtools.send("WebAuthn.enable")
        options = {
            "protocol": "ctap2",
            "transport": "internal",
            "hasUserVerification": True,
            "isUserVerified": True,
            "automaticPresenceSimulation": True,
        }
        devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})
        choose_password(looker, page, "Pat")
        page.get_by_role("link", name="Use a passkey instead").click()
        page.fill("#name", "My telephone")
        page.locator("main form button").first.click()
        page.get_by_role("button", name="Draw recovery codes").click()
        page.locator(".nh-codes").wait_for()
        page.context.clear_cookies()
        looker.go(page, "/sign-in")
        sign_in_here(page, "new0@example.org")
        page.get_by_role("button", name="Use a passkey").click()
        page.wait_for_url(looker.site + "/board")
