"""Every storage test runs on both databases, each on a database of its own."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from matcher.storage.database import Database
from matcher.storage.schema import upgrade
from tests.kept_databases import KeptDatabases
from tests.throwaway_postgresql import NONE_HERE, Server, binaries, running

BACKENDS = ("sqlite", "postgresql")


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Server]:
    programs = binaries()
    if programs is None:
        pytest.skip(NONE_HERE)
    with running(programs) as server:
        yield server


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An SQLite file with all tables and nothing in them, to copy."""
    file = tmp_path_factory.mktemp("migrated") / "empty.sqlite"
    database = Database(f"sqlite:///{file}")
    upgrade(database)
    database.close()
    return file


@pytest.fixture(scope="session")
def migrated_name(postgresql: Server) -> str:
    """A PostgreSQL database with all tables and nothing in them, to copy."""
    url = postgresql.new_database()
    database = Database(url)
    upgrade(database)
    database.close()
    return url.split("/")[3].split("?")[0]


@pytest.fixture(scope="session")
def kept_files(migrated_file: Path, tmp_path_factory: pytest.TempPathFactory) -> KeptDatabases:
    return KeptDatabases(migrated_file, tmp_path_factory.mktemp("kept"))


@pytest.fixture
def empty_sqlite(kept_files: KeptDatabases) -> Iterator[Database]:
    with kept_files.lent() as database:
        yield database


@pytest.fixture
def empty_postgresql(postgresql: Server, migrated_name: str) -> Iterator[Database]:
    database = postgresql.empty_database(like=migrated_name)
    yield database
    database.close()
    postgresql.take_back(database)


@pytest.fixture(params=BACKENDS)
def database(request: pytest.FixtureRequest) -> Database:
    """A database with all tables and nothing in them; every test runs once on each kind."""
    return request.getfixturevalue(f"empty_{request.param}")


@pytest.fixture
def bare_sqlite(tmp_path: Path) -> Iterator[Database]:
    database = Database(f"sqlite:///{tmp_path / 'bare.sqlite'}")
    yield database
    database.close()


@pytest.fixture
def bare_postgresql(postgresql: Server) -> Iterator[Database]:
    url = postgresql.new_database()
    database = Database(url)
    yield database
    database.close()
    postgresql.drop(url)


@pytest.fixture(params=BACKENDS)
def bare_database(request: pytest.FixtureRequest) -> Database:
    """A database with nothing at all in it."""
    return request.getfixturevalue(f"bare_{request.param}")
