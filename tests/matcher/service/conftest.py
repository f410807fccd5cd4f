"""London's own map, opened once, and a way to write a sheet in one line."""

from collections.abc import Callable
from pathlib import Path

import pytest

from geodata import ATTRIBUTION, BoroughMap, Postcodes, cell_label, to_grid
from matcher.service.gazetteer import Gazetteer

# Verbs are tested on both databases, as storage is.
from tests.matcher.storage.conftest import (  # noqa: F401
    database,
    empty_postgresql,
    empty_sqlite,
    kept_files,
    migrated_file,
    migrated_name,
    postgresql,
)


@pytest.fixture(scope="session")
def london() -> Gazetteer:
    return Gazetteer(Postcodes.open(), BoroughMap.open(), to_grid, cell_label, ATTRIBUTION)


@pytest.fixture
def a_file(tmp_path: Path) -> Callable[..., Path]:
    """Write a file of this text, or these bytes, and return its path."""

    def write(content: str | bytes, name: str = "sheet.csv") -> Path:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
        return path

    return write
