"""The folder of packed data: what is in it, and how the postcode columns are laid out.

``postcodes.xz``
    Little-endian columns, one value per postcode in key order: keys, eastings, northings,
    authority numbers.  Each column holds the differences from row to row (neighbours in the
    list are mostly neighbours in the street), and is written byte plane by byte plane, so that
    the many zero high bytes lie together.
``authorities.json``
    Code, name, slug, neighbours; the place in this list is the authority number.
``boroughs.geojson``
    Outlines in WGS 84, see `geodata.outlines`.
``manifest.json``
    Format, region, number of rows, and the size and SHA-256 of the other files.

No time, path or machine is written, so that the same facts give the same bytes.
"""

import json
import lzma
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

FORMAT = 1
DEFAULT_FOLDER = Path(__file__).with_name("data")
POSTCODES, AUTHORITIES, OUTLINES = "postcodes.xz", "authorities.json", "boroughs.geojson"
MANIFEST = "manifest.json"

_KEY_BYTES, _COORDINATE_BYTES, _AUTHORITY_BYTES = 5, 3, 2
_ROW_BYTES = _KEY_BYTES + 2 * _COORDINATE_BYTES + _AUTHORITY_BYTES
#: A dictionary no larger than the London columns; the decoder reserves this much memory.
_FILTERS = [
    {
        "id": lzma.FILTER_LZMA2,
        "preset": 9 | lzma.PRESET_EXTREME,
        "dict_size": 1 << 22,
        "lc": 0,
        "lp": 0,
        "pb": 0,
    }
]


class DamagedPack(RuntimeError):
    """The folder of packed data is missing, of another format, or not whole."""

    def __init__(self, folder: Path, what: str) -> None:
        super().__init__(
            f"The map data in {folder} {what}; build it again with scripts/build_geodata.py."
        )


@dataclass(frozen=True, slots=True)
class Columns:
    """Postcodes in key order; every array has shape (n,).  Eastings and northings in metres."""

    keys: NDArray[np.int64]
    easting: NDArray[np.int32]
    northing: NDArray[np.int32]
    authority: NDArray[np.int16]


def packed(columns: Columns) -> bytes:
    """The bytes of ``postcodes.xz``; `unpacked` is the inverse."""
    planes = (
        _planes(columns.keys, _KEY_BYTES)
        + _planes(columns.easting, _COORDINATE_BYTES)
        + _planes(columns.northing, _COORDINATE_BYTES)
        + _planes(columns.authority, _AUTHORITY_BYTES)
    )
    return lzma.compress(planes, lzma.FORMAT_XZ, lzma.CHECK_CRC64, filters=_FILTERS)


def unpacked(data: bytes) -> Columns:
    """The columns of ``postcodes.xz``.

    Raises
    ------
    ValueError
        When the bytes are cut short or altered.
    """
    try:
        planes = lzma.decompress(data, lzma.FORMAT_XZ)
    except lzma.LZMAError as error:
        raise ValueError("the compressed columns cannot be read") from error
    count, rest = divmod(len(planes), _ROW_BYTES)
    if rest:
        raise ValueError("the columns are not of one length")
    raw = np.frombuffer(planes, np.uint8).reshape(_ROW_BYTES, count)
    edges = np.cumsum([_KEY_BYTES, _COORDINATE_BYTES, _COORDINATE_BYTES])
    keys, easting, northing, authority = np.split(raw, edges)
    return Columns(
        _restored(keys),
        _restored(easting).astype(np.int32),
        _restored(northing).astype(np.int32),
        _restored(authority).astype(np.int16),
    )


def _planes(values: NDArray[Any], width: int) -> bytes:
    """Differences, zigzag-coded (0, -1, 1, -2 ... become 0, 1, 2, 3 ...), plane by plane."""
    whole = values.astype(np.int64)
    steps = whole - np.concatenate([np.zeros(1, np.int64), whole[:-1]])
    zigzag = ((steps << 1) ^ (steps >> 63)).astype("<u8")
    octets = zigzag.view(np.uint8).reshape(-1, 8)
    if octets[:, width:].any():
        raise ValueError(f"a difference does not fit into {width} bytes")
    return bytes(octets[:, :width].T.tobytes())


def _restored(planes: NDArray[np.uint8]) -> NDArray[np.int64]:
    """Values of byte planes, shape (bytes, n); in place, since Great Britain has many rows."""
    zigzag = np.zeros(planes.shape[1], np.int64)
    for place, plane in enumerate(planes):
        zigzag |= plane.astype(np.int64) << (8 * place)
    sign = zigzag & 1
    np.negative(sign, out=sign)
    zigzag >>= 1
    zigzag ^= sign
    return np.cumsum(zigzag, out=zigzag)


def json_bytes(value: object) -> bytes:
    """JSON as we commit it: sorted keys, UTF-8, one way only to write each value."""
    text = json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True, allow_nan=False)
    return (text + "\n").encode()


def read_manifest(folder: Path) -> dict[str, Any]:
    """The manifest of a pack; `DamagedPack` when there is none or its format is not ours."""
    try:
        manifest: dict[str, Any] = json.loads((folder / MANIFEST).read_bytes())
    except (FileNotFoundError, ValueError) as error:
        raise DamagedPack(folder, "cannot be read") from error
    if manifest.get("format") != FORMAT:
        raise DamagedPack(folder, "is of another format")
    return manifest


def fingerprint(data: bytes) -> dict[str, Any]:
    """What the manifest says of a file."""
    return {"bytes": len(data), "sha256": sha256(data).hexdigest()}
