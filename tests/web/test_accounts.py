"""What we promise of signing in and Flask-Security leaves to us, and what of it stays closed."""

import html
import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import flask_security
import pyotp
import pytest
from flask import after_this_request
from flask.testing import FlaskClient

from matcher.bootstrap import Tools
from matcher.domain.refusals import Conflict
from matcher.service.accounts.keeping import keep_passkey
from matcher.service.accounts.kept import account_with
from matcher.service.accounts.passwords import hashed
from matcher.service.accounts.second_step import keep_recovery_codes
from matcher.service.acting import Act
from matcher.storage.tables import CoordinatorRow, LogRow, PasskeyRow
from tests.web.signing_in import PASSWORD, an_account, come_in, path_of, send, sign_in, went_on
from tests.web.sites import a_site, living_tools
from tests.web.soft_key import SoftKey
from tests.web.staffed import SECRET, a_member, signed_in
from web.accounts.settings import MESSAGES
from web.accounts.shift import A_SHIFT, HALF_SINCE, HALF_WAY, SINCE
from web.app import Site, create_app

STEP = "/sign-in/second-step"


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tools]:
    # By the name that the test's browser calls it, since passkeys are bound to one.
    tools = living_tools(tmp_path_factory.mktemp("house"), public_url="http://localhost")
    yield tools
    tools.database.close()


@pytest.fixture(scope="module")
def site(house: Tools) -> Site:
    return create_app(house)


@pytest.fixture
def visitor(site: Site) -> FlaskClient:
    return site.test_client()


def beside(page_text: str, field: str) -> str | None:
    found = re.search(rf'id="{field}-error".*?</p>', page_text, re.DOTALL)
    return found[0] if found else None


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 1_000_000:06}"


def test_only_the_right_password_of_an_active_account_is_right(house: Tools, visitor: FlaskClient):
    a_member(
        house, "intake", email="cora@example.org", second_step=False, password=hashed(PASSWORD)
    )
    a_member(house, "intake", email="old@example.org", active=False, password=hashed(PASSWORD))
    a_member(house, "intake", email="new@example.org")
    tries = [("cora@example.org", PASSWORD + " "), ("cora@example.org", "x" * 5_000)]
    tries += [(f"{who}@example.org", PASSWORD) for who in ("old", "new", "nobody")]
    answers = [send(visitor, "/sign-in", email=email, password=said) for email, said in tries]
    assert {answer.status_code for answer in answers} == {422}
    assert len({beside(answer.text, "password") for answer in answers}) == 1
    assert (
        went_on(visitor, send(visitor, "/sign-in", email=" Cora@Example.org ", password=PASSWORD))
        == "/board"
    )


def test_what_was_not_filled_in_is_said_beside_its_field(visitor: FlaskClient):
    nothing = send(visitor, "/sign-in", email="", password="")
    assert (nothing.status_code, bool(beside(nothing.text, "email"))) == (422, True)
    assert beside(nothing.text, "password")
    nobody = send(visitor, "/sign-in/help", email="")
    assert (nobody.status_code, bool(beside(nobody.text, "email"))) == (422, True)
    assert "on its way" not in nobody.text


def test_a_code_is_taken_once_and_only_in_its_half_minute(
    house: Tools, visitor: FlaskClient, site: Site
):
    account, authenticator = an_account(house)
    other = site.test_client()
    now = house.now()
    for client in (visitor, other):
        sign_in(client, account)
    for minutes in (-2, 2):
        code = authenticator.at(now + timedelta(minutes=minutes))
        assert send(other, STEP, code=code).status_code == 422
    code = authenticator.at(now)
    assert went_on(visitor, send(visitor, STEP, code=f" {code[:3]} {code[3:]} ")) == "/board"
    assert send(other, STEP, code=code).status_code == 422
    assert other.get("/board").status_code == 303


def test_whoever_guesses_at_a_second_step_waits_even_with_the_right_code(
    house: Tools, visitor: FlaskClient
):
    account, authenticator = an_account(house)
    sign_in(visitor, account)
    code = authenticator.at(house.now())
    ways = [STEP, "/sign-in/recovery-code"] * 5
    assert {send(visitor, way, code=wrong(code)).status_code for way in ways} == {422}
    assert send(visitor, STEP, code=code).status_code == 429
    assert send(visitor, "/sign-in/recovery-code", code="x").status_code == 429


def test_an_authenticator_stands_until_the_next_one_has_shown_a_code(
    house: Tools, visitor: FlaskClient, site: Site
):
    account, old = an_account(house)
    come_in(visitor, house, account)
    page = send(visitor, "/account/second-step", setup="authenticator").text
    [key] = re.findall(r"nh-secret[^>]*>([^<]*)<", page)
    [address] = re.findall(r'action="(/account/second-step/[^"]+)"', page)
    new = pyotp.TOTP(key.replace(" ", ""))
    check = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
    assert check
    typed = {"csrf_token": check[1], "key": "k" * 20}
    again = visitor.post(address, data=typed | {"code": wrong(new.at(house.now()))})
    assert (again.status_code, key in again.text) == (422, True)
    assert secret_of(house, account) == SECRET
    done = visitor.post(address, data=typed | {"code": new.at(house.now())})
    assert path_of(done) == "/account/set-up"
    assert secret_of(house, account) == key.replace(" ", "")
    # The code that set it up is used, and the old authenticator's are nobody's.
    elsewhere = site.test_client()
    sign_in(elsewhere, account)
    for code in (new.at(house.now()), old.at(house.now() + timedelta(seconds=30))):
        assert send(elsewhere, STEP, code=code).status_code == 422


def secret_of(house: Tools, account: CoordinatorRow) -> str | None:
    with house.looking() as act:
        kept = account_with(act, account_id=account.id)
    return kept.secret if kept else None


def test_a_recovery_code_lets_in_once(house: Tools, visitor: FlaskClient, site: Site):
    account, _ = an_account(house)
    with house.acting() as act:
        keep_recovery_codes(act, account.id, ["abcd-ef12-3456"])
    other = site.test_client()
    for client in (visitor, other):
        sign_in(client, account)
    assert (
        went_on(visitor, send(visitor, "/sign-in/recovery-code", code="ABCD EF12 3456")) == "/board"
    )
    # They are told what follows from it, once, wherever they came to.
    told = [
        "set another authenticator up" in visitor.get(path).text for path in ("/board", "/account")
    ]
    assert told == [True, False]
    assert send(other, "/sign-in/recovery-code", code="abcd-ef12-3456").status_code == 422
    assert send(other, STEP, code="abcd-ef12-3456").status_code == 422
    with house.looking() as act:
        [row] = act.store.query(LogRow).filter_by(verb="signed_in", about_id=account.id)
        assert row.facts == {"how": "recovery_code"}


def test_recovery_codes_are_shown_when_they_are_drawn_and_never_again(
    house: Tools, visitor: FlaskClient
):
    account, _ = an_account(house)
    come_in(visitor, house, account)
    drawn = re.findall(r"<code>([^<]+)</code>", send(visitor, "/account/recovery-codes").text)
    assert len(drawn) == 8
    later = visitor.get("/account/recovery-codes?show_codes=y").text
    assert not any(code in later for code in drawn)
    with house.looking() as act:
        kept = act.store.get_one(CoordinatorRow, account.id).mf_recovery_codes
        assert not any(code in str(kept) for code in drawn)


def asked_for_passkey(client: FlaskClient) -> tuple[str, str]:
    """The challenge, and where the answer goes."""
    page = send(client, "/sign-in/passkey").text
    [options] = re.findall(r'data-options="([^"]+)"', page)
    [address] = re.findall(r'action="(/sign-in/passkey/[^"]+)"', page)
    return json.loads(html.unescape(options))["challenge"], address


def a_holder(tools: Tools, key: SoftKey) -> CoordinatorRow:
    """Somebody whose one second step is a passkey."""
    account = a_member(tools, password=hashed(PASSWORD), second_step=False)
    with tools.acting() as act:
        keep_passkey(act, account.id, key.made())
    return account


def show(client: FlaskClient, tools: Tools, key: SoftKey, *, count: int = 1):
    challenge, address = asked_for_passkey(client)
    web = tools.config.web
    answer = key.answer(challenge, web.public_url, web.host, count=count)
    check = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', client.get("/sign-in/passkey").text)
    assert check
    said = {"csrf_token": check[1], "key": "k" * 20, "credential": answer}
    return client.post(address, data=said)


def test_a_passkey_is_a_second_step_and_its_counter_goes_up_only(
    house: Tools, visitor: FlaskClient
):
    key = SoftKey(b"one key of somebody")
    account = a_holder(house, key)
    assert path_of(sign_in(visitor, account)) == "/sign-in/passkey"
    assert visitor.get("/board").status_code == 303
    assert went_on(visitor, show(visitor, house, key, count=3)) == "/board"
    with house.looking() as act:
        [row] = act.store.query(PasskeyRow).filter_by(coordinator_id=account.id)
        assert (row.sign_count, row.used_at is not None) == (3, True)
    # A copy of the key counts from where it was copied.
    visitor.delete_cookie("nearhand")
    sign_in(visitor, account)
    assert path_of(show(visitor, house, key, count=2)) == "/sign-in/passkey"
    assert visitor.get("/board").status_code == 303


def test_somebody_elses_passkey_is_no_second_step_for_ones_own_password(
    house: Tools, visitor: FlaskClient
):
    mine, theirs = SoftKey(b"mine"), SoftKey(b"theirs")
    account = a_holder(house, mine)
    a_holder(house, theirs)
    sign_in(visitor, account)
    assert path_of(show(visitor, house, theirs)) == "/sign-in/passkey"
    assert visitor.get("/board").status_code == 303
    assert visitor.get("/account").status_code == 303


def test_the_time_between_the_two_steps_runs_out(house: Tools, visitor: FlaskClient):
    account, _ = an_account(house)
    sign_in(visitor, account)
    with visitor.session_transaction() as session:
        session[HALF_SINCE] -= int(HALF_WAY.total_seconds()) + 1
    assert path_of(visitor.get(STEP)) == "/sign-in"
    assert visitor.get(STEP).status_code == 302


def test_a_session_ends_with_its_shift_however_fresh_it_is(house: Tools, visitor: FlaskClient):
    account, _ = an_account(house)
    come_in(visitor, house, account)
    with visitor.session_transaction() as session:
        session[SINCE] -= int(A_SHIFT.total_seconds()) + 1
    assert visitor.get("/account/passkeys").location == "/sign-in"
    assert visitor.get("/board").location == "/sign-in"


def test_how_one_signs_in_is_changed_only_by_whoever_just_proved_who_they_are(
    house: Tools, visitor: FlaskClient
):
    account, _ = an_account(house)
    come_in(visitor, house, account)
    pages = ("/account/second-step", "/account/passkeys", "/account/recovery-codes")
    assert {visitor.get(page).status_code for page in pages} == {200}
    with visitor.session_transaction() as session:
        session["fs_paa"] -= 2 * 60 * 60
        del session["fs_gexp"]
    for page in pages:
        assert path_of(visitor.get(page)) == "/account/password-again"
    asked = visitor.get(pages[0]).location
    assert send(visitor, asked, password="not this one").status_code == 422
    assert path_of(send(visitor, asked, password=PASSWORD)) == pages[0]
    assert visitor.get(pages[0]).status_code == 200


def test_another_password_ends_every_other_session_and_needs_the_one_before(
    house: Tools, visitor: FlaskClient, site: Site
):
    account, _ = an_account(house)
    come_in(visitor, house, account)
    other = signed_in(site, house, account)
    new = "four quiet yellow lamps"
    for old, chosen in (("not this", new), (PASSWORD, "short"), (PASSWORD, "cora cora cora")):
        refused = send(visitor, "/account/password", password=old, new_password=chosen)
        assert refused.status_code == 422
    assert other.get("/board").status_code == 200
    done = send(visitor, "/account/password", password=PASSWORD, new_password=new)
    assert done.location == "/account"
    assert visitor.get("/board").status_code == 200
    assert other.get("/board").location == "/sign-in"
    assert path_of(sign_in(site.test_client(), account, new)) == STEP


def test_whatever_a_browser_had_is_forgotten_when_somebody_comes_in_and_goes(
    house: Tools, visitor: FlaskClient
):
    account, _ = an_account(house)
    with visitor.session_transaction() as session:
        session["answers"] = "of a resident who asked here"
    come_in(visitor, house, account)
    with visitor.session_transaction() as session:
        assert "answers" not in session
        session["answers"] = "of whoever sits here now"
    page = visitor.get("/account").text
    check = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
    assert check
    assert visitor.post("/sign-out", data={"csrf_token": check[1]}).location == "/sign-in"
    with visitor.session_transaction() as session:
        assert set(session) <= {"fs_cc", "_flashes"}


class Watched:
    """Flask-Security's hashing, which tells whether a transaction was open meanwhile."""

    def __init__(self, inner: object, tools: "Watching") -> None:
        self._inner, self._tools = inner, tools
        self.open: list[int] = []

    def __getattr__(self, name: str) -> object:
        self.open.append(self._tools.depth)
        return getattr(self._inner, name)


class Watching(Tools):
    """Tools that know how many transactions are open."""

    depth = 0

    @contextmanager
    def acting(self, by: str = "somebody") -> Iterator[Act]:
        with super().acting(by) as act:
            object.__setattr__(self, "depth", self.depth + 1)
            yield act
            object.__setattr__(self, "depth", self.depth - 1)

    @contextmanager
    def looking(self, by: str = "somebody") -> Iterator[Act]:
        with super().looking(by) as act:
            object.__setattr__(self, "depth", self.depth + 1)
            yield act
            object.__setattr__(self, "depth", self.depth - 1)


def test_nobody_waits_at_the_database_while_a_password_is_hashed(house: Tools):
    account, _ = an_account(house)
    tools = Watching(house.config)
    app = create_app(tools)
    watched = Watched(app.extensions["security"].pwd_context, tools)
    app.extensions["security"].pwd_context = watched
    client = app.test_client()
    come_in(client, tools, account)
    new = "four quiet yellow lamps"
    send(client, "/account/password", password=PASSWORD, new_password=new)
    send(client, "/sign-in/help", email="nobody@example.org")
    assert len(watched.open) >= 4
    assert set(watched.open) == {0}
    tools.database.close()


def test_what_flask_security_could_do_besides_is_closed(
    house: Tools, visitor: FlaskClient, site: Site
):
    account, _ = an_account(house)
    come_in(visitor, house, account)
    for path in ("/sign-in/lost", "/login", "/register", "/confirm", "/us-signin", "/wan-signin"):
        assert visitor.get(path).status_code == 404, path
    asked = visitor.get("/account/recovery-codes", headers={"Accept": "application/json"})
    assert asked.mimetype == "text/html"
    assert visitor.post("/sign-in", json={"email": account.email}).status_code in {400, 415}
    app = site
    with app.test_request_context():
        token = app.extensions["security"].datastore.find_user(id=account.id).get_auth_token()
    stranger = app.test_client()
    with stranger.session_transaction() as session:
        session[SINCE] = int(house.now().timestamp())
    for told in (
        {"query_string": {"auth_token": token}},
        {"headers": {"Authentication-Token": token}},
    ):
        assert stranger.get("/board", **told).location == "/sign-in"
    assert not [name for name in app.cli.commands if name in {"users", "roles"}]


def test_a_form_that_does_not_come_from_our_page_signs_nobody_in_or_out(
    house: Tools, visitor: FlaskClient
):
    account, _ = an_account(house)
    said = {"email": account.email, "password": PASSWORD, "key": "k" * 20}
    assert visitor.post("/sign-in", data=said).status_code == 400
    come_in(visitor, house, account)
    assert visitor.post("/sign-out").status_code == 400
    assert visitor.get("/board").status_code == 200


def test_an_address_that_came_along_is_not_followed(house: Tools, visitor: FlaskClient):
    account = a_member(house, "intake", second_step=False, password=hashed(PASSWORD))
    away = "https://elsewhere.example"
    said = {"email": account.email, "password": PASSWORD, "next": away}
    done = send(visitor, f"/sign-in?next={away}", **said)
    assert away not in (done.location or "")


def test_a_page_that_is_not_about_staff_looks_for_no_account(tmp_path: Path):
    """Not even the one that says that something broke: the database may be what is away."""
    client = a_site().test_client()
    with client.session_transaction() as session:
        session.update({"_user_id": "a word", SINCE: 2**40})
    assert client.get("/").status_code == 200
    assert client.get("/no-such-page").status_code == 404


def test_a_rule_that_says_no_at_the_very_end_is_told_as_one(house: Tools):
    app = create_app(house)

    @app.get("/late")
    def late() -> str:
        @after_this_request
        def no(_response: object) -> None:
            raise Conflict("Somebody was first.")

        return "done"

    answer = app.test_client().get("/late")
    assert (answer.status_code, "Somebody was first." in answer.text) == (409, True)


# What Flask-Security says on pages that are closed, or never says since we use no such part.
NEVER_SAID = re.compile(
    r"CONFIRM|USERNAME|US_|OAUTH|PHONE|PASSWORDLESS|LOGIN_|CHANGE_EMAIL|REFRESH|RETYPE|BREACHED|"
    r"TOO_SIMPLE|INVALID_LENGTH|IDENTITY|ANONYMOUS|UNAUTH|EMAIL_NOT|EMAIL_ALREADY|GENERIC_(US|REC)|"
    r"TWO_FACTOR_DISABLED|NO_RECOVERY_CODES|FORGOT_PASSWORD|FAILED_TO_SEND|USE_CODE|INVALID_RESET|"
    r"PASSWORD_RESET$|PASSWORD_RESET_EXPIRED|CODE_HAS|_CODE$|INVALID_LOGIN|ALREADY_CONFIRMED"
)


def test_every_sentence_that_flask_security_could_show_is_one_of_ours():
    folder = Path(flask_security.__file__).parent
    said = {
        name
        for file in folder.glob("*.py")
        for name in re.findall(r'(?:get_message\(\s*|message=)"([A-Z_]+)"', file.read_text("utf-8"))
    }
    assert len(said) > 50
    assert {name for name in said - set(MESSAGES) if not NEVER_SAID.search(name)} == set()
    templates = {
        name: value for name, value in a_site().config.items() if name.endswith("_TEMPLATE")
    }
    shown = {name for name, value in templates.items() if str(value).startswith("coordinators/")}
    assert len(shown) == 12
