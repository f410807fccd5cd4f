"""The API is tested on both databases, each with a town that is built once and copied."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from matcher.storage.database import Database
from tests.kept_databases import KeptDatabases
from tests.matcher.storage.conftest import (  # noqa: F401
    BACKENDS,
    migrated_file,
    migrated_name,
    postgresql,
)
from tests.throwaway_postgresql import Server
from tests.web.api.towns import People, Town, a_town, settle

A_FILE = "nearhand.sqlite"


@pytest.fixture(scope="session")
def settled_file(
    migrated_file: Path,  # noqa: F811
    tmp_path_factory: pytest.TempPathFactory,
) -> tuple[Path, People]:
    """An SQLite file with people in it, to copy."""
    file = tmp_path_factory.mktemp("settled") / A_FILE
    shutil.copy(migrated_file, file)
    return file, _settled(f"sqlite:///{file}")


@pytest.fixture(scope="session")
def settled_name(postgresql: Server, migrated_name: str) -> tuple[str, People]:  # noqa: F811
    """A PostgreSQL database with people in it, to copy."""
    url = postgresql.new_database(like=migrated_name)
    return url.split("/")[3].split("?")[0], _settled(url)


def _settled(url: str) -> People:
    database = Database(url)
    people = settle(database)
    database.close()
    return people


@pytest.fixture(scope="session")
def settled_files(
    settled_file: tuple[Path, People], tmp_path_factory: pytest.TempPathFactory
) -> KeptDatabases:
    return KeptDatabases(settled_file[0], tmp_path_factory.mktemp("kept"))


@pytest.fixture(params=BACKENDS)
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """A database of one's own with people in it, to change."""
    if request.param == "sqlite":
        with request.getfixturevalue("settled_files").lent() as database:
            yield database
        return
    database = Database(_copy(request, tmp_path))
    yield database
    database.close()


@pytest.fixture
def town(request: pytest.FixtureRequest, database: Database) -> Iterator[Town]:
    """The site over that database."""
    settled = "settled_file" if database.is_sqlite else "settled_name"
    town = a_town(database, request.getfixturevalue(settled)[1])
    yield town
    town.tools.database.close()


@pytest.fixture(scope="session", params=BACKENDS)
def still(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Town]:
    """A town that many tests look at and none changes."""
    yield from _standing(request, tmp_path_factory.mktemp("still"))


@pytest.fixture(scope="session")
def sqlite_town(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Town]:
    """The same, where it does not matter which database it is."""
    yield from _standing(request, tmp_path_factory.mktemp("sqlite"))


def _standing(request: pytest.FixtureRequest, folder: Path) -> Iterator[Town]:
    database = Database(_copy(request, folder))
    settled = "settled_file" if database.is_sqlite else "settled_name"
    town = a_town(database, request.getfixturevalue(settled)[1])
    yield town
    town.tools.database.close()


def _copy(request: pytest.FixtureRequest, folder: Path) -> str:
    """The address of a fresh copy of the settled town."""
    if getattr(request, "param", "sqlite") == "sqlite":
        shutil.copy(request.getfixturevalue("settled_file")[0], folder / A_FILE)
        return f"sqlite:///{folder / A_FILE}"
    server: Server = request.getfixturevalue("postgresql")
    return server.new_database(like=request.getfixturevalue("settled_name")[0])
