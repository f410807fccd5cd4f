import json
import shutil
from hashlib import sha256
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata import BoroughMap, DamagedPack, Postcodes
from geodata.pack import (
    AUTHORITIES,
    DEFAULT_FOLDER,
    MANIFEST,
    OUTLINES,
    POSTCODES,
    Columns,
    packed,
    read_manifest,
    unpacked,
)

ROWS = st.lists(
    st.tuples(
        st.integers(0, 37**7 - 1),
        st.integers(0, 699_999),
        st.integers(0, 1_299_999),
        st.integers(0, 400),
    )
)


@given(ROWS)
def test_columns_come_back_as_they_were_packed(rows: list[tuple[int, int, int, int]]) -> None:
    table = np.array(sorted(rows), np.int64).reshape(-1, 4)
    columns = Columns(
        table[:, 0],
        table[:, 1].astype(np.int32),
        table[:, 2].astype(np.int32),
        table[:, 3].astype(np.int16),
    )
    again = unpacked(packed(columns))
    for name in ("keys", "easting", "northing", "authority"):
        before, after = getattr(columns, name), getattr(again, name)
        np.testing.assert_array_equal(after, before)
        assert after.dtype == before.dtype


def test_the_committed_files_are_those_of_the_manifest() -> None:
    for name, said in read_manifest(DEFAULT_FOLDER)["files"].items():
        data = (DEFAULT_FOLDER / name).read_bytes()
        assert said == {"bytes": len(data), "sha256": sha256(data).hexdigest()}


def test_the_committed_data_stay_under_three_megabytes() -> None:
    assert sum(file.stat().st_size for file in DEFAULT_FOLDER.iterdir()) < 3_000_000


def test_the_sources_file_tells_the_checksums_of_the_committed_files() -> None:
    sources = (DEFAULT_FOLDER.parent / "SOURCES.md").read_text("utf-8")
    for said in read_manifest(DEFAULT_FOLDER)["files"].values():
        assert said["sha256"] in sources


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return Path(shutil.copytree(DEFAULT_FOLDER, tmp_path / "pack"))


@pytest.mark.parametrize("name", [MANIFEST, AUTHORITIES, POSTCODES])
def test_a_pack_without_one_of_its_files_says_how_to_mend_it(copy: Path, name: str) -> None:
    (copy / name).unlink()
    with pytest.raises(DamagedPack, match="build it again"):
        Postcodes.open(copy)


@pytest.mark.parametrize("name", [MANIFEST, AUTHORITIES, OUTLINES])
def test_a_map_without_one_of_its_files_says_how_to_mend_it(copy: Path, name: str) -> None:
    (copy / name).unlink()
    with pytest.raises(DamagedPack, match="build it again"):
        BoroughMap.open(copy)


def test_a_pack_cut_short_is_refused(copy: Path) -> None:
    whole = (copy / POSTCODES).read_bytes()
    (copy / POSTCODES).write_bytes(whole[: len(whole) // 2])
    with pytest.raises(DamagedPack):
        Postcodes.open(copy)


def test_a_pack_with_too_few_postcodes_is_refused(copy: Path) -> None:
    columns = unpacked((copy / POSTCODES).read_bytes())
    few = Columns(*(getattr(columns, name)[:9] for name in Columns.__slots__))
    (copy / POSTCODES).write_bytes(packed(few))
    with pytest.raises(DamagedPack, match="lacks some postcodes"):
        Postcodes.open(copy)


def test_a_pack_of_another_format_is_refused(copy: Path) -> None:
    manifest = read_manifest(copy) | {"format": 99}
    (copy / MANIFEST).write_text(json.dumps(manifest))
    with pytest.raises(DamagedPack, match="another format"):
        Postcodes.open(copy)


def test_a_map_that_lacks_an_outline_is_refused(copy: Path) -> None:
    collection = json.loads((copy / OUTLINES).read_bytes())
    collection["features"].pop()
    (copy / OUTLINES).write_text(json.dumps(collection))
    with pytest.raises(DamagedPack, match="lacks some outlines"):
        BoroughMap.open(copy)
