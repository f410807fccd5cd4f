"""Members of staff who sign in, in a browser without a screen."""

import re
from urllib.parse import urlsplit

import pyotp
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from matcher.bootstrap import Tools
from matcher.service.accounts.passwords import hashed
from matcher.storage.tables import CoordinatorRow
from tests.web.staffed import SECRET, a_member

PASSWORD = "three green bicycles"


def send(client: FlaskClient, path: str, **said: object) -> TestResponse:
    page = client.get(path).text
    check = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
    assert check, page
    return client.post(path, data={"csrf_token": check[1], "key": "k" * 20} | said)


def an_account(tools: Tools, **said: object) -> tuple[CoordinatorRow, pyotp.TOTP]:
    """Somebody with a password and an authenticator."""
    account = a_member(tools, "administrator", password=hashed(PASSWORD), **said)
    return account, pyotp.TOTP(SECRET)


def sign_in(client: FlaskClient, account: CoordinatorRow, password: str = PASSWORD) -> TestResponse:
    return send(client, "/sign-in", email=account.email, password=password)


def path_of(answer: TestResponse) -> str:
    """Where an answer leads, without what goes along in the address."""
    return urlsplit(answer.location or "").path


def went_on(client: FlaskClient, answer: TestResponse) -> str:
    """Where somebody who has just signed in comes to."""
    assert path_of(answer) == "/account/go-on", answer.text
    return str(client.get(answer.location).location)


def come_in(client: FlaskClient, tools: Tools, account: CoordinatorRow) -> None:
    """Sign in with both steps; the code of this half-minute is then used."""
    sign_in(client, account)
    code = pyotp.TOTP(SECRET).at(tools.now())
    assert went_on(client, send(client, "/sign-in/second-step", code=code)) == "/board"
