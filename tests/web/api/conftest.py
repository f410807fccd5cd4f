"""The API is tested on both databases, as storage is."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from matcher.storage.database import Database
from tests.matcher.storage.conftest import (  # noqa: F401
    BACKENDS,
    database,
    empty_postgresql,
    empty_sqlite,
    migrated_file,
    migrated_name,
    postgresql,
)
from tests.web.api.towns import Town, a_town


@pytest.fixture
def town(database: Database) -> Iterator[Town]:  # noqa: F811
    """A town of one's own, to change."""
    town = a_town(database)
    yield town
    town.tools.database.close()


@pytest.fixture(scope="session")
def sqlite_town(
    migrated_file: Path,  # noqa: F811
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Town]:
    file = tmp_path_factory.mktemp("town") / "nearhand.sqlite"
    shutil.copy(migrated_file, file)
    yield from _standing(f"sqlite:///{file}")


@pytest.fixture(scope="session")
def postgresql_town(postgresql, migrated_name: str) -> Iterator[Town]:  # noqa: F811
    yield from _standing(postgresql.new_database(like=migrated_name))


def _standing(url: str) -> Iterator[Town]:
    made = Database(url)
    town = a_town(made)
    made.close()
    yield town
    town.tools.database.close()


@pytest.fixture(params=BACKENDS)
def still(request: pytest.FixtureRequest) -> Town:
    """A town that many tests look at and none changes."""
    return request.getfixturevalue(f"{request.param}_town")
