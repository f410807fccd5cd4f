"""A visitor who asks for help through Flask's own client, page by page, as a browser would."""

import re
from itertools import count
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from matcher.bootstrap import Tools
from matcher.service.post import opened_letter
from matcher.storage.tables import NeedRow, OutboxRow
from web.app import Site

_FIELD = re.compile(r'name="(csrf_token|key)" type="hidden" value="([^"]+)"')

ANSWERS: dict[str, dict[str, Any]] = {
    "kind": {"kind": "groceries"},
    "postcode": {"postcode": "se154qn"},
    "soon": {"soon": "soon"},
    "often": {"often": "once"},
    "day": {},
    "times": {"free_days": ["mon", "tue"], "free_parts": ["am"]},
    "languages": {"languages": ["en", "bn"]},
    "diet": {"diet": ["halal"], "without": ["no_milk"]},
    "matters": {"matters": ["woman"]},
    "notes": {"notes": "Milk, bread and tea."},
    "who": {"name": "Rosa Resident", "address": "Flat 4\n1 Example Road"},
    "reach": {"phone": "07700 900123", "email": "", "prefers": "text"},
}


_addresses = count(1)


class Visitor:
    """One browser, at an address of the network of its own."""

    def __init__(self, site: Site) -> None:
        self.tools: Tools = site.extensions["nearhand"]
        self.client: FlaskClient = site.test_client()
        self.address = f"192.0.2.{next(_addresses)}"
        self.client.environ_base["REMOTE_ADDR"] = self.address

    def get(self, path: str) -> TestResponse:
        return self.client.get(path)

    def send(self, path: str, *, to: str = "", **fields: Any) -> TestResponse:
        """Open a page and send its form with these fields; `to` where it goes elsewhere."""
        return self.press(self.client.get(path), to or path, **fields)

    def press(self, page: TestResponse, path: str, **fields: Any) -> TestResponse:
        """Send a form of a page that is open already: pressing twice sends the same key."""
        hidden = dict(_FIELD.findall(page.text))
        return self.client.post(path, data={**hidden, **fields})

    def answers(self, **changed: dict[str, Any] | None) -> TestResponse:
        """Answer every question in the order in which the pages come; the page of the check."""
        page = self.client.get("/ask/kind")
        said = ANSWERS | changed
        for _question in range(len(said) + 1):
            slug = page.request.path.removeprefix("/ask/")
            if slug == "check":
                return page
            answer = self.send(f"/ask/{slug}", **(said[slug] or {}))
            assert answer.status_code == 303, answer.text
            page = self.client.get(answer.headers["Location"])
        raise AssertionError(f"The journey has no end: {page.request.path}")

    def asks(self, **changed: dict[str, Any] | None) -> str:
        """Ask for help; return the secret of the page that it ends on."""
        page = self.answers(**changed)
        done = self.press(page, "/ask/check", agreed="yes")
        assert done.status_code == 303, done.text
        return done.headers["Location"].split("/")[2]

    def letter(self) -> Any:
        """The newest message that asks to confirm a need."""
        with self.tools.looking() as act:
            rows = act.store.query(OutboxRow).filter_by(kind="confirm_need", state="waiting").all()
            newest = max(rows, key=lambda row: (row.created_at, row.id))
            return opened_letter(act.sealer, newest.payload, newest.id)

    def confirms(self, secret: str) -> TestResponse:
        """Type in the code that was sent."""
        return self.send(f"/n/{secret}/code", code=self.letter().code.digits)

    def the_need(self) -> NeedRow:
        with self.tools.looking() as act:
            return act.store.query(NeedRow).order_by(NeedRow.created_at.desc()).first()
