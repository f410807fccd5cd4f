"""Readers of the two source data sets, as their makers publish them and as packages carry them.

Each reader takes a zip, a wheel (which is a zip) or an unpacked folder, and knows the layout by
the names of the files inside.  They give plain facts; what to do with them is for
`scripts.geodata_facts`.
"""

import csv
import gzip
import io
import json
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from zipfile import ZipFile

import brotli
import msgpack

#: Either road to Code-Point Open: the official zip, or the package that carries its columns.
_CODE_POINT = re.compile(r"(?:^|/)data/csv/[a-z]{1,2}\.csv(?:\.gz)?$", re.IGNORECASE)
_DIRECTORY_CSV = re.compile(r"(?:^|/)data/onspd_[^/]*_uk\.csv$", re.IGNORECASE)
_DIRECTORY_PACKED = re.compile(r"(?:^|/)postcodes_[A-Z]\.msgpack\.br$")
_NAMES_CSV = re.compile(
    r"(?:^|/)documents/(?:.*/)?(?:la_ua|lad)[^/]*names and codes[^/]*\.csv$", re.IGNORECASE
)
_NAMES_JSON = re.compile(r"(?:^|/)records\.json$")


class UnknownLayout(ValueError):
    """A path does not hold what it should; the message says what was looked for."""


@dataclass(frozen=True, slots=True)
class CodePoint:
    """A row of Code-Point Open; metres of EPSG:27700, 0, 0 when the place is not known."""

    postcode: str
    easting: int
    northing: int


@dataclass(frozen=True, slots=True)
class DirectoryEntry:
    """A row of the ONS Postcode Directory; ``authority`` is "" when the directory has none."""

    postcode: str
    authority: str
    easting: int
    northing: int
    terminated: bool


def code_points(path: Path) -> Iterator[CodePoint]:
    """Rows of Code-Point Open: postcode, quality, easting, northing, and more that we leave."""
    for name, data in _files(path, _CODE_POINT, "Data/CSV/*.csv of Code-Point Open"):
        raw = gzip.decompress(data) if name.endswith(".gz") else data
        for row in csv.reader(io.StringIO(raw.decode("utf-8-sig"))):
            yield CodePoint(row[0], int(row[2]), int(row[3]))


def directory_entries(path: Path) -> Iterator[DirectoryEntry]:
    """Rows of the ONS Postcode Directory, ended postcodes too."""
    if _holds(path, _DIRECTORY_CSV):
        return _official_entries(path)
    return _packed_entries(path)


def authority_names(path: Path) -> dict[str, str]:
    """Names by GSS code, from the list in an ONSPD zip or from ``records.json``; may be empty."""
    names: dict[str, str] = {}
    for name, data in _files(path, _NAMES_JSON) if _holds(path, _NAMES_JSON) else ():
        names |= _names_in(json.loads(data), name)
    for name, data in _files(path, _NAMES_CSV) if _holds(path, _NAMES_CSV) else ():
        names |= _names_in(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))), name)
    return names


def _names_in(rows: Iterable[dict[str, str]], source: str) -> dict[str, str]:
    """Codes and names of a list; its columns carry the year: LAD25CD, LTLA21NM."""
    listed = list(rows)
    columns = list(listed[0]) if listed else []
    code = _column(columns, re.compile(r"(?:LAD|LTLA)\d\dCD", re.IGNORECASE), source)
    name = _column(columns, re.compile(r"(?:LAD|LTLA)\d\dNM", re.IGNORECASE), source)
    return {row[code].strip(): row[name].strip() for row in listed if row[code].strip()}


def _official_entries(path: Path) -> Iterator[DirectoryEntry]:
    """Of the official zip.  Its column names changed over the years; both sets are known."""
    for name, data in _files(path, _DIRECTORY_CSV):
        reader = csv.reader(io.StringIO(data.decode("utf-8-sig")))
        header = [column.strip().lower() for column in next(reader)]

        def place(pattern: str, header: list[str] = header, name: str = name) -> int:
            return header.index(_column(header, re.compile(pattern), name))

        postcode, ended = place("pcds"), place("doterm")
        authority = place(r"oslaua|laua|lad\d\dcd")
        east, north = place("oseast1m|east1m"), place("osnrth1m|north1m")
        for row in reader:
            yield DirectoryEntry(
                row[postcode],
                row[authority].strip(),
                _metres(row[east]),
                _metres(row[north]),
                terminated=bool(row[ended].strip()),
            )


def _packed_entries(path: Path) -> Iterator[DirectoryEntry]:
    """Of the package: columns by first letter.  It carries no end dates."""
    for _, data in _files(path, _DIRECTORY_PACKED, "the ONS Postcode Directory"):
        columns = msgpack.unpackb(brotli.decompress(data))["data"]
        for postcode, authority, east, north in zip(
            columns["pcd"],
            columns["laua"],
            columns["oseast1m"],
            columns["osnrth1m"],
            strict=True,
        ):
            code = authority if isinstance(authority, str) else ""
            yield DirectoryEntry(postcode, code, _metres(east), _metres(north), terminated=False)


def _metres(value: str | float | None) -> int:
    """Whole metres; 0 for blank and for the not-a-number that stands for blank."""
    if value is None or value != value or value == "":
        return 0
    return int(float(value))


def _column(columns: list[str], pattern: re.Pattern[str], source: str) -> str:
    for column in columns:
        if pattern.fullmatch(column):
            return column
    raise UnknownLayout(f"{source} has no column like {pattern.pattern}")


def _holds(path: Path, wanted: re.Pattern[str]) -> bool:
    return next(_members(path, wanted), None) is not None


def _files(path: Path, wanted: re.Pattern[str], what: str = "") -> Iterator[tuple[str, bytes]]:
    """Name and bytes of the files whose names match, in the order of their names."""
    found = False
    for name, read in _members(path, wanted):
        found = True
        yield name, read()
    if what and not found:
        raise UnknownLayout(f"{path} holds no {what}")


def _members(path: Path, wanted: re.Pattern[str]) -> Iterator[tuple[str, Callable[[], bytes]]]:
    if path.is_dir():
        for file in sorted(path.rglob("*")):
            if wanted.search(file.as_posix()):
                yield file.as_posix(), file.read_bytes
        return
    with ZipFile(path) as archive:
        for name in sorted(archive.namelist()):
            if wanted.search(name):
                yield name, lambda name=name: archive.read(name)  # type: ignore[misc]
