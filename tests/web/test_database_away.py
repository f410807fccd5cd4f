"""The database goes away in the middle of a request: a page that says so, and when to come back."""

from collections.abc import Iterator

import psycopg
import pytest
from flask.testing import FlaskClient
from sqlalchemy import text

from matcher.bootstrap import Tools
from matcher.config import Config
from matcher.service.acting import Act
from tests.matcher.storage.conftest import migrated_name, postgresql  # noqa: F401
from tests.throwaway_postgresql import Server
from tests.web.sites import A_KEY, SETTINGS
from web.app import create_app


class Pages:
    """A site on a real PostgreSQL, whose pages lose their connection at a chosen place."""

    def __init__(self, url: str, server: str) -> None:
        self.tools = Tools(Config(web=SETTINGS, database_url=url, key=A_KEY))
        self.server = server
        site = create_app(self.tools)
        for place in ("reading", "writing", "committing"):
            for path in (f"/{place}", f"/api/v1/{place}"):
                site.add_url_rule(path, path, getattr(self, place))
        self.client: FlaskClient = site.test_client()

    def reading(self) -> str:
        with self.tools.looking() as act:
            self.cut_off(act)
            return str(act.store.scalar(text("SELECT 1")))

    def writing(self) -> str:
        with self.tools.acting() as act:
            self.cut_off(act)
            act.note("tried", "machine", "test")
            act.store.flush()
        return "kept"

    def committing(self) -> str:
        with self.tools.acting() as act:
            act.note("tried", "machine", "test")
            act.store.flush()
            self.cut_off(act)
        return "kept"

    def cut_off(self, act: Act) -> None:
        """End the server's process behind this very connection, as a restart would."""
        pid = act.store.scalar(text("SELECT pg_backend_pid()"))
        with psycopg.connect(self.server, autocommit=True) as other:
            other.execute("SELECT pg_terminate_backend(%s, 10000)", [pid])


@pytest.fixture
def pages(postgresql: Server, migrated_name: str) -> Iterator[Pages]:  # noqa: F811
    url = postgresql.new_database(like=migrated_name)
    pages = Pages(url, postgresql.url("postgres"))
    yield pages
    pages.tools.database.close()
    postgresql.drop(url)


def test_wherever_the_connection_breaks_people_are_told_when_to_come_back(pages: Pages):
    for place in ("reading", "writing", "committing"):
        answer = pages.client.get(f"/{place}")
        assert (answer.status_code, answer.headers["Retry-After"]) == (503, "30"), place
        assert "We are not open just now" in answer.text
        assert "NEARHAND" not in answer.text
        problem = pages.client.get(f"/api/v1/{place}")
        assert (problem.status_code, problem.headers["Retry-After"]) == (503, "30"), place
        assert problem.json["detail"].startswith("Please try again in a few minutes.")
        # The next one gets a connection that works.
        assert pages.client.get("/ready").json["checks"]["database"] == "good"


def test_a_server_that_is_not_there_tells_nobody_where_it_would_be(pages: Pages, tmp_path):
    gone = Tools(Config(web=SETTINGS, database_url=f"postgresql://x@/t?host={tmp_path}", key=A_KEY))
    answer = create_app(gone).test_client().get("/n/" + "x" * 22)
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "30")
    assert str(tmp_path) not in answer.text
    gone.database.close()
