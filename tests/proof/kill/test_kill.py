"""kill -9 at any moment: what was acknowledged is there, once, and every letter goes out."""

import os
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from matcher.storage.database import Database
from matcher.storage.schema import upgrade
from tests.proof.kill.cycles import complaints, killed
from tests.throwaway_postgresql import NONE_HERE, Server, binaries, running

CYCLES = int(os.environ.get("NEARHAND_PROOF_CYCLES", "100"))
ON_POSTGRESQL, SERVER_DIES_EACH = CYCLES // 5, 5


def test_a_hundred_kills_lose_nothing_and_double_nothing(empty_sqlite: Database, tmp_path: Path):
    end = killed(empty_sqlite, tmp_path, cycles=CYCLES)
    assert complaints(end) == {}
    done = Counter(line.verb for line in end.told if line.what == "done")
    assert len(done) == 5
    assert min(done.values()) > CYCLES / 4
    assert len(end.arrived) > CYCLES


def test_kills_on_postgresql_where_the_server_dies_too(tmp_path: Path):
    with a_server(durable=True) as server, a_database(server) as database:
        end = killed(database, tmp_path, cycles=ON_POSTGRESQL, meanwhile=_server_dies(server))
        assert complaints(end) == {}
        assert any(line.what == "done" and line.verb == "thank" for line in end.told)


@pytest.mark.parametrize(
    ("way", "found"), [("do_and_post_afterwards", "untold"), ("do_without_a_key", "doubled")]
)
def test_a_planted_fault_comes_to_light(
    empty_sqlite: Database, tmp_path: Path, way: str, found: str
):
    assert found in complaints(killed(empty_sqlite, tmp_path, cycles=25, way=way))


def test_commits_that_do_not_wait_for_the_disk_are_lost_with_the_server(tmp_path: Path):
    """The server may have written everything just before it died: it has a few goes."""

    def goes_lost(go: int) -> bool:
        folder = tmp_path / str(go)
        folder.mkdir()
        with a_server(durable=False) as server, a_database(server) as database:
            end = killed(database, folder, cycles=6, meanwhile=_server_dies(server))
            return "lost" in complaints(end)

    assert any(goes_lost(go) for go in range(5))


@contextmanager
def a_server(*, durable: bool) -> Iterator[Server]:
    programs = binaries()
    if programs is None:
        pytest.skip(NONE_HERE)
    with running(programs, durable=durable) as server:
        yield server


@contextmanager
def a_database(server: Server) -> Iterator[Database]:
    database = Database(server.new_database())
    upgrade(database)
    yield database
    database.close()


def _server_dies(server: Server) -> Callable[[int], None]:
    """Every few cycles it stops at once, while clients work, and is started again."""

    def meanwhile(cycle: int) -> None:
        if cycle % SERVER_DIES_EACH == SERVER_DIES_EACH - 1:
            server.crash()
            server.start()

    return meanwhile
