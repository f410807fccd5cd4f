"""The API is tested on both databases, as storage is."""

from collections.abc import Iterator

import pytest

from matcher.storage.database import Database
from tests.matcher.storage.conftest import (  # noqa: F401
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
    town = a_town(database)
    yield town
    town.tools.database.close()
