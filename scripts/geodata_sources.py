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
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import IO
from zipfile import ZipFile

import brotli
import msgpack

#: Either road to Code-Point Open: the official zip, or the package that carries its columns.
_CODE_POINT = re.compile(r"(?:^|/)data/csv/[a-z]{1,2}\.csv(?:\.gz)?$", re.IGNORECASE)
_DIRECTORY_CSV = re.compile(r"(?:^|/)data/onspd_[^/]*_uk\.csv$", re.IGNORECASE)
#: Postcode, end date, authority, easting, northing; the names changed over the years.
_DIRECTORY_COLUMNS = tuple(
    re.compile(names)
    for names in ("pcds", "doterm", r"oslaua|laua|lad\d\dcd", "oseast1m|east1m", "osnrth1m|north1m")
)
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
    for name, file in _files(path, _CODE_POINT, "Data/CSV/*.csv of Code-Point Open"):
        for row in _rows(name, file):
            yield CodePoint(row[0], int(row[2]), int(row[3]))


def directory_entries(path: Path) -> Iterator[DirectoryEntry]:
    """Rows of the ONS Postcode Directory, ended postcodes too."""
    if _holds(path, _DIRECTORY_CSV):
        return _official_entries(path)
    return _packed_entries(path)


def authority_names(path: Path) -> dict[str, str]:
    """Names by GSS code, from the list in an ONSPD zip or from ``records.json``; may be empty."""
    names: dict[str, str] = {}
    for name, file in _files(path, _NAMES_JSON):
        names |= _names_in(json.load(file), name)
    for name, file in _files(path, _NAMES_CSV):
        header, *rows = _rows(name, file)
        names |= _names_in([dict(zip(header, row, strict=True)) for row in rows if row], name)
    return names


def _names_in(rows: list[dict[str, str]], source: str) -> dict[str, str]:
    """Codes and names of a list; its columns carry the year: LAD25CD, LTLA21NM."""
    columns = list(rows[0]) if rows else []
    code = _column(columns, re.compile(r"(?:LAD|LTLA)\d\dCD", re.IGNORECASE), source)
    name = _column(columns, re.compile(r"(?:LAD|LTLA)\d\dNM", re.IGNORECASE), source)
    return {row[code].strip(): row[name].strip() for row in rows if row[code].strip()}


def _official_entries(path: Path) -> Iterator[DirectoryEntry]:
    """Of the official zip."""
    for name, file in _files(path, _DIRECTORY_CSV):
        rows = _rows(name, file)
        header = [column.strip().lower() for column in next(rows)]
        postcode, ended, authority, east, north = (
            header.index(_column(header, wanted, name)) for wanted in _DIRECTORY_COLUMNS
        )
        for row in rows:
            yield DirectoryEntry(
                row[postcode],
                row[authority].strip(),
                _metres(row[east]),
                _metres(row[north]),
                terminated=bool(row[ended].strip()),
            )


def _packed_entries(path: Path) -> Iterator[DirectoryEntry]:
    """Of the package: columns by first letter.  It carries no end dates."""
    for _, file in _files(path, _DIRECTORY_PACKED, "the ONS Postcode Directory"):
        columns = msgpack.unpackb(brotli.decompress(file.read()))["data"]
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


def _rows(name: str, file: IO[bytes]) -> Iterator[list[str]]:
    """Rows of a CSV file, packed or not, line by line: the directory has over a gigabyte."""
    with (
        gzip.GzipFile(fileobj=file) if name.endswith(".gz") else nullcontext(file) as plain,
        io.TextIOWrapper(plain, "utf-8-sig", newline="") as text,
    ):
        yield from csv.reader(text)


def _holds(path: Path, wanted: re.Pattern[str]) -> bool:
    with _members(path) as members:
        return any(wanted.search(name) for name in members)


def _files(path: Path, wanted: re.Pattern[str], what: str = "") -> Iterator[tuple[str, IO[bytes]]]:
    """Names and open files of the members that match, in the order of their names.

    `UnknownLayout` when there is none and ``what`` says what is missing.
    """
    with _members(path) as members:
        found = sorted(name for name in members if wanted.search(name))
        if what and not found:
            raise UnknownLayout(f"{path} holds no {what}")
        for name in found:
            with members[name]() as file:
                yield name, file


@contextmanager
def _members(path: Path) -> Iterator[dict[str, Callable[[], IO[bytes]]]]:
    """How to open each file of a folder or a zip, by its name there."""
    if path.is_dir():
        files = [file for file in path.rglob("*") if file.is_file()]
        yield {file.relative_to(path).as_posix(): partial(_opened, file) for file in files}
    else:
        with ZipFile(path) as archive:
            yield {name: partial(archive.open, name) for name in archive.namelist()}


def _opened(file: Path) -> IO[bytes]:
    return file.open("rb")
